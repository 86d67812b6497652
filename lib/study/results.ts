/**
 * The results of a study from whatever runs are there: means over seeds, intervals over patients,
 * tests against the baseline row, the best setting by validation, and what is missing.
 *
 * @module
 */
import {
  bootstrapIntervals,
  DEFAULT_SCORES,
  DEFAULT_SELECTION,
  type Interval,
  leadingScores,
  macroMean,
} from "../metrics/mod.ts";
import { InputError } from "../base/errors.ts";
import { configDifferences } from "../config/identity.ts";
import { Random } from "../base/random.ts";
import { readResults } from "./complete_run.ts";
import { RunFolder } from "../run/run_folder.ts";
import { readRunScores } from "../run/run_scores.ts";
import { bestEpoch } from "../train/train.ts";
import { checkSameData } from "./finished_data.ts";
import type { StudyRun } from "./grid.ts";
import {
  holm,
  meanAndDeviation,
  poolQueries,
  type QueryTable,
  signFlipTest,
  subtractQueries,
} from "./statistics.ts";
import { columnsOf, type Study } from "./study.ts";

/** Where a run stands; `other` if its folder holds a run with other settings. */
export type RunState = "finished" | "unfinished" | "not started" | "other";

/** All of a study's table. */
export interface StudyResults {
  /** The study's name, such as "components". */
  readonly name: string;
  /** What was asked. */
  readonly study: Study;
  /** Row by row, and in each row column by column. */
  readonly cells: readonly Cell[];
  /** The names of the scores that are compared, the leading ones of `evaluation.scores`. */
  readonly scores: readonly string[];
  /** The validation score that chose epochs and best settings. */
  readonly selectBy: string;
}

/** One row in one column. */
export interface Cell {
  /** The row's name. */
  readonly row: string;
  /** The column's name; "" in a study without columns. */
  readonly column: string;
  /** One a seed, finished or not. */
  readonly runs: readonly {
    readonly seed: number;
    readonly folder: string;
    readonly state: RunState;
  }[];
  /** Mean over finished seeds of the best epoch's validation score; null without. */
  readonly validation: number | null;
  /** Whether validation chose this cell, among those of its column or among all. */
  readonly isChosen: boolean;
  /** Null until a run is finished. */
  readonly scores: Readonly<Record<string, CellScore>> | null;
}

/** One score of one cell, on the queries. */
export interface CellScore {
  /** Over seeds. */
  readonly mean: number;
  /** Standard deviation over seeds; null for one seed. */
  readonly deviation: number | null;
  /** 95 % over patients, each query's score being averaged over seeds. */
  readonly interval: Interval | null;
  /** Null for the baseline itself, and where no seed is finished in both. */
  readonly comparison: Comparison | null;
}

/** A row against the baseline row in the same column, over the seeds finished in both. */
export interface Comparison {
  /** The row's mean less the baseline's. */
  readonly difference: number;
  /** 95 % over patients. */
  readonly interval: Interval | null;
  /** Of the sign-flip test by patient. */
  readonly p: number;
  /** The same after Holm's correction for all comparisons of this score in the study. */
  readonly corrected: number;
  /** Seeds in which the row scores higher. */
  readonly higher: number;
  /** Seeds in which it scores lower. */
  readonly lower: number;
}

/** A finished run, read. */
interface FinishedRun {
  readonly seed: number;
  readonly scores: QueryTable;
  readonly validation: number | null;
}

/** Options of {@linkcode readStudy}. */
export interface ReadOptions {
  /** Resamples of the patient bootstraps. */
  readonly resamples?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Reads a study's runs and works out its table.
 *
 * @param runs All of them, see {@linkcode studyRuns}
 * @throws {InputError} if a file of a finished run is damaged, or runs differ in their scores or in
 * the data that they have learned from
 */
export async function readStudy(
  name: string,
  study: Study,
  { runs, resamples = 1000, onProgress }: ReadOptions & { readonly runs: readonly StudyRun[] },
): Promise<StudyResults> {
  const scores = leadingScores(runs[0]?.config.evaluation.scores ?? DEFAULT_SCORES);
  const trained = runs.find(({ config }) => config.train);
  const selectBy = trained?.config.train?.selectBy ?? DEFAULT_SELECTION;
  const places = study.rows.flatMap((row) =>
    columnsOf(study).map((column) => ({ row: row.name, column: column.name }))
  );
  const all = await Promise.all(runs.map(async (run) => ({ run, state: await runState(run) })));
  const finished = all.filter(({ state }) => state === "finished").map(({ run }) => run);
  await checkSameData(finished);
  const read = await Promise.all(places.map(async (place) => {
    const isHere = (run: StudyRun) => run.row === place.row && run.column === place.column;
    return {
      ...place,
      runs: all.filter(({ run }) => isHere(run))
        .map(({ run: { seed, folder }, state }) => ({ seed, folder, state })),
      finished: await Promise.all(finished.filter(isHere).map((run) => readRun(run, scores))),
    };
  }));
  const random = new Random("study");
  const scored = read.map((cell, done) => {
    onProgress?.(done, read.length);
    const validation = meanOf(cell.finished.map((run) => run.validation));
    const baseline = cell.row === study.baseline
      ? []
      : read.find(({ row, column }) => row === study.baseline && column === cell.column)!.finished;
    return { ...cell, validation, scores: cellScores(cell.finished, baseline, random, resamples) };
  });
  onProgress?.(read.length, read.length);
  const isChosen = chosenAmong(study, scored);
  const cells = scored.map(({ finished: _, ...cell }) => ({ ...cell, isChosen: isChosen(cell) }));
  return { name, study, cells: correctAll(cells, scores), scores, selectBy };
}

/** Where a run stands. */
export async function runState({ folder: path, config }: StudyRun): Promise<RunState> {
  const folder = new RunFolder(path);
  if (await folder.readJson("config.json") === undefined) return "not started";
  if (configDifferences(await folder.config(), config).length > 0) return "other";
  return await readResults(folder) === undefined ? "unfinished" : "finished";
}

async function readRun(
  { folder: path, config, seed }: StudyRun,
  names: readonly string[],
): Promise<FinishedRun> {
  const folder = new RunFolder(path);
  const { ids, patients, scores } = await readRunScores(folder);
  const wanted = names.map((name) => {
    if (scores[name] !== undefined) return [name, scores[name]] as const;
    throw new InputError(
      `Cannot compare the runs of the study: "${path}" has no score "${name}", which others have; ` +
        "take evaluation.scores out of the study's rows and columns",
    );
  });
  const validation = bestEpoch(await folder.epochs(), config)?.validation ?? null;
  return {
    seed,
    scores: { ids, patients, scores: Object.fromEntries(wanted) },
    validation: (config.train && validation?.[config.train.selectBy]) ?? null,
  };
}

/** Every score of one cell; corrections of p-values come later, when all are known. */
function cellScores(
  finished: readonly FinishedRun[],
  baseline: readonly FinishedRun[],
  random: Random,
  resamples: number,
): Record<string, CellScore> | null {
  const [first] = finished;
  if (first === undefined) return null;
  const intervalsOf = ({ scores, patients }: QueryTable) =>
    bootstrapIntervals(scores, patients, { random: random.fork("patients"), resamples });
  const intervals = intervalsOf(poolQueries(finished.map(({ scores }) => scores)));
  const pairs = finished.flatMap((run) => {
    const other = baseline.find(({ seed }) => seed === run.seed);
    return other ? [subtractQueries(run.scores, other.scores)] : [];
  });
  const pooled = pairs.length === 0 ? null : poolQueries(pairs);
  const differences = pooled === null ? {} : intervalsOf(pooled);
  const compare = (score: string): Comparison | null => {
    if (pooled === null) return null;
    const bySeed = pairs.map(({ scores }) => macroMean(scores[score]!));
    const p = signFlipTest(pooled.scores[score]!, pooled.patients, {
      random: random.fork("flips"),
    });
    return {
      difference: meanAndDeviation(bySeed).mean,
      interval: differences[score] ?? null,
      p,
      corrected: p,
      higher: bySeed.filter((difference) => difference > 0).length,
      lower: bySeed.filter((difference) => difference < 0).length,
    };
  };
  const scoreOf = (score: string): CellScore => ({
    ...meanAndDeviation(finished.map((run) => macroMean(run.scores.scores[score]!))),
    interval: intervals[score] ?? null,
    comparison: compare(score),
  });
  return Object.fromEntries(Object.keys(first.scores.scores).map((name) => [name, scoreOf(name)]));
}

/** Holm's correction over all comparisons of a score. */
function correctAll(cells: readonly Cell[], names: readonly string[]): Cell[] {
  const corrected = new Map<Comparison, number>();
  for (const score of names) {
    const all = cells.flatMap(({ scores }) => scores?.[score]?.comparison ?? []);
    holm(all.map(({ p }) => p)).forEach((p, i) => corrected.set(all[i]!, p));
  }
  const correct = (score: CellScore): CellScore => {
    const { comparison } = score;
    if (comparison === null) return score;
    return { ...score, comparison: { ...comparison, corrected: corrected.get(comparison)! } };
  };
  return cells.map((cell) => {
    if (cell.scores === null) return cell;
    const scores = Object.entries(cell.scores).map(([name, score]) => [name, correct(score)]);
    return { ...cell, scores: Object.fromEntries(scores) };
  });
}

type Scored = Pick<Cell, "row" | "column" | "validation">;

/** Tells the cells with the best validation score, the first of equals. */
function chosenAmong(study: Study, cells: readonly Scored[]): (cell: Scored) => boolean {
  const groups = study.choose === "over all" ? [cells] : [
    ...Map.groupBy(cells, ({ column }) => column).values(),
  ];
  const best = groups.map((group) =>
    group.filter(({ validation }) => validation !== null)
      .reduce<Scored | undefined>(
        (best, cell) => best === undefined || cell.validation! > best.validation! ? cell : best,
        undefined,
      )
  );
  return ({ row, column }) => best.some((cell) => cell?.row === row && cell.column === column);
}

function meanOf(values: readonly (number | null)[]): number | null {
  const numbers = values.filter((value) => value !== null);
  return numbers.length === 0 ? null : meanAndDeviation(numbers).mean;
}

/** The runs of a study that are not finished, as `row, column, seed 0 (not started)`. */
export function missingRuns({ cells }: StudyResults): string[] {
  return cells.flatMap(({ row, column, runs }) =>
    runs.filter(({ state }) => state !== "finished").map(({ seed, state }) => {
      const what = state === "other" ? "its folder holds a run with other settings" : state;
      return `${runName({ row, column, seed })} (${what})`;
    })
  );
}

/** How messages call a run: `gcn, 32 bits, seed 0`. */
export function runName(run: Pick<StudyRun, "row" | "column" | "seed">): string {
  return [run.row, run.column, `seed ${run.seed}`].filter((part) => part !== "").join(", ");
}

/**
 * The mark of a comparison: ▲ or ▼ where it is significant (corrected p < 0.05) and every seed
 * agrees, △ or ▽ where it is significant for these runs but seeds disagree, else "".
 */
export function markOf(comparison: Comparison | null): string {
  if (comparison === null || !(comparison.corrected < 0.05)) return "";
  const { difference, higher, lower } = comparison;
  if (difference > 0) return lower === 0 ? "▲" : "△";
  return higher === 0 ? "▼" : "▽";
}
