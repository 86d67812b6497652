/**
 * One vector a label, to which codes are compared: the hash targets of a method that has them, or
 * else the centroids of the training films' codes.
 *
 * @module
 */
import type { LabelMatrix } from "../data/dataset.ts";
import { PRESENT_FROM } from "../data/labels/label_sets.ts";

/** A vector for each label. */
export interface LabelVectors {
  /** The C labels. */
  readonly names: readonly string[];
  /** `[C, bits]`, row-major; only directions count. */
  readonly values: Float32Array;
}

/**
 * The mean direction of the films that have each label: Σ v / ‖v‖ over them, which is the nearest
 * centroid's of Rocchio's classifier under the cosine. A label that no film has gets zeros, which
 * are equally far from everything.
 *
 * @param continuous `[n, bits]` continuous codes of the films
 * @param labels Theirs; soft values count as present from 0.5
 * @throws {RangeError} if the codes are not as many as the films
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { labelCentroids } from "@cohash/cohash/asking";
 *
 * const labels = { names: ["Edema", "Mass"], values: Float32Array.of(1, 0, 1, 1) };
 * const { values } = labelCentroids(Float32Array.of(2, 0, 0, 5), labels);
 * assertEquals(values, Float32Array.of(1, 1, 0, 1));
 * ```
 */
export function labelCentroids(
  continuous: Float32Array,
  { names, values: labels }: LabelMatrix,
): LabelVectors {
  const classes = names.length;
  const films = labels.length / classes;
  const bits = continuous.length / films;
  if (!Number.isInteger(bits)) {
    throw new RangeError(
      `Cannot find centroids: ${continuous.length} values are not codes of ${films} films`,
    );
  }
  const values = new Float32Array(classes * bits);
  for (let film = 0; film < films; film++) {
    const code = continuous.subarray(film * bits, (film + 1) * bits);
    const length = Math.hypot(...code) || 1;
    for (let label = 0; label < classes; label++) {
      if (!(labels[film * classes + label]! >= PRESENT_FROM)) continue;
      for (let bit = 0; bit < bits; bit++) values[label * bits + bit]! += code[bit]! / length;
    }
  }
  return { names, values };
}

/** `[C, bits]` the same directions at length 1; a vector of zeros stays. */
export function unitVectors({ names, values }: LabelVectors): Float64Array {
  const bits = values.length / names.length;
  const units = Float64Array.from(values);
  for (let start = 0; start < units.length; start += bits) {
    const vector = units.subarray(start, start + bits);
    const length = Math.hypot(...vector) || 1;
    for (let bit = 0; bit < bits; bit++) vector[bit]! /= length;
  }
  return units;
}

/**
 * `[n, C]` the cosines of continuous codes `[n, bits]` with all label vectors.
 *
 * @param units Those at length 1, where they are known from before
 */
export function labelCosines(
  continuous: Float32Array,
  vectors: LabelVectors,
  units: Float64Array = unitVectors(vectors),
): Float64Array {
  const classes = vectors.names.length;
  const bits = vectors.values.length / classes;
  const rows = continuous.length / bits;
  const cosines = new Float64Array(rows * classes);
  for (let row = 0; row < rows; row++) {
    const code = continuous.subarray(row * bits, (row + 1) * bits);
    const length = Math.hypot(...code) || 1;
    for (let label = 0; label < classes; label++) {
      let sum = 0;
      for (let bit = 0; bit < bits; bit++) sum += code[bit]! * units[label * bits + bit]!;
      cosines[row * classes + label] = sum / length;
    }
  }
  return cosines;
}
