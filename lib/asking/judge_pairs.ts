/**
 * Which scores pairs of films have that share a finding, and which those that do not.
 *
 * @module
 */
import { distinctLabelSets } from "../data/labels/label_sets.ts";
import type { CodedFilms } from "../worth/coded_films.ts";
import type { Asker } from "./asker.ts";
import { type JudgedScores, noJudgedScores } from "./calibration.ts";
import { expectedRelevance } from "./expected_relevance.ts";

/** The most films that ask, and that are asked about: enough pairs for a curve. */
const MOST = { queries: 400, cases: 2000 } as const;

/**
 * Every film asks all others of other patients: pairs by score, and those that share a finding. Of
 * many films, the first ones do.
 */
export function judgePairs(asker: Asker, films: CodedFilms): JudgedScores {
  const { continuous, packed, labels, patients } = films;
  const count = patients.length;
  const bits = continuous.length / count;
  const relevances = asker.relevances(packed.subarray(0, MOST.cases * bits / 8));
  const { sets, ofFilm } = distinctLabelSets(labels);
  const shares = sets.map((set) => sets.map((other) => other.some((label) => set.includes(label))));
  const judged = noJudgedScores();
  for (let query = 0; query < Math.min(count, MOST.queries); query++) {
    const weights = asker.weights(continuous.subarray(query * bits, (query + 1) * bits));
    const relevant = shares[ofFilm[query]!]!;
    for (let film = 0; film < Math.min(count, MOST.cases); film++) {
      if (patients[film] === patients[query]) continue;
      const score = expectedRelevance(weights, relevances, film);
      judged.pairs[score]!++;
      if (relevant[ofFilm[film]!]) judged.sharing[score]!++;
    }
  }
  return judged;
}
