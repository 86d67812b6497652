/**
 * The axes of a study: its columns from left to right, its score upwards.
 *
 * @module
 */
import { niceDomain, numberAxis } from "./axes.ts";
import type { StudyPoint } from "./study_content.ts";

/** The width of a study's plot, in pixels. */
export const PLOT_WIDTH = 420;

/** Between the ends of the axis and the points, in pixels. */
const MARGIN = 12;

/** From this ratio of the largest number to the smallest on, the axis is logarithmic. */
const WIDE_RANGE = 20;

/** A point whose column is a number where all columns are. */
export type PlacedPoint = Omit<StudyPoint, "column" | "isChosen"> & {
  readonly column: number | string;
  readonly isChosen?: true;
};

/** The points as they are placed along {@linkcode columnAxis}. */
export function placePoints(
  points: readonly StudyPoint[],
  columns: readonly string[],
): PlacedPoint[] {
  return points.map(({ column, isChosen, ...point }) => ({
    ...point,
    column: areNumbers(columns) ? Number(column) : column,
    ...isChosen ? { isChosen } : {},
  }));
}

/** Whether all names are numbers, such as "64". */
export function areNumbers(names: readonly string[]): boolean {
  return names.every((name) => name.trim() !== "" && Number.isFinite(Number(name)));
}

/** The axis of the columns, by value where all are numbers. */
export function columnAxis(columns: readonly string[], title: string | null = null) {
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
    axis: {
      values: numbers,
      grid: false,
      labelExpr: "datum.value",
      labelOverlap: "greedy" as const,
      labelSeparation: 4,
    },
  };
}

/** The ends of the axis of scores: all means, and the ends of the intervals that are drawn. */
export function scoreDomain(points: readonly PlacedPoint[], ticks: number): [number, number] {
  const drawn = points.flatMap(({ mean, low = mean, high = mean }) => [low, mean, high]);
  return niceDomain(drawn, ticks);
}

/** The axis of the scores for a field of the points, with about so many ticks. */
export function scoreAxis(
  title: string | null,
  { domain, ticks }: { readonly domain: readonly [number, number]; readonly ticks: number },
) {
  const { scale: _, ...axis } = numberAxis({ title, ticks });
  return (field: string) => ({
    field,
    ...axis,
    scale: { domain: [...domain], nice: false, zero: false },
  });
}
