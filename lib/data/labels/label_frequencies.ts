/**
 * How frequent labels are.
 *
 * @module
 */
import type { LabelMatrix } from "../dataset.ts";

/** A label that occurs on no film counts as if half a film had it, so that ln π is a number. */
const LEAST_FILMS = 0.5;

/**
 * π_l, `[C]`: the share of films that have each label, of those where it is known. Soft labels count
 * with their value, and a label that occurs nowhere as half a film.
 *
 * @param rows The films that are counted
 * @example The second label is known of two films, the third of none
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { labelFrequencies } from "./label_frequencies.ts";
 *
 * const names = ["Edema", "Mass", "Hernia"];
 * const values = Float32Array.of(1, 1, NaN, 1, NaN, NaN, 1, 0, NaN, 0, NaN, NaN);
 * assertEquals(labelFrequencies({ names, values }, [0, 1, 2, 3]), [0.75, 0.5, 0.125]);
 * ```
 */
export function labelFrequencies(
  { names, values }: LabelMatrix,
  rows: ArrayLike<number>,
): readonly number[] {
  return names.map((_, label) => {
    const known = Array.from(rows, (row) => values[row * names.length + label]!)
      .filter((value) => !Number.isNaN(value));
    const present = known.reduce((sum, value) => sum + value, 0);
    return Math.max(present, LEAST_FILMS) / (known.length || rows.length);
  });
}
