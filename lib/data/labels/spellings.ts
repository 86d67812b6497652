/**
 * Labels that differ only in case, blanks, `_`, dashes, apostrophes or signs that nobody sees: one
 * label, however a table spells it.
 *
 * @module
 */

/**
 * What two spellings of one label have in common: `Pleural_Thickening` and `pleural thickening`, or
 * `Pott's disease` with the apostrophe that a word processor writes.
 */
export function labelKey(label: string): string {
  return label.normalize("NFKC").replace(/\p{Cf}/gu, "").replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[\u2010-\u2015\u2212]/g, "-").replace(/[\s_]+/g, " ").trim().toLowerCase();
}

/** Blanks without width and marks of direction and hyphenation, which nobody sees. */
const UNSEEN = /[\u00ad\u200b\u200e\u200f\u2060-\u2064\ufeff]/g;

/** A text as people see it, without blanks around it. */
export function asSeen(text: string): string {
  return text.replace(UNSEEN, "").trim();
}

/** The one spelling of every label, and which others there were. */
export interface Spellings {
  /** The label of each key, see {@linkcode labelKey}. */
  readonly labelOf: ReadonlyMap<string, string>;
  /** Spellings that are read as another. */
  readonly variants: readonly { readonly variant: string; readonly label: string }[];
}

/**
 * The spelling that counts for each label: one that is wanted, or else the most frequent.
 *
 * @param counts How often each spelling occurs
 * @param wanted Spellings that somebody asked for
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { chooseSpellings } from "./spellings.ts";
 *
 * const { labelOf, variants } = chooseSpellings(new Map([["edema", 1], ["Edema", 9]]));
 * assertEquals(labelOf.get("edema"), "Edema");
 * assertEquals(variants, [{ variant: "edema", label: "Edema" }]);
 * ```
 */
export function chooseSpellings(
  counts: ReadonlyMap<string, number>,
  wanted: readonly string[] = [],
): Spellings {
  const labelOf = new Map(wanted.map((label) => [labelKey(label), label]));
  const byFrequency = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  for (const [spelling] of byFrequency) {
    const key = labelKey(spelling);
    if (!labelOf.has(key)) labelOf.set(key, spelling);
  }
  const variants = byFrequency.map(([variant]) => ({
    variant,
    label: labelOf.get(labelKey(variant))!,
  }))
    .filter(({ variant, label }) => variant !== label);
  return { labelOf, variants };
}
