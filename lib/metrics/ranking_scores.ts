/**
 * What every query of a ranking scored, under which conventions.
 *
 * @module
 */
import { InputError } from "../base/errors.ts";
import { type Normaliser, NORMALISERS } from "./average_precision.ts";
import type { RadiusCurve } from "./hamming_ball.ts";
import type { LabelRelations } from "./label_sets.ts";
import type { LabelledFilms, Ranking } from "./ranking.ts";
import type { ScoreLists } from "./bootstrap.ts";
import type { Score } from "./scores/score.ts";

/** What to do with queries that no database film is relevant to. */
export const EMPTY_QUERY_POLICIES = ["skip", "zero", "error"] as const;

/** Leave such queries out of the means, count them as 0, or refuse to go on. */
export type EmptyQueryPolicy = typeof EMPTY_QUERY_POLICIES[number];

/** Choices that change the figures; print them beside every table. */
export interface Conventions {
  /** What AP and WAP are divided by; default: "min". */
  readonly normaliser: Normaliser;
  /** Default: "skip". It also holds for AP of a class that no database film has. */
  readonly emptyQueries: EmptyQueryPolicy;
  /** Whether films of the query's own patient are left out of its ranking; default: true. */
  readonly excludeSamePatient: boolean;
}

/** Options of {@linkcode evaluateRanking}. */
export interface EvaluationOptions extends Partial<Conventions> {
  /** The names of the scores to work out, see {@linkcode parseScore}; default: DEFAULT_SCORES. */
  readonly scores?: readonly string[];
  /** Those of the ranking's films, where they are known from before; see relateLabels. */
  readonly relations?: LabelRelations;
  /** The queries to score, by their rows; default: all. */
  readonly asked?: Uint32Array;
  /** Called after every query. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What each query scored. A score is NaN where a query was left out or has no such score. */
export interface RankingScores {
  /** The films that asked; every list of scores is in their order. */
  readonly queries: LabelledFilms;
  /** How many of them were asked; the others have no score. */
  readonly askedQueries: number;
  /** How many films were searched. */
  readonly databaseFilms: number;
  /** The choices that the scores depend on, defaults filled in. */
  readonly conventions: Conventions;
  /**
   * By the name of the score, in the order asked for: one list `[queries]`, or for a score over
   * classes one a class, for the queries that have the class.
   */
  readonly scores: Readonly<Record<string, ScoreLists>>;
  /** `[queries]` whether the query counts: something is relevant to it, or it counts as 0. */
  readonly isScored: readonly boolean[];
  /** The mean over scored queries; null without any, or unless distances are Hamming distances. */
  readonly curve: RadiusCurve | null;
  /** The number of queries that no database film is relevant to. */
  readonly emptyQueries: number;
  /** The number of queries of which no label is known; they are left out. */
  readonly unknownQueries: number;
}

/**
 * The conventions with their defaults.
 *
 * @throws {RangeError} if a choice is unknown
 */
export function resolveConventions(options: Partial<Conventions>): Conventions {
  const {
    normaliser = "min",
    emptyQueries = "skip",
    excludeSamePatient = true,
  } = options;
  checkChoice("normaliser", normaliser, NORMALISERS);
  checkChoice("emptyQueries", emptyQueries, EMPTY_QUERY_POLICIES);
  return { normaliser, emptyQueries, excludeSamePatient };
}

function checkChoice(name: string, received: string, known: readonly string[]): void {
  if (!known.includes(received)) {
    throw new RangeError(
      `Cannot evaluate: ${name} is "${received}", expected one of ${known.join(", ")}`,
    );
  }
}

/** What one query scored. */
export interface QueryResult {
  /** By the name of the score; for a score over classes in the order of the query's labels. */
  readonly scores: Readonly<Record<string, readonly (number | null)[]>>;
  /** Precision and recall by distance; null for rankings that are not by Hamming distance. */
  readonly curve: RadiusCurve | null;
}

/** Gathers the scores of one query after another and applies the policy for empty queries. */
export class ScoreCollector {
  readonly #ranking: Ranking;
  readonly #conventions: Conventions;
  readonly #wanted: readonly Score[];
  readonly #scores: Readonly<Record<string, readonly Float64Array[]>>;
  readonly #isScored: boolean[];
  readonly #precision: Float64Array;
  readonly #recall: Float64Array;
  readonly #asked: number;
  #empty = 0;
  #unknown = 0;

  constructor(
    ranking: Ranking,
    { conventions, wanted, asked }: {
      readonly conventions: Conventions;
      readonly wanted: readonly Score[];
      /** How many queries it will be given. */
      readonly asked: number;
    },
  ) {
    this.#asked = asked;
    this.#ranking = ranking;
    this.#conventions = conventions;
    this.#wanted = wanted;
    const { queries, levels } = ranking;
    const unscored = () => new Float64Array(queries.patients.length).fill(NaN);
    this.#scores = Object.fromEntries(wanted.map(({ name, over }) => [
      name,
      over === "class" ? queries.labels.names.map(unscored) : [unscored()],
    ]));
    this.#isScored = queries.patients.map(() => false);
    this.#precision = new Float64Array(levels);
    this.#recall = new Float64Array(levels);
  }

  /** Takes the scores of one query. */
  add(query: number, querySet: readonly number[], { scores, curve }: QueryResult): void {
    this.#isScored[query] = true;
    for (const { name, over } of this.#wanted) {
      const lists = this.#scores[name]!;
      scores[name]?.forEach((score, i) => {
        const list = lists[over === "class" ? querySet[i]! : 0]!;
        list[query] = score ?? this.#scoreOfEmpty(query, [querySet[i]!]);
      });
    }
    curve?.precision.forEach((precision, level) => this.#precision[level]! += precision);
    curve?.recall.forEach((recall, level) => this.#recall[level]! += recall);
  }

  /** Takes a query that no database film is relevant to. */
  addEmpty(query: number, querySet: readonly number[]): void {
    this.#empty++;
    const score = this.#scoreOfEmpty(query, querySet);
    this.#isScored[query] = !Number.isNaN(score);
    for (const { name, over, needsHamming } of this.#wanted) {
      if (needsHamming && this.#ranking.kind !== "hamming") continue;
      const lists = this.#scores[name]!;
      for (const list of over === "class" ? querySet : [0]) lists[list]![query] = score;
    }
  }

  /** Counts a query of which no label is known. */
  leaveOut(): void {
    this.#unknown++;
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
    const scored = this.#isScored.filter(Boolean).length;
    const mean = (sums: Float64Array) => sums.map((sum) => sum / scored);
    return {
      queries,
      askedQueries: this.#asked,
      databaseFilms: database.patients.length,
      conventions: this.#conventions,
      scores: this.#scores,
      isScored: this.#isScored,
      curve: kind === "hamming" && scored > 0
        ? { precision: mean(this.#precision), recall: mean(this.#recall) }
        : null,
      emptyQueries: this.#empty,
      unknownQueries: this.#unknown,
    };
  }
}
