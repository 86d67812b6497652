/**
 * How well Hamming distance tells relevant films from irrelevant ones.
 *
 * @module
 */
import type { DistanceHistogram } from "../metrics/mod.ts";
import { formatPercent } from "./words.ts";
import { numberAxis } from "./axes.ts";
import {
  BASELINE,
  type ChartSpec,
  chartTitle,
  FEATURED,
  INK,
  LINE_LEGEND,
  SCHEMA,
  THEME,
} from "./theme.ts";

const WIDTH = 420;

/** The two kinds of pairs and how they look. */
const PAIRS = [
  { name: "Share a finding", tone: FEATURED, dash: [1, 0] },
  { name: "Share none", tone: BASELINE, dash: [5, 3] },
] as const;

/**
 * The histograms of both kinds of pairs, each as shares of its own, one over the other. What lies
 * under both is dark, and the subtitle gives it in percent.
 *
 * @example Codes that separate perfectly do not overlap
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { distanceHistograms } from "./distance_histograms.ts";
 *
 * const histogram = { relevant: Float64Array.of(3, 1, 0), irrelevant: Float64Array.of(0, 0, 9) };
 * assertEquals(distanceHistograms(histogram).title, {
 *   text: "How far apart films lie",
 *   subtitle: "Pairs of a query and a database film. Dark: the overlap of both kinds, 0 %",
 * });
 * ```
 */
export function distanceHistograms({ relevant, irrelevant }: DistanceHistogram): ChartSpec {
  const kinds = [shares(relevant), shares(irrelevant)] as const;
  const both = kinds[0].map((share, distance) => Math.min(share, kinds[1][distance]!));
  const overlap = formatPercent(both.reduce((sum, share) => sum + share, 0));
  const shown = shownDistances(kinds);
  const values = shown.flatMap((distance) =>
    PAIRS.map(({ name }, kind) => ({ pairs: name, distance, share: kinds[kind]![distance]! }))
  );
  const pairs = { field: "pairs", type: "nominal" as const };
  const domain = PAIRS.map(({ name }) => name);
  const color = {
    ...pairs,
    scale: { domain, range: PAIRS.map(({ tone }) => tone.light) },
    legend: LINE_LEGEND,
  };
  const strokeDash = { ...pairs, scale: { domain, range: PAIRS.map(({ dash }) => [...dash]) } };
  return {
    $schema: SCHEMA,
    title: chartTitle(
      "How far apart films lie",
      `Pairs of a query and a database film. Dark: the overlap of both kinds, ${overlap}`,
      WIDTH,
    ),
    description: describe(kinds, overlap),
    data: { values },
    width: WIDTH,
    height: 240,
    encoding: {
      x: {
        field: "distance",
        type: "quantitative",
        title: "Hamming distance, bits",
        axis: { grid: false, tickMinStep: 1, format: "d" },
        scale: { zero: false, nice: false },
      },
      y: {
        field: "share",
        stack: null,
        ...numberAxis({ title: "Share of the pairs", ticks: 5, format: ".1~%", fromZero: true }),
      },
    },
    layer: [
      { mark: { type: "area", interpolate: "step", opacity: 0.25 }, encoding: { color } },
      {
        data: { values: shown.map((distance) => ({ distance, share: both[distance]! })) },
        mark: { type: "area", interpolate: "step", color: INK.light, opacity: 0.3 },
      },
      {
        mark: { type: "line", interpolate: "step", strokeWidth: 2 },
        encoding: { color, strokeDash },
      },
    ],
    config: THEME,
  };
}

/** A histogram as shares of its own total; zeros where it is empty. */
function shares(counts: Float64Array): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return Array.from(counts, (count) => total === 0 ? 0 : count / total);
}

/** Shares too small to be seen. */
const INVISIBLE = 0.0005;

/** The distances from the first to the last that can be seen. */
function shownDistances(kinds: readonly (readonly number[])[]): number[] {
  const all = [...kinds[0]!.keys()];
  const used = all.filter((distance) => kinds.some((kind) => kind[distance]! > INVISIBLE));
  return all.filter((distance) => distance >= used[0]! && distance <= used.at(-1)!);
}

function describe(kinds: readonly (readonly number[])[], overlap: string): string {
  const means = kinds.map((kind) => kind.reduce((sum, share, d) => sum + share * d, 0).toFixed(1));
  return `Histograms of Hamming distances. Pairs that share a finding lie ${means[0]} bits apart ` +
    `on average, pairs that share none ${means[1]}; the histograms overlap by ${overlap}.`;
}
