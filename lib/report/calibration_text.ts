/**
 * In plain words, whether chances to share a finding can be believed.
 *
 * @module
 */
import { formatScore } from "../charts/words.ts";
import type { RankedCalibration } from "../metrics/mod.ts";

/** Fewer pairs than this say nothing about their chance. */
const FEWEST_PAIRS = 50;

/**
 * A line on the error of all chances and of those that a reader sees first, and one for these that
 * says what was seen where so much was expected.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { calibrationText } from "./calibration_text.ts";
 *
 * const groups = [{ predicted: 0.62, seen: 0.6, pairs: 900 }];
 * const text = calibrationText({ all: { error: 0.004, groups }, first: { error: 0.02, groups } });
 * assertEquals(text.split("\n")[1], "  of the first ten cases: expected .620, seen .600");
 * ```
 */
export function calibrationText({ all, first }: RankedCalibration): string {
  const pairs = first.groups.filter(({ pairs }) => pairs >= FEWEST_PAIRS)
    .map(({ predicted, seen }) => `expected ${formatScore(predicted)}, seen ${formatScore(seen)}`);
  return [
    `Expected chances to share a finding are off by ${formatScore(all.error)} over all cases, by ` +
    `${formatScore(first.error)} over each query's first ten.`,
    ...pairs.length > 0 ? [`  of the first ten cases: ${pairs.join("; ")}`] : [],
  ].join("\n");
}
