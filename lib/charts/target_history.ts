/**
 * How the hash targets of the labels moved while training went on.
 *
 * @module
 */
import type { Matrix } from "../graph/cooccurrence.ts";
import { readableLabels } from "./words.ts";
import { offDiagonal } from "./heatmap.ts";
import { distanceDomain } from "./target_distances.ts";
import { numberAxis } from "./axes.ts";
import {
  type ChartSpec,
  chartTitle,
  FEATURED,
  INK,
  MUTED,
  PAPER,
  SCHEMA,
  SHADE_LEGEND,
  STEPS,
  THEME,
} from "./theme.ts";

/** The targets of a run, epoch by epoch. */
export interface TargetHistory {
  /** The C label names. */
  readonly labelNames: readonly string[];
  /** Length K of a target. */
  readonly bits: number;
  /** In order, the first counted as 1. */
  readonly epochs: readonly TargetEpoch[];
  /** The epoch whose targets were kept. */
  readonly bestEpoch?: number;
  /** The labels from first to last; default: as they come. */
  readonly order?: readonly number[];
}

/** The targets after one epoch. */
export interface TargetEpoch {
  /** Counted from 1. */
  readonly epoch: number;
  /** `[C, C]` Hamming distances, in bits. */
  readonly distances: Matrix;
}

/**
 * Above, the distances of all pairs of targets by epoch: mean, middle half, nearest to farthest.
 * Below, heatmaps of the pairs after the first, the middle and the last epoch, in one scale; the
 * closer, the stronger the colour.
 *
 * @throws {RangeError} if an epoch does not have C × C distances
 */
export function targetHistory(history: TargetHistory): ChartSpec {
  const { labelNames, bits, epochs } = history;
  const classes = labelNames.length;
  for (const { epoch, distances } of epochs) {
    if (distances.length === classes && distances.every((row) => row.length === classes)) continue;
    throw new RangeError(
      `Cannot draw the targets of epoch ${epoch}: expected ${classes} × ${classes} distances`,
    );
  }
  return {
    $schema: SCHEMA,
    title: chartTitle(
      "How the hash targets moved",
      `Hamming distance between the targets of two findings, in bits of ${bits}. Line: mean of ` +
        "all pairs. Inner band: the middle half of the pairs. Outer band: nearest to farthest " +
        `pair. Dashes: ${bits / 2}, the distance of orthogonal targets`,
      widthOf(classes),
    ),
    description: describe(history),
    vconcat: [distanceBands(history), { hconcat: heatmaps(history), spacing: GAP }],
    spacing: 24,
    config: THEME,
  };
}

/** The gap between heatmaps. */
const GAP = 14;

/** The side of a heatmap's cell; a name beside it is a little smaller. */
function cellSize(classes: number): number {
  return classes > 24 ? 8 : 13;
}

/** The width of the upper plot: that of the three heatmaps. */
function widthOf(classes: number): number {
  return Math.max(400, 3 * cellSize(classes) * classes + 2 * GAP);
}

/** The distances of all pairs, by epoch. */
function distanceBands({ labelNames, bits, epochs, bestEpoch }: TargetHistory) {
  const values = epochs.map(({ epoch, distances }) => ({ epoch, ...spread(pairs(distances)) }));
  const x = {
    field: "epoch",
    type: "quantitative" as const,
    title: "Epoch",
    axis: { grid: false, tickMinStep: 1, format: "d" },
    scale: { zero: false, nice: false },
  };
  const y = (field: string) => ({
    field,
    ...numberAxis({ title: "Distance, bits", ticks: 5, format: "d" }),
  });
  const band = (low: string, high: string) => ({
    mark: { type: "area" as const, color: FEATURED.light, opacity: 0.2 },
    encoding: { y: y(low), y2: { field: high } },
  });
  return {
    width: widthOf(labelNames.length),
    height: 170,
    data: { values },
    encoding: { x },
    layer: [
      band("nearest", "farthest"),
      band("lowerQuartile", "upperQuartile"),
      {
        mark: { type: "rule" as const, color: MUTED.light, strokeDash: [4, 3] },
        encoding: { x: { value: 0 }, x2: { value: "width" as const }, y: { datum: bits / 2 } },
      },
      {
        mark: { type: "line" as const, color: FEATURED.light, strokeWidth: 2 },
        encoding: { y: y("mean") },
      },
      {
        transform: [{ filter: { field: "epoch", equal: bestEpoch ?? -1 } }],
        mark: {
          type: "point" as const,
          shape: "circle",
          color: INK.light,
          size: 90,
          strokeWidth: 2,
          opacity: 1,
        },
        encoding: { y: y("mean") },
      },
    ],
  };
}

/** The pairs after the first, the middle and the last epoch, or fewer if those are the same. */
function heatmaps({ labelNames, bits, epochs, order }: TargetHistory) {
  const names = readableLabels(labelNames);
  const domain = (order ?? [...names.keys()]).map((label) => names[label]!);
  const shown = [0, (epochs.length - 1) >> 1, epochs.length - 1]
    .filter((at, n, all) => at in epochs && all.indexOf(at) === n).map((at) => epochs[at]!);
  const shades = distanceDomain(shown.flatMap(({ distances }) => offDiagonal(distances)), bits);
  const cell = cellSize(names.length);
  return shown.map(({ epoch, distances }, panel) => ({
    title: {
      text: `After epoch ${epoch}`,
      fontSize: 12,
      fontWeight: "normal" as const,
      offset: 6,
      frame: "group" as const,
    },
    data: { values: cellsOf(distances, names) },
    width: { step: cell },
    height: { step: cell },
    mark: { type: "rect" as const, stroke: PAPER.light, strokeWidth: 1 },
    encoding: {
      x: { field: "column", type: "nominal" as const, scale: { domain, padding: 0 }, axis: null },
      y: {
        field: "row",
        type: "nominal" as const,
        scale: { domain, padding: 0 },
        title: null,
        axis: panel > 0 ? null : { domain: false, ticks: false, labelFontSize: Math.min(11, cell) },
      },
      color: {
        field: "distance",
        type: "quantitative" as const,
        scale: {
          type: "quantize" as const,
          domain: shades,
          range: STEPS.map(({ light }) => light).toReversed(),
        },
        legend: {
          title: "Hamming distance, bits",
          format: ".3~g",
          ...SHADE_LEGEND,
        },
      },
    },
  }));
}

function cellsOf(distances: Matrix, names: readonly string[]) {
  return distances.flatMap((row, a) =>
    row.flatMap((distance, b) => a === b ? [] : [{ row: names[a]!, column: names[b]!, distance }])
  );
}

/** The distance of each pair once, ascending. */
function pairs(distances: Matrix): number[] {
  return distances.flatMap((row, a) => row.slice(a + 1)).sort((a, b) => a - b);
}

function spread(sorted: readonly number[]) {
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? null;
  return {
    nearest: at(0),
    lowerQuartile: at(0.25),
    mean: sorted.length === 0 ? null : sorted.reduce((sum, d) => sum + d, 0) / sorted.length,
    upperQuartile: at(0.75),
    farthest: at(1),
  };
}

function describe({ labelNames, epochs }: TargetHistory): string {
  const moments = [epochs[0], epochs.at(-1)].filter((epoch) => epoch !== undefined)
    .map(({ epoch, distances }) => {
      const { nearest, mean, farthest } = spread(pairs(distances));
      return `after epoch ${epoch} from ${nearest} to ${farthest} bits, ${mean?.toFixed(1)} on ` +
        "average";
    });
  return `Distances between the hash targets of ${labelNames.length} findings by epoch: ` +
    `${moments.join("; ") || "no epochs"}.`;
}
