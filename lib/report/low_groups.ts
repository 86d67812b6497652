/**
 * Groups of queries for which a search is worse than for the others.
 *
 * @module
 */
import type { ResultRow } from "../metrics/mod.ts";
import { formatInterval, formatScore } from "../charts/words.ts";
import { scoreTitle } from "../charts/score_columns.ts";

/**
 * A sentence for each group and leading score whose gap to the others lies below 0 with its whole 95 %
 * interval.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { lowGroups } from "./low_groups.ts";
 *
 * const gaps = { map: { gap: -0.1, interval: [-0.15, -0.04] } } as const;
 * const women = { by: "sex", value: "F", queries: 9, scores: {}, intervals: {}, gaps } as const;
 * assertEquals(lowGroups({ strata: [women] }), [
 *   "sex F: mAP is lower than that of the others by .100 [-.150, -.040]",
 * ]);
 * ```
 */
export function lowGroups({ strata }: Pick<ResultRow, "strata">): string[] {
  return strata.flatMap(({ by, value, gaps = {} }) =>
    Object.entries(gaps).flatMap(([score, gap]) =>
      gap === null || gap.interval[1] >= 0
        ? []
        : `${by} ${value}: ${scoreTitle(score)} is lower than that of the others by ` +
          `${formatScore(-gap.gap)} ${formatInterval(gap.interval)}`
    )
  );
}
