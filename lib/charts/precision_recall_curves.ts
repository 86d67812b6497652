/**
 * What precision a radius of search buys at what recall.
 *
 * @module
 */
import { type ChartSpec, SCHEMA, seriesScales, THEME } from "./theme.ts";

/** The curve of one method. */
export interface PrecisionRecallSeries {
  /** The method. */
  readonly name: string;
  /** Entry r of each list is Hamming radius r. */
  readonly curve: {
    readonly precision: ArrayLike<number>;
    readonly recall: ArrayLike<number>;
  };
}

/** About so many points of a curve are marked, so that the line stays visible. */
const MARKS = 12;

/** Lines of precision against recall as the search radius grows, one for each method. */
export function precisionRecallCurves(series: readonly PrecisionRecallSeries[]): ChartSpec {
  const scales = seriesScales(series.map(({ name }) => name));
  const values = series.flatMap(({ name, curve }) =>
    Array.from(curve.recall, (recall, radius) => ({
      name,
      radius,
      recall,
      precision: curve.precision[radius] ?? NaN,
    }))
  ).filter(({ recall, precision }) => Number.isFinite(recall) && Number.isFinite(precision));
  const radii = Math.max(0, ...values.map(({ radius }) => radius)) + 1;
  const step = Math.ceil(radii / MARKS);
  return {
    $schema: SCHEMA,
    title: {
      text: "Precision against recall",
      subtitle: "The radius of the search grows to the right; a mark every " +
        (step === 1 ? "bit" : `${step} bits`),
    },
    description: `Precision–recall curves by Hamming radius of ${
      series.map(({ name }) => name).join(", ")
    }.`,
    data: { values },
    width: 360,
    height: 300,
    encoding: {
      x: {
        field: "recall",
        type: "quantitative",
        scale: { domain: [0, 1] },
        title: "Recall: share of the relevant films found",
        axis: { grid: false, tickCount: 5, format: ".1~f" },
      },
      y: {
        field: "precision",
        type: "quantitative",
        scale: { domain: [0, 1] },
        title: "Precision: share of the found films that are relevant",
        axis: { tickCount: 5, format: ".1~f", domain: false, ticks: false },
      },
      order: { field: "radius", type: "quantitative" },
      color: {
        field: "name",
        type: "nominal",
        scale: scales.color,
        legend: { title: null, orient: "top", columns: 4, symbolStrokeWidth: 0 },
      },
    },
    layer: [
      {
        mark: { type: "line", strokeWidth: 1.8 },
        encoding: {
          strokeDash: { field: "name", type: "nominal", scale: scales.dash },
        },
      },
      {
        transform: [{ filter: `datum.radius % ${step} === 0` }],
        mark: { type: "point", filled: true, size: 30, opacity: 1 },
        encoding: { shape: { field: "name", type: "nominal", scale: scales.shape } },
      },
    ],
    config: THEME,
  };
}
