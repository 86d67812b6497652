/**
 * A record that has lost some of its findings, to measure what asking by it is still worth.
 *
 * @module
 */
import type { Random } from "../base/random.ts";
import type { LabelMatrix } from "../data/dataset.ts";
import { PRESENT_FROM } from "../data/labels/label_sets.ts";

/**
 * The labels with a share of those that are present recorded as absent.
 *
 * @param share The chance of each to be lost, 0 to 1
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Random } from "../base/random.ts";
 * import { loseLabels } from "./lost_labels.ts";
 *
 * const labels = { names: ["Edema", "Mass"], values: Float32Array.of(1, 0, NaN, 1) };
 * assertEquals(loseLabels(labels, 1, new Random(0)).values, Float32Array.of(0, 0, NaN, 0));
 * ```
 */
export function loseLabels(
  { names, values }: LabelMatrix,
  share: number,
  random: Random,
): LabelMatrix {
  return {
    names,
    values: values.map((value) => value >= PRESENT_FROM && random.chance(share) ? 0 : value),
  };
}
