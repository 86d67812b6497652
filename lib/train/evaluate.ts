/**
 * The honest table of a run: its codes beside random-hyperplane codes on the same features, and
 * beside rankings that look at no film at all.
 *
 * @module
 */
import { lshProjections } from "../methods/lsh.ts";
import { packCodes } from "../codes/pack.ts";
import type { Dataset, FeatureInputs } from "../data/dataset.ts";
import { partsOf } from "../data/rows.ts";
import {
  evaluateRanking,
  hammingRanking,
  hubRanking,
  randomRanking,
  type Ranking,
  relateLabels,
  type RetrievalReport,
  retrievalReport,
} from "../metrics/mod.ts";
import { featureStatisticsOf } from "../model/feature_adaptor.ts";
import { Random } from "../base/random.ts";
import type { Config } from "../config/config.ts";
import { evaluationOptions, labelledCodes, labelledFilms } from "../run/labelled_codes.ts";
import { checkData } from "../run/run_data.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { measureCalibration } from "./measure_calibration.ts";
import { readClassification } from "./measure_classification.ts";
import { measureSuggestions } from "./measure_suggestions.ts";
import { askedRankings, type SearchedPart } from "./run_rankings.ts";
import { sampleRows } from "./sample_rows.ts";
import { trainingRows } from "./setup.ts";
import { scoresFile, writeRunScores } from "../run/run_scores.ts";
import type { Ask } from "../run/view.ts";

/** Which run to score and whom to tell. */
export interface EvaluationSource {
  /** A run that has written its codes. */
  readonly folder: RunFolder;
  /** The films it was trained on; see loadFilms. */
  readonly dataset: Dataset;
  /** `what` is "scoring" and the row's name; queries are counted. */
  readonly onProgress?: (done: number, total: number, what: string) => void;
  /** Hears of queries that are left out, and that a run of an earlier cohash cannot be checked. */
  readonly onWarning?: (message: string) => void;
}

/** What is scored. */
export interface ScoringSource extends EvaluationSource {
  /** What is searched; default: the run's database. */
  readonly searched?: SearchedPart;
  /**
   * Whether to do what only a reader of this one run wants: a row for LSH where the films are features,
   * and the calibration of expected relevance. Default: yes.
   */
  readonly withExtras?: boolean;
}

/**
 * Scores a finished run's queries against its database: a row for each way in which they ask, for
 * LSH where the films are features, for chance and for the query-independent hub ranking. What each
 * query scored is left in the folder, see {@linkcode readRunScores}.
 *
 * @throws {InputError} if the run has written no codes yet, or has learned from other films
 */
export async function evaluateRun(
  config: Config,
  source: EvaluationSource,
): Promise<RetrievalReport> {
  const { folder, onWarning } = source;
  const dataset = await checkData(folder, { config, dataset: source.dataset, onNote: onWarning });
  return await scoreRun(config, { ...source, dataset });
}

/** The same on films that have been checked, see `checkData`. */
export async function scoreRun(
  config: Config,
  { folder, dataset, searched = "database", withExtras = true, onProgress, onWarning }:
    ScoringSource,
): Promise<RetrievalReport> {
  const { query, [searched]: database } = dataset.split;
  const queryFilms = labelledFilms(dataset, query);
  const databaseFilms = labelledFilms(dataset, database);
  const asked = await askedRankings(folder, dataset, { config, searched, onWarning });
  const own = Array.from(asked, ([ask, ranking]) => [rowName(config, ask), ranking]);
  const rankings: Record<string, Ranking> = {
    ...Object.fromEntries(own),
    ...withExtras && dataset.inputs.kind === "features" && config.method !== "lsh"
      ? { lsh: await lshRanking(config, dataset, { inputs: dataset.inputs, database }) }
      : {},
    random: randomRanking(queryFilms, databaseFilms),
    hub: hubRanking(queryFilms, databaseFilms),
  };
  const rows = askedQueries(query.length, config.evaluation.queries, onWarning);
  const relations = relateLabels(queryFilms.labels, databaseFilms.labels);
  const scored = Object.entries(rankings).map(([name, ranking]) => ({
    name,
    scores: evaluateRanking(ranking, {
      ...evaluationOptions(config),
      relations,
      asked: rows,
      onProgress: (done, total) => onProgress?.(done, total, `scoring ${name}`),
    }),
  }));
  const { unknownQueries } = scored[0]!.scores;
  if (unknownQueries > 0) {
    onWarning?.(
      `${unknownQueries} of ${rows.length} queries are left out: none of their labels is known`,
    );
  }
  for (const [n, ask] of [...asked.keys()].entries()) {
    const file = scoresFile(ask, { ofTraining: searched === "train" });
    await writeRunScores(folder, dataset, scored[n]!.scores, file);
  }
  const report = retrievalReport({ run: folder.path, bits: config.codes.bits, rankings: scored }, {
    random: new Random(config.seed).fork("evaluation"),
    resamples: config.evaluation.resamples,
  });
  const expected = withExtras ? asked.get("expected") : undefined;
  const calibration = await measureCalibration(folder, expected, { relations, rows });
  const suggestions = withExtras && searched === "database"
    ? await measureSuggestions(folder, dataset)
    : undefined;
  const classification = await readClassification(folder);
  return {
    ...report,
    ...calibration && { calibration },
    ...suggestions && { suggestions },
    ...classification && { classification },
  };
}

/** Between a method and how its queries ask, in the name of a row. */
export const ASK_SEPARATOR = " · ";

/** The name of a run's row: its method's, and how its queries ask unless by their codes. */
export function rowName(config: Config, ask: Ask): string {
  if (ask === "code") return methodName(config);
  const [way, shownBy] = ask.split("-");
  return `${methodName(config)}${ASK_SEPARATOR}${way}${
    shownBy === undefined ? "" : ` (${shownBy})`
  }`;
}

/**
 * The queries that are scored. Which they are depends on their number alone, so that runs on the same
 * films are asked the same.
 */
function askedQueries(
  queries: number,
  most: number,
  onWarning: EvaluationSource["onWarning"],
): Uint32Array {
  const all = Uint32Array.from({ length: queries }, (_, query) => query);
  const asked = sampleRows(all, most, new Random("evaluated queries"));
  if (asked.length < queries) {
    onWarning?.(
      `${asked.length} of ${queries} queries are scored, drawn at random (evaluation.queries)`,
    );
  }
  return asked;
}

/**
 * The name of a run's row: its method's, or that of its targets where cohash has other ones than
 * its own. Hadamard or Bernoulli targets without smoothing and prior are OrthoHash.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseConfig } from "../config/config_file.ts";
 * import { methodName } from "./evaluate.ts";
 *
 * const films = { data: { kind: "phantom" }, backbone: { kind: "small-resnet" } };
 * const fixed = { targets: { kind: "hadamard" }, loss: { epsilon: 0, prior: 0 } };
 * assertEquals(methodName(parseConfig(films)), "cohash");
 * assertEquals(methodName(parseConfig({ ...films, ...fixed })), "orthohash");
 * assertEquals(methodName(parseConfig({ ...films, method: "csq" })), "csq");
 * ```
 */
export function methodName({ method, targets, loss }: Config): string {
  if (targets === undefined) return method;
  const { kind } = targets;
  if (kind === "gcn" || kind === "hadamard-gcn") return "cohash";
  if (kind === "free") return "free targets";
  const ofOrthoHash = kind === "hadamard" || kind === "bernoulli";
  const isPlain = loss?.kind === "labels" && loss.epsilon === 0 && loss.prior === 0;
  return ofOrthoHash && isPlain ? "orthohash" : `${kind} targets`;
}

/** Films whose features are held at once. */
const ROWS_AT_ONCE = 1024;

async function lshRanking(
  config: Config,
  dataset: Dataset,
  { inputs, database }: { readonly inputs: FeatureInputs; readonly database: Uint32Array },
): Promise<Ranking> {
  const { query } = dataset.split;
  const statistics = await featureStatisticsOf(inputs, trainingRows(config, dataset));
  const bits = config.codes.bits;
  const random = new Random(config.seed);
  const codesOf = async (rows: Uint32Array) => {
    const codes = new Uint8Array(rows.length * bits / 8);
    let done = 0;
    for (const some of partsOf(rows, ROWS_AT_ONCE)) {
      const projections = lshProjections(await inputs.read(some), { statistics, bits, random });
      codes.set(packCodes(projections, bits), done * bits / 8);
      done += some.length;
    }
    return labelledCodes(dataset, rows, codes);
  };
  return hammingRanking(await codesOf(query), await codesOf(database));
}
