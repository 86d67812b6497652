/**
 * Precision and recall of everything within a Hamming radius of the query. Here ties do no harm:
 * a ball holds a tie group whole or not at all.
 *
 * @module
 */
import type { TieGroups } from "./tie_groups.ts";

/** Precision and recall at each radius 0 … bits, entry by entry. */
export interface RadiusCurve {
  /** The relevant share of the ball; an empty ball scores 0. */
  readonly precision: Float64Array;
  /** The share of all relevant items that the ball holds; 0 where nothing is relevant. */
  readonly recall: Float64Array;
}

/**
 * Precision and recall within each Hamming radius of one query.
 *
 * @param groups One tie group for each distance 0 … bits
 * @example An empty ball at radius 0, one hit of two items at radius 1
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { radiusCurve } from "@cohash/cohash/metrics";
 *
 * const groups = { counts: new Float64Array([0, 2]), relevant: new Float64Array([0, 1]) };
 * assertEquals([...radiusCurve(groups).precision], [0, 0.5]);
 * ```
 */
export function radiusCurve({ counts, relevant }: TieGroups): RadiusCurve {
  const precision = new Float64Array(counts.length);
  const recall = new Float64Array(counts.length);
  const total = relevant.reduce((sum, hits) => sum + hits, 0);
  let [items, hits] = [0, 0];
  for (let radius = 0; radius < counts.length; radius++) {
    items += counts[radius]!;
    hits += relevant[radius]!;
    if (items > 0) precision[radius] = hits / items;
    if (total > 0) recall[radius] = hits / total;
  }
  return { precision, recall };
}
