/**
 * What a case of one label set is worth to a query of another.
 *
 * @module
 */

/**
 * `[J, J]` g(S, S') = 2^(|S ∩ S'| / |S ∪ S'|) − 1, 0 to 1: the gain of Jaccard NDCG.
 *
 * @param sets Ascending label numbers, none of them empty
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { gainsBetween } from "./gains.ts";
 *
 * const half = Math.SQRT2 - 1;
 * assertEquals(gainsBetween([[0], [0, 1]]), Float64Array.of(1, half, half, 1));
 * ```
 */
export function gainsBetween(sets: readonly (readonly number[])[]): Float64Array {
  const members = sets.map((set) => new Set(set));
  const gains = new Float64Array(sets.length ** 2);
  for (const [i, set] of sets.entries()) {
    for (const [j, other] of members.entries()) {
      let shared = 0;
      for (const label of set) if (other.has(label)) shared++;
      if (shared === 0) continue;
      gains[i * sets.length + j] = 2 ** (shared / (set.length + other.size - shared)) - 1;
    }
  }
  return gains;
}
