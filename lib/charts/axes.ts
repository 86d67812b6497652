/**
 * Axes of numbers, the same in every chart.
 *
 * @module
 */
import { scale } from "vega";
import { GRID } from "./theme.ts";

/** Options of {@linkcode numberAxis}. */
export interface NumberAxisOptions {
  readonly title: string | null;
  /** About so many ticks. */
  readonly ticks: number;
  /** Whether the axis begins at 0, as it must where lengths or areas are drawn. Default: false. */
  readonly fromZero?: boolean;
  /** A d3-format of the labels. */
  readonly format?: string;
}

/**
 * Title, scale and axis of numbers: a grid without a line or ticks. The scale ends at the first and
 * the last tick, so that no mark lies outside of what the labels name.
 */
export function numberAxis({ title, ticks, fromZero = false, format }: NumberAxisOptions) {
  return {
    type: "quantitative" as const,
    title,
    scale: { nice: ticks, zero: fromZero },
    axis: {
      tickCount: ticks,
      ...format === undefined ? {} : { format },
      domain: false,
      ticks: false,
      gridColor: GRID.light,
    },
  };
}

/** The ends of such an axis, for what has to be laid out beside it; [0, 1] without values. */
export function niceDomain(values: readonly number[], ticks: number): [number, number] {
  if (values.length === 0) return [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const ends = low === high ? [low - 0.01, high + 0.01] : [low, high];
  const [first, last] = scale("linear")().domain(ends).nice(ticks).domain();
  return [first, last];
}
