/**
 * How frequent label sets are, where the labels of some films are known in part only.
 *
 * @module
 */
import type { LabelMatrix } from "../dataset.ts";
import { agreeingSets, knownLabels } from "./known_labels.ts";
import { mineLabelSets } from "./label_sets.ts";

/** The label sets that films have, and how frequent each is. */
export interface SetFrequencies {
  /** Each distinct set as ascending class numbers; none is empty. */
  readonly sets: readonly (readonly number[])[];
  /** π `[S]`, the share of films that has exactly that set; each above 0. */
  readonly frequencies: readonly number[];
}

/** A set that turns out to be on no film counts as if half a film had it, so that ln π is a number. */
const LEAST_FILMS = 0.5;

/** The frequencies move by less than a film in a hundred long before. */
const ROUNDS = 50;

/**
 * The label sets of some films, those that occur once too, and their frequencies. Films without a
 * label are passed over.
 *
 * Where labels are unknown, a film counts for all sets that agree with what is known of it, each by
 * its frequency among them: the most likely frequencies, by expectation–maximisation (Dempster,
 * Laird and Rubin, 1977). The sets are those of the films with unknown labels taken as absent.
 *
 * @param rows The films that are counted
 * @example The third film has the first set as surely as two of three others have it
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * import { setFrequencies } from "./set_frequencies.ts";
 *
 * const values = Float32Array.of(1, 1, 1, 0, 1, NaN);
 * const { sets, frequencies } = setFrequencies({ names: ["Edema", "Mass"], values }, [0, 0, 1, 2]);
 * assertEquals(sets, [[0, 1], [0]]);
 * assertAlmostEquals(frequencies[0]!, 2 / 3, 1e-6);
 * ```
 */
export function setFrequencies(labels: LabelMatrix, rows: ArrayLike<number>): SetFrequencies {
  const { sets, films } = mineLabelSets(labels, rows);
  const { answers, ofFilm } = knownLabels(labels, rows);
  const filmsOf = new Uint32Array(answers.length);
  for (const answer of ofFilm) filmsOf[answer]!++;
  const groups = answers.map((answer, a) => ({
    films: filmsOf[a]!,
    agreeing: agreeingSets(answer, sets),
  })).filter(({ agreeing }) => agreeing.length > 0);
  const isKnown = groups.every(({ agreeing }) => agreeing.length === 1);
  let counts: readonly number[] = films;
  for (let round = 0; round < ROUNDS && !isKnown; round++) counts = shareOut(groups, counts);
  return { sets, frequencies: frequenciesOf(counts) };
}

/** The shares of sets that so many films have; none is 0. */
export function frequenciesOf(films: readonly number[]): readonly number[] {
  const kept = films.map((count) => Math.max(count, LEAST_FILMS));
  const total = kept.reduce((sum, count) => sum + count, 0);
  return kept.map((count) => count / total);
}

/** Films of which the same is known. */
interface Group {
  readonly films: number;
  /** The sets that they may have. */
  readonly agreeing: readonly number[];
}

/** The films of each group shared out among its sets, by how many films these had before. */
function shareOut(groups: readonly Group[], before: readonly number[]): readonly number[] {
  const after = before.map(() => 0);
  for (const { films, agreeing } of groups) {
    const total = agreeing.reduce((sum, set) => sum + before[set]!, 0);
    for (const set of agreeing) after[set]! += films * before[set]! / total;
  }
  return after;
}
