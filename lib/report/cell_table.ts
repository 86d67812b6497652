/**
 * Rows of names and numbers as a table: in Markdown and as aligned text.
 *
 * @module
 */
import { printableName } from "../base/printable.ts";
import { formatCount } from "../charts/words.ts";
import { escapePipes, markdownTable } from "./markdown.ts";

/** A row: its cells by the titles of their columns. */
export type TableRow = Readonly<Record<string, string | number | null>>;

/** Options of a table. */
export interface TableOptions {
  /** Decimals in columns whose numbers are not all whole; default: 3. */
  readonly decimals?: number;
}

/** A table in which every cell is text. */
export interface TextTable {
  readonly titles: readonly string[];
  /** `[rows, columns]` */
  readonly cells: readonly (readonly string[])[];
  /** Columns of numbers are set flush right. */
  readonly isNumeric: readonly boolean[];
}

/**
 * The rows as texts; the columns are those of the first row. "–" stands where there is no value.
 *
 * @example The numbers of a column have the same decimals
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { layOutTable } from "./cell_table.ts";
 *
 * const rows = [{ name: "a", share: 0.25, films: 1200 }, { name: "b", share: 1, films: null }];
 * const { cells } = layOutTable(rows, { decimals: 2 });
 * assertEquals(cells, [["a", "0.25", "1,200"], ["b", "1.00", "–"]]);
 * ```
 */
export function layOutTable(
  rows: readonly TableRow[],
  { decimals = 3 }: TableOptions = {},
): TextTable {
  const titles = Object.keys(rows[0] ?? {});
  const columns = titles.map((title) => {
    const values = rows.map((row) => row[title] ?? null);
    const numbers = values.filter((value) => typeof value === "number" && Number.isFinite(value));
    const format = numbers.every(Number.isInteger)
      ? formatCount
      : (value: number) => value.toFixed(decimals);
    return {
      texts: values.map((value) => cellText(value, format)),
      isNumeric: values.every((value) => typeof value !== "string"),
    };
  });
  return {
    titles,
    cells: rows.map((_, r) => columns.map(({ texts }) => texts[r]!)),
    isNumeric: columns.map(({ isNumeric }) => isNumeric),
  };
}

function cellText(value: string | number | null, format: (value: number) => string): string {
  if (typeof value === "string") return value;
  return value === null || !Number.isFinite(value) ? "–" : format(value);
}

/** The table in GitHub-flavoured Markdown. */
export function cellMarkdown({ titles, cells, isNumeric }: TextTable): string {
  const rows = cells.map((row) => row.map(escapePipes));
  return markdownTable(titles.map(escapePipes), rows, { isNumeric });
}

/** The table as lines of text whose columns are aligned by spaces. */
export function plainTable({ titles, cells, isNumeric }: TextTable): string {
  const lines = [titles, ...cells].map((row) => row.map(printableName));
  const widths = titles.map((_, c) => Math.max(...lines.map((row) => row[c]!.length)));
  const pad = (cell: string, c: number) =>
    isNumeric[c] ? cell.padStart(widths[c]!) : cell.padEnd(widths[c]!);
  return lines.map((row) => row.map(pad).join("  ").trimEnd()).join("\n");
}
