/**
 * The study "few": findings are hidden from training but for a few labelled films, and then asked for
 * among films of patients that nothing has learned of.
 *
 * @module
 */
import { createExecutor } from "../../autodiff/mod.ts";
import { InputError } from "../../base/errors.ts";
import { Random } from "../../base/random.ts";
import type { Config } from "../../config/config.ts";
import { onnxOptions } from "../../config/onnx_options.ts";
import type { Dataset } from "../../data/dataset.ts";
import { hasUnseenDatabase } from "../../data/split.ts";
import { type Cooccurrence, countCooccurrence } from "../../graph/cooccurrence.ts";
import { spellAs } from "../../graph/cooccurrence_table.ts";
import { Encoder } from "../../run/encoder.ts";
import { readAsker, readTargets } from "../../run/encoder_files.ts";
import { RunFolder } from "../../run/run_folder.ts";
import { exportRun } from "../../train/export.ts";
import { train } from "../../train/train.ts";
import { scoredPrecision } from "./finding_ranking.ts";
import {
  type HiddenFindings,
  hiddenGroups,
  hideFindings,
  labelledExamples,
  rowsWith,
  withoutFindings,
} from "./hidden_findings.ts";
import { learnedWays, untrainedWays, type WayScores } from "./ways.ts";

/** How many labelled films of a finding there are. */
export const FILM_COUNTS: readonly number[] = [0, 1, 3, 10, 30, 100];

/** Findings with fewer films among the searched ones are not asked for. */
export const LEAST_RELEVANT = 20;

/** How well one way found one finding with so many labelled films. */
export interface FewScore {
  readonly way: string;
  readonly films: number;
  readonly finding: string;
  /** Average precision over the searched films. */
  readonly ap: number;
}

/** What one seed gives. */
export interface FewSeed {
  readonly seed: number;
  /** The findings that were asked for, and how many films have each. */
  readonly findings: readonly {
    readonly name: string;
    readonly searched: number;
    readonly train: number;
  }[];
  /** Films that were searched. */
  readonly searched: number;
  readonly scores: readonly FewScore[];
}

/** What the study is run on. */
export interface FewOptions {
  /** Its films' labels are those that are known in truth. */
  readonly dataset: Dataset;
  /** Groups in which findings are hidden together; more groups know more findings beside, and train longer. */
  readonly groups: number;
  /** How findings occur together in another collection; default: none. */
  readonly elsewhere?: Cooccurrence | undefined;
  /** Whether the validation films are searched, to choose by; default: the unseen ones. */
  readonly onValidation?: boolean;
  /** Counts trained networks. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Trains with each group of findings hidden, once without them and once with each number of labelled
 * films, and asks for them in every way. The counts of P(l | j) are those of all training films, as if
 * reports of another hospital like this one told them; labels of single films stay hidden.
 *
 * @throws {InputError} if searched films have trained, or no finding has enough films among them
 * @throws {DOMException} "AbortError" if the signal ends it
 */
export async function fewFilms(config: Config, options: FewOptions): Promise<FewSeed> {
  const { dataset, groups, onProgress, signal } = options;
  const searched = searchedRows(dataset, options);
  const { names } = dataset.labels;
  const findings = names.map((name, label) => ({
    name,
    label,
    searched: rowsWith(dataset.labels, label, searched).length,
    train: rowsWith(dataset.labels, label, dataset.split.train).length,
  })).filter(({ searched, train }) => searched >= LEAST_RELEVANT && train > 0);
  if (findings.length === 0) {
    throw new InputError(
      `Cannot ask for findings: none has ${LEAST_RELEVANT} films among the ${searched.length} ` +
        "that are searched",
    );
  }
  const films = names.map((_, label) =>
    rowsWith(dataset.labels, label, dataset.split.train).length
  );
  const hidden = hiddenGroups(findings.map(({ label }) => label), films, groups);
  const total = hidden.length * (1 + FILM_COUNTS.length);
  const scores: FewScore[] = [];
  let done = 0;
  for (const group of hidden) {
    const context = { config, options, searched, group };
    for await (const found of groupScores(context)) {
      scores.push(...found);
      onProgress?.(++done, total);
      signal?.throwIfAborted();
    }
  }
  return {
    seed: config.seed,
    findings: findings.map(({ label: _, ...finding }) => finding),
    searched: searched.length,
    scores,
  };
}

/** What a group of findings is asked with. */
interface GroupContext {
  readonly config: Config;
  readonly options: FewOptions;
  readonly searched: Uint32Array<ArrayBuffer>;
  readonly group: HiddenFindings;
}

/** The scores of each trained network. */
async function* groupScores(context: GroupContext): AsyncGenerator<FewScore[]> {
  const { config, options: { dataset, elsewhere }, searched, group } = context;
  const { names } = dataset.labels;
  const random = new Random(config.seed).fork("few");
  const cooccurrence = countCooccurrence(dataset.labels, dataset.split.train);
  const other = elsewhere && spellAs(elsewhere, names).cooccurrence;
  const knows = (name: string) =>
    other !== undefined && other.counts[other.labelNames.indexOf(name)] !== undefined;
  const relevant = new Map(group.map((label) => [label, relevance(dataset, label, searched)]));
  const examplesOf = (films: number) =>
    labelledExamples(dataset, group, { films, random: random.fork("films") });
  const score = (label: number, films: number, ways: WayScores): FewScore[] =>
    Array.from(ways, ([way, scores]) => ({
      way,
      films,
      finding: names[label]!,
      ap: scoredPrecision(scores, relevant.get(label)!),
    }));

  const most = examplesOf(Math.max(...FILM_COUNTS));
  const plain = await trainedNetwork(withoutPrior(config), withoutFindings(dataset, group), {
    searched,
    examples: most,
  });
  yield group.flatMap((label) =>
    FILM_COUNTS.flatMap((films) => {
      const name = names[label]!;
      const examples = plain.examples.get(label)!.subarray(0, films * config.codes.bits);
      const finding = {
        name,
        examples,
        cooccurrence,
        elsewhere: knows(name) ? other : undefined,
      };
      return score(
        label,
        films,
        untrainedWays(finding, {
          ...plain,
          random: random.fork(`shuffle ${name}`),
        }),
      );
    })
  );
  for (const films of FILM_COUNTS) {
    const seen = hideFindings(dataset, examplesOf(films));
    const network = await trainedNetwork(config, seen, { searched, examples: new Map() });
    const hidden = group.map((label) => names[label]!);
    yield group.flatMap((label) => {
      const name = names[label]!;
      const finding = { name, hidden, targets: network.targets, cooccurrence };
      return score(
        label,
        films,
        learnedWays(finding, {
          ...network,
          random: random.fork(`shuffle ${name}`),
        }),
      );
    });
  }
}

/** For a network that has never heard of findings of which the co-occurrence from elsewhere speaks. */
function withoutPrior({ graph, ...config }: Config): Config {
  if (graph === undefined || graph.kind === "identity") return { ...config, ...graph && { graph } };
  const { prior: _, ...mined } = graph;
  return { ...config, graph: mined };
}

/** A network that was trained on what somebody knows of the films. */
async function trainedNetwork(
  config: Config,
  dataset: Dataset,
  { searched, examples }: {
    readonly searched: Uint32Array<ArrayBuffer>;
    readonly examples: ReadonlyMap<number, Uint32Array<ArrayBuffer>>;
  },
) {
  const folder = RunFolder.inMemory();
  await folder.open(config);
  const executor = await createExecutor(config.engine.kind, onnxOptions(config));
  const setup = await train(config, dataset, { folder, executor });
  await exportRun(config, { folder, dataset, setup });
  const asker = (await readAsker(folder))!;
  await using encoder = await Encoder.open(folder);
  const { inputs } = dataset;
  const { packed: codes } = await encoder.encode({ inputs, rows: searched });
  const continuous = new Map<number, Float32Array>();
  for (const [label, rows] of examples) {
    continuous.set(label, (await encoder.encode({ inputs, rows })).continuous);
  }
  return {
    asker,
    targets: await readTargets(folder) ?? asker.vectors,
    searched: { codes, relevances: asker.relevances(codes) },
    examples: continuous,
  };
}

/** The films of patients that no network learns of, or the validation films. */
function searchedRows(
  { name, split }: Dataset,
  { onValidation = false }: FewOptions,
): Uint32Array<ArrayBuffer> {
  if (onValidation) return Uint32Array.from(split.validation);
  if (!hasUnseenDatabase(split)) {
    throw new InputError(
      `Cannot ask for findings of "${name}": films that trained would be searched; give the ` +
        "database patients of its own, such as data.split.database=0.3",
    );
  }
  // Nobody asks with a film here, so that the queries are searched, too.
  return Uint32Array.from([...split.database, ...split.query]).sort();
}

/** `[rows]` 1 of films with the finding. */
function relevance({ labels }: Dataset, label: number, rows: Uint32Array): Uint8Array {
  const having = new Set(rowsWith(labels, label, rows));
  return Uint8Array.from(rows, (row) => having.has(row) ? 1 : 0);
}
