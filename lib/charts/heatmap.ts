/**
 * A square matrix of numbers about pairs of labels, drawn as shaded cells with the numbers in them.
 *
 * @module
 */
import type { Matrix } from "../graph/cooccurrence.ts";
import { formatCount, readableLabels } from "./words.ts";
import {
  type ChartSpec,
  chartTitle,
  INK,
  PAPER,
  SCHEMA,
  SHADE_LEGEND,
  STEPS,
  THEME,
} from "./theme.ts";

/** What a {@linkcode labelHeatmap} shows. */
export interface LabelHeatmap {
  readonly title: string;
  readonly subtitle: string;
  /** What a reader who cannot see the chart should know. */
  readonly description: string;
  /** The C label names. */
  readonly labelNames: readonly string[];
  /** `[C, C]`; values that are not finite stay empty. */
  readonly values: Matrix;
  /** The labels from first to last; default: as they come. */
  readonly order?: readonly number[];
  /** What stands on the diagonal: nothing (the default), or its numbers without a shade. */
  readonly diagonal?: "empty" | "numbers";
  /** The number written in a cell. */
  readonly format: (value: number) => string;
  /** What the rows are, with `rowNotes` such as counts behind their names. */
  readonly rowTitle: string;
  readonly rowNotes?: readonly string[];
  readonly columnTitle: string;
  readonly legendTitle: string;
  /** A d3-format for the legend of even shades, such as ".0%". */
  readonly legendFormat: string;
  /** The values at both ends of seven even shades, or the six at which one shade meets the next. */
  readonly shades:
    | { readonly domain: readonly [number, number] }
    | { readonly thresholds: readonly number[] };
  /** Which end of the values is drawn strong. */
  readonly strong: "high" | "low";
}

/** More labels than this, and numbers no longer fit in the cells. */
const MOST_LABELS_WITH_NUMBERS = 24;

/** From this shade on, text in the colour of ink would no longer stand out. */
export const FIRST_STRONG_SHADE = 4;

/**
 * The specification of a heatmap over label pairs.
 *
 * @throws {RangeError} if the matrix is not C × C
 */
export function labelHeatmap(heatmap: LabelHeatmap): ChartSpec {
  const { labelNames, values } = heatmap;
  const classes = labelNames.length;
  if (values.length !== classes || values.some((row) => row.length !== classes)) {
    throw new RangeError(
      `Cannot draw a heatmap of ${classes} labels: expected a ${classes} × ${classes} matrix, ` +
        `received ${values.length} rows of ${[...new Set(values.map((row) => row.length))]}`,
    );
  }
  const columns = readableLabels(labelNames);
  const rows = columns.map((name, i) => name + (heatmap.rowNotes?.[i] ?? ""));
  const { order = [...rows.keys()], diagonal = "empty" } = heatmap;
  const withNumbers = classes <= MOST_LABELS_WITH_NUMBERS;
  const cell = withNumbers ? 34 : 14;

  return {
    $schema: SCHEMA,
    title: chartTitle(heatmap.title, heatmap.subtitle, cell * classes),
    description: heatmap.description,
    data: { values: cells(heatmap, rows, columns) },
    width: { step: cell },
    height: { step: cell },
    encoding: {
      x: {
        field: "column",
        type: "nominal",
        scale: { domain: order.map((i) => columns[i]!), padding: 0 },
        title: heatmap.columnTitle,
        axis: {
          orient: "top",
          labelAngle: withNumbers ? -45 : -90,
          labelAlign: "left",
          domain: false,
          ticks: false,
        },
      },
      y: {
        field: "row",
        type: "nominal",
        scale: { domain: order.map((i) => rows[i]!), padding: 0 },
        title: heatmap.rowTitle,
        axis: { domain: false, ticks: false },
      },
    },
    layer: [
      {
        ...(diagonal === "numbers" ? { transform: [{ filter: "isValid(datum.value)" }] } : {}),
        mark: { type: "rect", stroke: PAPER.light, strokeWidth: 1.5 },
        encoding: { color: colour(heatmap) },
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

/** Even shades show as one bar in the legend, uneven ones as a square each. */
function colour({ shades, strong, legendTitle, legendFormat }: LabelHeatmap) {
  const range = STEPS.map(({ light }) => light);
  if (strong === "low") range.reverse();
  const legend = { title: legendTitle, ...SHADE_LEGEND };
  return "domain" in shades
    ? {
      field: "value",
      type: "quantitative" as const,
      scale: { type: "quantize" as const, domain: [...shades.domain], range },
      legend: { ...legend, format: legendFormat },
    }
    : {
      field: "band",
      type: "ordinal" as const,
      scale: { domain: bandNames(shades.thresholds), range },
      legend: { ...legend, symbolType: "square", symbolStrokeWidth: 0 },
    };
}

function bandNames(thresholds: readonly number[]): string[] {
  return [`< ${formatCount(thresholds[0]!)}`, ...thresholds.map((t) => `≥ ${formatCount(t)}`)];
}

/** One object a cell that has something to show. */
function cells(
  { values, format, diagonal = "empty", shades, strong }: LabelHeatmap,
  rows: readonly string[],
  columns: readonly string[],
) {
  return values.flatMap((row, i) =>
    row.flatMap((value, j) => {
      if (!Number.isFinite(value)) return [];
      const [place, text] = [{ row: rows[i], column: columns[j] }, format(value)];
      if (i === j) return diagonal === "empty" ? [] : [{ ...place, text, onStrong: false }];
      const step = shadeOf(value, shades);
      const onStrong = (strong === "high" ? step : STEPS.length - 1 - step) >= FIRST_STRONG_SHADE;
      const band = "thresholds" in shades ? { band: bandNames(shades.thresholds)[step] } : {};
      return [{ ...place, value, ...band, text, onStrong }];
    })
  );
}

/** The number of the shade of a value, from 0 at the low end. */
export function shadeOf(value: number, shades: LabelHeatmap["shades"]): number {
  if ("thresholds" in shades) return shades.thresholds.filter((limit) => value >= limit).length;
  const [low, high] = shades.domain;
  return Math.floor(STEPS.length * (value - low) / (high - low));
}

/**
 * Ends of seven even shades from 0 that reach the highest value off the diagonal.
 *
 * @param steps Round widths of a shade, ascending, of which the first that is wide enough is taken
 */
export function evenShades(
  values: Matrix,
  steps: readonly number[],
): { readonly domain: readonly [number, number] } {
  const highest = Math.max(0, ...offDiagonal(values));
  const step = steps.find((step) => step * STEPS.length >= highest) ?? steps.at(-1)!;
  return { domain: [0, STEPS.length * step] };
}

/** The finite values beside the diagonal. */
export function offDiagonal(values: Matrix): number[] {
  return values.flatMap((row, i) => row.filter((value, j) => i !== j && Number.isFinite(value)));
}
