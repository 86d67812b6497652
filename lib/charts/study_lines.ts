/**
 * A study whose columns are conditions such as code lengths: a line for each row, named at its end.
 *
 * @module
 */
import { spreadOut } from "./spread_out.ts";
import type { StudyContent, StudyPoint } from "./study_content.ts";
import { BASELINE, GRID, INK, MUTED, seriesScales } from "./theme.ts";

/** With more rows than this, most of them are grey. */
export const MOST_COLOURED = 5;

/** Size of the plot, and the height of a name, in pixels. */
const WIDTH = 420;
const HEIGHT = 300;
const NAME_HEIGHT = 15;

/** How far the intervals of one column stand apart, in pixels. */
const DODGE = 4;

/** Between the ends of the axis and the points, in pixels. */
const MARGIN = 12;

/** From this ratio of the largest number to the smallest on, the axis is logarithmic. */
const WIDE_RANGE = 20;

/** A point as it is drawn: its place on the axis of columns, and how far beside it. */
type Drawn = Omit<StudyPoint, "column" | "isChosen"> & {
  readonly column: number | string;
  readonly dodge: number;
};

/**
 * The part of the chart's specification that is its own. Few rows all have a colour, a dash, a
 * shape and their intervals; of many only the baseline, cohash and the best of the others.
 */
export function studyLines({ points, rows, columns, options }: StudyContent) {
  const { scoreTitle, columnTitle, baseline } = options;
  const coloured = rows.length <= MOST_COLOURED
    ? [...rows]
    : outstandingRows(points, rows, baseline);
  const hasGrey = coloured.length < rows.length;
  const drawn = points.map(({ column, isChosen: _, ...point }): Drawn => ({
    ...point,
    column: areNumbers(columns) ? Number(column) : column,
    dodge: DODGE * Math.max(0, coloured.indexOf(point.row)) - DODGE * (coloured.length - 1) / 2,
  }));
  const isColoured = ({ row }: Drawn) => coloured.includes(row);
  const domain = scoreDomain(
    drawn.flatMap((point) =>
      isColoured(point)
        ? [point.mean, point.low ?? point.mean, point.high ?? point.mean]
        : point.mean
    ),
  );
  const axes = { x: columnAxis(columns, columnTitle), y: scoreAxis(scoreTitle, domain) };
  return {
    subtitle: hasGrey
      ? "Mean over seeds; for the coloured rows with the 95 % interval over patients"
      : "Mean over seeds with its 95 % interval over patients",
    width: WIDTH,
    height: HEIGHT,
    layer: [
      ...(hasGrey ? [greyLines(drawn.filter((point) => !isColoured(point)), axes)] : []),
      ...colouredLines(drawn.filter(isColoured), coloured, axes),
      ...names(lastPoints(drawn, rows), coloured, axes, domain),
    ],
  };
}

/** Whether all names are numbers, such as "64". */
export function areNumbers(names: readonly string[]): boolean {
  return names.every((name) => name.trim() !== "" && Number.isFinite(Number(name)));
}

/** The baseline, cohash and, of the others, the row with the highest mean over columns. */
function outstandingRows(
  points: readonly StudyPoint[],
  rows: readonly string[],
  baseline: string,
): string[] {
  const known = rows.filter((row) => row === baseline || row === "cohash");
  const level = (row: string) => {
    const means = points.filter((point) => point.row === row).map(({ mean }) => mean);
    return means.length === 0 ? -Infinity : means.reduce((a, b) => a + b) / means.length;
  };
  const [best] = rows.filter((row) => !known.includes(row)).sort((a, b) => level(b) - level(a));
  return rows.filter((row) => known.includes(row) || row === best);
}

function columnAxis(columns: readonly string[], title = "") {
  const base = { field: "column", title };
  if (!areNumbers(columns)) {
    return {
      ...base,
      type: "ordinal" as const,
      scale: { type: "point" as const, domain: [...columns], padding: 0.1 },
      axis: { labelAngle: 0, domain: false, ticks: false },
    };
  }
  const numbers = columns.map(Number);
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const type = least > 0 && most / least > WIDE_RANGE ? "log" as const : "linear" as const;
  return {
    ...base,
    type: "quantitative" as const,
    scale: { type, domain: [least, most], nice: false, zero: false, padding: MARGIN },
    axis: { values: numbers, grid: false, labelExpr: "datum.value" },
  };
}

function scoreDomain(scores: readonly number[]): [number, number] {
  if (scores.length === 0) return [0, 1];
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  const margin = 0.04 * (high - low) || 0.01;
  return [low - margin, high + margin];
}

function scoreAxis(title: string, domain: readonly [number, number]) {
  return (field: string) => ({
    field,
    type: "quantitative" as const,
    title,
    scale: { domain: [...domain], nice: false, zero: false },
    axis: { domain: false, ticks: false, gridColor: GRID.light, tickCount: 6 },
  });
}

interface Axes {
  readonly x: ReturnType<typeof columnAxis>;
  readonly y: ReturnType<typeof scoreAxis>;
}

function greyLines(values: readonly Drawn[], { x, y }: Axes) {
  return {
    data: { values: [...values] },
    mark: {
      type: "line" as const,
      color: BASELINE.light,
      strokeWidth: 1.2,
      opacity: 0.8,
      point: { color: BASELINE.light, size: 16 },
    },
    encoding: { x, y: y("mean"), detail: { field: "row", type: "nominal" as const } },
  };
}

function colouredLines(values: readonly Drawn[], rows: readonly string[], { x, y }: Axes) {
  const scales = seriesScales(rows);
  const row = { field: "row", type: "nominal" as const, legend: null };
  const color = { ...row, scale: scales.color };
  const xOffset = { expr: "datum.dodge" };
  const data = { values: [...values] };
  return [
    {
      data,
      mark: { type: "line" as const, strokeWidth: 2, xOffset },
      encoding: { x, y: y("mean"), color, strokeDash: { ...row, scale: scales.dash } },
    },
    {
      data,
      transform: [{ filter: "isValid(datum.low)" }],
      mark: { type: "rule" as const, strokeWidth: 1.5, opacity: 0.6, xOffset },
      encoding: { x, y: y("low"), y2: { field: "high" }, color },
    },
    {
      data,
      mark: { type: "point" as const, filled: true, size: 60, opacity: 1, xOffset },
      encoding: { x, y: y("mean"), color, shape: { ...row, scale: scales.shape } },
    },
  ];
}

/** The last point of each row that has any. */
function lastPoints(points: readonly Drawn[], rows: readonly string[]): Drawn[] {
  return rows.flatMap((row) => points.findLast((point) => point.row === row) ?? []);
}

/** The rows' names at the right, spread so that none lies on another, tied to their lines. */
function names(
  last: readonly Drawn[],
  coloured: readonly string[],
  { y }: Axes,
  [low, high]: readonly [number, number],
) {
  const wanted = last.map(({ mean }) => mean);
  const places = spreadOut(wanted, NAME_HEIGHT * (high - low) / HEIGHT);
  const { domain, range } = seriesScales(coloured).color;
  const values = last.map(({ row, mean }, i) => ({
    row,
    mean,
    place: places[i]!,
    colour: range[domain.indexOf(row)] ?? BASELINE.light,
    isColoured: coloured.includes(row),
  }));
  const rightBy = (pixels: number) => ({ value: { expr: `width + ${pixels}` } });
  return [
    {
      data: { values },
      mark: { type: "rule" as const, strokeWidth: 1.2 },
      encoding: {
        x: rightBy(0),
        x2: rightBy(14),
        y: y("mean"),
        y2: { field: "place" },
        color: { field: "colour", type: "nominal" as const, scale: null },
      },
    },
    {
      data: { values },
      mark: { type: "text" as const, align: "left" as const, fontSize: 12 },
      encoding: {
        x: rightBy(18),
        y: y("place"),
        text: { field: "row", type: "nominal" as const },
        color: { condition: { test: "datum.isColoured", value: INK.light }, value: MUTED.light },
      },
    },
  ];
}
