/**
 * Filters as SQL conditions, so that the database passes over what does not fit.
 *
 * @module
 */
import type { Filter } from "../filter/filter.ts";
import { findingPosition } from "../filter/finding_position.ts";
import type { ColumnSql } from "./case_row.ts";
import type { SqlValue } from "./sql_connection.ts";

/**
 * The condition of a filter, in brackets, over the columns of the table of codes. Values of the
 * filter never stand in it but become parameters.
 *
 * The condition that a finding is present is null where that is unknown, and SQL's logic of three
 * values then gives what `fits` gives. All other conditions are true or false and never null: a case
 * of unknown age, whose column is null, fits no age condition and every `not` of one.
 *
 * @param store The names of the findings, the bits of those that are unknown and the day of the study
 * as SQL
 * @param values The parameters so far; the filter's are put behind them
 * @throws {InputError} if the filter asks for a finding that is none of the store's
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { filterSql } from "./filter_sql.ts";
 *
 * const values = ["first"];
 * const view = { kind: "not", part: { kind: "view", view: "PA" } } as const;
 * const store = { labelNames: [], unknown: "unknown", date: "date" };
 * assertEquals(filterSql(view, store, values), "(not (view = $2::text))");
 * assertEquals(values, ["first", "PA"]);
 * ```
 */
export function filterSql(
  filter: Filter,
  store: Pick<ColumnSql, "unknown" | "date"> & { readonly labelNames: readonly string[] },
  values: SqlValue[],
): string {
  const parameter = (value: SqlValue, type: string) => `$${values.push(value)}::${type}`;
  switch (filter.kind) {
    case "label": {
      const place = parameter(findingPosition(filter.label, store.labelNames), "integer");
      return `(case when get_bit(labels, ${place}) = 1 then true ` +
        `when get_bit(${store.unknown}, ${place}) = 0 then false end)`;
    }
    case "unknown":
      return `(${filterSql(filter.part, store, values)} is null)`;
    case "patient":
    case "sex":
    case "view": {
      const text = filter.kind === "patient"
        ? filter.patient
        : filter.kind === "sex"
        ? filter.sex
        : filter.view;
      // PostgreSQL keeps no text with a NUL character, so no case has this one.
      if (text.includes("\0")) return "(false)";
      return `(${filter.kind} = ${parameter(text, "text")})`;
    }
    case "age": {
      const type = "double precision";
      const [from, to] = [parameter(filter.from, type), parameter(filter.to, type)];
      return `(age is not null and age between ${from} and ${to})`;
    }
    case "date": {
      // Compared byte by byte, as the days order, whatever the database's language.
      const day = `${store.date} collate "C"`;
      const [from, to] = [parameter(filter.from, "text"), parameter(filter.to, "text")];
      return `(${store.date} is not null and ${day} between ${from} and ${to})`;
    }
    case "not":
      return `(not ${filterSql(filter.part, store, values)})`;
    case "and":
    case "or": {
      const parts = filter.parts.map((part) => filterSql(part, store, values));
      if (parts.length === 0) return `(${filter.kind === "and"})`;
      return `(${parts.join(` ${filter.kind} `)})`;
    }
  }
}
