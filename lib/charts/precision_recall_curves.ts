/**
 * What precision a radius of search buys at what recall.
 *
 * @module
 */
import { numberAxis } from "./axes.ts";
import { seriesScales } from "./series.ts";
import { type ChartSpec, chartTitle, MARK_LEGEND, SCHEMA, THEME } from "./theme.ts";

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

const WIDTH = 360;

/**
 * Lines of precision against recall as the search radius grows, one for each method. Recall always
 * ends at 1; precision begins at 0 and ends above the highest curve.
 */
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
    title: chartTitle(
      "Precision against recall",
      "The radius of the search grows to the right; a mark every " +
        (step === 1 ? "bit" : `${step} bits`),
      WIDTH,
    ),
    description: `Precision–recall curves by Hamming radius of ${
      series.map(({ name }) => name).join(", ")
    }.`,
    data: { values },
    width: WIDTH,
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
        ...numberAxis({
          title: "Precision: share of the found films that are relevant",
          ticks: 6,
          format: ".2~f",
          fromZero: true,
        }),
      },
      order: { field: "radius", type: "quantitative" },
      color: {
        field: "name",
        type: "nominal",
        scale: scales.color,
        legend: MARK_LEGEND,
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
