/**
 * What every query of a ranking scored, under which conventions.
 *
 * @module
 */
import { InputError } from "../base/errors.ts";
import { type Normaliser, NORMALISERS } from "./average_precision.ts";
import type { RadiusCurve } from "./hamming_ball.ts";
import type { LabelRelations } from "./label_sets.ts";
import type { QueryScores, ScoreName } from "./query_scores.ts";
import type { LabelledFilms, Ranking } from "./ranking.ts";

/** What to do with queries that no database film is relevant to. */
export const EMPTY_QUERY_POLICIES = ["skip", "zero", "error"] as const;

/** Leave such queries out of the means, count them as 0, or refuse to go on. */
export type EmptyQueryPolicy = typeof EMPTY_QUERY_POLICIES[number];

/** Choices that change the figures; print them beside every table. */
export interface Conventions {
  /** The cut-off of AP and WAP; default: Infinity, the whole database. */
  readonly k: number;
  /** What AP and WAP are divided by; default: "min". */
  readonly normaliser: Normaliser;
  /** Default: "skip". It also holds for AP of a class that no database film has. */
  readonly emptyQueries: EmptyQueryPolicy;
  /** Whether films of the query's own patient are left out of its ranking; default: true. */
  readonly excludeSamePatient: boolean;
}

/** Options of {@linkcode evaluateRanking}. */
export interface EvaluationOptions extends Partial<Conventions> {
  /** The scores to work out; default: all. The others are NaN. AP of classes always is. */
  readonly scores?: readonly ScoreName[];
  /** Those of the ranking's films, where they are known from before; see relateLabels. */
  readonly relations?: LabelRelations;
  /** Called after every query. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What each query scored. A score is NaN where a query was left out or has no such score. */
export interface RankingScores {
  /** The films that asked; every list of scores is in their order. */
  readonly queries: LabelledFilms;
  /** How many films were searched. */
  readonly databaseFilms: number;
  /** The choices that the scores depend on, defaults filled in. */
  readonly conventions: Conventions;
  /** `[queries]` for each score. */
  readonly perQuery: Readonly<Record<ScoreName, Float64Array>>;
  /** For each class `[queries]` AP, for the queries that have the class. */
  readonly perClass: readonly Float64Array[];
  /** The mean over scored queries; null without any, or unless distances are Hamming distances. */
  readonly curve: RadiusCurve | null;
  /** The number of queries that no database film is relevant to. */
  readonly emptyQueries: number;
}

/**
 * The conventions with their defaults.
 *
 * @throws {RangeError} if `k` is not Infinity or a whole number from 1, or a choice is unknown
 */
export function resolveConventions(options: Partial<Conventions>): Conventions {
  const {
    k = Infinity,
    normaliser = "min",
    emptyQueries = "skip",
    excludeSamePatient = true,
  } = options;
  if (!(k >= 1 && (k === Infinity || Number.isInteger(k)))) {
    throw new RangeError(`Cannot evaluate: k is ${k}, expected Infinity or a whole number from 1`);
  }
  checkChoice("normaliser", normaliser, NORMALISERS);
  checkChoice("emptyQueries", emptyQueries, EMPTY_QUERY_POLICIES);
  return { k, normaliser, emptyQueries, excludeSamePatient };
}

function checkChoice(name: string, received: string, known: readonly string[]): void {
  if (!known.includes(received)) {
    throw new RangeError(
      `Cannot evaluate: ${name} is "${received}", expected one of ${known.join(", ")}`,
    );
  }
}

/** Gathers the scores of one query after another and applies the policy for empty queries. */
export class ScoreCollector {
  readonly #ranking: Ranking;
  readonly #conventions: Conventions;
  readonly #wanted: readonly ScoreName[];
  readonly #perQuery: Readonly<Record<ScoreName, Float64Array>>;
  readonly #perClass: readonly Float64Array[];
  readonly #precision: Float64Array;
  readonly #recall: Float64Array;
  #empty = 0;

  constructor(ranking: Ranking, conventions: Conventions, wanted: readonly ScoreName[]) {
    this.#ranking = ranking;
    this.#conventions = conventions;
    this.#wanted = wanted;
    const { queries, levels } = ranking;
    const unscored = () => new Float64Array(queries.patients.length).fill(NaN);
    this.#perQuery = {
      map: unscored(),
      mapLow: unscored(),
      mapHigh: unscored(),
      ndcg100: unscored(),
      ndcgJaccard100: unscored(),
      acg100: unscored(),
      wap: unscored(),
      precision100: unscored(),
      precisionRadius2: unscored(),
    };
    this.#perClass = queries.labels.names.map(unscored);
    this.#precision = new Float64Array(levels);
    this.#recall = new Float64Array(levels);
  }

  /** Takes the scores of one query. */
  add(query: number, result: QueryScores): void {
    if (result.relevant === 0) {
      this.addEmpty(query, result.perClass.map(({ label }) => label));
      return;
    }
    const { perClass, curve, scores } = result;
    for (const name of this.#wanted) this.#perQuery[name][query] = scores[name] ?? NaN;
    for (const { label, ap } of perClass) {
      this.#perClass[label]![query] = ap ?? this.#scoreOfEmpty(query, [label]);
    }
    for (let level = 0; level < this.#precision.length; level++) {
      this.#precision[level]! += curve.precision[level]!;
      this.#recall[level]! += curve.recall[level]!;
    }
  }

  /** Takes a query that no database film is relevant to. */
  addEmpty(query: number, querySet: readonly number[]): void {
    this.#empty++;
    const score = this.#scoreOfEmpty(query, querySet);
    for (const name of this.#wanted) this.#perQuery[name][query] = score;
    for (const label of querySet) this.#perClass[label]![query] = score;
  }

  /** What counts as the score of a query if nothing is relevant to these of its labels. */
  #scoreOfEmpty(query: number, labels: readonly number[]): number {
    const { emptyQueries } = this.#conventions;
    if (emptyQueries === "skip") return NaN;
    if (emptyQueries === "zero") return 0;
    const names = labels.map((label) => this.#ranking.queries.labels.names[label]).join(", ");
    throw new InputError(
      `Cannot score query ${query}: no database film left for it has one of its labels ` +
        `(${names || "it has none"}); leave such queries out ("skip") or count them as 0 ("zero")`,
    );
  }

  /** The scores of all queries taken. */
  finish(): RankingScores {
    const { queries, database, kind } = this.#ranking;
    const isHamming = kind === "hamming";
    if (!isHamming) this.#perQuery.precisionRadius2.fill(NaN);
    const [first = "map"] = this.#wanted;
    const scored = this.#perQuery[first].reduce((n, ap) => Number.isNaN(ap) ? n : n + 1, 0);
    const mean = (sums: Float64Array) => sums.map((sum) => sum / scored);
    return {
      queries,
      databaseFilms: database.patients.length,
      conventions: this.#conventions,
      perQuery: this.#perQuery,
      perClass: this.#perClass,
      curve: isHamming && scored > 0
        ? { precision: mean(this.#precision), recall: mean(this.#recall) }
        : null,
      emptyQueries: this.#empty,
    };
  }
}
