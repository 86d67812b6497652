/**
 * The tables of a study, before they become text in one format or another.
 *
 * @module
 */
import { dirname, relative } from "node:path";
import { bestText, scoreTitle } from "../charts/score_columns.ts";
import { formatInterval, formatScore } from "../charts/words.ts";
import { type Cell, markOf, type StudyResults } from "./results.ts";
import { columnsOf } from "./study.ts";

/** A table: rows of the study, and under each head a score or a column of the study. */
export interface StudyTable {
  /** What it shows; "" where the heads say so. */
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly StudyTableRow[];
}

/** One row of a table. */
export interface StudyTableRow {
  readonly name: string;
  readonly isBaseline: boolean;
  /** One below each head. */
  readonly cells: readonly TableCell[];
}

/** The texts of one cell, "" where there is nothing to say. */
export interface TableCell {
  /** Such as ".412", or "–" without a finished run. */
  readonly mean: string;
  /** Over seeds, such as "± .003". */
  readonly deviation: string;
  /** Over patients, such as "[.405, .419]". */
  readonly interval: string;
  /** See {@linkcode markOf}. */
  readonly mark: string;
  /** Whether it is the best of its column, or prints the same. */
  readonly isBest: boolean;
  /** Whether validation chose this setting. */
  readonly isChosen: boolean;
  /** Where its runs are, below the study's folder. */
  readonly folder: string;
}

/**
 * One table with the scores as heads; in a study with columns, one table for each score.
 *
 * @param folder The study's folder, from which the links start
 */
export function studyTables({ study, cells, scores }: StudyResults, folder: string): StudyTable[] {
  const cellsBelow = (column: string, score: string): ReadonlyMap<string, TableCell> => {
    const below = cells.filter((cell) => cell.column === column);
    const best = bestText(score, below.map((cell) => cell.scores?.[score]?.mean ?? null));
    return new Map(below.map((cell) => [cell.row, tableCell(cell, { score, best, folder })]));
  };
  const rowsOf = (cellsOf: (row: string) => readonly TableCell[]) =>
    study.rows.map(({ name }) => ({
      name,
      isBaseline: name === study.baseline,
      cells: cellsOf(name),
    }));
  if (study.columns === undefined) {
    const below = scores.map((score) => cellsBelow("", score));
    const rows = rowsOf((row) => below.map((cells) => cells.get(row)!));
    return [{ title: "", heads: scores.map(scoreTitle), rows }];
  }
  const columns = columnsOf(study);
  return scores.map((score) => {
    const below = columns.map(({ name }) => cellsBelow(name, score));
    return {
      title: scoreTitle(score),
      heads: columns.map(({ name }) => name),
      rows: rowsOf((row) => below.map((cells) => cells.get(row)!)),
    };
  });
}

function tableCell(
  { scores, isChosen, runs }: Cell,
  { score, best, folder }: {
    readonly score: string;
    readonly best: string | undefined;
    readonly folder: string;
  },
): TableCell {
  const place = runs[0] === undefined ? "" : relative(folder, dirname(runs[0].folder));
  const value = scores?.[score];
  if (value === undefined) {
    const nothing = { deviation: "", interval: "", mark: "" };
    return { mean: "–", ...nothing, isBest: false, isChosen, folder: place };
  }
  const mean = formatScore(value.mean);
  return {
    mean,
    deviation: value.deviation === null ? "" : `± ${formatScore(value.deviation)}`,
    interval: formatInterval(value.interval),
    mark: markOf(value.comparison),
    isBest: mean === best,
    isChosen,
    folder: place,
  };
}

/** What stands behind the score of the setting that validation chose. */
export const CHOSEN_MARK = "✓";

/** What the tables need to be understood, sentence by sentence. */
export function studyNotes({ study, cells, scores, selectBy }: StudyResults): string[] {
  const seeds = Math.max(0, ...cells.map(({ runs }) => runs.length));
  const comparisons = cells.filter((cell) => cell.scores?.[scores[0]!]?.comparison).length;
  const among = study.choose === "over all" || study.columns === undefined
    ? "all rows"
    : "the rows of its column";
  return [
    `Mean ± standard deviation over ${seeds} ${seeds === 1 ? "seed" : "seeds"}, scored on the ` +
    "queries. [low, high]: 95 % interval over patients, each query being averaged over seeds.",
    "Bold: best of its column, on the queries. " +
    `${CHOSEN_MARK}: chosen, the setting with the best validation ${scoreTitle(selectBy)} among ` +
    `${among}; queries played no part in the choice.`,
    `▲ above and ▼ below the baseline "${study.baseline}": p < 0.05 in a two-sided sign-flip test ` +
    `by patient, after Holm's correction for ${comparisons} comparisons of a score, and every seed agrees. ` +
    "△ and ▽: the test says so for these runs, but seeds disagree.",
    ...study.notes ?? [],
  ];
}
