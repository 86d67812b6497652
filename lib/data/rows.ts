/**
 * Looking up rows that a caller asks for.
 *
 * @module
 */

/**
 * The items at these rows.
 *
 * @throws {RangeError} if there is no such row
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { itemsAt } from "./rows.ts";
 *
 * assertEquals(itemsAt(["a", "b"], [1, 0, 1]), ["b", "a", "b"]);
 * assertThrows(() => itemsAt(["a", "b"], [2]), RangeError);
 * ```
 */
export function itemsAt<T>(items: readonly T[], rows: ArrayLike<number>): T[] {
  return Array.from(rows, (row) => {
    if (Number.isInteger(row) && row >= 0 && row < items.length) return items[row]!;
    throw new RangeError(`Cannot read film ${row}: the rows are 0 to ${items.length - 1}`);
  });
}
