/**
 * Numbers for codes, so that what depends on a code alone is worked out once for all rows of it.
 *
 * @module
 */
import { codeWords } from "../../codes/hamming.ts";
import { grown } from "../memory/columns.ts";

/** No code. */
const EMPTY = 0xffffffff;

/** Codes by number, found again in a hash table with open addressing. */
export class DistinctCodes {
  readonly #bits: number;
  /** `[count, wordsPerCode]` */
  #words: Uint32Array = new Uint32Array();
  /** Numbers at their hashes; a power of two, at least twice as many as the codes. */
  #places: Uint32Array = new Uint32Array(64).fill(EMPTY);
  #count = 0;

  /** No codes yet. */
  constructor(bits: number) {
    this.#bits = bits;
  }

  /** How many different ones there are; they have the numbers below this. */
  get count(): number {
    return this.#count;
  }

  /**
   * `[n]` the numbers of codes; a code that is new gets the next one.
   *
   * @param codes `[n, bits / 8]` packed codes
   */
  numbersOf(codes: Uint8Array): Uint32Array {
    const { words, wordsPerCode, count } = codeWords(codes, this.#bits);
    this.#makeRoom(this.#count + count, wordsPerCode);
    const numbers = new Uint32Array(count);
    for (let row = 0; row < count; row++) {
      numbers[row] = this.#numberOf(words, row * wordsPerCode, wordsPerCode);
    }
    return numbers;
  }

  #numberOf(words: Int32Array, start: number, length: number): number {
    const last = this.#places.length - 1;
    for (let place = hashOf(words, start, length) & last;; place = (place + 1) & last) {
      const number = this.#places[place]!;
      if (number === EMPTY) {
        for (let i = 0; i < length; i++) this.#words[this.#count * length + i] = words[start + i]!;
        return this.#places[place] = this.#count++;
      }
      let i = 0;
      while (i < length && (this.#words[number * length + i]! | 0) === words[start + i]!) i++;
      if (i === length) return number;
    }
  }

  #makeRoom(codes: number, wordsPerCode: number): void {
    this.#words = grown(this.#words, codes * wordsPerCode);
    if (this.#places.length >= 2 * codes) return;
    const size = 2 ** Math.ceil(Math.log2(2 * codes));
    const places = new Uint32Array(size).fill(EMPTY);
    const words = new Int32Array(this.#words.buffer);
    for (let number = 0; number < this.#count; number++) {
      let place = hashOf(words, number * wordsPerCode, wordsPerCode) & (size - 1);
      while (places[place] !== EMPTY) place = (place + 1) & (size - 1);
      places[place] = number;
    }
    this.#places = places;
  }
}

/** The words multiplied and mixed, as in MurmurHash3 (Appleby, 2011). */
function hashOf(words: Int32Array, start: number, length: number): number {
  let hash = 0;
  for (let i = 0; i < length; i++) {
    hash = Math.imul(hash ^ words[start + i]!, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash;
}
