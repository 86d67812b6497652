/**
 * Words that stand where a finding would, and mean that there is none.
 *
 * @module
 */
import { isMissing } from "../tables/missing.ts";
import { labelKey } from "./spellings.ts";

/**
 * What a word for nothing says: somebody looked and found nothing ("none"), nobody wrote anything
 * ("unwritten"), or somebody wrote that it is not known ("unknown").
 */
export type Nothing = "none" | "unwritten" | "unknown";

/** Words that say that a film has no finding. */
export const NONE_WORDS: readonly string[] = [
  "no finding",
  "no findings detected",
  "no acute finding",
  "no acute findings",
  "no acute disease",
  "no acute abnormality",
  "no findings",
  "nofinding",
  "nofindings",
  "normal",
  "normal study",
  "normal chest",
  "normal cxr",
  "wnl",
  "nad",
  "within normal limits",
  "no abnormality",
  "no abnormalities",
  "no abnormality detected",
  "no abnormal finding",
  "no abnormal findings",
  "no significant finding",
  "no significant findings",
  "no significant abnormality",
  "no pathology",
  "no disease",
  "healthy",
  "unremarkable",
  "nothing",
  "nothing found",
  "none found",
  "negative",
  "neg",
  "not present",
  "no diagnosis",
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
  ".",
  "missing",
  "undefined",
  "nul",
  "empty",
  "blank",
  "not available",
  "not mentioned",
  "not reported",
];

/** Words that say that nobody knows, whatever the option `unmentioned` makes of nothing. */
export const UNKNOWN_WORDS: readonly string[] = [
  "unknown",
  "not known",
  "uncertain",
  "undetermined",
  "indeterminate",
  "unlabeled",
  "unlabelled",
  "no label",
  "no labels",
];

const MEANINGS: ReadonlyMap<string, Nothing> = new Map([
  ...UNWRITTEN_WORDS.map((word) => [word, "unwritten"] as const),
  ...UNKNOWN_WORDS.map((word) => [word, "unknown"] as const),
  ...NONE_WORDS.map((word) => [word, "none"] as const),
]);

/**
 * What a word for nothing says, in any case of letters, with `_` or `-` for blanks and a full stop or
 * not; undefined for any other text.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { meaningOfNothing } from "./nothing_words.ts";
 *
 * assertEquals(meaningOfNothing("No_Finding"), "none");
 * assertEquals(meaningOfNothing("no-finding."), "none");
 * assertEquals(meaningOfNothing("Unknown"), "unknown");
 * assertEquals(meaningOfNothing("NaN"), "unwritten");
 * assertEquals(meaningOfNothing("Normal variant"), undefined);
 * ```
 */
export function meaningOfNothing(text: string): Nothing | undefined {
  const word = labelKey(text);
  const plain = word.replace(/(?<=\w)-(?=\w)/g, " ").replace(/(?<=\w)[.!]$/, "");
  const isUnwritten = isMissing(word) || isMissing(plain);
  return MEANINGS.get(word) ?? MEANINGS.get(plain) ?? (isUnwritten ? "unwritten" : undefined);
}

/** Whether a text is what collections write, "No Finding", rather than another word for it. */
export function isNoFinding(text: string): boolean {
  return /^no[ _]findings?$/i.test(text);
}
