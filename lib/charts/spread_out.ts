/**
 * Room for names that would lie on top of each other.
 *
 * @module
 */

/**
 * Places near the wanted ones, each at least `gap` above the last, whose squared distances to the
 * wanted ones are least (isotonic regression by pooling, Ayer et al. 1955).
 *
 * @returns `[n]`, in the order given
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { spreadOut } from "./spread_out.ts";
 *
 * assertEquals(spreadOut([5, 5, 20], 4), [3, 7, 20]);
 * ```
 */
export function spreadOut(wanted: readonly number[], gap: number): number[] {
  const order = [...wanted.keys()].sort((a, b) => wanted[a]! - wanted[b]! || a - b);
  // Less the gaps below it, a place need only not be lower than the last.
  const pools: { sum: number; size: number }[] = [];
  for (const [rank, i] of order.entries()) {
    let pool = { sum: wanted[i]! - gap * rank, size: 1 };
    for (
      let last = pools.at(-1);
      last && last.sum / last.size > pool.sum / pool.size;
      last = pools.at(-1)
    ) {
      pools.pop();
      pool = { sum: last.sum + pool.sum, size: last.size + pool.size };
    }
    pools.push(pool);
  }
  const levels = pools.flatMap(({ sum, size }) => new Array<number>(size).fill(sum / size));
  const places = new Array<number>(wanted.length);
  for (const [rank, i] of order.entries()) places[i] = levels[rank]! + gap * rank;
  return places;
}
