/**
 * Which findings occur together.
 *
 * @module
 */
import {
  conditionalProbabilities,
  type Cooccurrence,
  type Matrix,
  positiveMutualInformation,
} from "../graph/cooccurrence.ts";
import { cooccurrenceOrder } from "../graph/seriation.ts";
import { formatCount, readableLabel } from "./words.ts";
import { evenShades, type LabelHeatmap, labelHeatmap, offDiagonal } from "./heatmap.ts";
import type { ChartSpec } from "./theme.ts";

/**
 * What a cell of the heatmap says of two findings:
 * - `conditional`: the share of the films with the row's that also show the column's, P(column | row)
 * - `counts`: the number of films that show both
 * - `ppmi`: positive pointwise mutual information, how much oftener than by chance
 */
export type CooccurrenceMeasure = "conditional" | "counts" | "ppmi";

/** Options of {@linkcode cooccurrenceHeatmap}. */
export interface CooccurrenceHeatmapOptions {
  /** Default: `conditional`. */
  readonly measure?: CooccurrenceMeasure;
  /** The labels from first to last; default: clustered, see {@linkcode cooccurrenceOrder}. */
  readonly order?: readonly number[];
}

/**
 * A heatmap over pairs of findings, those that come together side by side. Each row names its
 * number of films; the diagonal stays empty.
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
 *   subtitle: [
 *     "Share of the films with the row's finding that also show the",
 *     "column's, in percent",
 *   ],
 * });
 * ```
 */
export function cooccurrenceHeatmap(
  cooccurrence: Cooccurrence,
  { measure = "conditional", order }: CooccurrenceHeatmapOptions = {},
): ChartSpec {
  const { labelNames, counts } = cooccurrence;
  return labelHeatmap({
    ...MEASURES[measure](cooccurrence),
    labelNames,
    order: order ?? cooccurrenceOrder(cooccurrence),
    rowNotes: counts.map((row, i) => ` (${formatCount(row[i] ?? NaN)})`),
    strong: "high",
  });
}

/** The part of a heatmap that depends on the measure. */
type Measured = Omit<LabelHeatmap, "labelNames" | "order" | "rowNotes" | "strong">;

const MEASURES: Readonly<Record<CooccurrenceMeasure, (cooccurrence: Cooccurrence) => Measured>> = {
  conditional: shares,
  counts: films,
  ppmi: information,
};

function shares(cooccurrence: Cooccurrence): Measured {
  const values = conditionalProbabilities(cooccurrence);
  return {
    title: "Which findings occur together",
    subtitle: "Share of the films with the row's finding that also show the column's, in percent",
    description: describe(
      cooccurrence,
      pairs(values),
      (share, given, also) => `${percent(share)} % of films with ${given} also show ${also}`,
    ),
    values,
    format: percent,
    rowTitle: "Given this finding (films) …",
    columnTitle: "… how often also this one",
    legendTitle: "Share of films",
    legendFormat: ".0%",
    shades: evenShades(values, [0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.12, 0.15]),
  };
}

function films(cooccurrence: Cooccurrence): Measured {
  const values = cooccurrence.counts;
  return {
    title: "How many films show two findings",
    subtitle: "Films with both; each shade stands for about three times the films of the last",
    description: describe(
      cooccurrence,
      pairsOnce(values),
      (films, first, second) => `${formatCount(films)} films with ${first} and ${second}`,
    ),
    values,
    format: shortCount,
    rowTitle: "This finding (films) …",
    columnTitle: "… together with this one",
    legendTitle: "Films",
    legendFormat: "d",
    shades: { thresholds: threefoldSteps(Math.max(1, ...offDiagonal(values))) },
  };
}

function information(cooccurrence: Cooccurrence): Measured {
  const values = positiveMutualInformation(cooccurrence);
  return {
    title: "Which findings occur together more often than by chance",
    subtitle: "Positive pointwise mutual information; 0.7 is twice, 1.4 four times as often",
    description: describe(
      cooccurrence,
      pairsOnce(values),
      (nats, a, b) => `${a} and ${b} ${Math.exp(nats).toFixed(1)} times as often as by chance`,
    ),
    values,
    format: (nats) => nats < 0.05 ? "" : nats.toFixed(1),
    rowTitle: "This finding (films) …",
    columnTitle: "… together with this one",
    legendTitle: "PPMI, nats",
    legendFormat: ".2~f",
    shades: evenShades(values, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1]),
  };
}

function percent(share: number): string {
  if (share > 0 && share < 0.005) return "<1";
  return String(Math.round(100 * share));
}

/** A count in at most four signs: 950, 1.2k, 21k. */
function shortCount(count: number): string {
  if (count < 999.5) return String(Math.round(count));
  const thousands = count / 1000;
  return thousands < 9.95 ? `${thousands.toFixed(1)}k` : `${Math.round(thousands)}k`;
}

/** Six limits of the series 1, 3, 10, 30, … of which the last lies below the highest count. */
function threefoldSteps(highest: number): number[] {
  const series = Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? 1 : 3) * 10 ** (n >> 1));
  const below = series.filter((limit) => limit <= highest).length;
  return series.slice(Math.max(0, below - 6)).slice(0, 6);
}

/** A pair of labels and what a measure says of it. */
interface Pair {
  readonly value: number;
  readonly i: number;
  readonly j: number;
}

function pairs(values: Matrix): Pair[] {
  return values.flatMap((row, i) => row.map((value, j) => ({ value, i, j })))
    .filter(({ i, j }) => i !== j);
}

/** For symmetric measures. */
function pairsOnce(values: Matrix): Pair[] {
  return pairs(values).filter(({ i, j }) => i < j);
}

function describe(
  { labelNames }: Cooccurrence,
  pairs: readonly Pair[],
  phrase: (value: number, first: string, second: string) => string,
): string {
  const nameOf = (label: number) => readableLabel(labelNames[label]!);
  const strongest = pairs.filter(({ value }) => value > 0).toSorted((a, b) => b.value - a.value)
    .slice(0, 3).map(({ value, i, j }) => phrase(value, nameOf(i), nameOf(j)));
  return `Heatmap of ${labelNames.length} findings. ` +
    (strongest.length > 0 ? `Strongest: ${strongest.join("; ")}.` : "No two occur together.");
}
