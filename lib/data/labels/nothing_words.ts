/**
 * Words that stand where a finding would, and mean that there is none.
 *
 * @module
 */
import { isMissing } from "../tables/missing.ts";

/**
 * What a word for nothing says: somebody looked and found nothing ("none"), or nobody wrote anything
 * ("unwritten").
 */
export type Nothing = "none" | "unwritten";

/** Words that say that a film has no finding. */
export const NONE_WORDS: readonly string[] = [
  "no finding",
  "no findings",
  "nofinding",
  "nofindings",
  "normal",
  "normal study",
  "within normal limits",
  "no abnormality",
  "no abnormalities",
  "no abnormality detected",
  "no abnormal finding",
  "no abnormal findings",
  "no significant finding",
  "no significant findings",
  "no disease",
  "healthy",
  "unremarkable",
  "nothing",
  "negative",
];

/**
 * Words that say that nobody wrote anything, beside those of `isMissing`. `None` is one of those, since
 * Python writes it for a missing value.
 */
export const UNWRITTEN_WORDS: readonly string[] = [
  "+nan",
  "n.a.",
  "#na",
  "#n/a n/a",
  "nat",
  "–",
  "—",
  ".",
  "missing",
  "unknown",
  "unlabeled",
  "unlabelled",
  "not available",
  "not mentioned",
];

/**
 * What a word for nothing says, in any case of letters and with `_` for blanks; undefined for any
 * other text.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { meaningOfNothing } from "./nothing_words.ts";
 *
 * assertEquals(meaningOfNothing("No_Finding"), "none");
 * assertEquals(meaningOfNothing("NaN"), "unwritten");
 * assertEquals(meaningOfNothing("Normal variant"), undefined);
 * ```
 */
export function meaningOfNothing(text: string): Nothing | undefined {
  const word = text.replace(/[\s_]+/g, " ").trim().toLowerCase();
  if (NONE_WORDS.includes(word)) return "none";
  return isMissing(word) || UNWRITTEN_WORDS.includes(word) ? "unwritten" : undefined;
}
