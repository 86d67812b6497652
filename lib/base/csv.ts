/**
 * CSV text for spreadsheets and programs.
 *
 * @module
 */

/** A cell that is written; null and undefined leave it empty. */
export type CsvCell = string | number | boolean | null | undefined;

/**
 * What a spreadsheet computes instead of showing it, and what is written like one that is kept from
 * it: blanks aside, a sign that begins a formula (its wide forms too), or a tab or line break.
 */
const FORMULA = /^'*(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])/;

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * The CSV text of records, lines ended by CRLF; cells with commas, quotation marks or line breaks are
 * quoted. A text that a spreadsheet would compute, such as `=1+1`, begins with an apostrophe, which
 * {@linkcode csvCellText} takes off again; numbers such as `-0.5` stay numbers.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { csvCellText, csvText } from "./csv.ts";
 *
 * assertEquals(csvText([["id", "share"], ["=1+1", -0.5]]), "id,share\r\n'=1+1,-0.5\r\n");
 * assertEquals(csvCellText("'=1+1"), "=1+1");
 * ```
 */
export function csvText(records: readonly (readonly CsvCell[])[]): string {
  return records.map((record) => record.map(cellText).join(",") + "\r\n").join("");
}

/** The text that {@linkcode csvText} wrote into a cell. */
export function csvCellText(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}

function cellText(cell: CsvCell): string {
  const text = String(cell ?? "");
  const isComputed = typeof cell === "string" && FORMULA.test(text) && !NUMBER.test(text);
  const plain = isComputed ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
