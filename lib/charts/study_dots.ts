/**
 * A study without columns: a point and its interval for each row.
 *
 * @module
 */
import { numberAxis } from "./axes.ts";
import type { StudyContent } from "./study_content.ts";
import { INK, MUTED } from "./theme.ts";

/** The part of the chart's specification that is its own. */
export function studyDots({ points, rows, options: { scoreTitle, baseline } }: StudyContent) {
  const y = {
    field: "row",
    type: "nominal" as const,
    scale: { domain: [...rows] },
    title: null,
    axis: { domain: false, ticks: false },
  };
  const x = (field: string) => ({
    field,
    ...numberAxis({ title: scoreTitle, ticks: 5 }),
  });
  return {
    subtitle: "Mean over seeds with its 95 % interval over patients. " +
      `Dashes: the baseline, ${baseline}`,
    data: { values: [...points] },
    width: 360,
    height: { step: 24 },
    layer: [
      {
        transform: [{ filter: `datum.row === ${JSON.stringify(baseline)}` }],
        mark: { type: "rule" as const, color: MUTED.light, strokeDash: [4, 3] },
        encoding: { x: x("mean") },
      },
      {
        transform: [{ filter: "isValid(datum.low)" }],
        mark: { type: "rule" as const, color: INK.light, strokeWidth: 1.5 },
        encoding: { y, x: x("low"), x2: { field: "high" } },
      },
      {
        mark: { type: "point" as const, filled: true, size: 70, color: INK.light, opacity: 1 },
        encoding: { y, x: x("mean") },
      },
    ],
  };
}
