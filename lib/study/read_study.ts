/**
 * The results of a study from whatever runs are there: means over seeds, intervals over patients,
 * tests against the baseline row, the best setting by validation, in every view.
 *
 * @module
 */
import { Random } from "../base/random.ts";
import { DEFAULT_SCORES, DEFAULT_SELECTION, leadingScores } from "../metrics/mod.ts";
import type { View } from "../run/view.ts";
import { cellScores, correctAll } from "./cell_scores.ts";
import { readControls } from "./controls.ts";
import { checkSameData } from "./finished_data.ts";
import { type FinishedRun, readRun, runState, viewsOf } from "./finished_run.ts";
import type { StudyRun } from "./grid.ts";
import type { Cell, StudyBlock, StudyResults } from "./results.ts";
import { meanAndDeviation } from "./statistics.ts";
import { columnsOf, type Study } from "./study.ts";

/** Options of {@linkcode readStudy}. */
export interface ReadOptions {
  /** Resamples of the patient bootstraps. */
  readonly resamples?: number;
  /** Counts the cells of all views. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Reads a study's runs and works out its table, in every view that a run has been scored in.
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
  const cells = await readCells(study, runs);
  const finished = cells.flatMap(({ finished }) => finished);
  await checkSameData(finished);
  const views = await viewsOf(finished, study);
  const blocks: StudyBlock[] = [];
  for (const [i, view] of views.entries()) {
    const tabulated = await tabulate(cells, {
      study,
      view,
      scores,
      resamples,
      onCell: (done) => onProgress?.(i * cells.length + done, views.length * cells.length),
    });
    blocks.push({ view, cells: tabulated });
  }
  const controls = await readControls(finished, scores);
  return { name, study, blocks, controls, scores, selectBy, overFolds: hasFolds(runs) };
}

/** A cell whose scores are not known yet. */
type OpenCell = Pick<Cell, "row" | "column" | "runs"> & {
  /** Its finished runs. */
  readonly finished: readonly StudyRun[];
};

/** Where the runs of every cell stand. */
async function readCells(study: Study, runs: readonly StudyRun[]): Promise<OpenCell[]> {
  const states = await Promise.all(runs.map(runState));
  const all = runs.map((run, i) => ({ run, state: states[i]! }));
  return study.rows.flatMap(({ name: row }) =>
    columnsOf(study).map(({ name: column }) => {
      const own = all.filter(({ run }) => run.row === row && run.column === column);
      return {
        row,
        column,
        runs: own.map(({ run: { seed, folder }, state }) => ({ seed, folder, state })),
        finished: own.filter(({ state }) => state === "finished").map(({ run }) => run),
      };
    })
  );
}

/** The cells with their scores in one view. */
async function tabulate(
  cells: readonly OpenCell[],
  { study, view, scores, resamples, onCell }: {
    readonly study: Study;
    readonly view: View;
    readonly scores: readonly string[];
    readonly resamples: number;
    readonly onCell: (done: number) => void;
  },
): Promise<Cell[]> {
  const read = async (runs: readonly StudyRun[]): Promise<FinishedRun[]> => {
    const all = await Promise.all(runs.map((run) => readRun(run, view, scores)));
    return all.filter((run) => run !== undefined);
  };
  const baselines = new Map<string, readonly FinishedRun[]>();
  for (const { row, column, finished } of cells) {
    if (row === study.baseline) baselines.set(column, await read(finished));
  }
  const random = new Random("study");
  const scored: Scored[] = [];
  for (const [done, { finished: runs, ...cell }] of cells.entries()) {
    onCell(done);
    const finished = await read(runs);
    const baseline = cell.row === study.baseline ? [] : baselines.get(cell.column)!;
    scored.push({
      ...cell,
      validation: meanOf(finished.map(({ validation }) => validation)),
      scores: cellScores(finished, baseline, { random, resamples }),
    });
  }
  const isChosen = chosenAmong(study, scored);
  return correctAll(scored.map((cell) => ({ ...cell, isChosen: isChosen(cell) })), scores);
}

/** Whether runs that differ in their seeds alone name other data. */
function hasFolds(runs: readonly StudyRun[]): boolean {
  const [first] = runs;
  return runs.some(({ row, column, config }) =>
    row === first!.row && column === first!.column &&
    JSON.stringify(config.data) !== JSON.stringify(first!.config.data)
  );
}

type Scored = Omit<Cell, "isChosen">;

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
