/**
 * Normalised discounted cumulative gain of a ranking with ties.
 *
 * @module
 */
import type { Gain } from "../query_ranking.ts";
import { checkCovered, type GainGroups, type RankSums } from "../tie_groups.ts";
import { filmsWithin, type ScoreFamily, titleAt } from "./score.ts";

/** The number of ranks that count, and sums over at least as many ranks as there are items. */
export interface CutOff {
  /** Infinity for the whole ranking. */
  readonly k: number;
  /** See {@linkcode rankSums}. */
  readonly sums: RankSums;
}

/**
 * The expected NDCG@k over all orders of tied items: DCG = Σ_{i ≤ k} gain_i / log₂(i + 1), divided
 * by that of the ideal ranking (Järvelin & Kekäläinen, 2002).
 *
 * @param ideal The same items in groups of equal gain, the greatest gain first
 * @returns A number in [0, 1], 0 where nothing gains
 * @throws {RangeError} if `cutOff.sums` covers fewer ranks than there are items
 * @example The better of two items second
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { ndcg, rankSums } from "@cohash/cohash/metrics";
 *
 * const ranked = { counts: new Float64Array([1, 1]), gains: new Float64Array([1, 3]) };
 * const ideal = { counts: new Float64Array([1, 1]), gains: new Float64Array([3, 1]) };
 * const value = ndcg(ranked, ideal, { k: 10, sums: rankSums(2) });
 * assertAlmostEquals(value, (1 + 3 / Math.log2(3)) / (3 + 1 / Math.log2(3)));
 * ```
 */
export function ndcg(ranked: GainGroups, ideal: GainGroups, cutOff: CutOff): number {
  checkCovered(ranked.counts, cutOff.sums);
  const best = expectedDcg(ideal, cutOff);
  return best === 0 ? 0 : expectedDcg(ranked, cutOff) / best;
}

/** Each item of a group gains the group's mean, at every rank the group may give it. */
function expectedDcg({ counts, gains }: GainGroups, { k, sums: { discount } }: CutOff): number {
  let [before, dcg] = [0, 0];
  for (let g = 0; g < counts.length && before < k; g++) {
    const items = counts[g]!;
    if (items === 0) continue;
    const last = Math.min(before + items, k);
    dcg += gains[g]! / items * (discount[last]! - discount[before]!);
    before += items;
  }
  return dcg;
}

// DCG grows with 2^g − 1 (Burges et al., ICML 2005), g being the labels shared or their share.
const exponentialShared: Gain = ({ shared }) => 2 ** shared.length - 1;
const exponentialJaccard: Gain = ({ jaccard }) => 2 ** jaccard - 1;

/** `ndcg[@k]` and `ndcg[@k]:jaccard`; see {@linkcode ndcg}. */
export const ndcgFamily: ScoreFamily = {
  name: "ndcg",
  cutOff: "optional",
  variants: ["jaccard"],
  score: ({ k, variant }) => {
    const isJaccard = variant === "jaccard";
    const gain = isJaccard ? exponentialJaccard : exponentialShared;
    return {
      title: titleAt("NDCG", k) + (isJaccard ? " (Jaccard)" : ""),
      meaning:
        `How close ${filmsWithin(k)} come to the best possible order, where a film gains by ` +
        (isJaccard
          ? "the overlap of its findings with the query's (shared findings / findings of either)."
          : "the number of findings it shares."),
      hardToFool: isJaccard,
      of: ({ groups: { counts }, gains, ideal, options: { sums } }) =>
        ndcg({ counts, gains: gains(gain) }, ideal(gain), { k, sums }),
    };
  },
};
