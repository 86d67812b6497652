/**
 * The ranking of one query, reduced to what scores need.
 *
 * A ranking is scored from a small table: how many database films lie at each distance and relate
 * to the query's labels in each way ({@linkcode Relation}). Nothing else about the database matters,
 * so no ranked list is ever made.
 *
 * @module
 */
import type { Normaliser } from "./average_precision.ts";
import type { Relation } from "./label_sets.ts";
import { filmsByKind, type RelationTable, sumByLevel } from "./relation_table.ts";
import type { GainGroups, RankSums } from "./tie_groups.ts";

/** What a database film is worth to the query. */
export type Gain = (relation: Relation) => number;

/** The number of labels that a film shares with the query. */
export const labelsShared: Gain = ({ shared }) => shared.length;

/** What scores of rankings depend on beside the ranking. */
export interface ScoringOptions {
  /** What average precision is divided by. */
  readonly normaliser: Normaliser;
  /** Sums over at least as many ranks as there are films. */
  readonly sums: RankSums;
}

/** A ranking as a score sees it: groups of tied films, from near to far. */
export interface QueryRanking {
  /** The films and the relevant films at each distance. */
  readonly groups: { readonly counts: Float64Array; readonly relevant: Float64Array };
  /** `[levels]` the summed gain of the films at each distance. */
  readonly gains: (gain: Gain) => Float64Array;
  /** The films grouped by gain, the greatest first: the ideal ranking. */
  readonly ideal: (gain: Gain) => GainGroups;
  /** See {@linkcode ScoringOptions}. */
  readonly options: ScoringOptions;
}

/** The ranking of a query; films that share a label with it are relevant. */
export function queryRanking(table: RelationTable, options: ScoringOptions): QueryRanking {
  return {
    groups: {
      counts: sumOver(table, () => 1),
      relevant: sumOver(table, ({ shared }) => shared.length > 0 ? 1 : 0),
    },
    gains: (gain) => sumOver(table, gain),
    ideal: (gain) => idealGroups(table, gain),
    options,
  };
}

/** The same films, those with one label being relevant. */
export function classRanking(
  ranking: QueryRanking,
  table: RelationTable,
  label: number,
): QueryRanking {
  const relevant = sumOver(table, ({ shared }) => shared.includes(label) ? 1 : 0);
  return { ...ranking, groups: { counts: ranking.groups.counts, relevant } };
}

/** `[levels]` the gain of the films at each distance. */
function sumOver(table: RelationTable, gain: Gain): Float64Array {
  return sumByLevel(table, Float64Array.from(table.kinds, gain));
}

/** The films grouped by gain, the greatest first. */
function idealGroups(table: RelationTable, gain: Gain): GainGroups {
  const counts = filmsByKind(table);
  const films = table.kinds.map((relation, kind) => ({
    gain: gain(relation),
    count: counts[kind]!,
  })).sort((a, b) => b.gain - a.gain);
  return {
    counts: Float64Array.from(films, ({ count }) => count),
    gains: Float64Array.from(films, ({ gain, count }) => gain * count),
  };
}
