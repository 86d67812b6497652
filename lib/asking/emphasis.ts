/**
 * Asking with some findings counting for more than the film itself says, or for less.
 *
 * @module
 */

/**
 * `[J]` probabilities with the odds of some labels multiplied: p′(S) ∝ p(S)·Π_{l∈S} f_l, as for
 * another prior of the labels (Saerens, Latinne and Decaestecker, Neural Computation 2002). Over
 * labels it is p′(l) ∝ p(l)·f_l. Factors of 1 change nothing.
 *
 * @param probabilities `[J]` of the alternatives, or other weights that are not negative
 * @param alternatives `[J]` the labels of each
 * @param factors `[C]` f, 0 or more; 0 says that the label is not there
 * @returns They sum to 1, or are all 0 where the factors leave nothing
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { emphasise } from "./emphasis.ts";
 *
 * // Nothing, edema, effusion, both; the effusion counts three times as much.
 * const sets = [[], [0], [1], [0, 1]];
 * assertEquals([...emphasise([0.25, 0.25, 0.25, 0.25], sets, [1, 3])], [0.125, 0.125, 0.375, 0.375]);
 * assertEquals([...emphasise([0, 0.5, 0.5, 0], sets, [0, 0])], [0, 0, 0, 0]);
 * ```
 */
export function emphasise(
  probabilities: ArrayLike<number>,
  alternatives: readonly (readonly number[])[],
  factors: ArrayLike<number>,
): Float64Array {
  const weighted = Float64Array.from(
    alternatives,
    (labels, j) => labels.reduce((product, label) => product * factors[label]!, probabilities[j]!),
  );
  const total = weighted.reduce((sum, value) => sum + value, 0) || 1;
  return weighted.map((value) => value / total);
}
