/**
 * Rankings of a database for each query: the one that is measured, by Hamming distance, and the
 * two that no method may score below to be worth anything.
 *
 * @module
 */
import { codeWords, hammingDistances } from "../codes/hamming.ts";
import type { LabelMatrix, Strata } from "../data/dataset.ts";
import { distinctLabelSets } from "../data/labels/label_sets.ts";

/** What an evaluation knows of a list of films; entry n of every list describes film n. */
export interface LabelledFilms {
  /** `[films, C]`; soft labels count as present from 0.5, missing ones as absent. */
  readonly labels: LabelMatrix;
  /** One entry a film. */
  readonly patients: readonly string[];
  /** What the results of queries are broken down by, where it is known. */
  readonly strata?: Strata;
}

/** Films with their packed hash codes. */
export interface LabelledCodes extends LabelledFilms {
  /** `[n, bits / 8]`, see {@linkcode packCodes}. */
  readonly codes: Uint8Array;
  /** K, the length of a code: a multiple of 8. */
  readonly bits: number;
}

/** An order of the database for each query, with ties. */
export interface Ranking {
  /** The films that ask. */
  readonly queries: LabelledFilms;
  /** The films that are searched. */
  readonly database: LabelledFilms;
  /** Distances are integers from 0 to `levels` − 1. */
  readonly levels: number;
  /**
   * What a distance is: a Hamming distance; a finer order of a Hamming distance's; the rank of an
   * expected relevance; or an order that is the same for every query. A Hamming radius means nothing
   * but to the first.
   */
  readonly kind: "hamming" | "asymmetric" | "expected" | "queryIndependent";
  /** Writes the distances `[database films]` from one query, nearest 0. */
  distances(query: number, into: Uint16Array): void;
}

/**
 * The database by Hamming distance to each query's code.
 *
 * @throws {RangeError} if codes and films differ in number, or the two sides in bits or labels
 * @example Each of three films against all three
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { hammingRanking } from "@cohash/cohash/metrics";
 *
 * const films = {
 *   codes: Uint8Array.of(0b1100, 0b1110, 0b0011),
 *   bits: 8,
 *   labels: { names: ["Edema"], values: Float32Array.of(1, 1, 0) },
 *   patients: ["ann", "bob", "cy"],
 * };
 * const distances = new Uint16Array(3);
 * hammingRanking(films, films).distances(0, distances);
 * assertEquals([...distances], [0, 1, 4]);
 * ```
 */
export function hammingRanking(queries: LabelledCodes, database: LabelledCodes): Ranking {
  checkSides(queries, database);
  if (queries.bits !== database.bits) {
    throw new RangeError(
      `Cannot rank codes: the queries have ${queries.bits} bits, the database ${database.bits}`,
    );
  }
  const queryWords = wordsOf(queries, "query");
  const databaseWords = wordsOf(database, "database");
  const { words, wordsPerCode } = queryWords;
  return {
    queries,
    database,
    levels: database.bits + 1,
    kind: "hamming",
    distances(query, into) {
      const code = words.subarray(query * wordsPerCode, (query + 1) * wordsPerCode);
      hammingDistances(code, databaseWords, into);
    },
  };
}

/**
 * A ranking by chance: the whole database is one tie, so its expected scores are those of a random
 * order, exactly.
 */
export function randomRanking(queries: LabelledFilms, database: LabelledFilms): Ranking {
  checkSides(queries, database);
  const distances = (_query: number, into: Uint16Array) => void into.fill(0);
  return { queries, database, levels: 1, kind: "queryIndependent", distances };
}

/**
 * A ranking that ignores the query: films with many labels first, since they share one with
 * anybody. What it scores is what a metric grants for nothing.
 */
export function hubRanking(queries: LabelledFilms, database: LabelledFilms): Ranking {
  checkSides(queries, database);
  const { sets, ofFilm } = distinctLabelSets(database.labels);
  const most = sets.reduce((most, set) => Math.max(most, set.length), 0);
  const byFilm = Uint16Array.from(ofFilm, (set) => most - sets[set]!.length);
  const distances = (_query: number, into: Uint16Array) => into.set(byFilm);
  return { queries, database, levels: most + 1, kind: "queryIndependent", distances };
}

function wordsOf({ codes, bits, patients }: LabelledCodes, side: string) {
  const words = codeWords(codes, bits);
  if (words.count !== patients.length) {
    throw new RangeError(
      `Cannot rank codes: the ${side} has ${words.count} codes for ${patients.length} films`,
    );
  }
  return words;
}

/** Makes sure that both sides are whole and of the same labels. */
export function checkSides(queries: LabelledFilms, database: LabelledFilms): void {
  for (const [side, { labels, patients, strata }] of Object.entries({ queries, database })) {
    const films = patients.length;
    const fail = (what: string, received: number, expected: number): never => {
      throw new RangeError(
        `Cannot rank films: the ${side} side has ${received} ${what} for ${films} films, ` +
          `expected ${expected}`,
      );
    };
    const values = films * labels.names.length;
    if (labels.values.length !== values) fail("label values", labels.values.length, values);
    for (const [name, list] of Object.entries(strata ?? {})) {
      if (list.length !== films) fail(`entries of strata.${name}`, list.length, films);
    }
  }
  const [asked, given] = [queries.labels.names.join(", "), database.labels.names.join(", ")];
  if (asked !== given) {
    throw new RangeError(
      `Cannot rank films: the queries' labels are ${asked}, the database's ${given}`,
    );
  }
}
