/**
 * A study's results as text: Markdown, LaTeX, CSV, JSON, and a table for the terminal.
 *
 * @module
 */
import { relative } from "node:path";
import { csvText } from "../base/csv.ts";
import { scoreTitle } from "../charts/score_columns.ts";
import { plainTable } from "../report/cell_table.ts";
import { escapeMarkdown, markdownTable } from "../report/markdown.ts";
import type { View } from "../run/view.ts";
import { type Cell, markOf, missingRuns, type StudyResults } from "./results.ts";
import { CHOSEN_MARK, studyNotes, type StudyTable, studyViews, type TableCell } from "./tables.ts";

/** The results as a Markdown document whose scores link to the folders of their runs. */
export function studyMarkdown(results: StudyResults, folder: string): string {
  const link = (score: string, { folder }: TableCell) =>
    folder === "" ? score : `[${score}](${folder})`;
  const tables = studyViews(results, folder).flatMap(({ title, tables }) => [
    ...title === "" ? [] : [`## ${title}`],
    ...tables.flatMap((table) => [
      ...table.title === "" ? [] : [`${title === "" ? "##" : "###"} ${table.title}`],
      tableMarkdown(table, link),
    ]),
  ]);
  const missing = missingRuns(results);
  return [
    `# ${results.name}`,
    results.study.question,
    ...tables,
    ...studyNotes(results),
    ...missing.length === 0 ? [] : [
      `Missing (${missing.length}):`,
      missing.map((run) => `- ${escapeMarkdown(run)}`).join("\n"),
    ],
  ].join("\n\n") + "\n";
}

/** The tables with their notes but without links, as a notebook shows them. */
export interface NotebookTables {
  readonly markdown: string;
  /** For viewers that know no Markdown. */
  readonly text: string;
}

/**
 * See {@linkcode NotebookTables}.
 *
 * @param scores Which tables of a study with columns, which has one for each score
 */
export function notebookTables(
  results: StudyResults,
  scores: readonly string[] = results.scores,
): NotebookTables {
  const titles = ["", ...scores.map(scoreTitle)];
  const tables = titledTables(results, "", titles);
  const markdown = tables.flatMap((table) => [
    ...table.title === "" ? [] : [`**${table.title}**`],
    tableMarkdown(table, (score) => score),
  ]);
  return {
    markdown: [...markdown, ...studyNotes(results)].join("\n\n"),
    text: [...tables.map(tableText), notesText(results)].join("\n\n"),
  };
}

/** All tables with the view in their titles; of those that have titles, the ones asked for. */
function titledTables(
  results: StudyResults,
  folder: string,
  titles?: readonly string[],
): StudyTable[] {
  return studyViews(results, folder).flatMap(({ title: view, tables }) =>
    tables.filter(({ title }) => titles?.includes(title) ?? true).map((table) => ({
      ...table,
      title: [view, table.title].filter((part) => part !== "").join(": "),
    }))
  );
}

/** One table in Markdown, its scores as `link` makes them. */
function tableMarkdown(
  { heads, rows }: StudyTable,
  link: (score: string, cell: TableCell) => string,
): string {
  const cellText = (cell: TableCell) => {
    const { mean, deviation, interval, mark, isBest } = cell;
    return joined(
      link(isBest ? `**${mean}**` : mean, cell),
      chosenMark(cell),
      deviation,
      interval,
      mark,
    );
  };
  return markdownTable(
    ["", ...heads.map(escapeMarkdown)],
    rows.map(({ name, isBaseline, cells }) => [
      escapeMarkdown(name) + (isBaseline ? " (baseline)" : ""),
      ...cells.map(cellText),
    ]),
    { isNumeric: [false, ...heads.map(() => true)] },
  );
}

/** The results as LaTeX tables in the style of the package booktabs. */
export function studyLatex(results: StudyResults, folder: string): string {
  const tables = titledTables(results, folder).map((table) => latexTable(results, table));
  return [
    "% Needs \\usepackage{amssymb,booktabs}. The folder of each score's runs stands behind its row.",
    ...tables,
  ].join("\n\n") + "\n";
}

function latexTable(results: StudyResults, { title, heads, rows }: StudyTable): string {
  const cellText = ({ mean, deviation, mark, isBest, isChosen }: TableCell) => {
    if (mean === "–") return "--";
    const score = isBest ? `\\mathbf{${mean}}` : mean;
    const marks = (isChosen ? LATEX_SIGNS[CHOSEN_MARK]! : "") + (LATEX_MARKS[mark] ?? "");
    const raised = marks === "" ? "" : `^{${marks}}`;
    return `$${score}${deviation.replace("±", " \\pm")}${raised}$`;
  };
  const caption = joined(results.study.question, title && `${title}.`, ...studyNotes(results));
  return [
    "\\begin{table}",
    `\\caption{${escapeLatex(caption)}}`,
    `\\begin{tabular}{l${"r".repeat(heads.length)}}`,
    "\\toprule",
    `${["", ...heads.map(escapeLatex)].join(" & ")} \\\\`,
    "\\midrule",
    ...rows.map(({ name, cells }) =>
      `${[escapeLatex(name), ...cells.map(cellText)].join(" & ")} \\\\ % ` +
      [...new Set(cells.map(({ folder }) => folder))].join(" ")
    ),
    "\\bottomrule",
    "\\end{tabular}",
    "\\end{table}",
  ].join("\n");
}

const LATEX_MARKS: Readonly<Record<string, string>> = {
  "▲": "\\blacktriangle",
  "▼": "\\blacktriangledown",
  "△": "\\vartriangle",
  "▽": "\\triangledown",
};

const LATEX_SIGNS: Readonly<Record<string, string>> = {
  ...LATEX_MARKS,
  "✓": "\\checkmark",
  "ε": "\\varepsilon",
  "τ": "\\tau",
  "λ": "\\lambda",
  "±": "\\pm",
  "×": "\\times",
  "·": "\\cdot",
  "√": "\\surd",
  "≤": "\\leq",
  "<": "<",
  ">": ">",
};

function escapeLatex(text: string): string {
  return text.replace(/[\\{}]/g, (sign) => sign === "\\" ? "\\textbackslash{}" : `\\${sign}`)
    .replace(/[&%$#_]/g, "\\$&")
    .replace(/[✓▲▼△▽ετλ±×·√≤<>]/g, (sign) => `$${LATEX_SIGNS[sign]}$`);
}

const CSV_HEAD = "database,ask,row,column,score,seeds,mean,sd,low,high,difference," +
  "difference_low,difference_high,seeds_low,seeds_high,seeds_above,p,p_holm,mark,validation," +
  "chosen,runs";

/**
 * The results as CSV: a line for each score of each cell in each view, full precision, empty where
 * unknown. `difference_low` and `difference_high` are over patients, `seeds_low` and `seeds_high`
 * over seeds.
 */
export function studyCsv({ blocks, scores }: StudyResults, folder: string): string {
  const lines = blocks.flatMap(({ view, cells }) =>
    cells.flatMap((cell) => scores.map((score) => csvLine(view, cell, score, folder)))
  );
  // Lines end as in every text that a study writes, and as they did in results kept so far.
  return csvText([CSV_HEAD.split(","), ...lines]).replaceAll("\r\n", "\n");
}

function csvLine({ database, ask }: View, cell: Cell, name: string, folder: string) {
  const finished = cell.runs.filter(({ state }) => state === "finished");
  const score = cell.scores?.[name];
  const comparison = score?.comparison ?? null;
  return [
    database,
    ask,
    cell.row,
    cell.column,
    name,
    finished.length,
    score?.mean,
    score?.deviation,
    ...score?.interval ?? [null, null],
    comparison?.difference,
    ...comparison?.interval ?? [null, null],
    ...comparison?.overSeeds ?? [null, null],
    comparison?.higher,
    comparison?.p,
    comparison?.corrected,
    markOf(comparison),
    cell.validation,
    cell.isChosen,
    finished.map((run) => relative(folder, run.folder)).join(" "),
  ];
}

/** The results as JSON, links relative to the study's folder. */
export function studyJson(results: StudyResults, folder: string): string {
  const runs = results.blocks[0]!.cells.flatMap(({ row, column, runs }) =>
    runs.map((run) => ({ row, column, ...run, folder: relative(folder, run.folder) }))
  );
  const blocks = results.blocks.map(({ view, cells }) => ({
    ...view,
    cells: cells.map(({ runs: _, ...cell }) => cell),
  }));
  const { question, baseline, columnTitle = null, choose = "per column" } = results.study;
  const content = {
    name: results.name,
    question,
    baseline,
    columnTitle,
    choose,
    scores: results.scores,
    selectBy: results.selectBy,
    notes: studyNotes(results),
    blocks,
    controls: results.controls,
    runs,
    missing: missingRuns(results),
  };
  return JSON.stringify(content, null, 2) + "\n";
}

/** The results as aligned columns for a terminal; a star marks the best of a column. */
export function studyText(results: StudyResults, folder: string): string {
  const tables = titledTables(results, folder).map(tableText);
  return [results.study.question, ...tables, notesText(results)].join("\n\n");
}

function tableText({ title, heads, rows }: StudyTable): string {
  const cellText = (cell: TableCell) =>
    joined(cell.isBest ? `*${cell.mean}` : cell.mean, chosenMark(cell), cell.deviation, cell.mark);
  return plainTable({
    titles: [title, ...heads],
    cells: rows.map(({ name, cells }) => [name, ...cells.map(cellText)]),
    isNumeric: [false, ...heads.map(() => true)],
  });
}

/** What such tables need to be understood. */
function notesText(results: StudyResults): string {
  return studyNotes(results).join("\n").replace("Bold", "*");
}

function chosenMark({ isChosen }: TableCell): string {
  return isChosen ? CHOSEN_MARK : "";
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" ");
}
