/**
 * Hamming distances between packed codes, by XOR and a bit count on 32-bit words.
 *
 * @module
 */
import { bytesPerCode } from "./pack.ts";

/** Packed codes laid out for counting: each row padded with zero bits to whole 32-bit words. */
export interface CodeWords {
  /** `[count, wordsPerCode]` */
  readonly words: Int32Array;
  /** ⌈bits / 32⌉ */
  readonly wordsPerCode: number;
  /** The number of codes. */
  readonly count: number;
}

/**
 * Packed codes as 32-bit words.
 *
 * @param codes `[n, bits / 8]` packed codes, see {@linkcode packCodes}
 * @throws {RangeError} if `bits` is no multiple of 8 from 8 to 1024, or the bytes are not whole rows
 */
export function codeWords(codes: Uint8Array, bits: number): CodeWords {
  const rowBytes = bytesPerCode(bits);
  const count = codes.length / rowBytes;
  if (!Number.isInteger(count)) {
    throw new RangeError(
      `Cannot read codes: ${codes.length} bytes are not whole rows of ${rowBytes} bytes`,
    );
  }
  const wordsPerCode = Math.ceil(bits / 32);
  const padded = new Uint8Array(count * wordsPerCode * 4);
  if (rowBytes === 4 * wordsPerCode) padded.set(codes);
  else {
    for (let row = 0; row < count; row++) {
      padded.set(codes.subarray(row * rowBytes, (row + 1) * rowBytes), row * wordsPerCode * 4);
    }
  }
  return { words: new Int32Array(padded.buffer), wordsPerCode, count };
}

/**
 * The Hamming distances from one code to all codes of a database.
 *
 * @param query The words of one code
 * @param into Receives `[database.count]` distances
 * @throws {RangeError} if the code or the result has the wrong length
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { codeWords, hammingDistances } from "@cohash/cohash/codes";
 *
 * const database = codeWords(new Uint8Array([0b1111, 0b0101, 0b0001]), 8);
 * const query = codeWords(new Uint8Array([0b0101]), 8).words;
 * const distances = new Uint16Array(3);
 * hammingDistances(query, database, distances);
 * assertEquals([...distances], [2, 0, 1]);
 * ```
 */
export function hammingDistances(
  query: Int32Array,
  database: CodeWords,
  into: Uint16Array,
): void {
  const { words, wordsPerCode, count } = database;
  if (query.length !== wordsPerCode || into.length !== count) {
    throw new RangeError(
      `Cannot compare codes: the query has ${query.length} words and the result ${into.length} ` +
        `places, the database ${wordsPerCode} words and ${count} codes`,
    );
  }
  if (wordsPerCode === 1) return distancesOfOneWord(query, words, into);
  if (wordsPerCode === 2) return distancesOfTwoWords(query, words, into);
  for (let row = 0, w = 0; row < count; row++) {
    let distance = 0;
    for (let i = 0; i < wordsPerCode; i++, w++) distance += bitCount(words[w]! ^ query[i]!);
    into[row] = distance;
  }
}

/** Codes of up to 32 bits: no inner loop. */
function distancesOfOneWord(query: Int32Array, words: Int32Array, into: Uint16Array): void {
  const only = query[0]!;
  for (let row = 0; row < into.length; row++) into[row] = bitCount(words[row]! ^ only);
}

/** 64-bit codes: two words share the last steps of the count, which saves a third of the time. */
function distancesOfTwoWords(query: Int32Array, words: Int32Array, into: Uint16Array): void {
  const first = query[0]!;
  const second = query[1]!;
  for (let row = 0; row < into.length; row++) {
    const nibbles = nibbleCounts(words[2 * row]! ^ first) +
      nibbleCounts(words[2 * row + 1]! ^ second);
    into[row] = sumOfNibbles(nibbles);
  }
}

/**
 * The number of set bits of a 32-bit word (Warren, Hacker's Delight, section 5-1).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { bitCount } from "@cohash/cohash/codes";
 *
 * assertEquals([0, 0b1011, -1].map(bitCount), [0, 3, 32]);
 * ```
 */
export function bitCount(word: number): number {
  return sumOfNibbles(nibbleCounts(word));
}

/** Replaces each four bits of a word by the number of those that are set. */
function nibbleCounts(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  return (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
}

/** The sum of the eight four-bit counts of a word. */
function sumOfNibbles(nibbles: number): number {
  const bytes = (nibbles & 0x0f0f0f0f) + ((nibbles >>> 4) & 0x0f0f0f0f);
  return Math.imul(bytes, 0x01010101) >>> 24;
}
