/**
 * Whether one way is better than another for more findings than a coin would have it.
 *
 * @module
 */

/** The result of {@linkcode signTest}. */
export interface SignTest {
  /** Findings for which the first is better. */
  readonly wins: number;
  /** Findings for which they differ. */
  readonly differing: number;
  /** Two-sided. */
  readonly p: number;
}

/**
 * The sign test (Arbuthnott, 1710; Conover, 1999, section 3.4): twice the smaller tail of the binomial
 * distribution with ½. Pairs without a difference are left out.
 *
 * @example Better for 7 of 8
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { signTest } from "./sign_test.ts";
 *
 * const test = signTest([1, 1, 1, 1, 1, 1, 1, 0], [0, 0, 0, 0, 0, 0, 0, 1]);
 * assertEquals(test, { wins: 7, differing: 8, p: 2 * (1 + 8) / 2 ** 8 });
 * ```
 */
export function signTest(first: readonly number[], second: readonly number[]): SignTest {
  const signs = first.map((value, i) => Math.sign(value - second[i]!)).filter((sign) => sign !== 0);
  const wins = signs.filter((sign) => sign > 0).length;
  const fewer = Math.min(wins, signs.length - wins);
  let [tail, probability] = [0, 0.5 ** signs.length];
  for (let k = 0; k <= fewer; k++) {
    tail += probability;
    probability *= (signs.length - k) / (k + 1);
  }
  return { wins, differing: signs.length, p: Math.min(1, 2 * tail) };
}
