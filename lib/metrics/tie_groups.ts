/**
 * Expectations over the order of tied items: the formulas every metric of a ranking is built from.
 *
 * Many items share a Hamming distance and the order among them is arbitrary, so a metric is
 * averaged over all orders (McSherry & Najork, ECIR 2008; He et al., CVPR 2018). A **tie group**
 * of n items stands behind the N₀ items of the nearer groups; its item t = 0 … n−1 has rank
 * i = N₀ + t + 1, and only its first m = min(n, k − N₀) ranks count towards a cut-off k.
 *
 * @module
 */

/** One ranking as tie groups from near to far: entry g of each list describes group g. */
export interface TieGroups {
  /** The items of each group, n; a group may be empty. */
  readonly counts: Float64Array;
  /** How many of them are relevant, r. */
  readonly relevant: Float64Array;
  /** The summed gain of the relevant items, G; default: each gains 1. */
  readonly gains?: Float64Array;
}

/** Tie groups with the summed gain of each group, whether or not an item is relevant. */
export interface GainGroups {
  /** The items of each group; a group may be empty. */
  readonly counts: Float64Array;
  /** The summed gain of the items of each group. */
  readonly gains: Float64Array;
}

/** Sums over the ranks 1 … n, so that a sum over the ranks of one group is one subtraction. */
export interface RankSums {
  /** Entry n is H_n = Σ_{i ≤ n} 1 / i. */
  readonly harmonic: Float64Array;
  /** Entry n is Σ_{i ≤ n} 1 / log₂(i + 1). */
  readonly discount: Float64Array;
}

/** The {@linkcode RankSums} for rankings of up to `items` items. */
export function rankSums(items: number): RankSums {
  const harmonic = new Float64Array(items + 1);
  const discount = new Float64Array(items + 1);
  for (let i = 1; i <= items; i++) {
    harmonic[i] = harmonic[i - 1]! + 1 / i;
    discount[i] = discount[i - 1]! + 1 / Math.log2(i + 1);
  }
  return { harmonic, discount };
}

/**
 * Checks that the sums reach to the last rank, since beyond it there are no numbers.
 *
 * @throws {RangeError} if they do not
 */
export function checkCovered(counts: Float64Array, { harmonic }: RankSums): void {
  const items = counts.reduce((sum, count) => sum + count, 0);
  if (items >= harmonic.length) {
    throw new RangeError(
      `Cannot score a ranking: it has ${items} items, the rank sums cover ${harmonic.length - 1}`,
    );
  }
}

/** Where the counted ranks of a tie group lie, and what stands before them. */
export interface Place {
  /** Items of the nearer groups, N₀. */
  readonly before: number;
  /** Counted ranks of this group, m. */
  readonly ranks: number;
  /** Gain of the nearer groups, S₀ (their hits R₀ where each hit gains 1). */
  readonly gainBefore: number;
  /** Mean gain γ of one hit of this group. */
  readonly gain: number;
}

/**
 * The expected sum of (hit at rank i) · (gain of ranks 1 … i) / i over the counted ranks of a tie
 * group of which `hits` of `items` are hits, in random order. It is the group's term of average
 * precision (γ = 1), and of weighted average precision.
 *
 * A rank is a hit with probability p = r/n, and then brings S₀ + γ from the nearer groups and
 * itself; each of the t ranks between adds γ if it is a hit too, which both are with probability
 * q = r(r−1) / n(n−1):
 *
 *     Σ_{t<m} [p (S₀ + γ) + t q γ] / (N₀ + t + 1)
 *       = [p (S₀ + γ) − (N₀ + 1) q γ] (H_{N₀+m} − H_{N₀}) + m q γ
 *
 * @example Two tied items, one relevant: the AP is 1 or 1/2
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { rankSums } from "@cohash/cohash/metrics";
 * import { expectedPrecisionSum } from "./tie_groups.ts";
 *
 * const place = { before: 0, ranks: 2, gainBefore: 0, gain: 1 };
 * assertAlmostEquals(expectedPrecisionSum(1, 2, place, rankSums(2)), (1 + 1 / 2) / 2);
 * ```
 */
export function expectedPrecisionSum(
  hits: number,
  items: number,
  { before, ranks, gainBefore, gain }: Place,
  { harmonic }: RankSums,
): number {
  const p = hits / items;
  const q = items === 1 ? 0 : p * (hits - 1) / (items - 1);
  const inverseRanks = harmonic[before + ranks]! - harmonic[before]!;
  return (p * (gainBefore + gain) - (before + 1) * q * gain) * inverseRanks + ranks * q * gain;
}

/**
 * The sum of (hits of ranks 1 … i) / i over `hits` ranks in a row that are all hits, behind
 * `before` ranks with `hitsBefore` hits: the best or worst order of a tie group.
 *
 *     Σ_{j ≤ r} (R₀ + j) / (N₀ + j) = r + (R₀ − N₀) (H_{N₀+r} − H_{N₀})
 */
export function precisionSumOfRun(
  hits: number,
  before: number,
  hitsBefore: number,
  { harmonic }: RankSums,
): number {
  return hits + (hitsBefore - before) * (harmonic[before + hits]! - harmonic[before]!);
}

/**
 * The probabilities of `least`, `least` + 1, … hits among the first `ranks` of a tie group in
 * random order: the hypergeometric distribution.
 */
export function hitDistribution(
  hits: number,
  items: number,
  ranks: number,
): { readonly least: number; readonly probabilities: Float64Array } {
  const least = Math.max(0, ranks - (items - hits));
  const most = Math.min(hits, ranks);
  const probabilities = new Float64Array(most - least + 1);
  // P(x+1) / P(x), started from the mode so that nothing overflows.
  const ratio = (x: number) =>
    (hits - x) * (ranks - x) / ((x + 1) * (items - hits - ranks + x + 1));
  const mode = Math.floor((hits + 1) * (ranks + 1) / (items + 2));
  probabilities[mode - least] = 1;
  for (let x = mode; x < most; x++) {
    probabilities[x + 1 - least] = probabilities[x - least]! * ratio(x);
  }
  for (let x = mode - 1; x >= least; x--) {
    probabilities[x - least] = probabilities[x + 1 - least]! / ratio(x);
  }
  const total = probabilities.reduce((sum, p) => sum + p, 0);
  return { least, probabilities: probabilities.map((p) => p / total) };
}
