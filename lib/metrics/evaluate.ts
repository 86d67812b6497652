/**
 * Scores a ranking query by query, in one pass over the database for each and without an n × n
 * matrix.
 *
 * @module
 */
import { relateLabels } from "./label_sets.ts";
import { SCORE_NAMES, scoreQuery } from "./query_scores.ts";
import type { Ranking } from "./ranking.ts";
import {
  type EvaluationOptions,
  type RankingScores,
  resolveConventions,
  ScoreCollector,
} from "./ranking_scores.ts";
import { rankSums } from "./tie_groups.ts";

/**
 * Scores every query's ranking by all metrics, in expectation over the order of ties.
 *
 * The database is reduced to a small table of counts, see {@linkcode RelationTable}. Queries with
 * one label set are taken together, since the database relates to all of them in the same way.
 *
 * @throws {RangeError} if `k` is not Infinity or a whole number from 1, or a choice is unknown
 * @throws {InputError} if nothing is relevant to a query and `emptyQueries` is "error"
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluateRanking, hammingRanking } from "@cohash/cohash/metrics";
 *
 * const names = ["Edema", "Effusion"];
 * const queries = {
 *   codes: new Uint8Array([0b1111]),
 *   bits: 8,
 *   labels: { names, values: new Float32Array([1, 0]) },
 *   patients: ["a"],
 * };
 * const database = {
 *   codes: new Uint8Array([0b1111, 0b0111, 0b0000]),
 *   bits: 8,
 *   labels: { names, values: new Float32Array([1, 0, 0, 1, 1, 1]) },
 *   patients: ["b", "c", "d"],
 * };
 * const scores = evaluateRanking(hammingRanking(queries, database));
 * assertEquals(scores.perQuery.map[0], (1 + 2 / 3) / 2);
 * ```
 */
export function evaluateRanking(ranking: Ranking, options: EvaluationOptions = {}): RankingScores {
  const conventions = resolveConventions(options);
  const { queries, database, levels } = ranking;
  const films = database.patients.length;
  const { relations = relateLabels(queries.labels, database.labels) } = options;
  const { queries: querySets, database: databaseSets } = relations;
  const filmsOf = groupByPatient(conventions.excludeSamePatient ? database.patients : []);
  const { scores = SCORE_NAMES } = options;
  const scoring = { ...conventions, scores, sums: rankSums(films) };
  const collector = new ScoreCollector(ranking, conventions, scores);

  const distances = new Uint16Array(films);
  const cells = new Uint32Array(films);
  let done = 0;
  const progress = () => options.onProgress?.(++done, queries.patients.length);

  for (const [set, members] of queriesBySet(querySets.ofFilm, querySets.sets.length).entries()) {
    const querySet = querySets.sets[set]!;
    const { kinds, ofSet } = relations.ofQuerySet[set]!;
    if (kinds.length === 1) {
      for (const query of members) {
        collector.addEmpty(query, querySet);
        progress();
      }
      continue;
    }
    const counts = new Uint32Array(kinds.length * levels);
    // The cell of each film if it were at distance 0; its distance counts on from there.
    for (let film = 0; film < films; film++) {
      cells[film] = ofSet[databaseSets.ofFilm[film]!]! * levels;
    }
    for (const [i, query] of members.entries()) {
      if (i === 0 || ranking.kind !== "queryIndependent") {
        ranking.distances(query, distances);
        countFilms(cells, distances, counts);
      }
      const ownFilms = filmsOf.get(queries.patients[query]!) ?? [];
      for (const film of ownFilms) counts[cells[film]! + distances[film]!]!--;
      collector.add(query, scoreQuery({ kinds, levels, counts }, querySet, scoring));
      for (const film of ownFilms) counts[cells[film]! + distances[film]!]!++;
      progress();
    }
  }
  return collector.finish();
}

/** The inner loop of an evaluation: `counts` becomes the histogram of cell + distance. */
function countFilms(cells: Uint32Array, distances: Uint16Array, counts: Uint32Array): void {
  counts.fill(0);
  for (let film = 0; film < cells.length; film++) counts[cells[film]! + distances[film]!]!++;
}

/** The queries of each label set. */
function queriesBySet(setOfQuery: Uint32Array, sets: number): number[][] {
  const members: number[][] = Array.from({ length: sets }, () => []);
  setOfQuery.forEach((set, query) => members[set]!.push(query));
  return members;
}

/** The films of each patient. */
function groupByPatient(patients: readonly string[]): Map<string, number[]> {
  const films = new Map<string, number[]>();
  for (const [film, patient] of patients.entries()) {
    const known = films.get(patient);
    if (known === undefined) films.set(patient, [film]);
    else known.push(film);
  }
  return films;
}
