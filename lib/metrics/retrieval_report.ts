/**
 * The object that `evaluate --json` prints and a run's `results.json` holds.
 *
 * @module
 */
import type { CalibrationError } from "../asking/calibration.ts";
import type { ClassificationReport } from "../worth/label_areas.ts";
import type { SuggestionReport } from "../worth/suggestions.ts";
import { type BootstrapOptions, RESAMPLES } from "./bootstrap.ts";
import { PRESENT_FROM } from "../data/labels/label_sets.ts";
import type { EmptyQueryPolicy, RankingScores } from "./ranking_scores.ts";
import { type ResultRow, summarise } from "./summary.ts";

/** A ranking's scores under the name of its row, such as "cohash", "random" or "hub". */
export interface NamedScores {
  /** What the row is called in tables and charts. */
  readonly name: string;
  /** See {@linkcode evaluateRanking}. */
  readonly scores: RankingScores;
}

/** What is reported. */
export interface RetrievalResults {
  /** The run folder's path. */
  readonly run: string;
  /** K, the length of a code. */
  readonly bits: number;
  /** At least one; all scored on the same queries, under the same conventions. */
  readonly rankings: readonly NamedScores[];
}

/** A table of retrieval results with every choice that its figures depend on. */
export interface RetrievalReport {
  /** The run folder's path. */
  readonly run: string;
  /** K, the length of a code. */
  readonly bits: number;
  /** Query films that were asked. */
  readonly queries: number;
  /** Database films. */
  readonly database: number;
  /** Every choice that the figures depend on. */
  readonly conventions: ReportedConventions;
  /** One a ranking, in the order they were given. */
  readonly rows: readonly ResultRow[];
  /**
   * How far the chances that expected relevance stands for are from what the queries found; absent
   * where none were measured.
   */
  readonly calibration?: RankedCalibration;
  /** What films' neighbours tell of their findings; absent where that was not tried. */
  readonly suggestions?: SuggestionReport;
  /** What the run's classifier is worth; absent unless its method is `classify`. */
  readonly classification?: ClassificationReport;
}

/** How well chances to share a finding were told. */
export interface RankedCalibration {
  /** Over all pairs of a query and a case. */
  readonly all: CalibrationError;
  /** Over the ten cases that each query finds first. */
  readonly first: CalibrationError;
}

/** The choices behind the figures, in words where a word says more. */
export interface ReportedConventions {
  /** What average precision is divided by. */
  readonly normaliser: string;
  /** How films at equal distance are counted. */
  readonly ties: string;
  /** When a database film is relevant to a query. */
  readonly relevance: string;
  /** What a relevant film is worth, score by score. */
  readonly gain: string;
  /** The policy for queries that nothing in the database is relevant to. */
  readonly emptyQueries: EmptyQueryPolicy;
  /** How many those are. */
  readonly emptyQueryCount: number;
  /** Queries of which no label is known, and which are left out; absent where there are none. */
  readonly unknownQueryCount?: number;
  /** Where only some of the queries were asked: such as `30,000 of 200,000`, drawn at random. */
  readonly querySample?: string;
  /** Whether films of the query's own patient take part. */
  readonly samePatient: "excluded" | "included";
  /** How the intervals were found. */
  readonly interval: string;
}

/**
 * The report of rankings of one collection, with intervals. Every ranking is resampled alike, so
 * rows differ by their codes and not by the draw.
 *
 * @throws {RangeError} if there is no ranking, or they differ in queries, database, scores or conventions
 */
export function retrievalReport(
  { run, bits, rankings }: RetrievalResults,
  { random, resamples = RESAMPLES }: BootstrapOptions,
): RetrievalReport {
  const first = rankings[0];
  if (first === undefined) throw new RangeError("Cannot report results: there is no ranking");
  const subject = describe(first.scores, resamples);
  const common = JSON.stringify([subject, Object.keys(first.scores.scores)]);
  for (const { name, scores } of rankings) {
    const own = JSON.stringify([describe(scores, resamples), Object.keys(scores.scores)]);
    if (own !== common) {
      throw new RangeError(
        `Cannot report results: "${name}" and "${first.name}" were scored on different films, by ` +
          "different scores or under different conventions",
      );
    }
  }
  const rows = rankings.map(({ name, scores }) =>
    summarise(name, scores, { random: random.fork("patient bootstrap"), resamples })
  );
  return { run, bits, ...subject, rows };
}

const NORMALISER_WORDS = {
  min: "min(relevant, k)",
  relevant: "all relevant",
  hits: "hits in the top k",
};

/** 30000 as 30,000. */
function grouped(count: number): string {
  return count.toLocaleString("en-US");
}

/** What the rows of one report must have in common. */
function describe(
  scores: RankingScores,
  resamples: number,
): Pick<RetrievalReport, "queries" | "database" | "conventions"> {
  const { queries, askedQueries, databaseFilms, emptyQueries, unknownQueries } = scores;
  const { normaliser, emptyQueries: policy, excludeSamePatient } = scores.conventions;
  const given = queries.patients.length;
  return {
    queries: askedQueries,
    database: databaseFilms,
    conventions: {
      normaliser: NORMALISER_WORDS[normaliser],
      ties:
        "expectation over all orders; map:pessimistic and map:optimistic are the worst and the " +
        "best order",
      relevance: `at least one label shared; a label counts as present from ${PRESENT_FROM}`,
      gain: "acg, wap: labels shared; ndcg: 2^(labels shared) - 1; " +
        "ndcg:jaccard: 2^(labels shared / labels of either) - 1",
      emptyQueries: policy,
      emptyQueryCount: emptyQueries,
      ...askedQueries < given && {
        querySample: `${grouped(askedQueries)} of ${grouped(given)}`,
      },
      ...unknownQueries > 0 && { unknownQueryCount: unknownQueries },
      samePatient: excludeSamePatient ? "excluded" : "included",
      interval: `95 % percentile bootstrap over patients, ${resamples} resamples`,
    },
  };
}
