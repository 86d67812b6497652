/**
 * How tables write that a cell holds nothing.
 *
 * @module
 */

/** What pandas, R and databases write for nothing, and people for it, in lower case. */
const MISSING: ReadonlySet<string> = new Set([
  "",
  "#n/a",
  "-",
  "--",
  "-nan",
  "<na>",
  "?",
  "\\n",
  "n/a",
  "na",
  "nan",
  "nil",
  "none",
  "null",
]);

/**
 * Whether a cell holds nothing: blanks, or a word for it such as `NaN`, `NA`, `null` or `None`, in
 * any case of letters.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { isMissing } from "./missing.ts";
 *
 * assertEquals(["", " NaN ", "<NA>", "0"].map(isMissing), [true, true, true, false]);
 * ```
 */
export function isMissing(cell: string): boolean {
  return MISSING.has(cell.trim().toLowerCase());
}
