/**
 * From CSV files to tables.
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";
import { LINE_END, separatorName } from "./dialect.ts";
import { readTextFile, type TextOptions } from "./encoding.ts";
import { formOf } from "./header.ts";
import { trimBlanks } from "./ids.ts";
import { dialectOf, hasCell, isBlank, readRecords } from "./records.ts";
import { headerHint, LOST_LETTERS, type Table } from "./table.ts";

/** How a table is written. */
export interface TableFormat extends TextOptions {
  /** Between the cells: `comma`, `semicolon`, `tab`, `bar` or a character; default: recognised. */
  readonly separator?: string | undefined;
  /** Whether the first of the rows names the columns; default: it does. */
  readonly hasHeader?: (first: readonly string[], rows: readonly (readonly string[])[]) => boolean;
}

/**
 * Reads a CSV file, plain or gzipped, in any encoding and dialect that `TableFormat` tells or that
 * shows.
 *
 * @param purpose What the file holds, for messages: `Cannot read labels: …`
 * @throws {InputError} if the file cannot be read or is no well-formed table
 */
export async function readTable(
  path: string,
  purpose: string,
  format: TableFormat = {},
): Promise<Table> {
  return parseTable(await readTextFile(path, purpose, format), path, purpose, format);
}

/**
 * The table in a CSV text. Separators are recognised: commas, semicolons, tabs or bars, or what
 * Excel's first line `sep=;` says. Blanks around column names are dropped; empty rows, and empty
 * cells beyond the header's, are passed over. Columns that no row names are called by their number.
 *
 * @param name The file's name, for messages
 * @param purpose What the file holds, for messages
 * @throws {InputError} if the separator does not show, a quote is not closed, a row is longer or
 * shorter than the header, two columns share a name, or there are no rows
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseTable } from "./parse_table.ts";
 *
 * const table = parseTable("id;age\nfilm1;57\n", "labels.csv", "labels");
 * assertEquals(table.header, ["id", "age"]);
 * assertEquals(table.rows, [["film1", "57"]]);
 * ```
 */
export function parseTable(
  text: string,
  name: string,
  purpose = "the table",
  format: Pick<TableFormat, "separator" | "hasHeader"> = {},
): Table {
  const fail = (reason: string): never => {
    throw new InputError(`Cannot read ${purpose}: "${name}" ${reason}`);
  };
  const unmarked = text.replace(/^\ufeff/, "");
  const { separator, skipped } = dialectOf(unmarked, format, fail);
  const records = readRecords(unmarked.slice(skipped), separator, fail);
  const start = skipped > 0 ? 2 : 1;
  const first = records.findIndex((record) => !isBlank(record));
  if (first < 0) return fail("is empty");
  const hasHeader = format.hasHeader?.(records[first]!, records.slice(first + 1).filter(hasCell)) ??
    true;
  const header = records[first]!.map((cell, i) => hasHeader ? trimBlanks(cell) : `column ${i + 1}`);
  const lost = header.find((column) => column.includes("\ufffd"));
  if (lost !== undefined) fail(`has the column "${lost}", ${LOST_LETTERS}`);
  const rows: string[][] = [];
  const rowNumbers: number[] = [];
  const isQuoted = text.includes('"');
  for (let i = hasHeader ? first + 1 : first; i < records.length; i++) {
    const record = records[i]!;
    if (isBlank(record)) continue;
    if (hasHeader && isSame(record, header)) {
      fail(`repeats its header in row ${i + start}, as tables that were joined do; take it out`);
    }
    if (isQuoted && swallowsRow(record, separator)) {
      fail(
        `has a cell in row ${
          i + start
        } that goes on over lines which look like rows; a quotation ` +
          "mark may be missing or one too many",
      );
    }
    rows.push(fitted(record, header, `row ${i + start}`, separator, fail));
    rowNumbers.push(i + start);
  }
  const repeated = firstRepeated(header.filter((column) => column !== ""));
  if (repeated !== undefined) {
    const table = { name, header, rows };
    fail(`has two columns named "${repeated}"${headerHint(table)}`);
  }
  if (rows.length === 0) fail("has a header and no rows");
  const isDense = rowNumbers.at(-1) === rows.length + 1;
  return { name, header, rows, separator, ...isDense ? {} : { rowNumbers } };
}

/** Whether a record says what the header says, which may have empty cells beyond it. */
function isSame(record: readonly string[], header: readonly string[]): boolean {
  return trimBlanks(record[0]!) === header[0] &&
    record.every((cell, i) => trimBlanks(cell) === (header[i] ?? ""));
}

/**
 * Whether a line within a cell begins like its row, with another film: the cell has no closing quote,
 * and swallowed rows until the next quote came.
 */
function swallowsRow(record: readonly string[], separator: string): boolean {
  const form = formOf(record[0]!);
  return form !== undefined && record.some((cell) => {
    const [, ...lines] = cell.split(LINE_END);
    return lines.some((line) => {
      const cells = line.split(separator);
      const isRow = form === "number" ? cells.length >= record.length : cells.length > 1;
      return isRow && formOf(cells[0]!) === form;
    });
  });
}

/** A row with as many cells as the header: empty ones beyond it are dropped, none are lost. */
function fitted(
  record: string[],
  header: readonly string[],
  row: string,
  separator: string,
  fail: (reason: string) => never,
): string[] {
  const width = header.length;
  if (record.length === width) return record;
  if (record.length > width && isBlank(record.slice(width))) return record.slice(0, width);
  if (record.length < width && isBlank(header.slice(record.length))) {
    return [...record, ...Array<string>(width - record.length).fill("")];
  }
  const cells = (count: number) => count === 1 ? "1 cell" : `${count} cells`;
  const shown = JSON.stringify(record.join(separator).slice(0, 60));
  return fail(
    `has ${cells(record.length)} in ${row} (${shown}) and ${cells(width)} in its header, read as ` +
      `separated by ${separatorName(separator)}; a cell with separators in it stands in ` +
      "quotation marks, and another separator is named by data.separator",
  );
}

function firstRepeated(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return undefined;
}
