/**
 * CSV files as tables with named columns, the ground of every label reader.
 *
 * @module
 */
import { parse } from "@std/csv";
import { didYouMean, InputError } from "../../base/errors.ts";
import { readTextFile, type TextOptions } from "./encoding.ts";

/** A CSV file: a header and rows of the same length. */
export interface Table {
  /** The file's path, for messages. */
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * Reads a CSV file, plain or gzipped.
 *
 * @param purpose What the file holds, for messages: `Cannot read labels: …`
 * @throws {InputError} if the file cannot be read or is no well-formed table
 */
export async function readTable(
  path: string,
  purpose: string,
  options: TextOptions = {},
): Promise<Table> {
  return parseTable(await readTextFile(path, purpose, options), path, purpose);
}

/**
 * The table in a CSV text. Blanks around column names are dropped.
 *
 * @param name The file's name, for messages
 * @param purpose What the file holds, for messages
 * @throws {InputError} if a quote is not closed, a row is longer or shorter than the header, two
 * columns share a name, or there are no rows
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseTable } from "./table.ts";
 *
 * const table = parseTable("id,age\nfilm1,57\n", "labels.csv", "labels");
 * assertEquals(table.header, ["id", "age"]);
 * assertEquals(table.rows, [["film1", "57"]]);
 * ```
 */
export function parseTable(text: string, name: string, purpose = "the table"): Table {
  const fail = (reason: string): never => {
    throw new InputError(`Cannot read ${purpose}: "${name}" ${reason}`);
  };
  let records: string[][] = [];
  try {
    records = parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    fail(`is not a well-formed CSV file: ${error.message}`);
  }
  const [first, ...rows] = records;
  if (first === undefined) return fail("is empty");
  const header = first.map((column) => column.trim());
  const repeated = firstRepeated(header.filter((column) => column !== ""));
  if (repeated !== undefined) fail(`has two columns named "${repeated}"`);
  if (rows.length === 0) fail("has a header and no rows");
  return { name, header, rows };
}

/**
 * The number of the column with this name.
 *
 * @throws {InputError} if there is none, suggesting the nearest
 */
export function columnIndex(table: Table, column: string): number {
  const index = table.header.indexOf(column);
  if (index >= 0) return index;
  throw new InputError(
    `Cannot read "${table.name}": it has no column "${column}"${
      didYouMean(column, table.header)
    }; its columns are ${listSome(table.header)}`,
  );
}

/**
 * The unique, non-empty cells of a column.
 *
 * @throws {InputError} if a cell is empty or occurs twice, naming the rows
 */
export function uniqueColumn(table: Table, column: number): string[] {
  const rowOf = new Map<string, number>();
  for (const [i, row] of table.rows.entries()) {
    const id = row[column]!.trim();
    const where = `Cannot read "${table.name}": ${rowName(i)}`;
    if (id === "") throw new InputError(`${where} has an empty "${table.header[column]}"`);
    const before = rowOf.get(id);
    if (before !== undefined) {
      throw new InputError(`${where} repeats "${id}" of ${rowName(before)}; each must occur once`);
    }
    rowOf.set(id, i);
  }
  return [...rowOf.keys()];
}

/** How messages name a row: as a spreadsheet counts, the header being row 1. */
export function rowName(index: number): string {
  return `row ${index + 2}`;
}

/** The first few of many names, quoted, for messages. */
export function listSome(names: readonly string[], most = 20): string {
  const some = names.slice(0, most).map((name) => `"${name}"`).join(", ");
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
