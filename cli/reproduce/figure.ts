/**
 * A figure as text quotes it, `.420 ± .002` or `.406 [.389, .419] ▲`, and whether what a run gives
 * now agrees with it.
 *
 * @module
 */
import type { Interval } from "../../lib/metrics/mod.ts";
import { formatCount, formatScore } from "../../lib/charts/words.ts";

/** A number with what is known of its uncertainty. */
export interface Figure {
  readonly value: number;
  /** Standard deviation over seeds. */
  readonly deviation: number | null;
  /** 95 %, over patients. */
  readonly interval: Interval | null;
  /** ▲, ▼, △ or ▽ against a baseline, else "". */
  readonly mark: string;
}

/** A figure that was read from text. */
export interface QuotedFigure extends Figure {
  readonly text: string;
  /** One in the last decimal of the value: 0.001 for ".420", 1 for a whole number. */
  readonly unit: number;
}

const NUMBER = String.raw`[-−]?(?:\d{1,3}(?:,\d{3})+|\d*\.\d+|\d+)`;

/** The pattern of a figure, without groups; ✓ marks a setting that validation chose. */
export const FIGURE = String
  .raw`${NUMBER}(?: ✓)?(?: ± ${NUMBER})?(?: \[${NUMBER}, ${NUMBER}\])?(?: [▲▼△▽])?`;

const PARTS = new RegExp(
  String
    .raw`^(${NUMBER})(?: ✓)?(?: ± (${NUMBER}))?(?: \[(${NUMBER}), (${NUMBER})\])?(?: ([▲▼△▽]))?$`,
);

/**
 * Reads a figure.
 *
 * @returns Undefined where the text is none
 */
export function parseFigure(text: string): QuotedFigure | undefined {
  const parts = PARTS.exec(text);
  if (parts === null) return undefined;
  const [, value, deviation, low, high, mark = ""] = parts;
  const decimals = value!.split(".")[1]?.length ?? 0;
  return {
    text,
    value: parseNumber(value!),
    unit: 10 ** -decimals,
    deviation: deviation === undefined ? null : parseNumber(deviation),
    interval: low === undefined ? null : [parseNumber(low), parseNumber(high!)],
    mark,
  };
}

function parseNumber(text: string): number {
  return Number(text.replaceAll(",", "").replace("−", "-"));
}

/** The figure as it would be quoted, with the parts that the quoted one has. */
export function formatLike(figure: Figure, { unit, deviation, interval }: QuotedFigure): string {
  const format = unit === 1 ? formatCount : formatScore;
  const range = interval === null ? null : figure.interval;
  return [
    format(figure.value),
    ...deviation === null || figure.deviation === null ? [] : [`± ${format(figure.deviation)}`],
    ...range === null ? [] : [`[${range.map(format).join(", ")}]`],
    ...figure.mark === "" ? [] : [figure.mark],
  ].join(" ");
}

/** `same` to the last digit quoted; `inside` what is stated; `outside` it. */
export type Agreement = "same" | "inside" | "outside";

/**
 * Whether a figure agrees with what is quoted of it.
 *
 * The value of now must lie within a quoted `± d`; of a quoted `[low, high]` and that of now each
 * must hold the other's value. Either must be half to twice as wide as now. A value quoted without
 * them must be met to one in its last decimal, a whole number exactly. Roundings are allowed for;
 * marks only count for `same`.
 *
 * @param slack How far a value quoted without an interval may be off, instead
 */
export function compareFigures(
  quoted: QuotedFigure,
  now: Figure,
  { slack }: { readonly slack?: number } = {},
): Agreement {
  if (isSame(quoted, now)) return "same";
  return isInside(quoted, now, slack) ? "inside" : "outside";
}

function isSame(quoted: QuotedFigure, now: Figure): boolean {
  const { deviation, interval, mark, unit } = quoted;
  return rounds(now.value, quoted.value, unit) &&
    (deviation === null || rounds(now.deviation, deviation, unit)) &&
    (interval === null || interval.every((end, i) => rounds(now.interval?.[i], end, unit))) &&
    (mark === "" || mark === now.mark);
}

/** Whether a number, rounded to the unit, is the quoted one. */
function rounds(number: number | null | undefined, quoted: number, unit: number): boolean {
  return typeof number === "number" && Math.abs(number - quoted) <= unit / 2 + EPSILON;
}

/** Decimal fractions are not exact in binary. */
const EPSILON = 1e-9;

function isInside(quoted: QuotedFigure, now: Figure, slack: number | undefined): boolean {
  const { value, deviation, interval, unit } = quoted;
  const off = Math.abs(now.value - value) - EPSILON;
  if (deviation === null && interval === null) return off <= (slack ?? (unit < 1 ? unit : 0));
  // Value and deviation are both rounded.
  const isNear = deviation === null ||
    off <= deviation + unit && isAsWide(deviation, now.deviation, unit);
  return isNear && (interval === null || overlap(quoted, interval, now));
}

/** Whether each value lies in the other's interval, and these are about as wide. */
function overlap({ value, unit }: QuotedFigure, quoted: Interval, now: Figure): boolean {
  return now.interval !== null &&
    holds(quoted, now.value, unit) && holds(now.interval, value, unit) &&
    isAsWide(quoted[1] - quoted[0], now.interval[1] - now.interval[0], unit);
}

function holds([low, high]: Interval, value: number, unit: number): boolean {
  return value >= low - unit / 2 - EPSILON && value <= high + unit / 2 + EPSILON;
}

function isAsWide(quoted: number, now: number | null, unit: number): boolean {
  return now !== null && quoted <= 2 * now + unit + EPSILON && now <= 2 * quoted + unit + EPSILON;
}
