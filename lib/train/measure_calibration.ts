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
  const asker = await readAsker(folder);
  if (ranking === undefined || !isExpectedRanking(ranking)) return undefined;
  if (asker === undefined || asker.card.calibration === null) return undefined;
  const { queries, database } = ranking;
  const [all, first] = [noJudgedScores(), noJudgedScores()];
  const scores = new Uint16Array(database.patients.length);
  for (const query of sampleRows(rows, MOST_QUERIES, new Random("calibration"))) {
    ranking.scores(query, scores);
    const { ofSet } = relations.ofQuerySet[relations.queries.ofFilm[query]!]!;
    const own = noJudgedScores();
    for (const [film, score] of scores.entries()) {
      if (database.patients[film] === queries.patients[query]) continue;
      own.pairs[score]!++;
      // Kind 0 is "nothing shared".
      if (ofSet[relations.database.ofFilm[film]!]! > 0) own.sharing[score]!++;
    }
    addTo(all, own);
    addTo(first, firstOf(own, FIRST));
  }
  const chances = Float64Array.from({ length: ONE + 1 }, (_, score) => asker.chance(score)!);
  const errorOf = (judged: JudgedScores) => calibrationError(judged, (score) => chances[score]!);
  return { all: errorOf(all), first: errorOf(first) };
}

function addTo(sum: JudgedScores, { pairs, sharing }: JudgedScores): void {
  for (const [score, count] of pairs.entries()) {
    if (count === 0) continue;
    sum.pairs[score]! += count;
    sum.sharing[score]! += sharing[score]!;
  }
}

/** The pairs with the greatest scores, of tied ones each in part. */
function firstOf({ pairs, sharing }: JudgedScores, count: number): JudgedScores {
  const first = noJudgedScores();
  let left = count;
  for (let score = ONE; score >= 0 && left > 0; score--) {
    if (pairs[score] === 0) continue;
    const part = Math.min(1, left / pairs[score]!);
    first.pairs[score] = part * pairs[score]!;
    first.sharing[score] = part * sharing[score]!;
    left -= part * pairs[score]!;
  }
  return first;
}
