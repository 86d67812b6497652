/**
 * Expected relevance as a whole number, which every store works out alike: in TypeScript, in
 * WebAssembly and in a database, so that ranks never depend on where they were found.
 *
 * @module
 */

/** The number that stands for 1: the greatest of 16 bits with a sign. */
export const ONE = 32767;

/** Half of 2^15, by which the shift of a product rounds. */
const HALF = 1 << 14;

/** Probabilities 0 to 1 as whole numbers up to {@linkcode ONE}. */
export function toFixed(probabilities: ArrayLike<number>): Uint16Array<ArrayBuffer> {
  const fixed = new Uint16Array(probabilities.length);
  for (let j = 0; j < fixed.length; j++) {
    fixed[j] = Math.round(ONE * Math.min(1, Math.max(0, probabilities[j]!)));
  }
  return fixed;
}

/**
 * Σ_j (w_j · r_j + 2^14) >> 15, at most {@linkcode ONE}: what the query expects of a case, w being
 * its weights and r what the case's code tells of itself. Divided by {@linkcode ONE} it is
 * Σ_j w_j·p(j | b), to about 1/65536 a term.
 *
 * @param weights `[J]`, at most {@linkcode ONE}
 * @param relevances `[n, J]`, at most {@linkcode ONE}
 * @param row Which case
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { expectedRelevance, ONE } from "@cohash/cohash/asking";
 *
 * const weights = Uint16Array.of(ONE, 0);
 * const relevances = Uint16Array.of(100, 200, 300, 400);
 * assertEquals(expectedRelevance(weights, relevances, 1), 300);
 * ```
 */
export function expectedRelevance(
  weights: Uint16Array,
  relevances: Uint16Array,
  row: number,
): number {
  const start = row * weights.length;
  let sum = 0;
  for (let j = 0; j < weights.length; j++) {
    sum += (weights[j]! * relevances[start + j]! + HALF) >> 15;
  }
  return Math.min(sum, ONE);
}
