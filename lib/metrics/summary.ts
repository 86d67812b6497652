/**
 * The row of a results table: means over queries, with intervals and a breakdown.
 *
 * @module
 */
import {
  bootstrapIntervals,
  type BootstrapOptions,
  type Interval,
  macroMean,
} from "./bootstrap.ts";
import type { RankingScores } from "./ranking_scores.ts";
import { stratify } from "./strata.ts";

/** Means over queries, ready for JSON: null where no query has the score, never NaN. */
export interface ResultRow {
  /** The method or the control, such as "cohash" or "hub". */
  readonly name: string;
  /** The expected AP at the chosen k. */
  readonly map: number | null;
  /** The same with every tie in the worst order. */
  readonly mapLow: number | null;
  /** The same with every tie in the best order. */
  readonly mapHigh: number | null;
  /** 95 %, over patients; null without a bootstrap, as are the others. */
  readonly mapInterval: Interval | null;
  /** The mean over classes of the AP for that class alone, over the queries that have it. */
  readonly macroAp: number | null;
  /** 95 %, over patients. */
  readonly macroApInterval: Interval | null;
  /** NDCG@100 with the gain 2^(labels shared) − 1. */
  readonly ndcg100: number | null;
  /** NDCG@100 with the gain 2^(labels shared / labels of either) − 1. */
  readonly ndcgJaccard100: number | null;
  /** 95 %, over patients. */
  readonly ndcgJaccardInterval: Interval | null;
  /** Mean number of labels shared by the first 100 films; may exceed 1. */
  readonly acg100: number | null;
  /** Weighted average precision at the same k as `map`. */
  readonly wap: number | null;
  /** The share of the first 100 films that share a label. */
  readonly precision100: number | null;
  /** Null for rankings that are not by Hamming distance. */
  readonly precisionRadius2: number | null;
  /** The AP of each class by name. */
  readonly perClass: Readonly<Record<string, number | null>>;
  /** 95 % for each class, over patients; null where fewer than five patients show it. */
  readonly perClassInterval: Readonly<Record<string, Interval | null>>;
  /** The number of queries behind each class's AP. */
  readonly perClassQueries: Readonly<Record<string, number>>;
  /** Precision and recall at each radius 0 … bits; null where `precisionRadius2` is. */
  readonly precisionRecall: PrecisionRecall | null;
  /** Empty where strata are not known. */
  readonly strata: readonly StratumRow[];
}

/** The precision–recall curve by Hamming radius: entry r of each list is radius r. */
export interface PrecisionRecall {
  /** The relevant share of the films within the radius; 0 where there are none. */
  readonly precision: readonly number[];
  /** The share of all relevant films that lie within the radius. */
  readonly recall: readonly number[];
}

/** The main scores of the queries of one stratum. */
export interface StratumRow {
  /** What the queries are broken down by. */
  readonly by: "sex" | "age" | "view";
  /** Such as "F", "40-59" or "PA"; "unknown" where it is not known. */
  readonly value: string;
  /** The queries of the stratum that were scored. */
  readonly queries: number;
  /** As in {@linkcode ResultRow}, over these queries. */
  readonly map: number | null;
  /** 95 %, over the patients of these queries. */
  readonly mapInterval: Interval | null;
  /** As in {@linkcode ResultRow}, over these queries. */
  readonly macroAp: number | null;
  /** As in {@linkcode ResultRow}, over these queries. */
  readonly ndcgJaccard100: number | null;
}

/**
 * The means of a ranking's scores. Without a bootstrap the intervals are null, which is what a
 * quick validation score wants.
 *
 * @param bootstrap How to find the 95 % intervals; default: none
 * @example Validation after an epoch
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluateRanking, hammingRanking, summarise } from "@cohash/cohash/metrics";
 *
 * const films = {
 *   codes: new Uint8Array([0b1100, 0b1110, 0b0011]),
 *   bits: 8,
 *   labels: { names: ["Edema"], values: new Float32Array([1, 1, 0]) },
 *   patients: ["a", "b", "c"],
 * };
 * const { map, macroAp, ndcgJaccard100 } = summarise(
 *   "validation",
 *   evaluateRanking(hammingRanking(films, films)),
 * );
 * assertEquals([map, macroAp, ndcgJaccard100], [1, 1, 1]);
 * ```
 */
export function summarise(
  name: string,
  scores: RankingScores,
  bootstrap?: BootstrapOptions,
): ResultRow {
  const { perQuery, perClass, curve, queries } = scores;
  const names = queries.labels.names;
  const byClass = <T>(of: (ap: Float64Array, c: number) => T): Record<string, T> =>
    Object.fromEntries(names.map((label, c) => [label, of(perClass[c]!, c)]));
  const intervals = bootstrap === undefined ? undefined : bootstrapIntervals(
    {
      map: [perQuery.map],
      macroAp: perClass,
      ndcgJaccard: [perQuery.ndcgJaccard100],
      ...Object.fromEntries(perClass.map((ap, c) => [`class ${c}`, [ap]])),
    },
    queries.patients,
    bootstrap,
  );
  return {
    name,
    map: mean(perQuery.map),
    mapLow: mean(perQuery.mapLow),
    mapHigh: mean(perQuery.mapHigh),
    mapInterval: intervals?.map ?? null,
    macroAp: mean(...perClass),
    macroApInterval: intervals?.macroAp ?? null,
    ndcg100: mean(perQuery.ndcg100),
    ndcgJaccard100: mean(perQuery.ndcgJaccard100),
    ndcgJaccardInterval: intervals?.ndcgJaccard ?? null,
    acg100: mean(perQuery.acg100),
    wap: mean(perQuery.wap),
    precision100: mean(perQuery.precision100),
    precisionRadius2: mean(perQuery.precisionRadius2),
    perClass: byClass((ap) => mean(ap)),
    perClassInterval: byClass((ap, c) =>
      countPatients(ap, queries.patients) < FEWEST_PATIENTS
        ? null
        : intervals?.[`class ${c}`] ?? null
    ),
    perClassQueries: byClass((ap) => ap.filter((score) => !Number.isNaN(score)).length),
    precisionRecall: curve === null
      ? null
      : { precision: [...curve.precision], recall: [...curve.recall] },
    strata: stratumRows(scores, bootstrap),
  };
}

function stratumRows(scores: RankingScores, bootstrap: BootstrapOptions | undefined): StratumRow[] {
  const { perQuery, perClass, queries } = scores;
  if (queries.strata === undefined) return [];
  return stratify(queries.strata).map(({ by, value, films }) => {
    const of = (list: Float64Array) => Float64Array.from(films, (film) => list[film]!);
    const map = of(perQuery.map);
    const patients = films.map((film) => queries.patients[film]!);
    return {
      by,
      value,
      queries: map.reduce((n, ap) => Number.isNaN(ap) ? n : n + 1, 0),
      map: mean(map),
      mapInterval: bootstrap === undefined
        ? null
        : bootstrapIntervals({ map: [map] }, patients, bootstrap).map ?? null,
      macroAp: mean(...perClass.map(of)),
      ndcgJaccard100: mean(of(perQuery.ndcgJaccard100)),
    };
  });
}

/** With fewer patients to draw from, a bootstrap's interval is far too narrow. */
const FEWEST_PATIENTS = 5;

/** The patients of the queries that have a score. */
function countPatients(scores: Float64Array, patients: readonly string[]): number {
  return new Set(patients.filter((_, query) => !Number.isNaN(scores[query]))).size;
}

/** The (macro) mean, null where there is nothing to average. */
function mean(...lists: readonly Float64Array[]): number | null {
  const value = macroMean(lists);
  return Number.isNaN(value) ? null : value;
}
