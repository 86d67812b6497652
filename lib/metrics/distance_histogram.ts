/**
 * How far apart relevant and irrelevant films lie: the two histograms whose overlap is what a
 * search by Hamming distance gets wrong.
 *
 * @module
 */
import type { LabelMatrix } from "../data/dataset.ts";
import { PRESENT_FROM } from "../data/labels/label_sets.ts";
import { relateLabels } from "./label_sets.ts";
import type { Ranking } from "./ranking.ts";

/** Numbers of pairs of a query and a database film, `[levels]` by distance. */
export interface DistanceHistogram {
  /** Pairs that share at least one label. */
  readonly relevant: Float64Array;
  /** Pairs that are known to share none: each label is absent from one of the two. */
  readonly irrelevant: Float64Array;
}

/** Options of {@linkcode distanceHistogram}. */
export interface DistanceHistogramOptions {
  /** Whether films of the query's own patient are left out; default: true. */
  readonly excludeSamePatient?: boolean;
  /** At most so many queries, evenly spread; default: all. */
  readonly mostQueries?: number;
  /** Called after every query. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Counts the pairs of queries and database films by distance and relevance. Pairs that may share a
 * label, if one that is missing is present, are left out.
 *
 * @example One film that shares a label, one bit away, and one that does not
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { distanceHistogram, hammingRanking } from "@cohash/cohash/metrics";
 *
 * const names = ["Edema", "Effusion"];
 * const films = (codes: number[], values: number[], patients: string[]) => ({
 *   codes: Uint8Array.from(codes),
 *   bits: 8,
 *   labels: { names, values: Float32Array.from(values) },
 *   patients,
 * });
 * const queries = films([0b1111], [1, 0], ["ann"]);
 * const database = films([0b0111, 0b0011], [1, 1, 0, 1], ["bob", "cy"]);
 * const { relevant, irrelevant } = distanceHistogram(hammingRanking(queries, database));
 * assertEquals([relevant[1], irrelevant[2]], [1, 1]);
 * ```
 */
export function distanceHistogram(
  ranking: Ranking,
  { excludeSamePatient = true, mostQueries = Infinity, onProgress }: DistanceHistogramOptions = {},
): DistanceHistogram {
  const { queries, database, levels } = ranking;
  const relations = relateLabels(queries.labels, database.labels);
  const setOfFilm = relations.database.ofFilm;
  const films = database.patients.length;
  const patientNumbers = new Map([...new Set(database.patients)].map((name, n) => [name, n]));
  const patientOfFilm = Uint32Array.from(database.patients, (name) => patientNumbers.get(name)!);
  const relevant = new Float64Array(levels);
  const irrelevant = new Float64Array(levels);
  const mayShare = pairsThatMayShare(queries.labels, database.labels);
  const distances = new Uint16Array(films);
  const count = Math.min(mostQueries, queries.patients.length);
  for (let n = 0; n < count; n++) {
    const query = Math.floor(n * queries.patients.length / count);
    ranking.distances(query, distances);
    const { ofSet } = relations.ofQuerySet[relations.queries.ofFilm[query]!]!;
    const ownPatient = excludeSamePatient
      ? patientNumbers.get(queries.patients[query]!)
      : undefined;
    for (let film = 0; film < films; film++) {
      if (patientOfFilm[film] === ownPatient) continue;
      // Kind 0 is "nothing shared".
      if (ofSet[setOfFilm[film]!]! > 0) relevant[distances[film]!]!++;
      else if (!mayShare(query, film)) irrelevant[distances[film]!]!++;
    }
    onProgress?.(n + 1, count);
  }
  return { relevant, irrelevant };
}

/** Whether a query and a film, which share no label for sure, have one that neither is known to lack. */
function pairsThatMayShare(
  queries: LabelMatrix,
  database: LabelMatrix,
): (query: number, film: number) => boolean {
  if (![queries, database].some(({ values }) => values.some(Number.isNaN))) return () => false;
  const [ofQueries, ofFilms] = [possibleLabels(queries), possibleLabels(database)];
  return (query, film) => {
    const possible = ofFilms[film]!;
    return ofQueries[query]!.some((label) => possible.includes(label));
  };
}

/** The labels that each film has or may have, as class numbers. */
function possibleLabels({ names, values }: LabelMatrix): number[][] {
  return Array.from({ length: values.length / names.length }, (_, film) => {
    const own = values.subarray(film * names.length, (film + 1) * names.length);
    return Array.from(own.keys()).filter((c) => !(own[c]! < PRESENT_FROM));
  });
}
