/**
 * Result rows as an aligned table for a terminal and as Markdown.
 *
 * @module
 */
import { styleText } from "node:util";
import Table from "cli-table3";
import { printableName } from "../base/printable.ts";
import type { ResultRow } from "../metrics/mod.ts";
import {
  type ResultCell,
  resultCells,
  rowNotes,
  scoresOf,
  scoreTitle,
} from "../charts/score_columns.ts";
import { formatInterval } from "../charts/words.ts";
import { escapeMarkdown, markdownTable } from "./markdown.ts";

/** Options of the result tables. */
export interface ResultTableOptions {
  /** The names of the scores to print; default: all that the rows have. */
  readonly scores?: readonly string[];
}

/** Options of {@linkcode resultTable}. */
export interface TerminalTableOptions extends ResultTableOptions {
  /**
   * Whether to set the best scores in bold. Default: when standard output is a terminal and
   * the NO_COLOR variable is not set.
   */
  readonly colour?: boolean;
}

const BEST_MARK = "*";

/** Only rules above, below and under the head, as in printed tables. */
const RULES = {
  "top": "─",
  "top-mid": "─",
  "top-left": "",
  "top-right": "",
  "bottom": "─",
  "bottom-mid": "─",
  "bottom-left": "",
  "bottom-right": "",
  "left": "",
  "left-mid": "",
  "mid": "─",
  "mid-mid": "─",
  "right": "",
  "right-mid": "",
  "middle": "",
};

/**
 * The rows as an aligned table, with the marks explained below it. The best score of a column
 * carries a star, so that it shows without colour too.
 *
 * @example Two of three films share a finding, and find each other
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { evaluateRanking, hammingRanking, summarise } from "../metrics/mod.ts";
 * import { resultTable } from "./text_table.ts";
 *
 * const films = {
 *   codes: Uint8Array.of(0b1100, 0b1110, 0b0011),
 *   bits: 8,
 *   labels: { names: ["Edema"], values: Float32Array.of(1, 1, 0) },
 *   patients: ["ann", "bob", "cy"],
 * };
 * const row = summarise("cohash", evaluateRanking(hammingRanking(films, films)));
 * assertStringIncludes(resultTable([row], { scores: ["macro-ap"] }), "cohash");
 * ```
 */
export function resultTable(
  rows: readonly ResultRow[],
  { scores = scoresOf(rows), colour = isColourTerminal() }: TerminalTableOptions = {},
): string {
  if (rows.length === 0) return "No results.";
  const bold = (text: string) => colour ? styleText("bold", text, { validateStream: false }) : text;
  const table = new Table({
    chars: RULES,
    colAligns: ["left", ...scores.map(() => "right" as const)],
    rowAligns: ["bottom"],
    head: ["", ...scores.map((name) => scoreTitle(name).replaceAll(" ", "\n"))],
    // In cli-table3 "compact" keeps the rule under the head and drops those between rows.
    style: { "head": [], "border": [], "padding-left": 1, "padding-right": 0, "compact": true },
  });
  resultCells(rows, scores).forEach((cells, r) => {
    table.push([
      printableName(rows[r]!.name),
      ...cells.map((cell) => cell.best ? bold(cellText(cell)) : cellText(cell)),
    ]);
  });
  return [table.toString().replace(/ +$/gm, ""), ...notes(rows)].join("\n");
}

/**
 * The rows as a GitHub-flavoured Markdown table; the best score of a column is bold.
 *
 * @example Two of three films share a finding, and find each other
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { evaluateRanking, hammingRanking, summarise } from "../metrics/mod.ts";
 * import { resultMarkdown } from "./text_table.ts";
 *
 * const films = {
 *   codes: Uint8Array.of(0b1100, 0b1110, 0b0011),
 *   bits: 8,
 *   labels: { names: ["Edema"], values: Float32Array.of(1, 1, 0) },
 *   patients: ["ann", "bob", "cy"],
 * };
 * const row = summarise("cohash", evaluateRanking(hammingRanking(films, films)));
 * assertStringIncludes(resultMarkdown([row]), "| cohash | 1.000 |");
 * ```
 */
export function resultMarkdown(
  rows: readonly ResultRow[],
  { scores = scoresOf(rows) }: ResultTableOptions = {},
): string {
  if (rows.length === 0) return "No results.";
  const body = resultCells(rows, scores).map((cells, r) => [
    escapeMarkdown(rows[r]!.name),
    ...cells.map(({ score, interval, best }) =>
      [best ? `**${score}**` : score, formatInterval(interval)].filter(Boolean).join(" ")
    ),
  ]);
  return [
    markdownTable(["", ...scores.map(scoreTitle)], body, {
      isNumeric: [false, ...scores.map(() => true)],
    }),
    "",
    `Bold: best of its column. ${INTERVAL_NOTE}`,
  ].join("\n");
}

const INTERVAL_NOTE = "[low, high]: 95 % interval over patients. –: no value. Higher is better.";

/** Scores of one column line up whether or not they carry the star. */
function cellText({ score, interval, best }: ResultCell): string {
  return [(best ? BEST_MARK : "") + score, formatInterval(interval)].filter(Boolean).join(" ");
}

function notes(rows: readonly ResultRow[]): string[] {
  return [
    `${BEST_MARK} best of its column. ${INTERVAL_NOTE}`,
    ...rowNotes(rows.map(({ name }) => name)),
  ];
}

function isColourTerminal(): boolean {
  return Deno.stdout.isTerminal() && !Deno.noColor;
}
