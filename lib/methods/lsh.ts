/**
 * LSH (Charikar: "Similarity Estimation Techniques from Rounding Algorithms", STOC 2002): the sides
 * of random hyperplanes on which standardised features lie. It learns nothing; any learned code has
 * to beat it on the same features.
 *
 * @module
 */
import { z } from "zod";
import { Random } from "../base/random.ts";
import { type FeatureStatistics, standardise } from "../model/feature_adaptor.ts";
import { defineMethod } from "./method.ts";

/** See the module. */
export const lsh = defineMethod("lsh", z.strictObject({}), () => ({
  kind: "features",
  directions: ({ width }, { bits, seed }) =>
    lshDirections(width, { bits, random: new Random(seed) }),
}));

/** Random directions `[width, bits]`, the same for a seed: normals of hyperplanes. */
export function lshDirections(
  width: number,
  { bits, random }: { readonly bits: number; readonly random: Random },
): Float32Array {
  return random.fork("lsh").normals(width * bits);
}

/**
 * Continuous codes `[n, bits]`: the projections of standardised features on `bits` random
 * directions. Their signs are the hash code.
 *
 * @param features `[n, D]`, row-major
 * @param statistics Of the training features
 * @example Films on opposite sides of the mean get opposite codes
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Random } from "../base/random.ts";
 * import { lshProjections } from "./lsh.ts";
 *
 * const statistics = { mean: Float32Array.of(1, 1), deviation: Float32Array.of(1, 1) };
 * const options = { statistics, bits: 8, random: new Random(0) };
 * const codes = lshProjections(Float32Array.of(3, 0, -1, 2), options);
 * assertEquals(codes.subarray(0, 8), codes.subarray(8).map((value) => -value));
 * ```
 */
export function lshProjections(
  features: Float32Array,
  { statistics, bits, random }: {
    readonly statistics: FeatureStatistics;
    readonly bits: number;
    readonly random: Random;
  },
): Float32Array {
  const width = statistics.mean.length;
  const rows = features.length / width;
  const values = standardise(features, statistics);
  const directions = lshDirections(width, { bits, random });
  const codes = new Float32Array(rows * bits);
  for (let n = 0; n < rows; n++) {
    for (let d = 0; d < width; d++) {
      const value = values[n * width + d]!;
      for (let k = 0; k < bits; k++) codes[n * bits + k]! += value * directions[d * bits + k]!;
    }
  }
  return codes;
}
