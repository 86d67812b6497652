/**
 * How well films of each single finding are retrieved.
 *
 * @module
 */
import type { ResultRow } from "../metrics/mod.ts";
import { numberAxis } from "./axes.ts";
import { seriesScales } from "./series.ts";
import { formatCount, isInterval, isScore, readableLabels } from "./words.ts";
import {
  type ChartSpec,
  chartTitle,
  FEATURED,
  INK,
  MARK_LEGEND,
  MUTED,
  PAPER,
  SCHEMA,
  THEME,
} from "./theme.ts";

/** The part of a result row that is drawn here; queries and intervals where they are known. */
export type PerClassRow =
  & Pick<ResultRow, "name" | "perClass">
  & Partial<Pick<ResultRow, "perClassInterval" | "perClassQueries">>;

/** Options of {@linkcode perClassBars}. */
export interface PerClassBarsOptions {
  /** The row drawn as bars; the others are marks below them. Default: the first row. */
  readonly featured?: string;
}

/** More marks than this below a bar would make the chart too tall. */
const MOST_MARKS = 5;

const WIDTH = 340;

/** The height of a bar or a mark, and of a label that has only one, in pixels. */
const MARK_HEIGHT = 9;
const LEAST_STEP = 20;

/** A bar as the symbol of a legend. */
const BAR = "M-1,-.5H1V.5H-1Z";

/** The score of one label under one method. */
interface Value {
  readonly name: string;
  readonly label: string;
  readonly score: number;
  readonly low?: number;
  readonly high?: number;
}

/**
 * A bar for each label's average precision under the featured method, longest first, below it a
 * mark for every other method, all with their 95 % intervals. Many others are ticks on the bar
 * without names, and each label names its best. Behind a label stands its number of queries.
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
  const labels = [...new Set(rows.flatMap(({ perClass }) => Object.keys(perClass)))]
    .sort((a, b) => (main?.perClass[b] ?? -1) - (main?.perClass[a] ?? -1));
  const nameOf = labelNames(labels, main);
  const values = rows.flatMap((row) => valuesOf(row, nameOf));
  const empty = labels.filter((label) => values.every((value) => value.label !== nameOf(label)));
  const names = rows.map(({ name }) => name);
  const form = names.length - 1 > MOST_MARKS
    ? ticksOfMany(values, labels.map(nameOf), { featured, others: names.length - 1 })
    : marksOfFew(names, featured);
  const notes = [
    form.subtitle,
    ...values.some(({ low }) => low !== undefined) ? [form.intervals] : [],
    ...main?.perClassQueries ? ["In brackets: queries"] : [],
  ];
  return {
    $schema: SCHEMA,
    title: chartTitle("Average precision by finding", notes.join(". "), WIDTH),
    description: `Bar chart of the average precision of ${labels.length} findings under ` +
      `${featured}, best first: ${readableLabels(labels).join(", ")}.`,
    data: { values },
    width: WIDTH,
    height: { step: form.step, for: "position" },
    encoding: {
      y: {
        field: "label",
        type: "nominal",
        scale: { domain: labels.map(nameOf), padding: 0 },
        title: null,
        axis: { domain: false, ticks: false },
      },
    },
    layer: [
      ...form.layer,
      {
        data: { values: empty.map((label) => ({ label: nameOf(label), text: WITHOUT_SCORE })) },
        mark: { type: "text", align: "left", color: MUTED.light, fontStyle: "italic" },
        encoding: { x: { value: 6 }, text: { field: "text", type: "nominal" } },
      },
    ],
    config: THEME,
  };
}

/** Why a label has neither bar nor mark. */
const WITHOUT_SCORE = "no query shows it";

/** The name of each label, with its number of queries where that is known. */
function labelNames(labels: readonly string[], main: PerClassRow | undefined) {
  const texts = readableLabels(labels).map((text, i) => {
    const queries = main?.perClassQueries?.[labels[i]!];
    return queries === undefined ? text : `${text} (${formatCount(queries)})`;
  });
  return (label: string) => texts[labels.indexOf(label)]!;
}

function valuesOf(
  { name, perClass, perClassInterval = {} }: PerClassRow,
  nameOf: (label: string) => string,
): Value[] {
  return Object.entries(perClass).flatMap(([label, score]) => {
    if (!isScore(score)) return [];
    const interval = perClassInterval[label];
    const ends = isInterval(interval) ? { low: interval[0], high: interval[1] } : {};
    return [{ name, label: nameOf(label), score, ...ends }];
  });
}

const scoreAxis = (field: string) => ({
  field,
  ...numberAxis({ title: "Average precision", ticks: 5, format: ".1~f", fromZero: true }),
});

/** Every method in a line of its own, in its colour and shape. */
function marksOfFew(names: readonly string[], featured: string) {
  const scales = seriesScales(names);
  const { domain, range } = scales.shape;
  const shapes = domain.map((name, i) => name === featured ? BAR : range[i]!);
  const legend = names.length > 1 ? MARK_LEGEND : null;
  const color = { field: "name", type: "nominal" as const, scale: scales.color, legend };
  const scale = { domain, paddingInner: 0, paddingOuter: 0.5 };
  const yOffset = { field: "name", type: "nominal" as const, scale };
  const ofFeatured = { filter: { field: "name", equal: featured } };
  return {
    subtitle: names.length > 1 ? `Bars: ${featured}. Marks: the other methods` : featured,
    intervals: "Thin lines: 95 % intervals over patients, if five or more",
    step: Math.max(LEAST_STEP, MARK_HEIGHT * (names.length + 1)),
    layer: [
      {
        transform: [ofFeatured],
        mark: { type: "bar" as const, height: MARK_HEIGHT },
        encoding: { x: scoreAxis("score"), yOffset, color },
      },
      {
        transform: [{ filter: "isValid(datum.low)" }],
        mark: { type: "rule" as const, color: INK.light, strokeWidth: 1 },
        encoding: { x: scoreAxis("low"), x2: { field: "high" }, yOffset },
      },
      {
        transform: [{ filter: { not: ofFeatured.filter } }],
        mark: {
          type: "point" as const,
          filled: true,
          size: 50,
          opacity: 1,
          stroke: PAPER.light,
          strokeWidth: 0.8,
        },
        encoding: {
          x: scoreAxis("score"),
          yOffset,
          color,
          shape: {
            field: "name",
            type: "nominal" as const,
            scale: { domain, range: shapes },
            legend,
          },
        },
      },
    ],
  };
}

/** The featured method as bars, the others as ticks, and the name of each label's best. */
function ticksOfMany(
  values: readonly Value[],
  labels: readonly string[],
  { featured, others }: { readonly featured: string; readonly others: number },
) {
  const best = labels.flatMap((label) =>
    values.filter((value) => value.label === label).toSorted((a, b) => b.score - a.score)
      .slice(0, 1)
  );
  const ofFeatured = { filter: { field: "name", equal: featured } };
  return {
    subtitle: `Bars: ${featured}. Ticks: ${others} other methods. Names: the best of all`,
    intervals: `Thin lines: 95 % intervals of ${featured} over patients, if five or more`,
    step: 26,
    layer: [
      {
        transform: [ofFeatured],
        mark: { type: "bar" as const, height: 14, opacity: 0.5, color: FEATURED.light },
        encoding: { x: scoreAxis("score") },
      },
      {
        transform: [{ filter: { not: ofFeatured.filter } }],
        mark: { type: "tick" as const, size: 14, thickness: 1.5, color: INK.light, opacity: 0.7 },
        encoding: { x: scoreAxis("score") },
      },
      {
        transform: [ofFeatured, { filter: "isValid(datum.low)" }],
        mark: { type: "rule" as const, color: INK.light, strokeWidth: 1, yOffset: 10 },
        encoding: { x: scoreAxis("low"), x2: { field: "high" } },
      },
      {
        data: { values: best },
        mark: { type: "text" as const, align: "left" as const, dx: 8, color: MUTED.light },
        encoding: { x: scoreAxis("score"), text: { field: "name", type: "nominal" as const } },
      },
    ],
  };
}
