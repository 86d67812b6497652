/**
 * Seeded random numbers. Every random choice in cohash comes from a {@linkcode Random} that is
 * passed in, so that the same seed gives the same bits.
 *
 * @module
 */
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";

/**
 * A stream of pseudo-random numbers (xoroshiro128+), fully decided by its seed.
 *
 * @example Two streams with one seed agree
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Random } from "@cohash/cohash/base";
 *
 * assertEquals(new Random(7).normal(), new Random(7).normal());
 * ```
 */
export class Random {
  readonly #seed: number | string;
  readonly #generator: RandomGenerator;
  #spareNormal: number | undefined;

  /** Starts a stream. Text seeds are hashed to 32 bits. */
  constructor(seed: number | string) {
    this.#seed = seed;
    this.#generator = xoroshiro128plus(typeof seed === "number" ? seed | 0 : hash32(seed));
  }

  /**
   * A new stream, independent of this one's position and named after its purpose. Forking does not
   * advance this stream, so adding a fork never changes the numbers of the others.
   */
  fork(purpose: string): Random {
    return new Random(`${this.#seed}/${purpose}`);
  }

  /** A number in [0, 1) with 32 random bits. */
  float(): number {
    return (this.#generator.next() >>> 0) / 0x100000000;
  }

  /** A number in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.float();
  }

  /** An integer in [0, count). */
  below(count: number): number {
    return Math.floor(this.float() * count);
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.float() < probability;
  }

  /** A standard normal number (Box–Muller; the second of each pair is kept for the next call). */
  normal(): number {
    const spare = this.#spareNormal;
    if (spare !== undefined) {
      this.#spareNormal = undefined;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.float()));
    const angle = 2 * Math.PI * this.float();
    this.#spareNormal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** `count` normal numbers with mean 0 and the given standard deviation. */
  normals(count: number, standardDeviation = 1): Float32Array<ArrayBuffer> {
    return Float32Array.from({ length: count }, () => this.normal() * standardDeviation);
  }

  /** `count` uniform numbers in [low, high). */
  uniforms(count: number, low: number, high: number): Float32Array<ArrayBuffer> {
    return Float32Array.from({ length: count }, () => this.between(low, high));
  }

  /** One element of a non-empty list. */
  pick<T>(items: ArrayLike<T>): T {
    if (items.length === 0) throw new RangeError("Cannot pick an item: the list is empty");
    return items[this.below(items.length)] as T;
  }

  /** A random permutation of 0 … count−1 (Fisher–Yates). */
  permutation(count: number): Uint32Array<ArrayBuffer> {
    const order = Uint32Array.from({ length: count }, (_, i) => i);
    for (let i = count - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    return order;
  }
}

/** FNV-1a over UTF-16 units, then MurmurHash3's finaliser so that near texts give far seeds. */
function hash32(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
