/**
 * Label sets as they would occur if findings had nothing to do with each other: controls for what
 * knowing their co-occurrence is worth.
 *
 * @module
 */
import type { Random } from "../../base/random.ts";
import type { LabelMatrix } from "../dataset.ts";
import { selectVectors } from "./annotations.ts";
import { distinctLabelSets } from "./label_sets.ts";
import { frequenciesOf, type SetFrequencies, setFrequencies } from "./set_frequencies.ts";

/** Whether films' own sets are counted, or sets with the same labels put together by chance. */
export const SET_SOURCES = ["mined", "permuted", "independent"] as const;

/** See {@linkcode SET_SOURCES}. */
export type SetSource = typeof SET_SOURCES[number];

/** Swaps a film, after which nothing is left of which labels stood together. */
const SWAPS = 20;

/**
 * The label sets of some films and their frequencies: those that they have ("mined", see
 * {@linkcode setFrequencies}), or as a control those that chance makes of them, see
 * {@linkcode permuteSets} and {@linkcode drawIndependently}. Films' own sets are in the list then
 * too, as if half a film had each, for a film needs its own; unknown labels count as absent.
 *
 * @param rows The films that are counted
 */
export function countSets(
  labels: LabelMatrix,
  rows: ArrayLike<number>,
  { source, random }: { readonly source: SetSource; readonly random: Random },
): SetFrequencies {
  if (source === "mined") return setFrequencies(labels, rows);
  const values = selectVectors(labels.values, labels.names.length, rows);
  const { sets: own, ofFilm } = distinctLabelSets({ ...labels, values });
  const films = Array.from(ofFilm, (set) => own[set]!).filter((set) => set.length > 0);
  const made = source === "permuted"
    ? permuteSets(films, random)
    : drawIndependently(films, random);
  const counts = new Map(films.map((set) => [set.join(), { set, films: 0 }]));
  for (const set of made) {
    const key = set.join();
    const count = counts.get(key) ?? { set, films: 0 };
    counts.set(key, { set, films: count.films + 1 });
  }
  const kept = [...counts.values()];
  return {
    sets: kept.map(({ set }) => set),
    frequencies: frequenciesOf(kept.map(({ films }) => films)),
  };
}

/**
 * Films' label sets after labels were swapped between films many times, each for one that the other
 * film has not: every label stays as frequent and every set as large as it was, and which labels
 * stand together is chance (a null model of ecology: Gotelli, Ecology 81, 2000).
 *
 * @param films `[n]` ascending label numbers
 * @example Edema stood with effusion; of one edema, one effusion and two masses anything can come
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Random } from "../../base/random.ts";
 * import { permuteSets } from "./control_sets.ts";
 *
 * const permuted = permuteSets([[0, 1], [2], [2]], new Random(2));
 * assertEquals(permuted.map((set) => set.length), [2, 1, 1]);
 * assertEquals(permuted.flat().sort(), [0, 1, 2, 2]);
 * ```
 */
export function permuteSets(films: readonly (readonly number[])[], random: Random): number[][] {
  const sets = films.map((set) => [...set]);
  for (let swap = 0; swap < SWAPS * sets.length; swap++) {
    const [one, other] = [random.pick(sets), random.pick(sets)];
    const given = one.filter((label) => !other.includes(label));
    const taken = other.filter((label) => !one.includes(label));
    if (given.length === 0 || taken.length === 0) continue;
    const [a, b] = [random.pick(given), random.pick(taken)];
    one[one.indexOf(a)] = b;
    other[other.indexOf(b)] = a;
  }
  return sets.map((set) => set.sort((a, b) => a - b));
}

/**
 * As many films with labels that are independent of each other: each label on as many of them as it
 * was on, but on any. Sets that stay empty are left out.
 *
 * @param films `[n]` ascending label numbers
 */
export function drawIndependently(
  films: readonly (readonly number[])[],
  random: Random,
): number[][] {
  const sets = films.map((): number[] => []);
  const counts: number[] = [];
  for (const label of films.flat()) counts[label] = (counts[label] ?? 0) + 1;
  counts.forEach((count, label) => {
    for (const film of random.permutation(films.length).subarray(0, count)) {
      sets[film]!.push(label);
    }
  });
  return sets.filter((set) => set.length > 0);
}
