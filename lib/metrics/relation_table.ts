/**
 * How many database films lie at each distance of a query and relate to its labels in each way: all
 * that scores need of a ranking.
 *
 * @module
 */
import type { Relation } from "./label_sets.ts";

/** Database films by relation to the query's labels and by distance; entries name no cell twice, but where films are few. */
export interface RelationTable {
  /** The first is always "nothing shared". */
  readonly kinds: readonly Relation[];
  /** Distances are integers from 0 to `levels` − 1. */
  readonly levels: number;
  /** `[entries]` the index in `kinds`. */
  readonly kindOf: Uint32Array;
  /** `[entries]` the distance. */
  readonly levelOf: Uint16Array;
  /** `[entries]` how many films. */
  readonly films: Uint32Array;
}

/** Counts the films of one database for queries of one label set. */
export class FilmTally {
  readonly #kinds: readonly Relation[];
  readonly #levels: number;
  readonly #kindOfFilm: Uint32Array;
  /** `[kinds, levels]`; empty where there are fewer films than cells, which then are entries each. */
  readonly #counts: Uint32Array;
  readonly #entries: Pick<RelationTable, "kindOf" | "levelOf" | "films">;

  /** @param kindOfFilm `[films]` how each relates to the query's labels, an index in `kinds` */
  constructor(kinds: readonly Relation[], levels: number, kindOfFilm: Uint32Array) {
    const cells = kinds.length * levels;
    const films = kindOfFilm.length;
    const byCell = cells <= films;
    this.#kinds = kinds;
    this.#levels = levels;
    this.#kindOfFilm = kindOfFilm;
    this.#counts = new Uint32Array(byCell ? cells : 0);
    this.#entries = byCell
      ? {
        kindOf: Uint32Array.from({ length: cells }, (_, cell) => Math.floor(cell / levels)),
        levelOf: Uint16Array.from({ length: cells }, (_, cell) => cell % levels),
        films: this.#counts,
      }
      : {
        kindOf: kindOfFilm,
        levelOf: new Uint16Array(films),
        films: new Uint32Array(films).fill(1),
      };
  }

  /**
   * The table of a query. It holds until the next one is asked for.
   *
   * @param distances `[films]`
   * @param leftOut Films that do not take part
   */
  table(distances: Uint16Array, leftOut: readonly number[]): RelationTable {
    if (this.#counts.length > 0) this.#count(distances, leftOut);
    else {
      this.#entries.levelOf.set(distances);
      this.#entries.films.fill(1);
      for (const film of leftOut) this.#entries.films[film] = 0;
    }
    return { kinds: this.#kinds, levels: this.#levels, ...this.#entries };
  }

  /** The inner loop of an evaluation. */
  #count(distances: Uint16Array, leftOut: readonly number[]): void {
    const [kindOfFilm, levels, counts] = [this.#kindOfFilm, this.#levels, this.#counts];
    counts.fill(0);
    for (let film = 0; film < distances.length; film++) {
      counts[kindOfFilm[film]! * levels + distances[film]!]!++;
    }
    for (const film of leftOut) counts[kindOfFilm[film]! * levels + distances[film]!]!--;
  }
}

/** Whether no film shares a label, the first kind being "nothing shared". */
export function isEmpty({ kindOf, films }: RelationTable): boolean {
  return films.every((count, entry) => count === 0 || kindOf[entry] === 0);
}

/** `[levels]` what the films at each distance are worth, a film of each kind being worth so much. */
export function sumByLevel(
  { levels, kindOf, levelOf, films }: RelationTable,
  worth: Float64Array,
): Float64Array {
  const sums = new Float64Array(levels);
  for (let entry = 0; entry < films.length; entry++) {
    const each = worth[kindOf[entry]!]!;
    if (each !== 0) sums[levelOf[entry]!]! += each * films[entry]!;
  }
  return sums;
}

/** `[kinds]` the films of each kind. */
export function filmsByKind({ kinds, kindOf, films }: RelationTable): Float64Array {
  const counts = new Float64Array(kinds.length);
  for (let entry = 0; entry < films.length; entry++) counts[kindOf[entry]!]! += films[entry]!;
  return counts;
}
