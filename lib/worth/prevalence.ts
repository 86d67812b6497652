/**
 * How often findings occur.
 *
 * @module
 */
import type { LabelMatrix } from "../data/dataset.ts";
import { PRESENT_FROM } from "../data/labels/label_sets.ts";

/**
 * `[C]` the share of films with each finding, of those of which it is known; half a film with and half
 * a film without are added, so that it is never 0 nor 1.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { prevalenceOf } from "@cohash/cohash/worth";
 *
 * const values = Float32Array.of(1, 0, NaN, 0);
 * assertEquals(prevalenceOf({ names: ["Edema", "Mass"], values }), [1.5 / 2, 0.5 / 3]);
 * ```
 */
export function prevalenceOf({ names, values }: LabelMatrix): number[] {
  const films = values.length / names.length;
  return names.map((_, label) => {
    let [present, known] = [0.5, 1];
    for (let film = 0; film < films; film++) {
      const value = values[film * names.length + label]!;
      if (Number.isNaN(value)) continue;
      known++;
      if (value >= PRESENT_FROM) present++;
    }
    return present / known;
  });
}
