/**
 * A study whose columns are conditions such as code lengths: a line for each row, named at its end.
 *
 * @module
 */
import { seriesScales } from "./series.ts";
import { spreadOut } from "./spread_out.ts";
import {
  columnAxis,
  type PlacedPoint,
  placePoints,
  PLOT_WIDTH,
  scoreAxis,
  scoreDomain,
} from "./study_axes.ts";
import type { StudyContent } from "./study_content.ts";
import { INK, MUTED } from "./theme.ts";

/** The height of the plot and of a name, in pixels. */
const HEIGHT = 300;
const NAME_HEIGHT = 15;

/** About so many ticks on the axis of scores. */
const TICKS = 8;

/** How far the intervals of one column stand apart, in pixels. */
const DODGE = 5;

/** A point as it is drawn, so many pixels beside its place on the axis of columns. */
type Drawn = PlacedPoint & { readonly dodge: number };

/**
 * The part of the chart's specification that is its own. Every row has a colour, a dash, a shape
 * and its intervals; of a grid of settings, the one that was chosen has a ring.
 */
export function studyLines({ points, rows, columns, options }: StudyContent) {
  const { scoreTitle, columnTitle, rowTitle, isGrid = false } = options;
  const drawn = placePoints(points, columns).map((point): Drawn => ({
    ...point,
    dodge: DODGE * (rows.indexOf(point.row) - (rows.length - 1) / 2),
  }));
  const domain = scoreDomain(drawn, TICKS);
  const axes = {
    x: columnAxis(columns, columnTitle),
    y: scoreAxis(scoreTitle, { domain, ticks: TICKS }),
  };
  const hasRing = isGrid && points.some(({ isChosen }) => isChosen);
  return {
    subtitle: "Mean over seeds with its 95 % interval over patients" +
      (hasRing ? ". Ring: chosen on validation" : ""),
    width: PLOT_WIDTH,
    height: HEIGHT,
    data: { values: drawn },
    layer: [
      ...lines(rows, axes),
      ...hasRing ? [ring(axes)] : [],
      ...names(lastPoints(drawn, rows), rows, axes, domain),
      ...rowTitle === undefined ? [] : [heading(rowTitle)],
    ],
  };
}

interface Axes {
  readonly x: ReturnType<typeof columnAxis>;
  readonly y: ReturnType<typeof scoreAxis>;
}

const DODGED = { expr: "datum.dodge" };

function lines(rows: readonly string[], { x, y }: Axes) {
  const scales = seriesScales(rows);
  const row = { field: "row", type: "nominal" as const, legend: null };
  const color = { ...row, scale: scales.color };
  return [
    {
      mark: { type: "line" as const, strokeWidth: 2, xOffset: DODGED },
      encoding: { x, y: y("mean"), color, strokeDash: { ...row, scale: scales.dash } },
    },
    {
      transform: [{ filter: "isValid(datum.low)" }],
      mark: { type: "rule" as const, strokeWidth: 1.5, opacity: 0.6, xOffset: DODGED },
      encoding: { x, y: y("low"), y2: { field: "high" }, color },
    },
    {
      mark: { type: "point" as const, filled: true, size: 60, opacity: 1, xOffset: DODGED },
      encoding: { x, y: y("mean"), color, shape: { ...row, scale: scales.shape } },
    },
  ];
}

/** A ring around the chosen setting. */
function ring({ x, y }: Axes) {
  return {
    transform: [{ filter: "datum.isChosen" }],
    mark: {
      type: "point" as const,
      shape: "circle",
      color: INK.light,
      size: 200,
      strokeWidth: 2,
      opacity: 1,
      xOffset: DODGED,
    },
    encoding: { x, y: y("mean") },
  };
}

/** The last point of each row that has any. */
function lastPoints(points: readonly Drawn[], rows: readonly string[]): Drawn[] {
  return rows.flatMap((row) => points.findLast((point) => point.row === row) ?? []);
}

/** So many pixels to the right of the plot. */
const rightBy = (pixels: number) => ({ value: { expr: `width + ${pixels}` } });

/** The rows' names at the right, spread so that none lies on another, tied to their lines. */
function names(
  last: readonly Drawn[],
  rows: readonly string[],
  { y }: Axes,
  [low, high]: readonly [number, number],
) {
  const places = spreadOut(last.map(({ mean }) => mean), NAME_HEIGHT * (high - low) / HEIGHT);
  const { domain, range } = seriesScales(rows).color;
  const values = last.map(({ row, mean }, i) => ({
    row,
    mean,
    place: places[i]!,
    colour: range[domain.indexOf(row)],
  }));
  return [
    {
      data: { values },
      mark: { type: "rule" as const, strokeWidth: 1.2 },
      encoding: {
        x: rightBy(4),
        x2: rightBy(14),
        y: y("mean"),
        y2: { field: "place" },
        color: { field: "colour", type: "nominal" as const, scale: null },
      },
    },
    {
      data: { values },
      mark: { type: "text" as const, align: "left" as const, fontSize: 12, color: INK.light },
      encoding: {
        x: rightBy(18),
        y: y("place"),
        text: { field: "row", type: "nominal" as const },
      },
    },
  ];
}

/** What the rows are, above their names. */
function heading(title: string) {
  return {
    data: { values: [{ title }] },
    mark: { type: "text" as const, align: "left" as const, fontSize: 12, color: MUTED.light },
    encoding: {
      x: rightBy(18),
      y: { value: -8 },
      text: { field: "title", type: "nominal" as const },
    },
  };
}
