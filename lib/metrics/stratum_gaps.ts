/**
 * How far a score of one group of queries is from that of all others.
 *
 * @module
 */
import type { Interval } from "./bootstrap.ts";

/** A difference of two scores with its 95 % interval. */
export interface Gap {
  /** The group's score less that of the others. */
  readonly gap: number;
  /** See `gap`. */
  readonly interval: Interval;
}

/** A score and its interval; null where there is none. */
export interface EstimatedScore {
  /** The mean over queries. */
  readonly score: number | null;
  /** 95 %, over patients. */
  readonly interval: Interval | null;
}

/**
 * The gap between a group and the others, whose queries are of other films: the interval follows from
 * both intervals, by the distances of their ends from the scores (MOVER; Zou & Donner, 2008,
 * Statistics in Medicine 27, 1693–1702).
 *
 * @returns null where either has no score, or no interval
 * @example
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * import { gapBetween } from "./stratum_gaps.ts";
 *
 * const group = { score: 0.4, interval: [0.37, 0.43] } as const;
 * const { gap, interval } = gapBetween(group, { score: 0.5, interval: [0.46, 0.54] })!;
 * assertAlmostEquals(gap, -0.1);
 * assertAlmostEquals(interval[0], -0.15);
 * assertEquals(gapBetween(group, { score: 0.5, interval: null }), null);
 * ```
 */
export function gapBetween(group: EstimatedScore, others: EstimatedScore): Gap | null {
  if (group.score === null || others.score === null) return null;
  if (group.interval === null || others.interval === null) return null;
  const [low, high] = group.interval;
  const [othersLow, othersHigh] = others.interval;
  const gap = group.score - others.score;
  return {
    gap,
    interval: [
      gap - Math.hypot(group.score - low, othersHigh - others.score),
      gap + Math.hypot(high - group.score, others.score - othersLow),
    ],
  };
}
