/**
 * The distinct label sets of a collection. Films with one label set are alike to every metric, and
 * how often each set occurs is all of their co-occurrence.
 *
 * @module
 */
import type { LabelMatrix } from "../dataset.ts";
import { selectVectors } from "./annotations.ts";

/** A film's labels count as present from this belief on; missing labels do not. */
export const PRESENT_FROM = 0.5;

/** The label sets that occur, and which film has which. */
export interface LabelSets {
  /** Each distinct set as ascending class numbers; the empty set is one of them if it occurs. */
  readonly sets: readonly (readonly number[])[];
  /** `[n]` the index in `sets` of each film. */
  readonly ofFilm: Uint32Array;
}

/**
 * The distinct label sets of a label matrix, in order of first occurrence. Soft values count as
 * present from 0.5, missing ones as absent.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { distinctLabelSets } from "./label_sets.ts";
 *
 * const values = new Float32Array([1, 0, 0.5, NaN, 0, 0]);
 * const { sets, ofFilm } = distinctLabelSets({ names: ["Edema", "Effusion"], values });
 * assertEquals(sets, [[0], []]);
 * assertEquals([...ofFilm], [0, 0, 1]);
 * ```
 */
export function distinctLabelSets({ names, values }: LabelMatrix): LabelSets {
  const sets: number[][] = [];
  const indexes = new Map<string, number>();
  const ofFilm = new Uint32Array(values.length / names.length);
  for (let film = 0; film < ofFilm.length; film++) {
    const set: number[] = [];
    for (let c = 0; c < names.length; c++) {
      if (values[film * names.length + c]! >= PRESENT_FROM) set.push(c);
    }
    const key = set.join();
    let index = indexes.get(key);
    if (index === undefined) {
      index = sets.push(set) - 1;
      indexes.set(key, index);
    }
    ofFilm[film] = index;
  }
  return { sets, ofFilm };
}

/** The label sets that films have, and how many have each. */
export interface MinedSets {
  /** Each distinct set as ascending class numbers; none is empty. */
  readonly sets: readonly (readonly number[])[];
  /** How many films have exactly that set. */
  readonly films: readonly number[];
}

/**
 * The label sets of some films with their counts, those that occur once too, in order of first
 * occurrence. Films without a label are passed over. An unknown label counts as absent, as in
 * {@linkcode distinctLabelSets}.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { mineLabelSets } from "./label_sets.ts";
 *
 * const values = Float32Array.of(1, 1, 1, 0, 1, 1, 0, 0, 1, NaN);
 * const mined = mineLabelSets({ names: ["Edema", "Effusion"], values }, [0, 1, 2, 3, 4]);
 * assertEquals(mined, { sets: [[0, 1], [0]], films: [2, 2] });
 * ```
 */
export function mineLabelSets(
  { names, values }: LabelMatrix,
  rows: ArrayLike<number>,
): MinedSets {
  const chosen = { names, values: selectVectors(values, names.length, rows) };
  const { sets, ofFilm } = distinctLabelSets(chosen);
  const counts = new Uint32Array(sets.length);
  for (const set of ofFilm) counts[set]!++;
  const mined = sets.map((set, i) => ({ set, films: counts[i]! }))
    .filter(({ set }) => set.length > 0);
  return { sets: mined.map(({ set }) => set), films: mined.map(({ films }) => films) };
}
