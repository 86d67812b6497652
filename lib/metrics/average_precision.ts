/**
 * Average precision of a ranking with ties: its expectation over the orders of tied items, and the
 * least and greatest value that an order can give.
 *
 * @module
 */
import {
  checkCovered,
  expectedPrecisionSum,
  hitDistribution,
  type Place,
  precisionSumOfRun,
  type RankSums,
  type TieGroups,
} from "./tie_groups.ts";

/** The choices of {@linkcode Normaliser}. */
export const NORMALISERS = ["min", "relevant", "hits"] as const;

/**
 * Z of AP@k = Σ_{i ≤ k} hit_i · P@i / Z:
 * - `min`: the smaller of k and the number of relevant items, so that a perfect list scores 1;
 * - `relevant`: all relevant items, so that recall counts even where k is small;
 * - `hits`: the hits in the top k. The hashing field's habit; a worse list can score higher.
 */
export type Normaliser = typeof NORMALISERS[number];

/** Options of {@linkcode averagePrecision} and {@linkcode averagePrecisionEnds}. */
export interface AveragePrecisionOptions {
  /** The cut-off; Infinity for the whole ranking. */
  readonly k: number;
  /** What the sum of precisions is divided by. */
  readonly normaliser: Normaliser;
  /** Sums over at least as many ranks as there are items. */
  readonly sums: RankSums;
}

/**
 * The expected AP@k over all orders of tied items. With `gains` it is the weighted average
 * precision (WAP), where P@i becomes the mean gain of ranks 1 … i.
 *
 * With Z = hits, Z itself depends on the order of the one group that straddles rank k; the
 * expectation is then taken over its number of counted hits, which is exact.
 *
 * @returns A number in [0, 1] (WAP: up to the greatest gain), 0 where nothing is relevant
 * @throws {RangeError} if `sums` covers fewer ranks than there are items
 * @example A hit, then three tied items of which one is a hit: (1 + (2/2 + 2/3 + 2/4) / 3) / 2
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { averagePrecision, rankSums } from "@cohash/cohash/metrics";
 *
 * const groups = { counts: new Float64Array([1, 3]), relevant: new Float64Array([1, 1]) };
 * const options = { k: Infinity, normaliser: "min", sums: rankSums(4) } as const;
 * assertAlmostEquals(averagePrecision(groups, options), (1 + (1 + 2 / 3 + 1 / 2) / 3) / 2);
 * ```
 */
export function averagePrecision(groups: TieGroups, options: AveragePrecisionOptions): number {
  const { counts, relevant, gains = relevant } = groups;
  const { k, normaliser, sums } = options;
  checkCovered(counts, sums);
  let [before, hitsBefore, gainBefore, sum] = [0, 0, 0, 0];
  for (let g = 0; g < counts.length && before < k; g++) {
    const items = counts[g]!;
    if (items === 0) continue;
    const hits = relevant[g]!;
    const ranks = Math.min(items, k - before);
    const place = { before, ranks, gainBefore, gain: hits === 0 ? 0 : gains[g]! / hits };
    if (ranks < items && normaliser === "hits") {
      return capped(expectedOverHits(sum, hitsBefore, hits, items, place, sums), groups);
    }
    sum += expectedPrecisionSum(hits, items, place, sums);
    before += items;
    hitsBefore += hits;
    gainBefore += gains[g]!;
  }
  const z = normaliser === "hits" ? hitsBefore : fixedNormaliser(relevant, options);
  return capped(ratio(sum, z), groups);
}

/** At most 1, which rounding exceeds for some perfect rankings; with gains, as it is. */
function capped(value: number, { gains }: TieGroups): number {
  return gains === undefined ? Math.min(value, 1) : value;
}

/** E[(sum + the straddling group's sum) / Z], over the number of hits it has within the cut-off. */
function expectedOverHits(
  sum: number,
  hitsBefore: number,
  hits: number,
  items: number,
  place: Place,
  sums: RankSums,
): number {
  const { least, probabilities } = hitDistribution(hits, items, place.ranks);
  return probabilities.reduce((expected, probability, i) => {
    const counted = least + i;
    const inGroup = expectedPrecisionSum(counted, place.ranks, place, sums);
    return expected + probability * ratio(sum + inGroup, hitsBefore + counted);
  }, 0);
}

/** The least and greatest AP@k that an order of the tied items can give. */
export interface Ends {
  /** Pessimistic: in every group the relevant items come last. */
  readonly low: number;
  /** Optimistic: in every group the relevant items come first. */
  readonly high: number;
}

/**
 * The pessimistic and optimistic ends of AP@k over the orders of tied items. With Z = hits a
 * straddling group's hits may lower the score, so every number of them is tried.
 *
 * @throws {RangeError} if `sums` covers fewer ranks than there are items
 * @example Two tied items, one relevant
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { averagePrecisionEnds, rankSums } from "@cohash/cohash/metrics";
 *
 * const groups = { counts: new Float64Array([2]), relevant: new Float64Array([1]) };
 * const options = { k: Infinity, normaliser: "min", sums: rankSums(2) } as const;
 * assertEquals(averagePrecisionEnds(groups, options), { low: 0.5, high: 1 });
 * ```
 */
export function averagePrecisionEnds(
  { counts, relevant }: TieGroups,
  options: AveragePrecisionOptions,
): Ends {
  const { k, normaliser, sums } = options;
  checkCovered(counts, sums);
  let [before, hitsBefore, lowSum, highSum] = [0, 0, 0, 0];
  let g = 0;
  for (; g < counts.length && before + counts[g]! <= k; g++) {
    const misses = counts[g]! - relevant[g]!;
    lowSum += precisionSumOfRun(relevant[g]!, before + misses, hitsBefore, sums);
    highSum += precisionSumOfRun(relevant[g]!, before, hitsBefore, sums);
    before += counts[g]!;
    hitsBefore += relevant[g]!;
  }
  // Group g, if there is one left, straddles rank k: its order decides how many hits count.
  const [items, hits] = [counts[g] ?? 0, relevant[g] ?? 0];
  const ranks = Math.min(items, k - before);
  const fixed = fixedNormaliser(relevant, options);
  let [low, high] = [Infinity, 0];
  const most = Math.min(hits, ranks);
  for (let counted = Math.max(0, ranks - (items - hits)); counted <= most; counted++) {
    const z = normaliser === "hits" ? hitsBefore + counted : fixed;
    const misses = ranks - counted;
    const lowest = lowSum + precisionSumOfRun(counted, before + misses, hitsBefore, sums);
    const highest = highSum + precisionSumOfRun(counted, before, hitsBefore, sums);
    low = Math.min(low, ratio(lowest, z));
    high = Math.max(high, ratio(highest, z));
  }
  return { low, high };
}

/** Z where it does not depend on the order: all relevant items, or at most k of them. */
function fixedNormaliser(relevant: Float64Array, options: AveragePrecisionOptions): number {
  const total = relevant.reduce((sum, hits) => sum + hits, 0);
  return options.normaliser === "min" ? Math.min(total, options.k) : total;
}

function ratio(sum: number, normaliser: number): number {
  return normaliser === 0 ? 0 : sum / normaliser;
}
