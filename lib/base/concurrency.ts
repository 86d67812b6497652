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

/**
 * The results of an asynchronous function for 0 … count − 1 in their order; while one is used, the
 * next ones are being made.
 *
 * @param ahead How many; 0: each is made when it is taken
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { makeAhead } from "./concurrency.ts";
 *
 * const squares = makeAhead(3, 1, (n) => Promise.resolve(n * n));
 * assertEquals(await Array.fromAsync(squares), [0, 1, 4]);
 * ```
 */
export async function* makeAhead<T>(
  count: number,
  ahead: number,
  make: (n: number) => Promise<T>,
): AsyncGenerator<T> {
  const making: Promise<T>[] = [];
  for (let n = 0, taken = 0; taken < count; taken++) {
    for (; n < count && n <= taken + ahead; n++) {
      const made = make(n);
      // It is heard when its turn comes, which it never does where nobody takes it.
      made.catch(() => {});
      making.push(made);
    }
    yield await making.shift()!;
  }
}
