/**
 * The tables of a study, before they become text in one format or another.
 *
 * @module
 */
import { dirname, relative } from "node:path";
import { scoreTitle } from "../charts/score_columns.ts";
import { formatInterval, formatScore } from "../charts/words.ts";
import { type Cell, markOf, STUDY_SCORES, type StudyResults, type StudyScore } from "./results.ts";
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
export function studyTables({ study, cells }: StudyResults, folder: string): StudyTable[] {
  const cellAt = (row: string, column: string) =>
    cells.find((cell) => cell.row === row && cell.column === column)!;
  const rowsOf = (cellsOf: (row: string) => readonly TableCell[]) =>
    study.rows.map(({ name }) => ({
      name,
      isBaseline: name === study.baseline,
      cells: cellsOf(name),
    }));
  if (study.columns === undefined) {
    const rows = rowsOf((row) =>
      STUDY_SCORES.map((score) => tableCell(cellAt(row, ""), score, folder))
    );
    return [{ title: "", heads: STUDY_SCORES.map(scoreTitle), rows }];
  }
  const columns = columnsOf(study);
  return STUDY_SCORES.map((score) => ({
    title: scoreTitle(score),
    heads: columns.map(({ name }) => name),
    rows: rowsOf((row) => columns.map(({ name }) => tableCell(cellAt(row, name), score, folder))),
  }));
}

function tableCell({ scores, isChosen, runs }: Cell, score: StudyScore, folder: string): TableCell {
  const place = runs[0] === undefined ? "" : relative(folder, dirname(runs[0].folder));
  const value = scores?.[score];
  if (value === undefined) {
    return { mean: "–", deviation: "", interval: "", mark: "", isChosen, folder: place };
  }
  return {
    mean: formatScore(value.mean),
    deviation: value.deviation === null ? "" : `± ${formatScore(value.deviation)}`,
    interval: formatInterval(value.interval),
    mark: markOf(value.comparison),
    isChosen,
    folder: place,
  };
}

/** What the tables need to be understood, sentence by sentence. */
export function studyNotes({ study, cells, selectBy }: StudyResults): string[] {
  const seeds = Math.max(0, ...cells.map(({ runs }) => runs.length));
  const comparisons = cells.filter(({ scores }) => scores?.map.comparison).length;
  const among = study.choose === "over all" || study.columns === undefined
    ? "all rows"
    : "the rows of its column";
  return [
    `Mean ± standard deviation over ${seeds} ${seeds === 1 ? "seed" : "seeds"}, scored on the ` +
    "queries. [low, high]: 95 % interval over patients, each query being averaged over seeds.",
    `Chosen (bold): the setting with the best validation ${scoreTitle(selectBy)} among ` +
    `${among}; queries played no part in the choice.`,
    `▲ above and ▼ below the baseline "${study.baseline}": p < 0.05 in a two-sided sign-flip test ` +
    `by patient, after Holm's correction for ${comparisons} comparisons of a score, and every seed agrees. ` +
    "△ and ▽: the test says so for these runs, but seeds disagree.",
  ];
}
