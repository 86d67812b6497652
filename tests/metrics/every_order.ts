/**
 * The oracle of the metrics' tests: every order of tied items is written out, and every metric is
 * computed on the resulting list straight from its definition.
 *
 * @module
 */
import fc from "fast-check";
import type { Normaliser, TieGroups } from "../../lib/metrics/mod.ts";

/** One item of a ranking; it is relevant if it gains anything. */
export interface Item {
  readonly distance: number;
  readonly gain: number;
}

/** Small rankings with many ties. */
export const smallRankings = fc.array(
  fc.record({ distance: fc.nat(2), gain: fc.nat(2) }),
  { minLength: 1, maxLength: 6 },
);

/** Cut-offs before, within and behind small rankings. */
export const cutOffs = fc.constantFrom(1, 2, 3, 4, 5, 6, 7, Infinity);

/** Every order of the items that their distances allow. */
export function everyOrder<T extends { readonly distance: number }>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  const nearest = Math.min(...items.map(({ distance }) => distance));
  return items.flatMap((item, i) =>
    item.distance === nearest
      ? everyOrder([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest])
      : []
  );
}

/** The items by distance, as the library wants them. */
export function tieGroups(items: readonly Item[]): Required<TieGroups> {
  const groups = {
    counts: new Float64Array(4),
    relevant: new Float64Array(4),
    gains: new Float64Array(4),
  };
  for (const { distance, gain } of items) {
    groups.counts[distance]! += 1;
    groups.relevant[distance]! += gain > 0 ? 1 : 0;
    groups.gains[distance]! += gain;
  }
  return groups;
}

/** Σ over hits in the top k of the mean gain up to them, over Z; AP@k if every hit gains 1. */
export function weightedPrecisionOfList(
  gains: readonly number[],
  k: number,
  normaliser: Normaliser,
): number {
  const relevant = gains.filter((gain) => gain > 0).length;
  const top = gains.slice(0, Math.min(k, gains.length));
  const hits = top.filter((gain) => gain > 0).length;
  const z = { min: Math.min(relevant, k), relevant, hits }[normaliser];
  const sum = top.reduce(
    (sum, gain, i) => gain > 0 ? sum + total(top.slice(0, i + 1)) / (i + 1) : sum,
    0,
  );
  return z === 0 ? 0 : sum / z;
}

/** NDCG@k of a list of gains. */
export function ndcgOfList(gains: readonly number[], k: number): number {
  const dcg = (list: readonly number[]) =>
    total(list.slice(0, Math.min(k, list.length)).map((gain, i) => gain / Math.log2(i + 2)));
  const ideal = dcg(gains.toSorted((a, b) => b - a));
  return ideal === 0 ? 0 : dcg(gains) / ideal;
}

/** The mean gain of the first k of a list, or of the whole list where it is shorter. */
export function meanOfTop(gains: readonly number[], k: number): number {
  return mean(gains.slice(0, Math.min(k, gains.length)));
}

/** The mean of a list that is not empty. */
export function mean(values: readonly number[]): number {
  return total(values) / values.length;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
