/**
 * The tables of a study, before they become text in one format or another.
 *
 * @module
 */
import { dirname, relative } from "node:path";
import { bestText, CONTROL_ROWS, scoreTitle } from "../charts/score_columns.ts";
import { formatInterval, formatScore } from "../charts/words.ts";
import { viewTitle } from "../run/view.ts";
import { type Cell, markOf, type StudyBlock, type StudyResults } from "./results.ts";
import { columnsOf } from "./study.ts";

/** The tables of one view. */
export interface StudyView {
  /** Such as "Database unseen, symmetric (Hamming)"; "" where there is one view only. */
  readonly title: string;
  readonly tables: readonly StudyTable[];
}

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
  /** Where its runs are, below the study's folder; "" where it is of no runs of its own. */
  readonly folder: string;
}

/**
 * The tables of every view, block by block.
 *
 * @param folder The study's folder, from which the links start
 */
export function studyViews(results: StudyResults, folder: string): StudyView[] {
  const { blocks, controls, overFolds } = results;
  const views = blocks.map((block) => ({
    title: blocks.length === 1 ? "" : viewTitle(block.view),
    tables: [
      ...blockTables(results, block, folder),
      ...overFolds ? differenceTables(results, block) : [],
    ],
  }));
  return controls.length === 0 ? views : [...views, controlView(results)];
}

/** One table with the scores as heads; in a study with columns, one table for each score. */
function blockTables(
  results: StudyResults,
  { cells }: StudyBlock,
  folder: string,
): StudyTable[] {
  return tablesOf(results, (column, score) => {
    const below = cells.filter((cell) => cell.column === column);
    const best = bestText(score, below.map((cell) => cell.scores?.[score]?.mean ?? null));
    return new Map(below.map((cell) => [cell.row, tableCell(cell, { score, best, folder })]));
  });
}

/** The same tables with what every row is above the baseline. */
function differenceTables(results: StudyResults, { cells }: StudyBlock): StudyTable[] {
  const tables = tablesOf(
    results,
    (column, score) =>
      new Map(
        cells.filter((cell) => cell.column === column)
          .map((cell) => [cell.row, differenceCell(cell, score)]),
      ),
  );
  return tables.map(({ title, heads, rows }) => ({
    title: title === "" ? "Above the baseline" : `${title} above the baseline`,
    heads,
    rows: rows.filter(({ isBaseline }) => !isBaseline),
  }));
}

/** Tables of the cells, by row, below a column and a score. */
function tablesOf(
  { study, scores }: StudyResults,
  cellsBelow: (column: string, score: string) => ReadonlyMap<string, TableCell>,
): StudyTable[] {
  const rowsOf = (below: readonly ReadonlyMap<string, TableCell>[]) =>
    study.rows.map(({ name }) => ({
      name,
      isBaseline: name === study.baseline,
      cells: below.map((cells) => cells.get(name)!),
    }));
  if (study.columns === undefined) {
    const rows = rowsOf(scores.map((score) => cellsBelow("", score)));
    return [{ title: "", heads: scores.map(scoreTitle), rows }];
  }
  const columns = columnsOf(study).map(({ name }) => name);
  return scores.map((score) => ({
    title: scoreTitle(score),
    heads: columns,
    rows: rowsOf(columns.map((column) => cellsBelow(column, score))),
  }));
}

const EMPTY_CELL = {
  mean: "–",
  deviation: "",
  interval: "",
  mark: "",
  isBest: false,
  isChosen: false,
  folder: "",
};

function differenceCell({ scores }: Cell, score: string): TableCell {
  const comparison = scores?.[score]?.comparison ?? null;
  if (comparison === null) return EMPTY_CELL;
  const { difference, overSeeds, higher, lower } = comparison;
  const seeds = Math.max(higher, lower);
  return {
    ...EMPTY_CELL,
    mean: (difference < 0 ? "" : "+") + formatScore(difference),
    interval: formatInterval(overSeeds),
    mark: `${seeds} of ${higher + lower}`,
  };
}

/** The rows that no training reaches, of every database. */
function controlView({ controls, scores }: StudyResults): StudyView {
  const rows = controls.flatMap(({ database, rows }) =>
    rows.map(({ name, scores: means }) => ({
      name: controls.length === 1 ? name : `${name}, ${DATABASE_WORDS[database]}`,
      isBaseline: false,
      cells: scores.map((score) => {
        const known = means[score];
        if (known === undefined) return EMPTY_CELL;
        return { ...EMPTY_CELL, mean: formatScore(known.mean), deviation: spread(known.deviation) };
      }),
    }))
  );
  return { title: "Controls", tables: [{ title: "", heads: scores.map(scoreTitle), rows }] };
}

const DATABASE_WORDS = { unseen: "unseen", train: "database = train" } as const;

function spread(deviation: number | null): string {
  return deviation === null ? "" : `± ${formatScore(deviation)}`;
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
  if (value === undefined) return { ...EMPTY_CELL, isChosen, folder: place };
  const mean = formatScore(value.mean);
  return {
    mean,
    deviation: spread(value.deviation),
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
export function studyNotes(results: StudyResults): string[] {
  const { study, blocks, controls, scores, selectBy, overFolds } = results;
  const { cells } = blocks[0]!;
  const count = Math.max(0, ...cells.map(({ runs }) => runs.length));
  const [unit, units] = overFolds ? ["fold", "folds"] : ["seed", "seeds"];
  const comparisons = cells.filter((cell) => cell.scores?.[scores[0]!]?.comparison).length;
  const among = study.choose === "over all" || study.columns === undefined
    ? "all rows"
    : "the rows of its column";
  return [
    `Mean ± standard deviation over ${count} ${count === 1 ? unit : units}, scored on the ` +
    `queries. [low, high]: 95 % interval over patients, each query being averaged over ${units}.`,
    "Bold: best of its column, on the queries. " +
    `${CHOSEN_MARK}: chosen, the setting with the best validation ${scoreTitle(selectBy)} among ` +
    `${among}; queries played no part in the choice.`,
    `▲ above and ▼ below the baseline "${study.baseline}": p < 0.05 in a two-sided sign-flip test ` +
    `by patient, after Holm's correction for ${comparisons} comparisons of a score` +
    `${blocks.length > 1 ? " in one view" : ""}, and every ${unit} agrees. ` +
    `△ and ▽: the test says so for these runs, but ${units} disagree.`,
    ...overFolds
      ? [
        "Above the baseline: the mean difference over folds with its 95 % interval by Student's t, " +
        "and how many folds agree; each fold has networks of its own.",
      ]
      : [],
    ...study.notes ?? [],
    ...viewNotes(blocks),
    ...controls.length === 0 ? [] : [`${CONTROL_ROWS.random} ${CONTROL_ROWS.hub}`],
  ];
}

/** What the views of a study are, where it has several. */
function viewNotes(blocks: readonly StudyBlock[]): string[] {
  const databases = new Set(blocks.map(({ view }) => view.database));
  const asks = new Set(blocks.map(({ view }) => view.ask));
  return [
    ...databases.size < 2 ? [] : [
      "Unseen: the films that are searched are of patients that the network never saw. Database = " +
      "train: they trained it, which flatters every method. The queries are the same.",
    ],
    ...asks.size < 2 ? [] : [
      "Symmetric: by the Hamming distance to the query's own code. Asked: by what the query " +
      "probably shows; everybody is asked the same way.",
    ],
  ];
}
