/**
 * Bounded parallel work.
 *
 * @module
 */

/**
 * Applies an asynchronous function to every item, at most `limit` at once.
 *
 * @returns The results in the order of the items
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { mapConcurrently } from "./concurrency.ts";
 *
 * assertEquals(await mapConcurrently([1, 2, 3], 2, (n) => Promise.resolve(n * n)), [1, 4, 9]);
 * ```
 */
export async function mapConcurrently<T, R>(
  items: readonly T[],
  limit: number,
  apply: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  const queue = items.entries();
  const work = async () => {
    for (const [i, item] of queue) results[i] = await apply(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));
  return results;
}
