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

/**
 * Rows in parts of a size, the last of what is left.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { partsOf } from "./rows.ts";
 *
 * const parts = [...partsOf(Uint32Array.of(5, 6, 7), 2)];
 * assertEquals(parts, [Uint32Array.of(5, 6), Uint32Array.of(7)]);
 * ```
 */
export function* partsOf<T extends ArrayBufferLike>(
  rows: Uint32Array<T>,
  size: number,
): Generator<Uint32Array<T>> {
  for (let start = 0; start < rows.length; start += size) yield rows.subarray(start, start + size);
}
