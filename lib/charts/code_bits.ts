/**
 * What single bits of the hash codes are worth.
 *
 * @module
 */
import type { Matrix } from "../graph/cooccurrence.ts";
import { evenShades } from "./heatmap.ts";
import { formatPercent } from "./words.ts";
import {
  type ChartSpec,
  chartTitle,
  FEATURED,
  INK,
  MUTED,
  PAPER,
  SCHEMA,
  SHADE_LEGEND,
  STEPS,
  THEME,
} from "./theme.ts";

/** The balance of the bits in two sets of codes. */
export interface BitShares {
  /** `[bits]` the share of database codes in which each bit is 1. */
  readonly database: readonly number[];
  /** `[bits]` the same of the query codes. */
  readonly query: readonly number[];
}

/** The longest side of a chart with a place for each bit, and the widest place. */
const LONGEST_SIDE = 512;
const WIDEST_PLACE = 14;

/**
 * For each bit the share of codes in which it is 1: the database's as a bar that starts at the
 * half, the queries' as a mark. The axis reaches as far to both sides of the half as any share.
 *
 * @throws {RangeError} if the two differ in length
 */
export function bitBalance({ database, query }: BitShares): ChartSpec {
  const bits = database.length;
  if (query.length !== bits) {
    throw new RangeError(
      `Cannot draw the balance of bits: the database has ${bits}, the queries ${query.length}`,
    );
  }
  const offsets = database.map((ones) => Math.abs(ones - 0.5));
  const reach = reachOf([...database, ...query]);
  const share = {
    type: "quantitative" as const,
    title: "Share of ones",
    scale: { domain: [0.5 - reach, 0.5 + reach] },
    axis: {
      format: ".0%",
      values: [-1, -0.5, 0, 0.5, 1].map((part) => 0.5 + part * reach),
      domain: false,
      ticks: false,
    },
  };
  return {
    $schema: SCHEMA,
    title: chartTitle(
      "How balanced the bits are",
      "Share of codes in which a bit is 1. Bars: database films. Marks: queries",
      bits * placeOf(bits),
    ),
    description: `Chart of ${bits} bits. In the database codes the share of ones is ` +
      `${formatPercent(mean(offsets))} from a half on average, ${
        formatPercent(Math.max(0, ...offsets))
      } at most.`,
    data: { values: database.map((ones, bit) => ({ bit, database: ones, query: query[bit]! })) },
    width: { step: placeOf(bits) },
    height: 220,
    encoding: { x: bitAxis("bit", bits) },
    layer: [
      {
        mark: { type: "bar", color: FEATURED.light, opacity: 0.5 },
        encoding: { y: { field: "database", ...share }, y2: { datum: 0.5 } },
      },
      {
        mark: { type: "rule", color: MUTED.light },
        encoding: { x: { value: 0 }, x2: { value: "width" }, y: { datum: 0.5 } },
      },
      {
        mark: { type: "tick", color: INK.light, thickness: 2, opacity: 1 },
        encoding: { y: { field: "query", ...share } },
      },
    ],
    config: THEME,
  };
}

/**
 * A heatmap of how much any two bits repeat each other: the size of their correlation, whose sign
 * says nothing about what they are worth. Below the diagonal only, since it is symmetric.
 *
 * @param correlation `[bits, bits]`, see {@linkcode bitStatistics}
 */
export function bitCorrelation(correlation: Matrix): ChartSpec {
  const bits = correlation.length;
  const values = correlation.flatMap((row, first) =>
    row.slice(0, first).map((r, second) => ({ first, second, size: Math.abs(r) }))
  );
  const sizes = values.map(({ size }) => size);
  const strongest = values.toSorted((a, b) => b.size - a.size)[0];
  const place = placeOf(bits);
  const shades = evenShades(
    correlation.map((row) => row.map(Math.abs)),
    [0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.12, 0.15],
  );
  return {
    $schema: SCHEMA,
    title: chartTitle(
      "How much the bits repeat each other",
      `Size of the correlation of two bits over the database codes; ` +
        `${mean(sizes).toFixed(2)} on average`,
      bits * place,
    ),
    description: `Heatmap of ${values.length} pairs of ${bits} bits. ` +
      (strongest
        ? `Bits ${strongest.second} and ${strongest.first} are correlated most, by ` +
          `${strongest.size.toFixed(2)}.`
        : "There are no pairs."),
    data: { values },
    width: { step: place },
    height: { step: place },
    mark: place > 8 ? { type: "rect", stroke: PAPER.light, strokeWidth: 1 } : { type: "rect" },
    encoding: {
      x: bitAxis("second", bits),
      y: bitAxis("first", bits),
      color: {
        field: "size",
        type: "quantitative",
        scale: {
          type: "quantize",
          domain: [...shades.domain],
          range: STEPS.map(({ light }) => light),
        },
        legend: { title: "Size of the correlation", format: ".2~f", ...SHADE_LEGEND },
      },
    },
    config: THEME,
  };
}

/** How far the shares lie from a half at most, as a round number. */
function reachOf(shares: readonly number[]): number {
  const farthest = Math.max(0, ...shares.map((share) => Math.abs(share - 0.5)));
  return [0.1, 0.2, 0.3, 0.4].find((reach) => reach >= farthest) ?? 0.5;
}

function placeOf(bits: number): number {
  return Math.min(WIDEST_PLACE, LONGEST_SIDE / Math.max(1, bits));
}

/** Bits from 0, every eighth of them named. */
function bitAxis(field: string, bits: number) {
  const domain = Array.from({ length: bits }, (_, bit) => bit);
  return {
    field,
    type: "ordinal" as const,
    title: "Bit",
    scale: { domain, padding: 0 },
    axis: { values: domain.filter((bit) => bit % 8 === 0), labelAngle: 0, domain: false },
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
