/**
 * Co-occurrence that comes from elsewhere, such as another hospital's reports: a table of label
 * lists, or of counts.
 *
 * @module
 */
import { didYouMean, InputError } from "../base/errors.ts";
import { readLabelLists } from "../data/labels/label_lists.ts";
import { labelKey } from "../data/labels/spellings.ts";
import { numberReader } from "../data/tables/numbers.ts";
import { readTable } from "../data/tables/parse_table.ts";
import { columnCells, listSome, rowName, type Table } from "../data/tables/table.ts";
import { type Cooccurrence, countCooccurrence } from "./cooccurrence.ts";

/** How the column of lists is called in tables that have others beside. */
const LIST_COLUMNS = ["label_set", "labels", "findings", "finding labels"];

/** How the column is called that says how many films have a list. */
const COUNT_COLUMNS = ["count", "films", "n", "reports", "studies"];

/**
 * Reads how often findings occur together. A table is one of two:
 *
 * - lists: a column with the findings of a film or report, `Mass|Edema`, and if there is one, a
 *   column `count` or `films` that says how many have just these;
 * - counts: a row and a column for each finding in the same order, the first column naming the rows;
 *   a cell says how many films have both, on the diagonal how many have the finding.
 *
 * @throws {InputError} if the file cannot be read, or holds neither
 */
export async function readCooccurrence(path: string): Promise<Cooccurrence> {
  return cooccurrenceOf(await readTable(path, "how findings occur together", { option: null }));
}

/**
 * The same of a table that has been read.
 *
 * @example Three films, two of which share both findings
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseTable } from "../data/tables/parse_table.ts";
 * import { cooccurrenceOf } from "./cooccurrence_table.ts";
 *
 * const table = parseTable("labels,count\nEdema|Effusion,2\nEffusion,1\nNo Finding,5\n", "a.csv");
 * assertEquals(cooccurrenceOf(table), {
 *   labelNames: ["Edema", "Effusion"],
 *   counts: [[2, 2], [2, 3]],
 *   positiveFilms: 3,
 * });
 * ```
 */
export function cooccurrenceOf(table: Table): Cooccurrence {
  return isSquare(table) ? countsOf(table) : listsOf(table);
}

/** Whether the rows are called as the columns are. */
function isSquare({ header, rows }: Table): boolean {
  const names = header.slice(1);
  return names.length > 1 && names.length === rows.length &&
    names.every((name, i) => labelKey(name) === labelKey(rows[i]![0]!));
}

function countsOf(table: Table): Cooccurrence {
  const read = numberReader(table);
  const fail = (row: number, reason: string): never => {
    throw new InputError(`Cannot read "${table.name}": ${rowName(row, table)} ${reason}`);
  };
  const counts = table.rows.map((cells, row) =>
    cells.slice(1).map((cell, column) => {
      const count = read(cell);
      if (count !== undefined && count >= 0) return count;
      return fail(row, `has "${cell}" for "${table.header[column + 1]}"; expected a count`);
    })
  );
  for (const [i, row] of counts.entries()) {
    for (const [j, together] of row.entries()) {
      const other = counts[j]![i]!;
      if (together !== other) {
        fail(i, `has ${together} for "${table.header[j + 1]}", whose row has ${other} for it`);
      }
      if (together > row[i]!) {
        fail(i, `has ${together} for "${table.header[j + 1]}" and ${row[i]} for itself`);
      }
    }
  }
  // Counts of pairs do not tell how many films have at least one: no fewer than this.
  const positiveFilms = Math.max(...counts.map((row, i) => row[i]!));
  return { labelNames: table.header.slice(1), counts, positiveFilms };
}

function listsOf(table: Table): Cooccurrence {
  const countColumn = columnNamed(table, COUNT_COLUMNS);
  const others = table.header.filter((name) => name !== countColumn);
  const column = columnNamed(table, LIST_COLUMNS) ?? (others.length === 1 ? others[0] : undefined);
  if (column === undefined) {
    throw new InputError(
      `Cannot read "${table.name}": it has the columns ${listSome(table.header)}; expected lists ` +
        `of findings in a column "labels", with their number in "count" if there is one, or a row ` +
        "and a column of counts for each finding",
    );
  }
  const labels = readLabelLists(table, column, { unmentioned: "absent" });
  const rows = Uint32Array.from(table.rows.keys());
  const counts = countColumn === undefined ? undefined : readCounts(table, countColumn);
  return countCooccurrence(labels, rows, counts);
}

function columnNamed({ header }: Table, names: readonly string[]): string | undefined {
  return header.find((column) => names.includes(labelKey(column))) ??
    header.find((column) => names.includes(column.toLowerCase()));
}

function readCounts(table: Table, column: string): number[] {
  const read = numberReader(table);
  return columnCells(table, column).map((cell, row) => {
    const count = read(cell);
    if (count !== undefined && count > 0) return count;
    throw new InputError(
      `Cannot read "${table.name}": ${rowName(row, table)} has "${cell}" in the column ` +
        `"${column}"; expected how many films have these findings`,
    );
  });
}

/** A co-occurrence in the spelling of somebody else, and what only one of them knows. */
export interface KnownCooccurrence {
  /** The same counts, findings spelt as `known` spells them. */
  readonly cooccurrence: Cooccurrence;
  /** Those of `known` of which the table says nothing. */
  readonly absent: readonly string[];
}

/**
 * Calls the findings of a table as an encoder calls them, whatever their case, blanks and underscores.
 *
 * @param known The encoder's findings
 * @throws {InputError} if the table has none of them
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { spellAs } from "./cooccurrence_table.ts";
 *
 * const table = { labelNames: ["pleural thickening", "Cyst"], counts: [[3, 1], [1, 2]], positiveFilms: 4 };
 * const { cooccurrence, absent } = spellAs(table, ["Pleural_Thickening", "Hernia"]);
 * assertEquals(cooccurrence.labelNames, ["Pleural_Thickening", "Cyst"]);
 * assertEquals(absent, ["Hernia"]);
 * ```
 */
export function spellAs(
  cooccurrence: Cooccurrence,
  known: readonly string[],
): KnownCooccurrence {
  const spelling = new Map(known.map((name) => [labelKey(name), name]));
  const labelNames = cooccurrence.labelNames.map((name) => spelling.get(labelKey(name)) ?? name);
  const absent = known.filter((name) => !labelNames.includes(name));
  if (absent.length < known.length) {
    return { cooccurrence: { ...cooccurrence, labelNames }, absent };
  }
  const [first = ""] = known;
  throw new InputError(
    `Cannot use the co-occurrence: it has none of the findings ${listSome(known)}` +
      `${didYouMean(first, labelNames)}; its own are ${listSome(labelNames)}`,
  );
}
