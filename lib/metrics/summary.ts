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
  type ScoreLists,
} from "./bootstrap.ts";
import type { RankingScores } from "./ranking_scores.ts";
import { parseScore } from "./scores/parse_score.ts";
import { leadingScores } from "./scores/registry.ts";
import { type Gap, gapBetween } from "./stratum_gaps.ts";
import { stratify, UNKNOWN } from "./strata.ts";

/** Means over queries, ready for JSON: null where no query has the score, never NaN. */
export interface ResultRow {
  /** The method or the control, such as "cohash" or "hub". */
  readonly name: string;
  /** By the name of the score, in the order in which tables show them. */
  readonly scores: Readonly<Record<string, number | null>>;
  /** 95 %, over patients, of the {@linkcode leadingScores}; empty without a bootstrap. */
  readonly intervals: Readonly<Record<string, Interval | null>>;
  /** The scores of each class by name, of the first score over classes; empty without one. */
  readonly perClass: Readonly<Record<string, number | null>>;
  /** 95 % for each class, over patients; null where fewer than five patients show it. */
  readonly perClassInterval: Readonly<Record<string, Interval | null>>;
  /** The number of queries behind each class's score. */
  readonly perClassQueries: Readonly<Record<string, number>>;
  /** Precision and recall at each radius 0 … bits; null unless by Hamming distance. */
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

/** The leading scores of the queries of one stratum. */
export interface StratumRow {
  /** What the queries are broken down by. */
  readonly by: "sex" | "age" | "view";
  /** Such as "F", "40-59" or "PA"; "unknown" where it is not known. */
  readonly value: string;
  /** The queries of the stratum that were scored. */
  readonly queries: number;
  /** Of the {@linkcode leadingScores}, over these queries. */
  readonly scores: Readonly<Record<string, number | null>>;
  /** 95 %, over the patients of these queries; empty without a bootstrap. */
  readonly intervals: Readonly<Record<string, Interval | null>>;
  /**
   * How far the scores are from those of the queries of all other known groups; null where either side
   * has too few patients to tell. Absent without a bootstrap, and in reports of an earlier cohash.
   */
  readonly gaps?: Readonly<Record<string, Gap | null>>;
}

/**
 * The means of a ranking's scores. Without a bootstrap there are no intervals, which is what a quick
 * validation score wants.
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
 * const wanted = ["map", "macro-ap"];
 * const scored = evaluateRanking(hammingRanking(films, films), { scores: wanted });
 * assertEquals(summarise("validation", scored).scores, { "map": 1, "macro-ap": 1 });
 * ```
 */
export function summarise(
  name: string,
  ranked: RankingScores,
  bootstrap?: BootstrapOptions,
): ResultRow {
  const { scores, curve, queries: { labels, patients } } = ranked;
  const leading = pick(scores, leadingScores(Object.keys(scores)));
  const perClass = classLists(scores);
  const byClass = <T>(of: (list: Float64Array, c: number) => T): Record<string, T> =>
    Object.fromEntries(perClass.map((list, c) => [labels.names[c]!, of(list, c)]));
  const classes = perClass.map((list, c): [string, ScoreLists] => [`class ${c}`, [list]]);
  const intervals = bootstrap === undefined
    ? {}
    : bootstrapIntervals({ ...leading, ...Object.fromEntries(classes) }, patients, bootstrap);
  return {
    name,
    scores: meansOf(scores),
    intervals: pick(intervals, Object.keys(bootstrap === undefined ? {} : leading)),
    perClass: byClass((list) => mean([list])),
    perClassInterval: byClass((list, c) =>
      countPatients(list, patients) < FEWEST_PATIENTS ? null : intervals[`class ${c}`] ?? null
    ),
    perClassQueries: byClass((list) => list.filter((score) => !Number.isNaN(score)).length),
    precisionRecall: curve === null
      ? null
      : { precision: [...curve.precision], recall: [...curve.recall] },
    strata: stratumRows(ranked, leading, bootstrap),
  };
}

/** The lists of the first score over classes. */
function classLists(scores: RankingScores["scores"]): ScoreLists {
  const name = Object.keys(scores).find((name) => parseScore(name).over === "class");
  return name === undefined ? [] : scores[name]!;
}

function stratumRows(
  ranked: RankingScores,
  leading: Readonly<Record<string, ScoreLists>>,
  bootstrap: BootstrapOptions | undefined,
): StratumRow[] {
  const { queries, isScored } = ranked;
  if (queries.strata === undefined) return [];
  const strata = stratify(queries.strata);
  return strata.map(({ by, value, films }) => {
    const { patients, ...own } = estimate(films, { ranked, leading, bootstrap });
    const row = { by, value, queries: films.filter((film) => isScored[film]).length, ...own };
    if (bootstrap === undefined) return row;
    const rest = strata.filter((other) =>
      other.by === by && other.value !== value && other.value !== UNKNOWN
    );
    const others = estimate(rest.flatMap((other) => other.films), {
      ranked,
      leading,
      bootstrap: { ...bootstrap, random: bootstrap.random.fork(`all but ${by} ${value}`) },
    });
    const isTold = value !== UNKNOWN && Math.min(patients, others.patients) >= FEWEST_PATIENTS;
    return {
      ...row,
      gaps: mapNames(own.scores, (name) => isTold ? gapOf(name, own, others) : null),
    };
  });
}

/** The scores of some queries, with intervals where there is a bootstrap, and their patients. */
function estimate(
  films: readonly number[],
  { ranked: { queries, isScored }, leading, bootstrap }: {
    readonly ranked: RankingScores;
    readonly leading: Readonly<Record<string, ScoreLists>>;
    readonly bootstrap: BootstrapOptions | undefined;
  },
): Pick<StratumRow, "scores" | "intervals"> & { readonly patients: number } {
  const ofFilms = (list: Float64Array) => Float64Array.from(films, (film) => list[film]!);
  const scores = mapValues(leading, (lists) => lists.map(ofFilms));
  const patients = films.map((film) => queries.patients[film]!);
  return {
    patients: new Set(patients.filter((_, n) => isScored[films[n]!])).size,
    scores: meansOf(scores),
    intervals: bootstrap === undefined ? {} : bootstrapIntervals(scores, patients, bootstrap),
  };
}

/** The gap in the score of this name. */
function gapOf(
  name: string,
  own: Pick<StratumRow, "scores" | "intervals">,
  others: Pick<StratumRow, "scores" | "intervals">,
): Gap | null {
  const of = ({ scores, intervals }: Pick<StratumRow, "scores" | "intervals">) => ({
    score: scores[name] ?? null,
    interval: intervals[name] ?? null,
  });
  return gapBetween(of(own), of(others));
}

function meansOf(scores: Readonly<Record<string, ScoreLists>>): Record<string, number | null> {
  return mapValues(scores, mean);
}

function mapNames<R>(record: Readonly<Record<string, unknown>>, of: (name: string) => R) {
  return Object.fromEntries(Object.keys(record).map((name): [string, R] => [name, of(name)]));
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, of: (value: T) => R) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, of(value)]));
}

/** The entries of these names. */
function pick<T>(record: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, record[name]!]));
}

/** With fewer patients to draw from, a bootstrap's interval is far too narrow. */
const FEWEST_PATIENTS = 5;

/** The patients of the queries that have a score. */
function countPatients(scores: Float64Array, patients: readonly string[]): number {
  return new Set(patients.filter((_, query) => !Number.isNaN(scores[query]))).size;
}

/** The (macro) mean, null where there is nothing to average. */
function mean(lists: ScoreLists): number | null {
  const value = macroMean(lists);
  return Number.isNaN(value) ? null : value;
}
