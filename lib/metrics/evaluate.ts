/**
 * Scores a ranking query by query, in one pass over the database for each and without an n × n
 * matrix.
 *
 * @module
 */
import { radiusCurve } from "./hamming_ball.ts";
import { relateLabels, unknownFilms } from "./label_sets.ts";
import { classRanking, queryRanking, type ScoringOptions } from "./query_ranking.ts";
import type { Ranking } from "./ranking.ts";
import {
  type EvaluationOptions,
  type QueryResult,
  type RankingScores,
  resolveConventions,
  ScoreCollector,
} from "./ranking_scores.ts";
import { FilmTally, isEmpty, type RelationTable } from "./relation_table.ts";
import { parseScore } from "./scores/parse_score.ts";
import { DEFAULT_SCORES } from "./scores/registry.ts";
import type { Score } from "./scores/score.ts";
import { rankSums } from "./tie_groups.ts";

/**
 * Scores every query's ranking by the scores asked for, in expectation over the order of ties.
 *
 * The database is reduced to a small table of counts, see {@linkcode RelationTable}. Queries with
 * one label set are taken together, since the database relates to all of them in the same way.
 * Queries of which no label is known are left out, whatever `emptyQueries` says.
 *
 * @throws {RangeError} if a choice is unknown
 * @throws {InputError} if there is no score of a name, or if nothing is relevant to a query and
 *   `emptyQueries` is "error"
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
 * const { scores } = evaluateRanking(hammingRanking(queries, database), { scores: ["map"] });
 * assertEquals(scores["map"]![0]![0], (1 + 2 / 3) / 2);
 * ```
 */
export function evaluateRanking(ranking: Ranking, options: EvaluationOptions = {}): RankingScores {
  const conventions = resolveConventions(options);
  const { queries, database, levels } = ranking;
  const films = database.patients.length;
  const { relations = relateLabels(queries.labels, database.labels) } = options;
  const { queries: querySets, database: databaseSets } = relations;
  const isUnknown = unknownFilms(queries.labels);
  const filmsOf = groupByPatient(conventions.excludeSamePatient ? database.patients : []);
  const { asked = Uint32Array.from(queries.patients.keys()) } = options;
  const wanted = (options.scores ?? DEFAULT_SCORES).map(parseScore);
  const collector = new ScoreCollector(ranking, { conventions, wanted, asked: asked.length });
  const scoring = {
    normaliser: conventions.normaliser,
    sums: rankSums(films),
    isHamming: ranking.kind === "hamming",
    wanted,
  };

  const distances = new Uint16Array(films);
  let done = 0;
  const progress = () => options.onProgress?.(++done, asked.length);

  const bySet = queriesBySet(asked, querySets.ofFilm, querySets.sets.length);
  for (const [set, members] of bySet.entries()) {
    if (members.length === 0) continue;
    const querySet = querySets.sets[set]!;
    const { kinds, ofSet } = relations.ofQuerySet[set]!;
    if (kinds.length === 1) {
      for (const query of members) {
        if (isUnknown[query]) collector.leaveOut();
        else collector.addEmpty(query, querySet);
        progress();
      }
      continue;
    }
    const kindOfFilm = databaseSets.ofFilm.map((set) => ofSet[set]!);
    const tally = new FilmTally(kinds, levels, kindOfFilm);
    for (const [i, query] of members.entries()) {
      if (i === 0 || ranking.kind !== "queryIndependent") ranking.distances(query, distances);
      const table = tally.table(distances, filmsOf.get(queries.patients[query]!) ?? []);
      if (isEmpty(table)) collector.addEmpty(query, querySet);
      else collector.add(query, querySet, scoreQuery(table, querySet, scoring));
      progress();
    }
  }
  return collector.finish();
}

/** Options of {@linkcode scoreQuery}. */
interface QueryOptions extends ScoringOptions {
  readonly isHamming: boolean;
  readonly wanted: readonly Score[];
}

/** Scores one query. */
function scoreQuery(
  table: RelationTable,
  querySet: readonly number[],
  { isHamming, wanted, ...options }: QueryOptions,
): QueryResult {
  const ranking = queryRanking(table, options);
  const ofClass = (score: Score, label: number) => {
    const own = classRanking(ranking, table, label);
    return own.groups.relevant.every((films) => films === 0) ? null : score.of(own);
  };
  const scoresOf = (score: Score) => {
    if (score.needsHamming && !isHamming) return [];
    return score.over === "class"
      ? querySet.map((label) => ofClass(score, label))
      : [score.of(ranking)];
  };
  return {
    scores: Object.fromEntries(wanted.map((score) => [score.name, scoresOf(score)])),
    curve: isHamming ? radiusCurve(ranking.groups) : null,
  };
}

/** The queries that are asked of each label set. */
function queriesBySet(asked: Uint32Array, setOfQuery: Uint32Array, sets: number): number[][] {
  const members: number[][] = Array.from({ length: sets }, () => []);
  for (const query of asked) members[setOfQuery[query]!]!.push(query);
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
