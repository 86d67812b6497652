/**
 * Filters as SQL conditions, so that the database passes over what does not fit.
 *
 * @module
 */
import type { Filter } from "../filter/filter.ts";
import { findingPosition } from "../filter/finding_position.ts";
import type { SqlValue } from "./sql_connection.ts";

/**
 * The condition of a filter, in brackets, over the columns of the table of codes. Values of the
 * filter never stand in it but become parameters.
 *
 * Every condition is true or false and never null, so that `not` means what it says: a case of
 * unknown age, whose column is null, fits no age condition and every `not` of one.
 *
 * @param values The parameters so far; the filter's are put behind them
 * @throws {InputError} if the filter asks for a finding that is none of the store's
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { filterSql } from "./filter_sql.ts";
 *
 * const values = ["first"];
 * const view = { kind: "not", part: { kind: "view", view: "PA" } } as const;
 * assertEquals(filterSql(view, [], values), "(not (view = $2::text))");
 * assertEquals(values, ["first", "PA"]);
 * ```
 */
export function filterSql(
  filter: Filter,
  labelNames: readonly string[],
  values: SqlValue[],
): string {
  const parameter = (value: SqlValue, type: string) => `$${values.push(value)}::${type}`;
  switch (filter.kind) {
    case "label": {
      const place = findingPosition(filter.label, labelNames);
      return `(get_bit(labels, ${parameter(place, "integer")}) = 1)`;
    }
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
    case "not":
      return `(not ${filterSql(filter.part, labelNames, values)})`;
    case "and":
    case "or": {
      const parts = filter.parts.map((part) => filterSql(part, labelNames, values));
      if (parts.length === 0) return `(${filter.kind === "and"})`;
      return `(${parts.join(` ${filter.kind} `)})`;
    }
  }
}
