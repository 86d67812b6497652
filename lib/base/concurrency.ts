/**
 * Bounded parallel work.
 *
 * @module
 */

/**
 * Applies an asynchronous function to every item, at most `limit` at once: so many workers take the
 * next item each, as soon as they are done with their last. What a generator yields is made when it
 * is taken.
 *
 * @param apply Is told the item and the number of the worker, from 0
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { forEachConcurrently } from "./concurrency.ts";
 *
 * const squares = new Set<number>();
 * await forEachConcurrently([1, 2, 3], 2, async (n) => {
 *   squares.add(await Promise.resolve(n * n));
 * });
 * assertEquals(squares, new Set([1, 4, 9]));
 * ```
 */
export async function forEachConcurrently<T>(
  items: Iterable<T>,
  limit: number,
  apply: (item: T, worker: number) => Promise<void>,
): Promise<void> {
  const queue = Iterator.from(items);
  const work = async (_: unknown, worker: number) => {
    for (const item of queue) await apply(item, worker);
  };
  await Promise.all(Array.from({ length: limit }, work));
}

/**
 * The results of an asynchronous function for every item, of which at most `limit` are made at once.
 *
 * @param apply Is told the item and the number of the worker, from 0
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
  apply: (item: T, worker: number) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  await forEachConcurrently(items.entries(), limit, async ([i, item], worker) => {
    results[i] = await apply(item, worker);
  });
  return results;
}
