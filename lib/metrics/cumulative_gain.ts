/**
 * Precision and average cumulative gain at a cut-off, of a ranking with ties.
 *
 * @module
 */
import type { GainGroups } from "./tie_groups.ts";

/**
 * The expected mean gain of the top k over all orders of tied items: ACG@k where the gain is the
 * number of shared labels, P@k where it is 1 for a relevant item. A ranking shorter than k is
 * averaged over its own length.
 *
 * @returns 0 for an empty ranking
 * @example Precision at 2: a hit, then two tied items of which one is a hit
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { averageCumulativeGain } from "@cohash/cohash/metrics";
 *
 * const groups = { counts: new Float64Array([1, 2]), gains: new Float64Array([1, 1]) };
 * assertEquals(averageCumulativeGain(groups, 2), (1 + 1 / 2) / 2);
 * ```
 */
export function averageCumulativeGain({ counts, gains }: GainGroups, k: number): number {
  let [before, gain] = [0, 0];
  for (let g = 0; g < counts.length && before < k; g++) {
    const items = counts[g]!;
    if (items === 0) continue;
    gain += gains[g]! * Math.min(items, k - before) / items;
    before += items;
  }
  return before === 0 ? 0 : gain / Math.min(before, k);
}
