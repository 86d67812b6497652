/**
 * Names and numbers as a reader expects them: `Pleural_Thickening` becomes "Pleural thickening",
 * 0.4123 becomes ".412".
 *
 * @module
 */
import type { Interval } from "../metrics/mod.ts";

/**
 * Label names for people: underscores become spaces, and only the first word keeps its capital.
 * Abbreviations such as "COPD" stay. Names that would become equal are left as they are.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { readableLabels } from "./words.ts";
 *
 * assertEquals(readableLabels(["Pleural_Thickening", "COPD"]), ["Pleural thickening", "COPD"]);
 * assertEquals(readableLabels(["a_b", "a b"]), ["a_b", "a b"]);
 * ```
 */
export function readableLabels(names: readonly string[]): string[] {
  const readable = names.map(readableLabel);
  return new Set(readable).size === new Set(names).size ? readable : [...names];
}

/** One label name for people. Use {@linkcode readableLabels} where several must stay distinct. */
export function readableLabel(name: string): string {
  const [first = "", ...rest] = name.replaceAll("_", " ").trim().split(/\s+/);
  return [first, ...rest.map((word) => /^\p{Lu}\p{Ll}+$/u.test(word) ? word.toLowerCase() : word)]
    .join(" ");
}

/** Findings of a film that are unknown, and how many findings there are in all. */
export interface UnknownFindings {
  /** The unknown ones. */
  readonly names: readonly string[];
  /** How many findings there are, known or not. */
  readonly of: number;
}

/**
 * What is said of a film's unknown findings, "" where all are known. Up to three are named.
 *
 * @param named Most findings that are named; default: 3
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { unknownText } from "./words.ts";
 *
 * assertEquals(unknownText({ names: ["Mass", "Nodule"], of: 14 }), "unknown: Mass, Nodule");
 * assertEquals(unknownText({ names: ["Mass", "Nodule"], of: 14 }, 0), "2 of 14 unknown");
 * assertEquals(unknownText({ names: ["Mass", "Nodule"], of: 2 }), "findings unknown");
 * assertEquals(unknownText({ names: [], of: 2 }), "");
 * ```
 */
export function unknownText({ names, of }: UnknownFindings, named = 3): string {
  if (names.length === 0) return "";
  if (names.length === of) return "findings unknown";
  return names.length > named
    ? `${names.length} of ${of} unknown`
    : `unknown: ${names.map(readableLabel).join(", ")}`;
}

/**
 * A score with three decimals and no leading zero, as tables of the field print it; "–" where
 * there is none (null, undefined, NaN).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { formatScore } from "./words.ts";
 *
 * assertEquals([0.4123, 1, -0.05, NaN].map(formatScore), [".412", "1.000", "-.050", "–"]);
 * ```
 */
export function formatScore(value: number | null | undefined): string {
  if (!isScore(value)) return "–";
  return value.toFixed(3).replace(/^(-?)0\./, "$1.");
}

/**
 * A probability with two decimals and no leading zero, which is as much as it is known.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { formatProbability } from "./words.ts";
 *
 * assertEquals([0.6249, 1, 0].map(formatProbability), [".62", "1.00", ".00"]);
 * ```
 */
export function formatProbability(value: number): string {
  return value.toFixed(2).replace(/^0\./, ".");
}

/** A pair of scores as `[.405, .419]`, or "" where there is none. */
export function formatInterval(interval: Interval | null | undefined): string {
  if (!isInterval(interval)) return "";
  return `[${formatScore(interval[0])}, ${formatScore(interval[1])}]`;
}

/** A whole number with thousands separators: 86524 becomes "86,524"; fractions are rounded. */
export function formatCount(value: number): string {
  if (!Number.isFinite(value)) return "–";
  // Not by `toLocaleString`, whose tables take 20 ms to load.
  return String(Math.round(value)).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** A share in percent, with one decimal where it has any: 0.125 becomes "12.5 %". */
export function formatPercent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}

/** Whether there is a number to show. */
export function isScore(value: number | null | undefined): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** Whether both ends of a range are numbers. */
export function isInterval(interval: Interval | null | undefined): interval is Interval {
  return interval !== null && interval !== undefined && interval.every(isScore);
}
