/**
 * How well films of each single finding are retrieved.
 *
 * @module
 */
import type { ResultRow } from "../metrics/mod.ts";
import { isScore, readableLabels } from "./words.ts";
import {
  type ChartSpec,
  FEATURED,
  INK,
  MUTED,
  PAPER,
  SCHEMA,
  seriesScales,
  THEME,
} from "./theme.ts";

/** The part of a result row that is drawn here. */
export type PerClassRow = Pick<ResultRow, "name" | "perClass">;

/** Options of {@linkcode perClassBars}. */
export interface PerClassBarsOptions {
  /** The row drawn as bars; the others are marks on them. Default: the first row. */
  readonly featured?: string;
}

/** More marks than this on a bar could not be told apart. */
const MOST_MARKS = 5;

/**
 * A bar for each label's average precision under the featured method, longest first, with a mark
 * for every other method. Many others are ticks without names, and each label names its best.
 *
 * @throws {RangeError} if no row has the featured name
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { perClassBars } from "./per_class_bars.ts";
 *
 * const rows = [
 *   { name: "cohash", perClass: { Edema: 0.4, Hernia: 0.1 } },
 *   { name: "orthohash", perClass: { Edema: 0.35, Hernia: 0.12 } },
 * ];
 * const { title } = perClassBars(rows);
 * assertEquals(title, {
 *   text: "Average precision by finding",
 *   subtitle: "Bars: cohash. Marks: the other methods",
 * });
 * ```
 */
export function perClassBars(
  rows: readonly PerClassRow[],
  { featured = rows[0]?.name ?? "" }: PerClassBarsOptions = {},
): ChartSpec {
  const main = rows.find(({ name }) => name === featured);
  if (rows.length > 0 && main === undefined) {
    throw new RangeError(
      `Cannot draw per-class bars: no row is named "${featured}", ` +
        `expected one of ${rows.map(({ name }) => name).join(", ")}`,
    );
  }
  const labels = [...new Set(rows.flatMap(({ perClass }) => Object.keys(perClass)))];
  const readable = new Map(readableLabels(labels).map((text, i) => [labels[i]!, text]));
  const order = labels.toSorted((a, b) => (main?.perClass[b] ?? -1) - (main?.perClass[a] ?? -1))
    .map((label) => readable.get(label)!);
  const values = rows.flatMap(({ name, perClass }) =>
    Object.entries(perClass).filter(([, score]) => isScore(score)).map(([label, score]) => ({
      name,
      label: readable.get(label)!,
      score: score!,
    }))
  );
  const others = rows.filter(({ name }) => name !== featured).length;
  const { subtitle, layer } = others > MOST_MARKS
    ? ticksOfMany(values, order, { featured, others })
    : marksOfFew(rows.map(({ name }) => name), featured);

  return {
    $schema: SCHEMA,
    title: { text: "Average precision by finding", subtitle },
    description: `Bar chart of the average precision of ${labels.length} findings under ` +
      `${featured}, best first: ${order.join(", ")}.`,
    data: { values },
    width: 300,
    height: { step: 24 },
    encoding: {
      x: {
        field: "score",
        type: "quantitative",
        title: "Average precision",
        scale: { zero: true },
        axis: { tickCount: 5, format: ".1~f", domain: false, ticks: false },
      },
      y: {
        field: "label",
        type: "nominal",
        scale: { domain: order },
        title: null,
        axis: { domain: false, ticks: false },
      },
    },
    layer,
    config: THEME,
  };
}

/** Every method in its colour and shape. */
function marksOfFew(names: readonly string[], featured: string) {
  const scales = seriesScales(names);
  const color = {
    field: "name",
    type: "nominal" as const,
    scale: scales.color,
    legend: {
      title: null,
      orient: "top" as const,
      columns: 4,
      symbolOpacity: 1,
      symbolStrokeWidth: 0,
    },
  };
  return {
    subtitle: `Bars: ${featured}. Marks: the other methods`,
    layer: [
      {
        transform: [{ filter: { field: "name", equal: featured } }],
        mark: { type: "bar" as const, height: 14, opacity: 0.5 },
        encoding: { color },
      },
      {
        transform: [{ filter: { not: { field: "name", equal: featured } } }],
        mark: {
          type: "point" as const,
          filled: true,
          size: 60,
          opacity: 1,
          stroke: PAPER.light,
          strokeWidth: 0.8,
        },
        encoding: {
          color,
          shape: { field: "name", type: "nominal" as const, scale: scales.shape },
        },
      },
    ],
  };
}

/** The featured method as bars, the others as ticks, and the name of each label's best. */
function ticksOfMany(
  values: readonly { readonly name: string; readonly label: string; readonly score: number }[],
  labels: readonly string[],
  { featured, others }: { readonly featured: string; readonly others: number },
) {
  const best = labels.flatMap((label) =>
    values.filter((value) => value.label === label).toSorted((a, b) => b.score - a.score)
      .slice(0, 1)
  );
  return {
    subtitle: `Bars: ${featured}. Ticks: ${others} other methods. Names: the best of all`,
    layer: [
      {
        transform: [{ filter: { field: "name", equal: featured } }],
        mark: { type: "bar" as const, height: 14, opacity: 0.5, color: FEATURED.light },
      },
      {
        transform: [{ filter: { not: { field: "name", equal: featured } } }],
        mark: { type: "tick" as const, size: 14, thickness: 1.5, color: INK.light, opacity: 0.7 },
      },
      {
        data: { values: best },
        mark: { type: "text" as const, align: "left" as const, dx: 8, color: MUTED.light },
        encoding: { text: { field: "name", type: "nominal" as const } },
      },
    ],
  };
}
