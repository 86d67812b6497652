/**
 * Which findings occur together.
 *
 * @module
 */
import { conditionalProbabilities, type Cooccurrence } from "../../graph/cooccurrence.ts";
import { formatCount, readableLabel } from "../words.ts";
import { labelHeatmap } from "./heatmap.ts";
import type { ChartSpec } from "./theme.ts";

/**
 * A heatmap of P(column | row): of the films that show the row's finding, the share that also shows
 * the column's. Each row names its number of films; the diagonal, always 100 %, stays empty.
 *
 * @throws {RangeError} if there are not C × C counts
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { cooccurrenceHeatmap } from "./cooccurrence_heatmap.ts";
 *
 * const labelNames = ["Edema", "Hernia"];
 * const spec = cooccurrenceHeatmap({ labelNames, counts: [[8, 2], [2, 4]], positiveFilms: 10 });
 * assertEquals(spec.title, {
 *   text: "Which findings occur together",
 *   subtitle: "Share of the films with the row's finding that also show the column's, in percent",
 * });
 * ```
 */
export function cooccurrenceHeatmap(cooccurrence: Cooccurrence): ChartSpec {
  const { labelNames, counts } = cooccurrence;
  const values = conditionalProbabilities(cooccurrence);
  return labelHeatmap({
    title: "Which findings occur together",
    subtitle: "Share of the films with the row's finding that also show the column's, in percent",
    description: describe(labelNames, values),
    labelNames,
    values,
    format: percent,
    rowTitle: "Given this finding (films) …",
    rowNotes: counts.map((row, i) => ` (${formatCount(row[i] ?? NaN)})`),
    columnTitle: "… how often also this one",
    legendTitle: "Share of films",
    legendFormat: ".0%",
    domain: [0, STEP_COUNT * roundStep(largestOffDiagonal(values) / STEP_COUNT)],
    strong: "high",
  });
}

const STEP_COUNT = 7;

/** The smallest round step of the colour scale, in shares, that is not below the given one. */
function roundStep(step: number): number {
  return [0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.12, 0.15].find((s) => s >= step) ?? 0.15;
}

function largestOffDiagonal(values: readonly (readonly number[])[]): number {
  return Math.max(0, ...values.flatMap((row, i) => row.filter((_, j) => i !== j)));
}

function percent(share: number): string {
  if (share > 0 && share < 0.005) return "<1";
  return String(Math.round(100 * share));
}

function describe(names: readonly string[], values: readonly (readonly number[])[]): string {
  const pairs = values.flatMap((row, i) =>
    row.map((share, j) => ({ share, given: names[i]!, also: names[j]!, same: i === j }))
  ).filter(({ same, share }) => !same && share > 0).sort((a, b) => b.share - a.share);
  const strongest = pairs.slice(0, 3).map(({ share, given, also }) =>
    `${percent(share)} % of films with ${readableLabel(given)} also show ${readableLabel(also)}`
  );
  return `Heatmap of ${names.length} findings. ` +
    (strongest.length > 0 ? `Strongest: ${strongest.join("; ")}.` : "No two occur together.");
}
