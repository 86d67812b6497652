/**
 * A study as a chart: every row with its interval, against the columns where the study has any.
 *
 * @module
 */
import type { Interval } from "../../metrics/mod.ts";
import { formatScore, isInterval, isScore } from "../words.ts";
import { type ChartSpec, GRID, INK, MUTED, SCHEMA, seriesScales, STEPS, THEME } from "./theme.ts";

/** One value of a study. */
export interface StudyValue {
  readonly row: string;
  /** "" in a study without columns. */
  readonly column: string;
  readonly mean: number | null;
  /** 95 %. */
  readonly interval: Interval | null;
}

/** What a {@linkcode studyChart} shows. */
export interface StudyChartOptions {
  /** Such as "Macro AP". */
  readonly scoreTitle: string;
  /** The row that the others are compared with; a line is drawn through it. */
  readonly baseline: string;
  /** Such as "bits". */
  readonly columnTitle?: string;
}

/** More rows than there are colours are told apart by place instead. */
const MOST_LINES = 5;

/**
 * Without columns a point and an interval a row; with columns a line a row, or shaded cells where
 * there are too many rows for lines.
 */
export function studyChart(
  values: readonly StudyValue[],
  options: StudyChartOptions,
): ChartSpec {
  const rows = [...new Set(values.map(({ row }) => row))];
  const columns = [...new Set(values.map(({ column }) => column))];
  const data = values.filter(({ mean }) => isScore(mean)).map((
    { row, column, mean, interval },
  ) => ({
    row,
    column,
    mean,
    text: formatScore(mean),
    ...isInterval(interval) ? { low: interval[0], high: interval[1] } : {},
  }));
  const subtitle = options.columnTitle === undefined || rows.length <= MOST_LINES
    ? "Mean over seeds with its 95 % interval over patients"
    : "Mean over seeds; the darker, the better";
  const common = {
    $schema: SCHEMA,
    title: { text: options.scoreTitle, subtitle },
    description: `${options.scoreTitle}. ${
      values.map(({ row, column, mean }) =>
        `${[row, column].filter((name) => name !== "").join(", ")}: ${formatScore(mean)}`
      ).join("; ")
    }.`,
    data: { values: data },
    config: THEME,
  };
  if (options.columnTitle === undefined) return { ...common, ...dots(rows, options) };
  if (rows.length <= MOST_LINES) return { ...common, ...lines(rows, columns, options) };
  return { ...common, ...shades(rows, columns, options) };
}

const score = (title: string) => ({
  type: "quantitative" as const,
  title,
  scale: { zero: false, padding: 10 },
  axis: { domain: false, ticks: false, gridColor: GRID.light, tickCount: 6 },
});

function rowAxis(rows: readonly string[]) {
  return {
    field: "row",
    type: "nominal" as const,
    scale: { domain: [...rows] },
    title: null,
    axis: { domain: false, ticks: false },
  };
}

function dots(rows: readonly string[], { scoreTitle, baseline }: StudyChartOptions) {
  const isBaseline = `datum.row === ${JSON.stringify(baseline)}`;
  return {
    width: 360,
    height: { step: 24 },
    layer: [
      {
        transform: [{ filter: isBaseline }],
        mark: { type: "rule" as const, color: MUTED.light, strokeDash: [4, 3] },
        encoding: { x: { field: "mean", ...score(scoreTitle) } },
      },
      {
        transform: [{ filter: "isValid(datum.low)" }],
        mark: { type: "rule" as const, color: INK.light, strokeWidth: 1.5 },
        encoding: {
          y: rowAxis(rows),
          x: { field: "low", type: "quantitative" as const },
          x2: { field: "high" },
        },
      },
      {
        mark: { type: "point" as const, filled: true, size: 70, color: INK.light, opacity: 1 },
        encoding: { y: rowAxis(rows), x: { field: "mean", type: "quantitative" as const } },
      },
    ],
  };
}

function lines(
  rows: readonly string[],
  columns: readonly string[],
  { scoreTitle, columnTitle }: StudyChartOptions,
) {
  const scales = seriesScales(rows);
  const x = {
    field: "column",
    type: "ordinal" as const,
    scale: { domain: [...columns] },
    title: columnTitle ?? null,
    axis: { labelAngle: 0, domain: false, ticks: false },
  };
  const named = { field: "row", type: "nominal" as const, title: null };
  const color = { ...named, scale: scales.color };
  return {
    width: 400,
    height: 280,
    encoding: { x, color },
    layer: [
      {
        mark: { type: "line" as const, strokeWidth: 2 },
        encoding: {
          y: { field: "mean", ...score(scoreTitle) },
          strokeDash: { ...named, scale: scales.dash },
        },
      },
      {
        transform: [{ filter: "isValid(datum.low)" }],
        mark: { type: "rule" as const, strokeWidth: 1.2, opacity: 0.7 },
        encoding: {
          y: { field: "low", type: "quantitative" as const },
          y2: { field: "high" },
        },
      },
      {
        mark: { type: "point" as const, filled: true, size: 60, opacity: 1 },
        encoding: {
          y: { field: "mean", type: "quantitative" as const },
          shape: { ...named, scale: scales.shape },
        },
      },
    ],
  };
}

function shades(
  rows: readonly string[],
  columns: readonly string[],
  { scoreTitle, columnTitle }: StudyChartOptions,
) {
  return {
    width: { step: 58 },
    height: { step: 28 },
    encoding: {
      x: {
        field: "column",
        type: "ordinal" as const,
        scale: { domain: [...columns], padding: 0 },
        title: columnTitle ?? null,
        axis: { labelAngle: 0, domain: false, ticks: false, orient: "top" as const },
      },
      y: rowAxis(rows),
    },
    layer: [
      {
        mark: { type: "rect" as const },
        encoding: {
          color: {
            field: "mean",
            type: "quantitative" as const,
            // Only pale shades, so that the numbers stay legible on all of them.
            scale: {
              type: "quantize" as const,
              range: STEPS.slice(0, 4).map(({ light }) => light),
            },
            legend: null,
          },
        },
      },
      {
        mark: { type: "text" as const, color: INK.light, fontSize: 11 },
        encoding: { text: { field: "text", type: "nominal" as const } },
      },
    ],
    title: { text: scoreTitle, subtitle: "Mean over seeds; the darker, the better" },
  };
}
