/**
 * What single bits of hash codes are worth: a bit that is nearly always 1 tells films apart as
 * little as one that repeats another.
 *
 * @module
 */
import { bitCount } from "./hamming.ts";
import { bytesPerCode, unpackCodes } from "./pack.ts";

/** See {@linkcode bitStatistics}. */
export interface BitStatistics {
  /** `[bits]` the share of codes in which a bit is 1; ½ is balanced. */
  readonly ones: readonly number[];
  /**
   * `[bits, bits]` correlation of two bits over the codes (the φ coefficient), −1 to 1; 0 where a
   * bit is constant, 1 on the diagonal.
   */
  readonly correlation: readonly (readonly number[])[];
}

/**
 * Balance and correlation of the bits of packed codes.
 *
 * @param codes `[n, bits / 8]`, see {@linkcode packCodes}
 * @throws {RangeError} if `bits` is no multiple of 8 from 8 to 1024, or the bytes are not whole rows,
 * or there are none
 * @example The first two bits are always equal, the third is the opposite
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { bitStatistics } from "@cohash/cohash/codes";
 *
 * const { ones, correlation } = bitStatistics(Uint8Array.of(0b11000000, 0b00100000), 8);
 * assertEquals(ones.slice(0, 4), [0.5, 0.5, 0.5, 0]);
 * assertEquals(correlation[0]!.slice(0, 4), [1, 1, -1, 0]);
 * ```
 */
export function bitStatistics(codes: Uint8Array, bits: number): BitStatistics {
  const n = codes.length / bytesPerCode(bits);
  if (n === 0) throw new RangeError("Cannot describe the bits of codes: there are no codes");
  const columns = bitColumns(codes, bits);
  const counts = columns.map((column) => onesOfBoth(column, column));
  const correlation = columns.map((a, i) =>
    columns.map((b, j) => {
      if (i === j) return 1;
      const [inA, inB] = [counts[i]!, counts[j]!];
      const spread = Math.sqrt(inA * (n - inA) * inB * (n - inB));
      return spread === 0 ? 0 : (n * onesOfBoth(a, b) - inA * inB) / spread;
    })
  );
  return { ones: counts.map((count) => count / n), correlation };
}

/** Each bit of all codes as 32-bit words, so that pairs of bits are compared 32 codes at a time. */
function bitColumns(codes: Uint8Array, bits: number): Int32Array[] {
  const signs = unpackCodes(codes, bits);
  const n = signs.length / bits;
  return Array.from({ length: bits }, (_, bit) => {
    const words = new Int32Array(Math.ceil(n / 32));
    for (let row = 0; row < n; row++) {
      if (signs[row * bits + bit]! > 0) words[row >> 5]! |= 1 << (row & 31);
    }
    return words;
  });
}

/** In how many codes both bits are 1. */
function onesOfBoth(a: Int32Array, b: Int32Array): number {
  return a.reduce((sum, word, w) => sum + bitCount(word & b[w]!), 0);
}
