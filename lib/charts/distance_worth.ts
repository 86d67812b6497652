/**
 * What distances are worth: how often films so far apart share a finding.
 *
 * @module
 */
import type { DistanceCurve } from "../worth/mod.ts";
import { numberAxis } from "./axes.ts";
import { type ChartSpec, chartTitle, FEATURED, MUTED, SCHEMA, THEME } from "./theme.ts";
import { formatPercent } from "./words.ts";

const WIDTH = 420;

/**
 * A curve with a band of 95 % intervals, over a line at the share of any two films.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { distanceWorth } from "./distance_worth.ts";
 *
 * const any = { chance: 0.3, low: 0.25, high: 0.35 };
 * const step = { from: 0, to: 4, pairs: 900, chance: 0.8, low: 0.7, high: 0.9, findings: [] };
 * const { description } = distanceWorth({ any, nearest: step, steps: [step] });
 * assertEquals(description, "Of films 0 to 4 bits apart 80 % share a finding; of any two films 30 %.");
 * ```
 */
export function distanceWorth({ any, steps }: DistanceCurve): ChartSpec {
  // Two points a step, so that a step that covers several distances is level.
  const values = steps.flatMap(({ from, to, chance, low, high }) =>
    (from === to ? [from] : [from, to]).map((distance) => ({ distance, chance, low, high }))
  );
  const told = steps.map(({ from, to, chance }) =>
    `${from === to ? from : `${from} to ${to}`} bits apart ${formatPercent(chance)}`
  );
  const [first, ...rest] = told;
  return {
    $schema: SCHEMA,
    title: chartTitle(
      "What a distance is worth",
      `Films of other patients that share a finding. Line across: any two films, ${
        formatPercent(any.chance)
      }`,
      WIDTH,
    ),
    description: `Of films ${first} share a finding; ${
      [...rest, `of any two films ${formatPercent(any.chance)}`].join("; ")
    }.`,
    width: WIDTH,
    height: 240,
    layer: [
      {
        data: { values: [{ chance: any.chance }] },
        mark: { type: "rule", color: MUTED.light },
        encoding: { y: { field: "chance", type: "quantitative" } },
      },
      {
        data: { values },
        mark: { type: "area", color: FEATURED.light, opacity: 0.25 },
        encoding: { x: distanceAxis(), y: shareAxis("low"), y2: { field: "high" } },
      },
      {
        data: { values },
        mark: { type: "line", color: FEATURED.light, point: { color: FEATURED.light } },
        encoding: { x: distanceAxis(), y: shareAxis("chance") },
      },
    ],
    config: THEME,
  };
}

function distanceAxis() {
  return {
    field: "distance",
    type: "quantitative" as const,
    title: "Hamming distance, bits",
    axis: { grid: false, tickMinStep: 1, format: "d" },
  };
}

function shareAxis(field: string) {
  const axis = numberAxis({ title: "Share a finding", ticks: 5, format: ".0%", fromZero: true });
  return { field, ...axis, scale: { domain: [0, 1] } };
}
