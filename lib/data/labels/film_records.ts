/**
 * When films were taken and what was reported of them, from the columns of a table that say so.
 *
 * @module
 */
import { parseDay } from "../../base/days.ts";
import type { FilmRecords } from "../dataset.ts";
import { isMissing } from "../tables/missing.ts";
import { columnCells, listSome, type Table } from "../tables/table.ts";
import type { TableColumns } from "./table_columns.ts";

/** The longest report that is kept, in characters; some ten times the usual length. */
const MOST_REPORT = 10_000;

/**
 * Dates, visits and reports of the rows of a table; undefined where no column has any.
 *
 * @param onWarning Hears of dates that could not be read, which count as unknown
 * @throws {InputError} if a column is missing that the table must have
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { readRecords } from "./film_records.ts";
 * import { parseTable } from "../tables/parse_table.ts";
 *
 * const table = parseTable("id,Study Date,Follow-up\nfilm1,20170305,2\n", "facts.csv");
 * const records = readRecords(table, { date: "Study Date", visit: ["Follow-up"] });
 * assertEquals([records?.date[0], records?.visit[0]], ["2017-03-05", 2]);
 * ```
 */
export function readRecords(
  table: Table,
  columns: Pick<TableColumns, "date" | "visit" | "report">,
  onWarning?: (message: string) => void,
): FilmRecords | undefined {
  const [dates, visits, reports] = [columns.date, columns.visit, columns.report]
    .map((names) => cellsOf(table, names));
  if ([dates, visits, reports].every((cells) => cells!.length === 0)) return undefined;
  const blank = table.rows.map(() => "");
  return {
    date: readDates(table, dates![0] ?? blank, onWarning),
    visit: Float64Array.from(visits![0] ?? blank, parseVisit),
    report: table.rows.map((_, row) => reportOf(reports!.map((cells) => cells[row]!))),
  };
}

/** The cells of a column, or of those of several that a table has. */
function cellsOf(table: Table, names: string | readonly string[] | undefined): string[][] {
  if (names === undefined) return [];
  if (typeof names === "string") return [columnCells(table, names)];
  return names.filter((name) => table.header.includes(name)).map((name) =>
    columnCells(table, name)
  );
}

function readDates(
  { name }: Table,
  cells: readonly string[],
  onWarning?: (message: string) => void,
): string[] {
  const days = cells.map(parseDay);
  const unread = cells.filter((cell, row) => days[row] === "" && !isMissing(cell));
  if (unread.length > 0) {
    onWarning?.(
      `${unread.length} dates of "${name}" could not be read and count as unknown, such as ` +
        `${listSome(unread, 3)}; expected days such as 2017-03-05 or 20170305`,
    );
  }
  return days;
}

/** A number that counts visits, NaN where there is none. */
function parseVisit(cell: string): number {
  return /^\d+(\.0*)?$/.test(cell.trim()) ? Number(cell) : NaN;
}

/** The parts of a report, such as findings and impression, in one text; cut where it is too long. */
function reportOf(parts: readonly string[]): string {
  const text = parts.filter((part) => !isMissing(part)).map((part) => part.trim()).join("\n\n");
  return text.length <= MOST_REPORT ? text : `${text.slice(0, MOST_REPORT).toWellFormed()} …`;
}
