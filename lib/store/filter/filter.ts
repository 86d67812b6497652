/**
 * Which cases a search may return: findings, view, sex, age and patient, combined.
 *
 * @module
 */
import type { Case } from "../case.ts";

/** A condition on a case; see `parseFilter` for its text form. */
export type Filter =
  /** The finding is present. */
  | { readonly kind: "label"; readonly label: string }
  | { readonly kind: "patient"; readonly patient: string }
  | { readonly kind: "sex"; readonly sex: string }
  | { readonly kind: "view"; readonly view: string }
  /** Years from … to, both included; a case of unknown age never fits. */
  | { readonly kind: "age"; readonly from: number; readonly to: number }
  | { readonly kind: "not"; readonly part: Filter }
  | { readonly kind: "and" | "or"; readonly parts: readonly Filter[] };

/**
 * Whether a case fits a filter: the plain meaning, which every store must agree with.
 *
 * NOT fits exactly the cases that its part does not fit. So a case of unknown age, which fits no
 * age condition, does fit `NOT age>=40`; `age<40` asks for a known age.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { fits } from "./filter.ts";
 * import { parseFilter } from "./filter_parser.ts";
 *
 * const film = {
 *   id: "1.png", patient: "1", labels: ["Mass"], sex: "F", age: NaN, view: "PA", image: "",
 * };
 * const names = ["Effusion", "Mass"];
 * assert(fits(parseFilter("mass AND view=PA", names), film));
 * assert(!fits(parseFilter("age<40", names), film));
 * assert(fits(parseFilter("NOT age>=40", names), film));
 * ```
 */
export function fits(filter: Filter, film: Case): boolean {
  switch (filter.kind) {
    case "label":
      return film.labels.includes(filter.label);
    case "patient":
      return film.patient === filter.patient;
    case "sex":
      return film.sex === filter.sex;
    case "view":
      return film.view === filter.view;
    case "age":
      return film.age >= filter.from && film.age <= filter.to;
    case "not":
      return !fits(filter.part, film);
    case "and":
      return filter.parts.every((part) => fits(part, film));
    case "or":
      return filter.parts.some((part) => fits(part, film));
  }
}
