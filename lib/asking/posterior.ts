/**
 * What a film probably shows, told from the cosines of its code with the label vectors.
 *
 * @module
 */
import type { AskingCard, Sharpness } from "./asking_card.ts";

/** The alternatives among which a posterior shares out its probability. */
export interface Alternatives {
  /** `[J]` the labels of each: one, or those of a set. */
  readonly labels: readonly (readonly number[])[];
  /** `[J]` ln π of each, π its share of the training films. */
  readonly logShares: Float64Array;
}

/** The part of a card that says what is summed over. */
export type CountedLabels = Pick<AskingCard, "over" | "labels" | "films" | "sets">;

/**
 * The labels, or the label sets of the training films, with their shares. A label that no film has
 * counts as half a film, so that its logarithm is finite.
 */
export function alternativesOf({ over, labels, films, sets }: CountedLabels): Alternatives {
  const counted = over === "sets" ? sets : labels.map((_, label) => ({
    labels: [label],
    films: films[label]!,
  }));
  const counts = counted.map(({ films }) => Math.max(films, 0.5));
  const total = counts.reduce((sum, count) => sum + count, 0);
  return {
    labels: counted.map(({ labels }) => labels),
    logShares: Float64Array.from(counts, (count) => Math.log(count / total)),
  };
}

/**
 * `[J]` p(j) ∝ π_j^a · exp(s Σ_{l∈j} c_l), the softmax of scaled cosines with a prior (ours, beyond
 * the paper; over labels it is the distribution that the loss compares with smoothed labels).
 *
 * @param cosines `[C]` of one code with the label vectors
 * @example Two labels, the first twice as frequent
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { posterior } from "@cohash/cohash/asking";
 *
 * const alternatives = {
 *   labels: [[0], [1]],
 *   logShares: Float64Array.of(Math.log(2 / 3), Math.log(1 / 3)),
 * };
 * const [first] = posterior([0.5, 0.5], alternatives, { scale: 3, prior: 1 });
 * assertAlmostEquals(first!, 2 / 3);
 * ```
 */
export function posterior(
  cosines: ArrayLike<number>,
  { labels, logShares }: Alternatives,
  { scale, prior }: Sharpness,
): Float64Array {
  // Every code of an index comes here once, so nothing is made but the result.
  const logits = new Float64Array(labels.length);
  for (let j = 0; j < logits.length; j++) {
    const set = labels[j]!;
    let sum = 0;
    for (let i = 0; i < set.length; i++) sum += cosines[set[i]!]!;
    logits[j] = scale * sum + prior * logShares[j]!;
  }
  return softmax(logits);
}

/** exp(z) / Σ exp(z), in place. */
export function softmax(logits: Float64Array): Float64Array {
  let most = -Infinity;
  for (const logit of logits) if (logit > most) most = logit;
  let total = 0;
  for (let j = 0; j < logits.length; j++) {
    logits[j] = Math.exp(logits[j]! - most);
    total += logits[j]!;
  }
  for (let j = 0; j < logits.length; j++) logits[j]! /= total;
  return logits;
}
