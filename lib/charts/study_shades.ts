/**
 * A study whose rows and columns span a grid of settings: a shaded cell for each.
 *
 * @module
 */
import { FIRST_STRONG_SHADE, shadeOf } from "./heatmap.ts";
import type { StudyContent, StudyPoint } from "./study_content.ts";
import { PLOT_WIDTH } from "./study_axes.ts";
import { INK, PAPER, SHADE_LEGEND, STEPS } from "./theme.ts";

/** The widest and the narrowest cell, in pixels. */
const WIDEST_CELL = 130;
const NARROWEST_CELL = 56;

/**
 * The part of the chart's specification that is its own. The shades span the better three quarters
 * of the scores, lest one bad corner leave all others in one shade, but never less than an interval
 * is wide, so that what is noise does not look like a difference.
 */
export function studyShades({ points, rows, columns, options }: StudyContent) {
  const domain = shadeDomain(points);
  const values = points.map(({ low: _, high: __, ...point }) => ({
    ...point,
    isStrong: shadeOf(point.mean, { domain }) >= FIRST_STRONG_SHADE,
  }));
  const longestName = Math.max(0, ...columns.map((column) => column.length));
  const room = Math.min(WIDEST_CELL, PLOT_WIDTH / Math.max(1, columns.length));
  const chosen = values.some(({ isChosen }) => isChosen) ? ". Outlined: chosen on validation" : "";
  return {
    subtitle: `Mean over seeds; the darker, the better${chosen}`,
    data: { values },
    width: { step: Math.max(NARROWEST_CELL, 7 * longestName + 14, room) },
    height: { step: 30 },
    encoding: {
      x: {
        field: "column",
        type: "ordinal" as const,
        scale: { domain: [...columns], padding: 0 },
        title: options.columnTitle ?? null,
        axis: { labelAngle: 0, domain: false, ticks: false, orient: "top" as const },
      },
      y: {
        field: "row",
        type: "nominal" as const,
        scale: { domain: [...rows], padding: 0 },
        title: null,
        axis: { domain: false, ticks: false },
      },
    },
    layer: [
      {
        mark: { type: "rect" as const, stroke: PAPER.light, strokeWidth: 1.5 },
        encoding: {
          color: {
            field: "mean",
            type: "quantitative" as const,
            scale: {
              type: "quantize" as const,
              domain,
              range: STEPS.map(({ light }) => light),
            },
            legend: { title: options.scoreTitle, format: ".3~f", ...SHADE_LEGEND },
          },
        },
      },
      // A dark line and a pale one in it, to be seen on every shade.
      ...[{ stroke: INK.light, strokeWidth: 5 }, { stroke: PAPER.light, strokeWidth: 2 }]
        .map((outline) => ({
          transform: [{ filter: "datum.isChosen" }],
          mark: { type: "rect" as const, filled: false, ...outline },
        })),
      {
        mark: { type: "text" as const, fontSize: 11 },
        encoding: {
          text: { field: "text", type: "nominal" as const },
          color: {
            condition: { test: "datum.isStrong", value: PAPER.light },
            value: INK.light,
          },
        },
      },
    ],
  };
}

/** Ends of the shades: down from the best score to the lower quartile, or a usual interval. */
function shadeDomain(points: readonly StudyPoint[]): [number, number] {
  if (points.length === 0) return [0, 1];
  const means = points.map(({ mean }) => mean).sort((a, b) => a - b);
  const widths = points.flatMap(({ low, high }) =>
    low === undefined || high === undefined ? [] : [high - low]
  ).sort((a, b) => a - b);
  const [quartile, best] = [means[means.length >> 2]!, means.at(-1)!];
  const span = Math.max(best - quartile, widths[widths.length >> 1] ?? 0) || 1;
  return [best - span, best];
}
