/**
 * How far apart the hash targets of the labels lie.
 *
 * @module
 */
import type { Matrix } from "../graph/cooccurrence.ts";
import { labelHeatmap, offDiagonal } from "./heatmap.ts";
import { type ChartSpec, STEPS } from "./theme.ts";

/** The pairwise distances of a table of hash targets. */
export interface TargetDistances {
  /** The C label names. */
  readonly labelNames: readonly string[];
  /** `[C, C]` Hamming distances, in bits. */
  readonly distances: Matrix;
  /** Length K of a target. */
  readonly bits: number;
  /** The labels from first to last; default: as they come. */
  readonly order?: readonly number[];
}

/**
 * A heatmap of Hamming distances between hash targets; the closer, the stronger the colour. The
 * middle shade is K/2, the distance of orthogonal codes.
 *
 * @throws {RangeError} if there are not C × C distances
 */
export function targetDistances(
  { labelNames, distances, bits, order }: TargetDistances,
): ChartSpec {
  return labelHeatmap({
    title: "How far apart the hash targets lie",
    subtitle: `Hamming distance in bits of ${bits}; orthogonal targets differ in ${bits / 2}`,
    description: describe(labelNames.length, offDiagonal(distances)),
    labelNames,
    ...order ? { order } : {},
    values: distances,
    format: (distance) => String(Math.round(distance)),
    rowTitle: "Target of …",
    columnTitle: "… against the target of",
    legendTitle: "Hamming distance, bits",
    legendFormat: ".3~g",
    shades: { domain: distanceDomain(offDiagonal(distances), bits) },
    strong: "low",
  });
}

/** Ends of seven even shades, the middle one around K/2, that reach every distance. */
export function distanceDomain(distances: readonly number[], bits: number): [number, number] {
  const farthestFromHalf = Math.max(1, ...distances.map((d) => Math.abs(d - bits / 2)));
  const halfWidth = Math.ceil(2 * farthestFromHalf / STEPS.length) * STEPS.length / 2;
  return [bits / 2 - halfWidth, bits / 2 + halfWidth];
}

function describe(classes: number, distances: readonly number[]): string {
  if (distances.length === 0) return `Heatmap of ${classes} hash targets.`;
  const mean = distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
  return `Heatmap of ${classes} hash targets. Pairwise Hamming distances run from ` +
    `${Math.min(...distances)} to ${Math.max(...distances)} bits, ${mean.toFixed(1)} on average.`;
}
