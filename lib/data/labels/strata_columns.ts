/**
 * Sex, age and view of the films of a table, from the columns that hold them.
 *
 * @module
 */
import type { Strata } from "../dataset.ts";
import { columnCells, type Table } from "../tables/table.ts";
import { GREATEST_AGE, parseAge, parseSex, parseView } from "./strata.ts";
import type { BirthAndDate, TableColumns } from "./table_columns.ts";

/**
 * Sex, age and view of each row; unknown where no column is named for them.
 *
 * @throws {InputError} if a column is missing
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { readStrata } from "./strata_columns.ts";
 * import { parseTable } from "../tables/parse_table.ts";
 *
 * const table = parseTable("id,born,date,side\nfilm1,1950.0,20140915,PA\n", "labels.csv");
 * const strata = readStrata(table, { age: { birth: "born", date: "date" }, view: ["side"] });
 * assertEquals([strata.age[0], strata.view[0], strata.sex[0]], [64, "PA", ""]);
 * ```
 */
export function readStrata(
  table: Table,
  { sex, age, view }: Pick<TableColumns, "sex" | "age" | "view">,
): Strata {
  return {
    sex: sex === undefined ? table.rows.map(() => "") : columnCells(table, sex).map(parseSex),
    age: Float32Array.from(readAges(table, age)),
    view: readViews(table, view),
  };
}

function readAges(table: Table, age: string | BirthAndDate | undefined): number[] {
  if (age === undefined) return table.rows.map(() => NaN);
  if (typeof age === "string") return columnCells(table, age).map(parseAge);
  const births = columnCells(table, age.birth);
  return columnCells(table, age.date).map((date, row) => {
    const years = yearOf(date) - yearOf(births[row]!);
    return years >= 0 && years <= GREATEST_AGE ? years : NaN;
  });
}

/** The year that `1950`, `1950.0` or `20140915` begins with; NaN where it begins with none. */
function yearOf(cell: string): number {
  return Number(/^((?:19|20)\d\d)(?:\d{4})?(?:\.0*)?$/.exec(cell)?.[1] ?? NaN);
}

function readViews(table: Table, view: string | readonly string[] | undefined): string[] {
  if (view === undefined) return table.rows.map(() => "");
  if (typeof view === "string") return columnCells(table, view).map(parseView);
  const columns = view.filter((name) => table.header.includes(name))
    .map((name) => columnCells(table, name).map(parseView));
  return table.rows.map((_, row) => columns.map((views) => views[row]!).find(Boolean) ?? "");
}
