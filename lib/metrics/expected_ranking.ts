/**
 * The ranking of a query that asks by expected relevance.
 *
 * @module
 */
import { expectedRelevance, ONE } from "../asking/expected_relevance.ts";
import { checkSides, type LabelledFilms, type Ranking } from "./ranking.ts";

/** The films that ask, and what they want of a case. */
export interface AskingFilms extends LabelledFilms {
  /** `[n, J]`, see `Asker.weights`. */
  readonly weights: Uint16Array;
}

/** The films that are searched, and what their codes tell of them. */
export interface RelevantFilms extends LabelledFilms {
  /** `[n, J]`, see `Asker.relevances`. */
  readonly relevances: Uint16Array;
}

/** A ranking whose scores are known beside its order. */
export interface ExpectedRanking extends Ranking {
  /** Writes the scores `[database films]` of one query, at most `ONE`; the greatest is nearest. */
  scores(query: number, into: Uint16Array): void;
}

/** Whether a ranking is by expected relevance. */
export function isExpectedRanking(ranking: Ranking): ranking is ExpectedRanking {
  return ranking.kind === "expected";
}

/**
 * The database by expected relevance to each query, the most relevant first. A film's distance is
 * the number of greater scores, so that equal scores are tied and nothing else is.
 *
 * @throws {RangeError} if the sides have other labels, or weights and relevances do not fit them
 * @example The second film is the more relevant
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { expectedRanking } from "@cohash/cohash/metrics";
 *
 * const labels = { names: ["Edema", "Mass"], values: Float32Array.of(1, 0) };
 * const both = { names: labels.names, values: Float32Array.of(0, 1, 1, 0) };
 * const ranking = expectedRanking(
 *   { labels, patients: ["ann"], weights: Uint16Array.of(30000, 2767) },
 *   { labels: both, patients: ["bob", "cy"], relevances: Uint16Array.of(5000, 27000, 27000, 5000) },
 * );
 * const distances = new Uint16Array(2);
 * ranking.distances(0, distances);
 * assertEquals([...distances], [1, 0]);
 * ```
 */
export function expectedRanking(queries: AskingFilms, database: RelevantFilms): ExpectedRanking {
  checkSides(queries, database);
  const asking = queries.patients.length;
  const films = database.patients.length;
  const columns = queries.weights.length / asking;
  if (!Number.isInteger(columns) || database.relevances.length !== films * columns) {
    throw new RangeError(
      `Cannot rank films: ${queries.weights.length} weights of ${asking} queries do not fit ` +
        `${database.relevances.length} relevances of ${films} films`,
    );
  }
  const { distinct, ofFilm } = distinctRows(database.relevances, columns);
  const scoresOfRows = new Uint16Array(distinct.length / columns);
  const distances = new Uint16Array(ONE + 1);
  const score = (query: number) => {
    const weights = queries.weights.subarray(query * columns, (query + 1) * columns);
    for (let row = 0; row < scoresOfRows.length; row++) {
      scoresOfRows[row] = expectedRelevance(weights, distinct, row);
    }
  };
  return {
    queries,
    database,
    levels: Math.min(scoresOfRows.length, ONE + 1),
    kind: "expected",
    scores(query, into) {
      score(query);
      for (let film = 0; film < films; film++) into[film] = scoresOfRows[ofFilm[film]!]!;
    },
    distances(query, into) {
      score(query);
      rankScores(scoresOfRows, distances);
      for (let film = 0; film < films; film++) {
        into[film] = distances[scoresOfRows[ofFilm[film]!]!]!;
      }
    },
  };
}

/** The rows that differ, and which of them each film has: equal codes are scored once. */
function distinctRows(
  values: Uint16Array,
  columns: number,
): { readonly distinct: Uint16Array; readonly ofFilm: Uint32Array } {
  const films = values.length / columns;
  const rowOf = new Map<string, number>();
  const first: number[] = [];
  const ofFilm = Uint32Array.from({ length: films }, (_, film) => {
    const key = String.fromCharCode(...values.subarray(film * columns, (film + 1) * columns));
    const known = rowOf.get(key);
    if (known !== undefined) return known;
    rowOf.set(key, first.length);
    return first.push(film) - 1;
  });
  const distinct = new Uint16Array(first.length * columns);
  for (const [row, film] of first.entries()) {
    distinct.set(values.subarray(film * columns, (film + 1) * columns), row * columns);
  }
  return { distinct, ofFilm };
}

/** Writes for each score that occurs how many greater ones do. */
function rankScores(scores: Uint16Array, into: Uint16Array): void {
  into.fill(0);
  for (const score of scores) into[score] = 1;
  let rank = 0;
  for (let score = ONE; score >= 0; score--) {
    if (into[score] === 1) into[score] = rank++;
  }
}
