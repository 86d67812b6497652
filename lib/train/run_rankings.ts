/**
 * The rankings of a run's database, one for each way in which its queries ask.
 *
 * @module
 */
import { type Asker } from "../asking/asker.ts";
import { recordedRelevances } from "../asking/recorded.ts";
import { Random } from "../base/random.ts";
import type { Config } from "../config/config.ts";
import type { Dataset } from "../data/dataset.ts";
import {
  asymmetricRanking,
  expectedRanking,
  hammingRanking,
  type LabelledCodes,
  type Ranking,
} from "../metrics/mod.ts";
import { readAsker } from "../run/encoder_files.ts";
import { labelledCodes } from "../run/labelled_codes.ts";
import { type CodedPart, readCodes, readContinuous } from "../run/run_codes.ts";
import type { RunFolder } from "../run/run_folder.ts";
import type { Ask } from "../run/view.ts";
import { loseLabels } from "./lost_labels.ts";
import { namedLabels } from "./setup.ts";

/** What is searched: the run's database, or its training films where these are not a part of it. */
export type SearchedPart = Exclude<CodedPart, "query">;

/** A run's films with their codes. */
interface CodedRun {
  readonly queries: LabelledCodes;
  readonly database: LabelledCodes;
  /** `[queries, bits]`; read when it is first asked for. */
  readonly continuous: () => Promise<Float32Array>;
}

/**
 * The database by Hamming distance between a run's codes.
 *
 * @throws {InputError} if the run has written no codes yet, or those of other films
 */
export async function runRanking(folder: RunFolder, dataset: Dataset): Promise<Ranking> {
  const { queries, database } = await readRun(folder, dataset, "database");
  return hammingRanking(queries, database);
}

/**
 * The database's ranking in each of these ways, in their order. Those that an encoder of an earlier
 * cohash knows nothing of are left out, with a note.
 *
 * @throws {InputError} if the run has written no codes yet, or those of other films
 */
export async function askedRankings(
  folder: RunFolder,
  dataset: Dataset,
  { config, searched, onWarning }: {
    readonly config: Config;
    readonly searched: SearchedPart;
    readonly onWarning?: ((message: string) => void) | undefined;
  },
): Promise<ReadonlyMap<Ask, Ranking>> {
  const { asks } = config.evaluation;
  const run = await readRun(folder, dataset, searched);
  const asker = await readAsker(folder);
  const known = asks.filter((ask) => asker !== undefined || ask === "code" || ask === "asymmetric");
  if (known.length < asks.length) {
    onWarning?.(
      "the queries ask by their codes only: an earlier cohash made the run, which kept nothing " +
        "else to ask with; train it again for the other ways (evaluation.asks)",
    );
  }
  const rankings = new Map<Ask, Ranking>();
  for (const ask of known) rankings.set(ask, await rankingOf(ask, { run, asker, config }));
  return rankings;
}

async function readRun(
  folder: RunFolder,
  dataset: Dataset,
  searched: SearchedPart,
): Promise<CodedRun> {
  const { query, [searched]: rows } = dataset.split;
  const queries = labelledCodes(dataset, query, await readCodes(folder, dataset, "query"));
  let continuous: Promise<Float32Array> | undefined;
  return {
    queries,
    database: labelledCodes(dataset, rows, await readCodes(folder, dataset, searched)),
    continuous: () =>
      continuous ??= readContinuous(folder, { queries: query.length, bits: queries.bits }),
  };
}

async function rankingOf(ask: Ask, { run, asker, config }: {
  readonly run: CodedRun;
  readonly asker: Asker | undefined;
  readonly config: Config;
}): Promise<Ranking> {
  const { queries, database } = run;
  if (ask === "code") return hammingRanking(queries, database);
  const continuous = await run.continuous();
  if (ask === "asymmetric") return asymmetricRanking({ ...queries, continuous }, database);
  if (asker === undefined) throw new TypeError(`Cannot ask by ${ask} without an asker`);
  if (ask === "target") {
    const codes = new Uint8Array(queries.codes.length);
    eachRow(
      continuous,
      queries.bits,
      (code, query) => codes.set(asker.targetCode(code), query * queries.bits / 8),
    );
    return hammingRanking({ ...queries, codes }, database);
  }
  const weights = new Uint16Array(queries.patients.length * asker.columns);
  eachRow(
    continuous,
    queries.bits,
    (code, query) => weights.set(asker.weights(code), query * asker.columns),
  );
  return expectedRanking(
    { ...queries, weights },
    { ...database, relevances: relevancesOf(ask, { database, asker, config }) },
  );
}

/** What the films that are searched are taken to show; a record may have lost some of it. */
function relevancesOf(ask: Ask, { database, asker, config }: {
  readonly database: LabelledCodes;
  readonly asker: Asker;
  readonly config: Config;
}): Uint16Array {
  const { codes } = database;
  if (ask === "expected") return asker.relevances(codes);
  const { lost, ...rates } = config.evaluation.record;
  const kept = loseLabels(database.labels, lost, new Random(config.seed).fork("lost labels"));
  return recordedRelevances(
    asker,
    { codes, labels: namedLabels(config, kept) },
    ask === "expected-recorded" ? { kind: "recorded" } : { kind: "both", ...rates },
  );
}

/** Visits the rows of `[n, width]` values. */
function eachRow(
  values: Float32Array,
  width: number,
  visit: (row: Float32Array, n: number) => void,
): void {
  for (let n = 0; n < values.length / width; n++) {
    visit(values.subarray(n * width, (n + 1) * width), n);
  }
}
