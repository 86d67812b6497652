/**
 * How well films with a finding are ranked before those without.
 *
 * @module
 */
import { expectedRelevance, toFixed } from "../../asking/expected_relevance.ts";
import { codeWords, hammingDistances } from "../../codes/hamming.ts";
import { packCodes } from "../../codes/pack.ts";
import { averagePrecision } from "../../metrics/average_precision.ts";
import { rankSums } from "../../metrics/tie_groups.ts";

/** Films that are searched. */
export interface SearchedFilms {
  /** `[n, bits / 8]` */
  readonly codes: Uint8Array;
  /** `[n, J]`, see `Asker.relevances`. */
  readonly relevances: Uint16Array;
}

/**
 * The expected average precision of films by falling score over the orders of equal ones.
 *
 * @param isRelevant `[n]` 1 of films that have the finding
 * @example The first of two equal films is relevant
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { scoredPrecision } from "./finding_ranking.ts";
 *
 * assertAlmostEquals(scoredPrecision([5, 5, 1], Uint8Array.of(1, 0, 0)), (1 + 1 / 2) / 2);
 * ```
 */
export function scoredPrecision(scores: ArrayLike<number>, isRelevant: Uint8Array): number {
  const groups = new Map<number, { count: number; relevant: number }>();
  for (let film = 0; film < scores.length; film++) {
    const score = scores[film]!;
    let group = groups.get(score);
    if (group === undefined) groups.set(score, group = { count: 0, relevant: 0 });
    group.count++;
    group.relevant += isRelevant[film]!;
  }
  const ranked = [...groups].sort(([a], [b]) => b - a).map(([, group]) => group);
  return averagePrecision({
    counts: Float64Array.from(ranked, ({ count }) => count),
    relevant: Float64Array.from(ranked, ({ relevant }) => relevant),
  }, { k: Infinity, normaliser: "min", sums: rankSums(scores.length) });
}

/** Scores of films by Hamming distance to the signs of a direction `[bits]`, the nearest greatest. */
export function scoresByCode(direction: ArrayLike<number>, { codes }: SearchedFilms): Int32Array {
  const bits = direction.length;
  const database = codeWords(codes, bits);
  const query = codeWords(packCodes(Float32Array.from(direction), bits), bits).words;
  const distances = new Uint16Array(database.count);
  hammingDistances(query, database, distances);
  return Int32Array.from(distances, (distance) => bits - distance);
}

/** Scores of films by expected relevance, the greatest of the weights `[J]` being scaled to 1. */
export function scoresByWeights(
  weights: ArrayLike<number>,
  { relevances }: SearchedFilms,
): Int32Array {
  const values = Array.from(weights);
  const most = Math.max(...values) || 1;
  const fixed = toFixed(values.map((weight) => weight / most));
  const films = relevances.length / fixed.length;
  return Int32Array.from({ length: films }, (_, film) => {
    return expectedRelevance(fixed, relevances, film);
  });
}
