/**
 * Which cases a search may return: findings, view, sex, age, date and patient, combined.
 *
 * @module
 */
import type { Case } from "../case.ts";

/** A condition on a case; see `parseFilter` for its text form. */
export type Filter =
  /** The finding is present; neither true nor false of a case of which that is unknown. */
  | { readonly kind: "label"; readonly label: string }
  /** The part is neither true nor false. */
  | { readonly kind: "unknown"; readonly part: Filter }
  | { readonly kind: "patient"; readonly patient: string }
  | { readonly kind: "sex"; readonly sex: string }
  | { readonly kind: "view"; readonly view: string }
  /** Years from … to, both included; a case of unknown age never fits. */
  | { readonly kind: "age"; readonly from: number; readonly to: number }
  /** Days such as "2017-03-05" from … to, both included; a case of unknown date never fits. */
  | { readonly kind: "date"; readonly from: string; readonly to: string }
  | { readonly kind: "not"; readonly part: Filter }
  | { readonly kind: "and" | "or"; readonly parts: readonly Filter[] };

/**
 * Whether a case fits a filter, that is whether the filter is true of it: the plain meaning, which
 * every store must agree with.
 *
 * A finding that is unknown is neither true nor false, and so is NOT of it; AND is false where one
 * part is false, OR true where one part is true, whatever is unknown of the others (Kleene's strong
 * logic of three values, SQL's too). So `NOT Effusion` fits the cases that are known to have none.
 * All other conditions are true or false: a case of unknown age fits no condition on age, and does
 * fit `NOT age>=40`; `age<40` asks for a known age.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { fits } from "./filter.ts";
 * import { parseFilter } from "./filter_parser.ts";
 *
 * const film = {
 *   id: "1.png", patient: "1", labels: ["Mass"], unknown: ["Edema"],
 *   sex: "F", age: NaN, view: "PA", image: "",
 * };
 * const names = ["Edema", "Effusion", "Mass"];
 * assert(fits(parseFilter("mass AND view=PA AND NOT effusion", names), film));
 * assert(!fits(parseFilter("edema OR NOT edema", names), film));
 * assert(fits(parseFilter("edema=unknown", names), film));
 * assert(!fits(parseFilter("age<40", names), film));
 * assert(fits(parseFilter("NOT age>=40", names), film));
 * ```
 */
export function fits(filter: Filter, film: Case): boolean {
  return holds(filter, film, true);
}

/** Whether a filter is true of a case, or whether it is false; it may be neither. */
function holds(filter: Filter, film: Case, value: boolean): boolean {
  switch (filter.kind) {
    case "label":
      return film.labels.includes(filter.label) === value && !film.unknown.includes(filter.label);
    case "unknown":
      return (holds(filter.part, film, true) || holds(filter.part, film, false)) !== value;
    case "patient":
      return (film.patient === filter.patient) === value;
    case "sex":
      return (film.sex === filter.sex) === value;
    case "view":
      return (film.view === filter.view) === value;
    case "age":
      return (film.age >= filter.from && film.age <= filter.to) === value;
    case "date": {
      const { date } = film;
      return (date !== undefined && date >= filter.from && date <= filter.to) === value;
    }
    case "not":
      return holds(filter.part, film, !value);
    case "and":
      return value
        ? filter.parts.every((part) => holds(part, film, true))
        : filter.parts.some((part) => holds(part, film, false));
    case "or":
      return value
        ? filter.parts.some((part) => holds(part, film, true))
        : filter.parts.every((part) => holds(part, film, false));
  }
}
