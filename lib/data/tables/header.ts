/**
 * Whether the first row of a table names its columns, or is a film already.
 *
 * @module
 */

/** Rows that the first one is held against. */
const SAMPLE = 100;

/** Of a film's image. */
const FILE_NAME = /\.(png|jpe?g|dcm|dicom|npy|tiff?|nii)(\.gz)?$/i;

/**
 * Whether the first row of a table looks like names of columns. It does not where it names an image
 * file, or a cell of it has the form of those below it: `f01` above `f02`, or a number above numbers
 * (a header that counts its columns, 0, 1, 2, …, is one).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { looksLikeHeader } from "./header.ts";
 *
 * assertEquals(looksLikeHeader(["id", "Mass"], [["f01", "1"], ["f02", "0"]]), true);
 * assertEquals(looksLikeHeader(["f01", "1"], [["f02", "0"], ["f03", "0"]]), false);
 * ```
 */
export function looksLikeHeader(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): boolean {
  if (header.some((cell) => FILE_NAME.test(cell))) return false;
  const sample = rows.slice(0, SAMPLE);
  if (sample.length === 0) return true;
  const counted = countedColumns(header);
  return !header.some((cell, column) => {
    const form = formOf(cell);
    if (form === undefined || counted.has(column)) return false;
    const alike = sample.filter((row) => formOf(row[column] ?? "") === form).length;
    return alike > sample.length / 2;
  });
}

/** The columns of a header's numbers where they count, from 0 or 1 on, two or more of them. */
function countedColumns(header: readonly string[]): ReadonlySet<number> {
  const columns = [...header.keys()].filter((column) => /^\s*\d+\s*$/.test(header[column]!));
  const start = Number(header[columns[0] ?? 0]);
  const isCounting = columns.length > 1 && (start === 0 || start === 1) &&
    columns.every((column, i) => Number(header[column]) === start + i);
  return new Set(isCounting ? columns : []);
}

/** "number", or a cell's letters with its digits as 9; undefined of cells without digits. */
export function formOf(cell: string): string | undefined {
  const text = cell.trim();
  if (/^[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?$/i.test(text)) return "number";
  return /\d/.test(text) ? text.replace(/\d+/g, "9") : undefined;
}
