/**
 * A square matrix of numbers about pairs of labels, drawn as shaded cells with the numbers in them.
 *
 * @module
 */
import type { Matrix } from "../../graph/cooccurrence.ts";
import { readableLabels } from "../words.ts";
import { type ChartSpec, INK, PAPER, SCHEMA, STEPS, THEME } from "./theme.ts";

/** What a {@linkcode labelHeatmap} shows. */
export interface LabelHeatmap {
  readonly title: string;
  readonly subtitle: string;
  /** What a reader who cannot see the chart should know. */
  readonly description: string;
  /** The C label names. */
  readonly labelNames: readonly string[];
  /** `[C, C]`; the diagonal and values that are not finite stay empty. */
  readonly values: Matrix;
  /** The number written in a cell. */
  readonly format: (value: number) => string;
  /** What the rows are, with `rowNotes` such as counts behind their names. */
  readonly rowTitle: string;
  readonly rowNotes?: readonly string[];
  readonly columnTitle: string;
  readonly legendTitle: string;
  /** A d3-format for the legend, such as ".0%". */
  readonly legendFormat: string;
  /** The values at both ends of the seven shades. */
  readonly domain: readonly [number, number];
  /** Which end of the domain is drawn strong. */
  readonly strong: "high" | "low";
}

/** More labels than this, and numbers no longer fit in the cells. */
const MOST_LABELS_WITH_NUMBERS = 24;

/** From this shade on, text in the colour of ink would no longer stand out. */
const FIRST_STRONG_SHADE = 4;

/**
 * The specification of a heatmap over label pairs.
 *
 * @throws {RangeError} if the matrix is not C × C
 */
export function labelHeatmap(heatmap: LabelHeatmap): ChartSpec {
  const { labelNames, values, domain, strong } = heatmap;
  const classes = labelNames.length;
  if (values.length !== classes || values.some((row) => row.length !== classes)) {
    throw new RangeError(
      `Cannot draw a heatmap of ${classes} labels: expected a ${classes} × ${classes} matrix, ` +
        `received ${values.length} rows of ${[...new Set(values.map((row) => row.length))]}`,
    );
  }
  const columns = readableLabels(labelNames);
  const rows = columns.map((name, i) => name + (heatmap.rowNotes?.[i] ?? ""));
  const shades = STEPS.map(({ light }) => light);
  if (strong === "low") shades.reverse();
  const withNumbers = classes <= MOST_LABELS_WITH_NUMBERS;
  const cell = withNumbers ? 34 : 14;

  return {
    $schema: SCHEMA,
    title: { text: heatmap.title, subtitle: heatmap.subtitle },
    description: heatmap.description,
    data: { values: cells(heatmap, rows, columns) },
    width: { step: cell },
    height: { step: cell },
    encoding: {
      x: {
        field: "column",
        type: "nominal",
        scale: { domain: columns, padding: 0 },
        title: heatmap.columnTitle,
        axis: { orient: "top", labelAngle: -45, labelAlign: "left", domain: false, ticks: false },
      },
      y: {
        field: "row",
        type: "nominal",
        scale: { domain: rows, padding: 0 },
        title: heatmap.rowTitle,
        axis: { domain: false, ticks: false },
      },
    },
    layer: [
      {
        mark: { type: "rect", stroke: PAPER.light, strokeWidth: 1.5 },
        encoding: {
          color: {
            field: "value",
            type: "quantitative",
            scale: { type: "quantize", domain: [...domain], range: shades },
            legend: {
              title: heatmap.legendTitle,
              format: heatmap.legendFormat,
              orient: "bottom",
              direction: "horizontal",
            },
          },
        },
      },
      ...(withNumbers
        ? [{
          mark: { type: "text" as const, fontSize: 11 },
          encoding: {
            text: { field: "text", type: "nominal" as const },
            color: {
              condition: { test: "datum.onStrong", value: PAPER.light },
              value: INK.light,
            },
          },
        }]
        : []),
    ],
    config: THEME,
  };
}

/** One object a cell that has something to show. */
function cells(
  { values, format, domain: [low, high], strong }: LabelHeatmap,
  rows: readonly string[],
  columns: readonly string[],
) {
  return values.flatMap((row, i) =>
    row.flatMap((value, j) => {
      if (i === j || !Number.isFinite(value)) return [];
      const step = Math.floor(STEPS.length * (value - low) / (high - low));
      const shade = strong === "high" ? step : STEPS.length - 1 - step;
      const onStrong = shade >= FIRST_STRONG_SHADE;
      return [{ row: rows[i], column: columns[j], value, text: format(value), onStrong }];
    })
  );
}
