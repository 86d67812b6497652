/**
 * CSV files as tables with named columns, the ground of every label reader.
 *
 * @module
 */
import { CsvError, parse } from "csv-parse/sync";
import { didYouMean, InputError } from "../../base/errors.ts";
import { printableName } from "../../base/printable.ts";
import { detectDialect, RECORD_ENDS, separatorName, separatorOf } from "./dialect.ts";
import { readTextFile, type TextOptions } from "./encoding.ts";
import { formOf, looksLikeHeader } from "./header.ts";
import { checkIds, trimBlanks } from "./ids.ts";
import { isMissing } from "./missing.ts";

/** A CSV file: a header and rows of the same length. */
export interface Table {
  /** The file's path, for messages. */
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What stands between the cells; default: a comma. */
  readonly separator?: string;
  /** The number of each row in the file, where empty ones were passed over; see `rowName`. */
  readonly rowNumbers?: readonly number[] | undefined;
}

/** See `RECORD_ENDS`. */
const LINE_END = /\r\n|\n|\r/;

const LOST_LETTERS =
  "in which letters were lost when the file was converted; make it anew from its source";

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
 * import { parseTable } from "./table.ts";
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

function dialectOf(
  text: string,
  { separator: option }: Pick<TableFormat, "separator">,
  fail: (reason: string) => never,
) {
  const asked = option === undefined ? undefined : separatorOf(option);
  if (option !== undefined && asked === undefined) {
    fail(`cannot be separated by ${JSON.stringify(option)}; expected a name or one character`);
  }
  const dialect = detectDialect(text, asked);
  if ("separator" in dialect) return dialect;
  return fail(
    `may have its cells separated by ${dialect.join(" or by ")}; say by which with ` +
      `data.separator=${dialect[0]} or data.separator=${dialect[1]} (of --metadata: --separator)`,
  );
}

/**
 * The records of a CSV text without a header, and what separates their cells. Empty ones are passed
 * over.
 *
 * @param name The file's name, for messages
 * @param purpose What the file holds, for messages
 * @throws {InputError} if the separator does not show or a quote is not closed
 */
export function parseRecords(
  text: string,
  name: string,
  purpose: string,
): { readonly records: readonly (readonly string[])[]; readonly separator: string } {
  const fail = (reason: string): never => {
    throw new InputError(`Cannot read ${purpose}: "${name}" ${reason}`);
  };
  const { separator, skipped } = dialectOf(text, {}, fail);
  const records = readRecords(text.slice(skipped), separator, fail);
  return { records: records.filter((record) => !isBlank(record)), separator };
}

/** The records of a text, each a list of cells; an empty line is a record of one empty cell. */
function readRecords(
  text: string,
  separator: string,
  fail: (reason: string) => never,
): string[][] {
  // Where nothing is quoted there is nothing to parse, which is twice as fast.
  if (!text.includes('"')) return text.split(LINE_END).map((line) => line.split(separator));
  try {
    return parse(text, {
      delimiter: separator,
      record_delimiter: RECORD_ENDS,
      relax_column_count: true,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === "number" ? `line ${error.lines}` : "a line";
    switch (error.code) {
      case "CSV_QUOTE_NOT_CLOSED":
        return fail(`has a quotation mark on ${line} that is not closed`);
      case "INVALID_OPENING_QUOTE":
        return fail(
          `has a quotation mark within a cell on ${line}; such a cell stands in quotation marks, ` +
            'and its own are doubled: "5"" tube"',
        );
      case "CSV_INVALID_CLOSING_QUOTE":
        return fail(
          `has text after a closing quotation mark on ${line}; quotation marks within a cell are ` +
            'doubled: "5"" tube"',
        );
      default:
        return fail(`is not a well-formed CSV file (${line})`);
    }
  }
}

function hasCell(record: readonly string[]): boolean {
  return !isBlank(record);
}

function isBlank(record: readonly string[]): boolean {
  return record.every((cell) => cell === "" || cell.trim() === "");
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
    const [, ...lines] = cell.split(/\r\n|\n|\r/);
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

/**
 * The number of the column with this name.
 *
 * @throws {InputError} if there is none, suggesting the nearest
 */
export function columnIndex(table: Table, column: string): number {
  const index = table.header.indexOf(column);
  if (index >= 0) return index;
  const alike = table.header.find((name) => withoutUnit(name) === withoutUnit(column));
  const hint = alike === undefined
    ? didYouMean(column, table.header.filter((name) => name !== ""))
    : ` (did you mean "${alike}"?)`;
  throw new InputError(
    `Cannot read "${table.name}": it has no column "${column}"${hint}; its columns are ` +
      `${listSome(table.header)}${headerHint(table)}`,
  );
}

/** A column's name in small letters without its unit: "patient age" of `Patient_Age [years]`. */
function withoutUnit(name: string): string {
  return name.toLowerCase().replace(/[([{].*$/, "").replace(/[\s_.-]+/g, " ").trim();
}

/** Says that a table seems to have no header, where its first row looks like the others. */
export function headerHint({ header, rows }: Pick<Table, "header" | "rows">): string {
  if (looksLikeHeader(header, rows)) return "";
  return ". It seems to have no header: its first row looks like a film; write the names of the " +
    "columns above it";
}

/**
 * The cells of a column, without blanks around them.
 *
 * @throws {InputError} if there is no such column, or letters of a cell were lost before: it holds
 * the replacement character U+FFFD
 */
export function columnCells(table: Table, column: string): string[] {
  const index = columnIndex(table, column);
  return table.rows.map((row, i) => {
    const cell = trimBlanks(row[index]!);
    if (!cell.includes("\ufffd")) return cell;
    throw new InputError(
      `Cannot read "${table.name}": ${
        rowName(i, table)
      } has "${cell}" in the column "${column}", ` +
        LOST_LETTERS,
    );
  });
}

/**
 * The ids in a column, which may repeat.
 *
 * @throws {InputError} if a cell is empty or no id (see `checkIds`), naming the row
 */
export function idColumn(table: Table, column: number): string[] {
  const ids = table.rows.map((row) => trimBlanks(row[column]!));
  const where = (row: number) => `Cannot read "${table.name}": ${rowName(row, table)}`;
  const empty = ids.findIndex(isMissing);
  if (empty >= 0) {
    const shown = ids[empty] === "" ? "an empty" : `"${ids[empty]}" as`;
    throw new InputError(`${where(empty)} has ${shown} "${table.header[column]}"`);
  }
  checkIds(ids, where);
  return ids;
}

/**
 * The unique ids in a column.
 *
 * @throws {InputError} if a cell is empty, occurs twice or is no id (see `checkIds`), naming the rows
 */
export function uniqueColumn(table: Table, column: number): string[] {
  const ids = idColumn(table, column);
  const rowOf = new Map<string, number>();
  for (const [i, id] of ids.entries()) {
    const before = rowOf.get(id);
    if (before !== undefined) {
      throw new InputError(
        `Cannot read "${table.name}": ${rowName(i, table)} repeats "${id}" of ` +
          `${rowName(before, table)}; each must occur once`,
      );
    }
    rowOf.set(id, i);
  }
  return ids;
}

/**
 * How messages name a row: as a spreadsheet counts, the header being row 1.
 *
 * @param table Whose row it is; without it no rows count as passed over
 */
export function rowName(index: number, table?: Pick<Table, "rowNumbers">): string {
  return `row ${table?.rowNumbers?.[index] ?? index + 2}`;
}

/** The first few of many names, quoted, for messages. */
export function listSome(names: readonly string[], most = 20): string {
  const some = names.slice(0, most).map((name) => `"${printableName(name)}"`).join(", ");
  return names.length > most ? `${some} and ${names.length - most} more` : some;
}

function firstRepeated(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return undefined;
}
