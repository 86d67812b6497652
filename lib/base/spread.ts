/**
 * A few of many, without drawing at random.
 *
 * @module
 */

/**
 * At most so many of the numbers 0 … count − 1, evenly spread and ascending.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { spreadEvenly } from "./spread.ts";
 *
 * assertEquals(spreadEvenly(9, 3), Uint32Array.of(0, 3, 6));
 * assertEquals(spreadEvenly(2, 3), Uint32Array.of(0, 1));
 * ```
 */
export function spreadEvenly(count: number, most: number): Uint32Array<ArrayBuffer> {
  const chosen = Math.min(count, most);
  return Uint32Array.from({ length: chosen }, (_, i) => Math.floor(i * count / chosen));
}
