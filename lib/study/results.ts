/**
 * The results of a study: its table in every view, and what is missing.
 *
 * @module
 */
import type { Interval } from "../metrics/mod.ts";
import type { View } from "../run/view.ts";
import type { Controls } from "./controls.ts";
import type { StudyRun } from "./grid.ts";
import type { Study } from "./study.ts";

/** Where a run stands; `other` if its folder holds a run with other settings. */
export type RunState = "finished" | "unfinished" | "not started" | "other";

/** All of a study's table. */
export interface StudyResults {
  /** The study's name, such as "components". */
  readonly name: string;
  /** What was asked. */
  readonly study: Study;
  /** The table, once for each way to search and to ask; at least one. */
  readonly blocks: readonly StudyBlock[];
  /** What no training reaches, for each database. */
  readonly controls: readonly Controls[];
  /** The names of the scores that are compared, the leading ones of `evaluation.scores`. */
  readonly scores: readonly string[];
  /** The validation score that chose epochs and best settings. */
  readonly selectBy: string;
  /** Whether every seed has data of its own, so that they tell of other networks, not other seeds. */
  readonly overFolds: boolean;
}

/** The table in one view; figures of two blocks do not compare. */
export interface StudyBlock {
  /** What is searched, and how. */
  readonly view: View;
  /** Row by row, and in each row column by column. */
  readonly cells: readonly Cell[];
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
  /** 95 % over seeds, by Student's t; null for a single seed. */
  readonly overSeeds: Interval | null;
  /** Of the sign-flip test by patient. */
  readonly p: number;
  /** The same after Holm's correction for all comparisons of this score in the study. */
  readonly corrected: number;
  /** Seeds in which the row scores higher. */
  readonly higher: number;
  /** Seeds in which it scores lower. */
  readonly lower: number;
}

/** The runs of a study that are not finished, as `row, column, seed 0 (not started)`. */
export function missingRuns({ blocks }: Pick<StudyResults, "blocks">): string[] {
  return blocks[0]!.cells.flatMap(({ row, column, runs }) =>
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
