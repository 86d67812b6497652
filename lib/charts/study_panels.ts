/**
 * A study of many rows over columns that are numbers: a small plot for each row, with all others
 * behind it, since more than a handful of lines in one plot cannot be told apart.
 *
 * @module
 */
import { columnAxis, type PlacedPoint, placePoints, scoreAxis, scoreDomain } from "./study_axes.ts";
import type { StudyContent } from "./study_content.ts";
import { BASELINE, FEATURED, INK } from "./theme.ts";

/** How many plots stand side by side, and their size in pixels. */
const PANELS_A_LINE = 4;
const WIDTH = 130;
const HEIGHT = 110;

/** About so many ticks on the axis of scores. */
const TICKS = 4;

/**
 * The part of the chart's specification that is its own: the best row first, by its mean over the
 * columns, each with its intervals and the baseline as dashes.
 */
export function studyPanels({ points, rows, columns, options }: StudyContent) {
  const { columnTitle, baseline } = options;
  const drawn = placePoints(points, columns);
  const order = bestFirst(drawn, rows);
  const x = columnAxis(columns, columnTitle);
  const y = scoreAxis(null, { domain: scoreDomain(drawn, TICKS), ticks: TICKS });
  const means = drawn.map(({ row, column, mean }) => ({ other: row, column, mean }));
  return {
    subtitle: "Mean over seeds with its 95 % interval over patients. Dashes: the baseline, " +
      `${baseline}. Grey: all others. Best first, by the mean over columns`,
    data: { values: drawn },
    columns: PANELS_A_LINE,
    spacing: 14,
    facet: {
      field: "row",
      type: "nominal" as const,
      sort: order,
      title: null,
      header: {
        labelAnchor: "start" as const,
        labelColor: INK.light,
        labelFontSize: 12,
        labelFontWeight: "bold" as const,
        labelPadding: 4,
      },
    },
    spec: {
      width: WIDTH,
      height: HEIGHT,
      layer: [
        {
          data: { values: means },
          mark: { type: "line" as const, color: BASELINE.light, strokeWidth: 1, opacity: 0.35 },
          encoding: { x, y: y("mean"), detail: { field: "other", type: "nominal" as const } },
        },
        {
          data: { values: means.filter(({ other }) => other === baseline) },
          mark: { type: "line" as const, color: INK.light, strokeWidth: 1.2, strokeDash: [4, 3] },
          encoding: { x, y: y("mean") },
        },
        ...ownLine(x, y),
      ],
    },
  };
}

/** The row that a plot is about. */
function ownLine(x: ReturnType<typeof columnAxis>, y: ReturnType<typeof scoreAxis>) {
  const color = FEATURED.light;
  return [
    {
      mark: { type: "line" as const, color, strokeWidth: 2 },
      encoding: { x, y: y("mean") },
    },
    {
      transform: [{ filter: "isValid(datum.low)" }],
      mark: { type: "rule" as const, color, strokeWidth: 1.5, opacity: 0.6 },
      encoding: { x, y: y("low"), y2: { field: "high" } },
    },
    {
      mark: { type: "point" as const, filled: true, color, size: 30, opacity: 1 },
      encoding: { x, y: y("mean") },
    },
  ];
}

function bestFirst(points: readonly PlacedPoint[], rows: readonly string[]): string[] {
  const level = (row: string) => {
    const means = points.filter((point) => point.row === row).map(({ mean }) => mean);
    return means.length === 0 ? -Infinity : means.reduce((a, b) => a + b) / means.length;
  };
  const levels = new Map(rows.map((row) => [row, level(row)]));
  return rows.toSorted((a, b) => levels.get(b)! - levels.get(a)!);
}
