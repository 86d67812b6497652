/**
 * How the label sets of a database relate to a query's: which films are relevant to it, and how much.
 *
 * @module
 */
import type { LabelMatrix } from "../data/dataset.ts";
import { distinctLabelSets, type LabelSets } from "../data/labels/label_sets.ts";

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
