/**
 * All metrics of one query, from the counts of its ranking.
 *
 * A ranking is scored from a small table: how many database films lie at each distance and relate
 * to the query's labels in each way ({@linkcode Relation}). Nothing else about the database matters,
 * so no ranked list is ever made.
 *
 * @module
 */
import { averagePrecision, averagePrecisionEnds, type Normaliser } from "./average_precision.ts";
import { averageCumulativeGain } from "./cumulative_gain.ts";
import { type RadiusCurve, radiusCurve } from "./hamming_ball.ts";
import type { Relation } from "./label_sets.ts";
import { type GainGroups, ndcg } from "./ndcg.ts";
import type { RankSums } from "./tie_groups.ts";

/** The cut-off of NDCG, ACG and precision, and so part of their names. */
export const SHORT_LIST = 100;

/** The Hamming radius of `precisionRadius2`. */
export const RADIUS = 2;

/** The scores that every query has, by their names in results. */
export const SCORE_NAMES = [
  "map",
  "mapLow",
  "mapHigh",
  "ndcg100",
  "ndcgJaccard100",
  "acg100",
  "wap",
  "precision100",
  "precisionRadius2",
] as const;

/** The name of a per-query score; the name is that of its mean over queries. */
export type ScoreName = typeof SCORE_NAMES[number];

/** Database films by relation to the query's labels and by distance. */
export interface RelationTable {
  readonly kinds: readonly Relation[];
  readonly levels: number;
  /** `[kinds, levels]` films, row-major. */
  readonly counts: Uint32Array;
}

/** Everything that one query scores. */
export interface QueryScores {
  /** Films that share a label with the query. If 0, every score is 0. */
  readonly relevant: number;
  /** Those that were wanted. */
  readonly scores: Readonly<Partial<Record<ScoreName, number>>>;
  /** AP@k of each label of the query, the films with that label being relevant; null without any. */
  readonly perClass: readonly { readonly label: number; readonly ap: number | null }[];
  /** Precision and recall by distance. */
  readonly curve: RadiusCurve;
}

/** Options of {@linkcode scoreQuery}. */
export interface QueryOptions {
  readonly k: number;
  readonly normaliser: Normaliser;
  readonly sums: RankSums;
  /** The scores to work out. */
  readonly scores: readonly ScoreName[];
}

/** Scores one query. */
export function scoreQuery(
  table: RelationTable,
  querySet: readonly number[],
  { k, normaliser, sums, scores }: QueryOptions,
): QueryScores {
  const counts = sumOver(table, () => 1);
  const relevant = sumOver(table, ({ shared }) => shared.length > 0 ? 1 : 0);
  const options = { k, normaliser, sums };
  const cutOff = { k: SHORT_LIST, sums };
  const groups = { counts, relevant };
  const curve = radiusCurve(groups);
  const ndcgOf = (gain: Gain) =>
    ndcg({ counts, gains: sumOver(table, gain) }, idealGroups(table, gain), cutOff);
  const formulas: Readonly<Record<ScoreName, () => number>> = {
    map: () => averagePrecision(groups, options),
    mapLow: () => averagePrecisionEnds(groups, options).low,
    mapHigh: () => averagePrecisionEnds(groups, options).high,
    wap: () => averagePrecision({ ...groups, gains: sumOver(table, labelsShared) }, options),
    ndcg100: () => ndcgOf(exponentialShared),
    ndcgJaccard100: () => ndcgOf(exponentialJaccard),
    acg100: () =>
      averageCumulativeGain({ counts, gains: sumOver(table, labelsShared) }, SHORT_LIST),
    precision100: () => averageCumulativeGain({ counts, gains: relevant }, SHORT_LIST),
    precisionRadius2: () => curve.precision[RADIUS] ?? NaN,
  };
  return {
    relevant: relevant.reduce((sum, films) => sum + films, 0),
    scores: Object.fromEntries(scores.map((name) => [name, formulas[name]()])),
    perClass: querySet.map((label) => {
      const withLabel = sumOver(table, ({ shared }) => shared.includes(label) ? 1 : 0);
      const isEmpty = withLabel.every((films) => films === 0);
      return {
        label,
        ap: isEmpty ? null : averagePrecision({ counts, relevant: withLabel }, options),
      };
    }),
    curve,
  };
}

/** What a database film is worth to the query. */
type Gain = (relation: Relation) => number;

const labelsShared: Gain = ({ shared }) => shared.length;
// DCG grows with 2^g − 1 (Burges et al., ICML 2005), g being the labels shared or their share.
const exponentialShared: Gain = ({ shared }) => 2 ** shared.length - 1;
const exponentialJaccard: Gain = ({ jaccard }) => 2 ** jaccard - 1;

/** `[levels]` the gain of the films at each distance. */
function sumOver({ kinds, levels, counts }: RelationTable, gain: Gain): Float64Array {
  const sums = new Float64Array(levels);
  for (let kind = 0; kind < kinds.length; kind++) {
    const each = gain(kinds[kind]!);
    if (each === 0) continue;
    for (let level = 0; level < levels; level++) {
      sums[level]! += each * counts[kind * levels + level]!;
    }
  }
  return sums;
}

/** The films grouped by gain, the greatest first: the ideal ranking. */
function idealGroups({ kinds, levels, counts }: RelationTable, gain: Gain): GainGroups {
  const films = kinds.map((relation, kind) => {
    let count = 0;
    for (let level = 0; level < levels; level++) count += counts[kind * levels + level]!;
    return { gain: gain(relation), count };
  }).sort((a, b) => b.gain - a.gain);
  return {
    counts: Float64Array.from(films, ({ count }) => count),
    gains: Float64Array.from(films, ({ gain, count }) => gain * count),
  };
}
