/**
 * Which cases a search may return: findings, view, sex, age and patient, combined.
 *
 * @module
 */
import type { Case } from "../case.ts";
import { BARE_WORD, KEYWORDS, UNKNOWN } from "./filter_tokens.ts";
import { nextDown, nextUp } from "./next_number.ts";

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

/**
 * A filter's text, which `parseFilter` reads back as the same filter.
 *
 * @throws {RangeError} if an "and" or "or" has fewer than two parts, which no text says
 */
export function formatFilter(filter: Filter): string {
  switch (filter.kind) {
    case "label":
      return quoteUnless(/^WORD( WORD)*$/, filter.label);
    case "patient":
      return `patient=${quoteUnless(/^WORD$/, filter.patient)}`;
    case "sex":
      return `sex=${filter.sex || UNKNOWN}`;
    case "view":
      return `view=${filter.view || UNKNOWN}`;
    case "age":
      return formatAges(filter.from, filter.to);
    case "not":
      return `NOT ${formatPart(filter.part)}`;
    case "and":
    case "or":
      if (filter.parts.length < 2) {
        throw new RangeError(
          `Cannot write a filter: "${filter.kind}" has ${filter.parts.length} parts, expected 2 or more`,
        );
      }
      return filter.parts.map(formatPart).join(` ${filter.kind.toUpperCase()} `);
  }
}

/** A part of a condition, in brackets where it combines others. */
function formatPart(part: Filter): string {
  const text = formatFilter(part);
  return part.kind === "and" || part.kind === "or" ? `(${text})` : text;
}

function formatAges(from: number, to: number): string {
  if (from === -Infinity && to === Infinity) return "age=..";
  if (from === to) return `age=${from}`;
  if (to === Infinity) {
    return isShorter(nextDown(from), from) ? `age>${nextDown(from)}` : `age>=${from}`;
  }
  if (from === -Infinity) return isShorter(nextUp(to), to) ? `age<${nextUp(to)}` : `age<=${to}`;
  return `age=${from}..${to}`;
}

/** Whether a number takes fewer characters: 40 does beside the next number after 40. */
function isShorter(number: number, other: number): boolean {
  return String(number).length < String(other).length;
}

/** The text, in quotes unless it is bare words of the given form and none of them a keyword. */
function quoteUnless(form: RegExp, text: string): string {
  const bare = new RegExp(form.source.replaceAll("WORD", BARE_WORD.source));
  const keyword = text.split(" ").some((word) => KEYWORDS.includes(word.toUpperCase()));
  return bare.test(text) && !keyword ? text : `"${text.replaceAll('"', '""')}"`;
}
