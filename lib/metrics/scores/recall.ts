/**
 * Recall at a cut-off.
 *
 * @module
 */
import type { TieGroups } from "../tie_groups.ts";
import { filmsWithin, type ScoreFamily } from "./score.ts";

/**
 * The expected share of all relevant items that is found in the top k, over all orders of tied
 * items: of the group that straddles rank k the part within it, Σ r · m / n over the groups (see
 * {@linkcode TieGroups}).
 *
 * @returns A number in [0, 1], 0 where nothing is relevant
 * @example One of two relevant items first, the other tied with three more for ranks 2 to 5
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { recall } from "./recall.ts";
 *
 * const groups = { counts: Float64Array.of(1, 4), relevant: Float64Array.of(1, 1) };
 * assertEquals(recall(groups, 2), (1 + 1 / 4) / 2);
 * ```
 */
export function recall({ counts, relevant }: TieGroups, k: number): number {
  const total = relevant.reduce((sum, hits) => sum + hits, 0);
  let [before, found] = [0, 0];
  for (let g = 0; g < counts.length && before < k; g++) {
    const items = counts[g]!;
    if (items === 0) continue;
    found += relevant[g]! * Math.min(items, k - before) / items;
    before += items;
  }
  return total === 0 ? 0 : found / total;
}

/** `recall@k`; see {@linkcode recall}. */
export const recallFamily: ScoreFamily = {
  name: "recall",
  cutOff: "required",
  score: ({ k }) => ({
    title: `R@${k}`,
    meaning: `Recall at ${k}: of all films that share a finding with the query, the part that is ` +
      `among ${filmsWithin(k)}.`,
    of: ({ groups }) => recall(groups, k),
  }),
};
