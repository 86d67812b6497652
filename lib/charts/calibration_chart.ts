/**
 * Whether chances that are told to a reader come true.
 *
 * @module
 */
import { type ChartSpec, chartTitle, FEATURED, GRID, MUTED, SCHEMA, THEME } from "./theme.ts";
import { formatCount, formatPercent } from "./words.ts";

/** Pairs of a query and a case that were told about the same chance. */
export interface ExpectedAndSeen {
  /** Mean chance that was told, 0 to 1. */
  readonly predicted: number;
  /** The share that came true. */
  readonly seen: number;
  /** How many pairs; fewer are a smaller point. */
  readonly pairs: number;
}

/** Width and height, in pixels. */
const SIDE = 240;

/** What the chart is called, and what its description says chances are of. */
export interface CalibrationWords {
  /** Its heading. */
  readonly title: string;
  /** What larger points have more of. */
  readonly pairs: string;
  /** What its description is about. */
  readonly subject: string;
}

const OF_PAIRS: CalibrationWords = {
  title: "Do expected chances come true?",
  pairs: "Larger points: more pairs",
  subject: "Chances of pairs to share a finding",
};

/**
 * A point for each group of pairs, over the diagonal on which what was expected is what was seen.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { calibrationChart } from "./calibration_chart.ts";
 *
 * const { description } = calibrationChart([{ predicted: 0.25, seen: 0.3, pairs: 4000 }]);
 * assertEquals(description, "Chances of pairs to share a finding. Expected 25 %: seen 30 % of 4,000.");
 * ```
 */
export function calibrationChart(
  groups: readonly ExpectedAndSeen[],
  words: CalibrationWords = OF_PAIRS,
): ChartSpec {
  const axis = (title: string) => ({
    type: "quantitative" as const,
    title,
    scale: { domain: [0, 1] },
    axis: { format: ".0%", tickCount: 5, domain: false, ticks: false, gridColor: GRID.light },
  });
  const told = groups.map(({ predicted, seen, pairs }) =>
    `Expected ${formatPercent(predicted)}: seen ${formatPercent(seen)} of ${formatCount(pairs)}`
  );
  return {
    $schema: SCHEMA,
    title: chartTitle(
      words.title,
      `On the line they do. ${words.pairs}`,
      SIDE,
    ),
    description: `${words.subject}. ${told.join("; ")}.`,
    width: SIDE,
    height: SIDE,
    layer: [
      {
        data: { values: [{ predicted: 0, seen: 0 }, { predicted: 1, seen: 1 }] },
        mark: { type: "line", color: MUTED.light, strokeWidth: 1 },
        encoding: {
          x: { field: "predicted", ...axis("Chance that was expected") },
          y: { field: "seen", ...axis("Share that was seen") },
        },
      },
      {
        // Copies, since Vega marks what it draws.
        data: { values: groups.map((group) => ({ ...group })) },
        mark: { type: "point", filled: true, color: FEATURED.light, opacity: 1 },
        encoding: {
          x: { field: "predicted", ...axis("Chance that was expected") },
          y: { field: "seen", ...axis("Share that was seen") },
          size: {
            field: "pairs",
            type: "quantitative",
            scale: { type: "log", range: [20, 160] },
            legend: null,
          },
        },
      },
    ],
    config: THEME,
  };
}
