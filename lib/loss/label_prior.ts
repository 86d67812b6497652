/**
 * What the frequency of a label adds to its logit.
 *
 * @module
 */

/**
 * a·(ln π_l − mean ln π), `[C]`: logits that labels begin with, before a film is looked at (ours,
 * beyond the paper). With a = 1 it is what a softmax needs so that its scores need not learn how
 * frequent labels are (logit adjustment, Menon et al., ICLR 2021, eq. 10); a = 0 gives none.
 *
 * Whatever is added to all logits leaves the softmax as it is; the mean is taken off so that they
 * stay small.
 *
 * @param frequencies π `[C]`, each above 0; only their ratios count
 * @param weight a
 * @example A label four times as frequent, a = ½
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { labelPrior } from "@cohash/cohash/loss";
 *
 * const [often, rare] = labelPrior([0.4, 0.1], 0.5);
 * assertAlmostEquals(often! - rare!, Math.log(4) / 2, 1e-12);
 * assertAlmostEquals(often! + rare!, 0, 1e-12);
 * ```
 */
export function labelPrior(frequencies: readonly number[], weight: number): readonly number[] {
  const logs = frequencies.map(Math.log);
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  return logs.map((log) => weight * (log - mean));
}
