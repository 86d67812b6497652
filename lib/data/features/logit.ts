/**
 * Probabilities as logits, which spreads them evenly.
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";
import type { FeatureTable } from "./feature_table.ts";

/** Probabilities are kept this far from 0 and 1, so that a logit is at most ln(10⁶) = 13.8. */
const LEAST_PROBABILITY = 1e-6;

/**
 * log p/(1−p), with p kept within [10⁻⁶, 1 − 10⁻⁶].
 *
 * @example
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * import { logit } from "./logit.ts";
 *
 * assertEquals(logit(0.5), 0);
 * assertAlmostEquals(logit(0.9), Math.log(9), 1e-12);
 * assertEquals(logit(0), logit(1e-9));
 * ```
 */
export function logit(probability: number): number {
  const p = Math.min(Math.max(probability, LEAST_PROBABILITY), 1 - LEAST_PROBABILITY);
  return Math.log(p / (1 - p));
}

/**
 * The logits of a table of probabilities.
 *
 * @param path Of its file, for messages
 * @throws {InputError} if a value is no probability, naming film and feature
 */
export function logits(
  { ids, width, values }: FeatureTable,
  path: string,
): Float32Array<ArrayBuffer> {
  return values.map((value, i) => {
    if (!(value >= 0 && value <= 1)) {
      throw new InputError(
        `Cannot take logits of features: "${path}" holds ${value} for film ` +
          `"${ids[Math.floor(i / width)]}" in feature ${i % width + 1} of ${width}; expected a ` +
          `probability in [0, 1], or data.transform "none"`,
      );
    }
    return logit(value);
  });
}
