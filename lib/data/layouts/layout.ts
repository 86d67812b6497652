/**
 * What an official table of labels looks like. A layout is a table of columns, which the general
 * reader reads.
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";
import type { Repeats } from "../labels/repeats.ts";
import type { TableColumns } from "../labels/table_columns.ts";
import { headerHint, listSome, type Table } from "../tables/table.ts";

/** A public collection of films and its tables of labels. */
export interface Layout {
  /** The collection, for people. */
  readonly title: string;
  readonly licence: string;
  /** Where its users get it. */
  readonly source: string;
  /** Its tables; a table is the first whose header it has. */
  readonly tables: readonly [LayoutTable, ...LayoutTable[]];
}

/** One official table. */
export interface LayoutTable {
  /** Its file name, for people. */
  readonly file: string;
  /** The columns that it is known by. */
  readonly header: readonly string[];
  readonly columns: TableColumns;
  /** How its rows of one film become one; default: "error". */
  readonly repeats?: Exclude<Repeats, "error">;
  /** What it means that nothing is written; default: "absent". */
  readonly unmentioned?: "absent" | "missing";
}

/** The official table whose header a table has; undefined where it has none of this layout. */
export function officialTable(layout: Layout, { header }: Table): LayoutTable | undefined {
  return layout.tables.find((table) => table.header.every((column) => header.includes(column)));
}

/**
 * The same, where it must be one.
 *
 * @throws {InputError} if it is none, naming the columns that it lacks
 */
export function requireOfficialTable(layout: Layout, table: Table): LayoutTable {
  const found = officialTable(layout, table);
  if (found !== undefined) return found;
  const lacks = layout.tables.map(({ file, header }) => {
    const missing = header.filter((column) => !table.header.includes(column));
    return `for ${file} it lacks ${listSome(missing)}`;
  });
  throw new InputError(
    `Cannot read "${table.name}" as a table of ${layout.title}: ` +
      `${lacks.join("; ")}; its columns are ${listSome(table.header)}${headerHint(table)}`,
  );
}
