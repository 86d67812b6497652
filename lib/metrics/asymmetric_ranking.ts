/**
 * The ranking of a query whose continuous code is known, too: by Hamming distance, and at one
 * distance by how well the database's codes agree with the continuous one.
 *
 * @module
 */
import { hammingRanking, type LabelledCodes, type Ranking } from "./ranking.ts";

/** Films with their codes before and after they were made binary. */
export interface ContinuousCodes extends LabelledCodes {
  /** `[n, bits]`; its signs are the codes. */
  readonly continuous: Float32Array;
}

/** Steps in which the films at one distance are told apart. */
const STEPS = 32;

/**
 * The database by Hamming distance to each query's code, with its ties broken by the query's
 * continuous code v (see `asymmetricAgreements`). At one distance the nearer film is the one that
 * differs where v is less certain: v·b = Σ|v| − 2 Σ|v_i| over the bits i in which b differs.
 *
 * So that a query has thousands of distances at most, that sum is taken in 32 steps between its
 * least and its greatest value at the distance. Films in one step stay tied.
 *
 * @throws {RangeError} if codes and films differ in number, or the two sides in bits or labels
 * @example Both films differ in one bit, the second in the less certain one
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { asymmetricRanking } from "@cohash/cohash/metrics";
 *
 * const labels = { names: ["Edema"], values: Float32Array.of(1) };
 * const query = {
 *   ...{ codes: Uint8Array.of(0b11111111), bits: 8, labels, patients: ["ann"] },
 *   continuous: Float32Array.of(1, 0.25, 1, 1, 1, 1, 1, 1),
 * };
 * const database = {
 *   ...{ codes: Uint8Array.of(0b01111111, 0b10111111), bits: 8, patients: ["bob", "cy"] },
 *   labels: { names: ["Edema"], values: Float32Array.of(1, 0) },
 * };
 * const distances = new Uint16Array(2);
 * asymmetricRanking(query, database).distances(0, distances);
 * assertEquals(distances[1]! < distances[0]!, true);
 * ```
 */
export function asymmetricRanking(queries: ContinuousCodes, database: LabelledCodes): Ranking {
  const ranking = hammingRanking(queries, database);
  const { continuous, codes, bits } = queries;
  const films = queries.patients.length;
  if (continuous.length !== films * bits) {
    throw new RangeError(
      `Cannot rank codes: the queries have ${continuous.length} continuous values for ${films} ` +
        `codes of ${bits} bits`,
    );
  }
  const width = bits / 8;
  return {
    ...ranking,
    levels: ranking.levels * STEPS,
    kind: "asymmetric",
    distances(query, into) {
      ranking.distances(query, into);
      const certainties = continuous.slice(query * bits, (query + 1) * bits).map(Math.abs);
      const code = codes.subarray(query * width, (query + 1) * width);
      breakTies(into, differenceSums(code, database.codes, certainties), certainties);
    },
  };
}

/** `[database]` the sums of the query's certainties over the bits in which a code differs. */
function differenceSums(
  query: Uint8Array,
  codes: Uint8Array,
  certainties: Float32Array,
): Float64Array {
  const width = query.length;
  const ofByte = Array.from(query, (_, i) => byteSums(certainties.subarray(8 * i, 8 * i + 8)));
  const sums = new Float64Array(codes.length / width);
  for (let i = 0; i < width; i++) {
    const table = ofByte[i]!;
    const byte = query[i]!;
    for (let film = 0; film < sums.length; film++) {
      sums[film]! += table[codes[film * width + i]! ^ byte]!;
    }
  }
  return sums;
}

/** `[256]` the sum of the values of the bits that are set, the first value being the highest bit's. */
function byteSums(values: Float32Array): Float64Array {
  const sums = new Float64Array(256);
  for (let byte = 1; byte < 256; byte++) {
    const lowest = 31 - Math.clz32(byte & -byte);
    sums[byte] = sums[byte & (byte - 1)]! + values[7 - lowest]!;
  }
  return sums;
}

/** Turns distances into distances · STEPS + the step of the sum at that distance. */
function breakTies(distances: Uint16Array, sums: Float64Array, certainties: Float32Array): void {
  const ascending = certainties.toSorted();
  const least = runningSums(ascending);
  const most = runningSums(ascending.toReversed());
  for (let film = 0; film < distances.length; film++) {
    const distance = distances[film]!;
    const range = most[distance]! - least[distance]!;
    const part = range > 0 ? (sums[film]! - least[distance]!) / range : 0;
    const step = Math.min(STEPS - 1, Math.max(0, Math.floor(STEPS * part)));
    distances[film] = distance * STEPS + step;
  }
}

/** `[n + 1]` the sums of the first 0 … n values. */
function runningSums(values: Float32Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (const [i, value] of values.entries()) sums[i + 1] = sums[i]! + value;
  return sums;
}
