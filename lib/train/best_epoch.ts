/**
 * Which epoch of a run is kept.
 *
 * @module
 */
import type { Config } from "../config/config.ts";
import type { EpochMetrics } from "../run/run_folder.ts";

/**
 * The epoch with the best validation score, the earliest of equals; the last epoch where there are
 * no validation films. Epochs whose targets had collapsed do not count. Undefined if none is left.
 *
 * @param epochs In order, from the first
 */
export function bestEpoch(
  epochs: readonly EpochMetrics[],
  { train }: Pick<Config, "train">,
): EpochMetrics | undefined {
  if (train === undefined) return undefined;
  const score = ({ validation, epoch }: EpochMetrics) =>
    validation === null ? epoch : validation[train.selectBy] ?? -Infinity;
  return epochs.filter(({ targets }) => targets === null || targets.leastDistance > 0)
    .reduce<EpochMetrics | undefined>(
      (best, epoch) => best === undefined || score(epoch) > score(best) ? epoch : best,
      undefined,
    );
}
