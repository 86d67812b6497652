/**
 * Locality-sensitive hashing by random hyperplanes (Charikar, STOC 2002): codes that learn
 * nothing, the row which any learned code has to beat on the same features.
 *
 * @module
 */
import type { Random } from "../random.ts";

/**
 * Continuous codes `[n, bits]`: the projections of centred features on `bits` random directions.
 * Their signs are the hash code.
 *
 * @param features `[n, D]`, row-major
 * @param mean `[D]`, the mean of the training features
 * @example Films on opposite sides of the mean get opposite codes
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Random } from "../random.ts";
 * import { lshProjections } from "./lsh.ts";
 *
 * const mean = Float32Array.of(1, 1);
 * const options = { mean, bits: 8, random: new Random(0) };
 * const codes = lshProjections(Float32Array.of(3, 0, -1, 2), options);
 * assertEquals(codes.subarray(0, 8), codes.subarray(8).map((value) => -value));
 * ```
 */
export function lshProjections(
  features: Float32Array,
  { mean, bits, random }: {
    readonly mean: Float32Array;
    readonly bits: number;
    readonly random: Random;
  },
): Float32Array {
  const width = mean.length;
  const rows = features.length / width;
  const directions = random.normals(width * bits);
  const codes = new Float32Array(rows * bits);
  for (let n = 0; n < rows; n++) {
    for (let d = 0; d < width; d++) {
      const value = features[n * width + d]! - mean[d]!;
      for (let k = 0; k < bits; k++) codes[n * bits + k]! += value * directions[d * bits + k]!;
    }
  }
  return codes;
}
