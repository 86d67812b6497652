/**
 * Tables with named columns, the ground of every label reader.
 *
 * @module
 */
import { didYouMean, InputError } from "../../base/errors.ts";
import { printableName } from "../../base/printable.ts";
import { looksLikeHeader } from "./header.ts";
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

/** What to say of a table with U+FFFD in it. */
export const LOST_LETTERS =
  "in which letters were lost when the file was converted; make it anew from its source";

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
 * @param advice What follows the demand that ids be unique in the message
 * @throws {InputError} if a cell is empty, occurs twice or is no id (see `checkIds`), naming the rows
 */
export function uniqueColumn(table: Table, column: number, advice = ""): string[] {
  const ids = idColumn(table, column);
  const rowOf = new Map<string, number>();
  for (const [i, id] of ids.entries()) {
    const before = rowOf.get(id);
    if (before !== undefined) {
      throw new InputError(
        `Cannot read "${table.name}": ${rowName(i, table)} repeats "${id}" of ` +
          `${rowName(before, table)}; each must occur once${advice}`,
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
