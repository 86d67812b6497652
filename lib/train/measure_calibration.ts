/**
 * Whether expected relevance keeps its word: of the cases that it gives a chance, how many share a
 * finding with the query.
 *
 * @module
 */
import { calibrationError, type JudgedScores, noJudgedScores } from "../asking/calibration.ts";
import { ONE } from "../asking/expected_relevance.ts";
import { Random } from "../base/random.ts";
import { isExpectedRanking } from "../metrics/expected_ranking.ts";
import type { LabelRelations, RankedCalibration, Ranking } from "../metrics/mod.ts";
import { readAsker } from "../run/encoder_files.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { sampleRows } from "./sample_rows.ts";

/** The cases of a query that a reader sees first. */
const FIRST = 10;

/** The most queries that ask: enough pairs for every group. */
const MOST_QUERIES = 1000;

/**
 * Lets some of these queries ask.
 *
 * @returns Undefined where the encoder was never calibrated, or the ranking is by something else
 */
export async function measureCalibration(
  folder: RunFolder,
  ranking: Ranking | undefined,
  { relations, rows }: { readonly relations: LabelRelations; readonly rows: Uint32Array },
): Promise<RankedCalibration | undefined> {
  if (ranking === undefined || !isExpectedRanking(ranking)) return undefined;
  const asker = await readAsker(folder);
  if (asker === undefined || asker.card.calibration === null) return undefined;
  const { queries, database } = ranking;
  const [all, first] = [noJudgedScores(), noJudgedScores()];
  const scores = new Uint16Array(database.patients.length);
  for (const query of sampleRows(rows, MOST_QUERIES, new Random("calibration"))) {
    ranking.scores(query, scores);
    const { ofSet } = relations.ofQuerySet[relations.queries.ofFilm[query]!]!;
    const cases = Uint32Array.from(scores.keys())
      .filter((film) => database.patients[film] !== queries.patients[query]);
    // Kind 0 is "nothing shared".
    const shares = (film: number) => ofSet[relations.database.ofFilm[film]!]! > 0;
    judge(all, { cases, scores, shares, weight: () => 1 });
    judge(first, { cases, scores, shares, weight: shareInFirst(cases, scores) });
  }
  const chances = Float64Array.from({ length: ONE + 1 }, (_, score) => asker.chance(score)!);
  const errorOf = (judged: JudgedScores) => calibrationError(judged, (score) => chances[score]!);
  return { all: errorOf(all), first: errorOf(first) };
}

/** Counts cases, each with a weight, by their scores. */
function judge(
  judged: JudgedScores,
  { cases, scores, shares, weight }: {
    readonly cases: Uint32Array;
    readonly scores: Uint16Array;
    readonly shares: (film: number) => boolean;
    readonly weight: (score: number) => number;
  },
): void {
  for (const film of cases) {
    const score = scores[film]!;
    const part = weight(score);
    if (part === 0) continue;
    judged.pairs[score]! += part;
    if (shares(film)) judged.sharing[score]! += part;
  }
}

/** How much of a case with some score is among the first ones; tied ones share the last places. */
function shareInFirst(cases: Uint32Array, scores: Uint16Array): (score: number) => number {
  const descending = Uint16Array.from(cases, (film) => scores[film]!).sort().reverse();
  const last = descending[Math.min(FIRST, descending.length) - 1] ?? 0;
  const greater = descending.indexOf(last);
  const tied = descending.lastIndexOf(last) - greater + 1;
  return (score) => score > last ? 1 : score < last ? 0 : Math.min(1, (FIRST - greater) / tied);
}
