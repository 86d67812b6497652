/**
 * The distinct label sets of a collection, and how they relate to a query's. Films with one label
 * set are alike to every metric, which is what lets a ranking be scored from counts.
 *
 * @module
 */
import type { LabelMatrix } from "../data/dataset.ts";

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

/**
 * Whether nothing is known of each film: all its labels are missing.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { unknownFilms } from "./label_sets.ts";
 *
 * const values = Float32Array.of(NaN, 0, NaN, NaN);
 * assertEquals(unknownFilms({ names: ["Edema", "Effusion"], values }), [false, true]);
 * ```
 */
export function unknownFilms({ names, values }: LabelMatrix): boolean[] {
  return Array.from(
    { length: values.length / names.length },
    (_, film) =>
      values.subarray(film * names.length, (film + 1) * names.length).every(Number.isNaN),
  );
}

/** What a label set has in common with the query's. */
export interface Relation {
  /** The classes that both have. */
  readonly shared: readonly number[];
  /** Shared classes over all classes of either, 0 to 1. */
  readonly jaccard: number;
}

/** The distinct ways in which label sets relate to a query's set, and which set relates how. */
export interface Relations {
  /** The first is always "nothing shared". */
  readonly kinds: readonly Relation[];
  /** The index in `kinds` of each label set. */
  readonly ofSet: Uint32Array;
}

/** How the labels of all database films relate to those of all queries. */
export interface LabelRelations {
  /** The label sets of the queries. */
  readonly queries: LabelSets;
  /** The label sets of the database. */
  readonly database: LabelSets;
  /** For each label set of the queries, how those of the database relate to it. */
  readonly ofQuerySet: readonly Relations[];
}

/** Works out once what does not change while the same films are ranked again and again. */
export function relateLabels(queries: LabelMatrix, database: LabelMatrix): LabelRelations {
  const querySets = distinctLabelSets(queries);
  const databaseSets = distinctLabelSets(database);
  return {
    queries: querySets,
    database: databaseSets,
    ofQuerySet: querySets.sets.map((set) => relate(set, databaseSets.sets)),
  };
}

/** How each label set relates to the query's. */
export function relate(querySet: readonly number[], sets: LabelSets["sets"]): Relations {
  const isWanted: boolean[] = [];
  for (const c of querySet) isWanted[c] = true;
  const kinds: Relation[] = [{ shared: [], jaccard: 0 }];
  const indexes = new Map<string, number>();
  const ofSet = Uint32Array.from(sets, (set) => {
    // Most sets share nothing; finding that out makes no list.
    if (!set.some((c) => isWanted[c])) return 0;
    const shared = set.filter((c) => isWanted[c]);
    const union = querySet.length + set.length - shared.length;
    const key = `${shared.join()}/${union}`;
    const known = indexes.get(key);
    if (known !== undefined) return known;
    const index = kinds.push({ shared, jaccard: shared.length / union }) - 1;
    indexes.set(key, index);
    return index;
  });
  return { kinds, ofSet };
}
