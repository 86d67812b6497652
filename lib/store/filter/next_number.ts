/**
 * The neighbours of a number among the 64-bit floating-point numbers.
 *
 * @module
 */

/**
 * The least number greater than `x`: what turns "greater than x" into "from …".
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { nextUp } from "./next_number.ts";
 *
 * assertEquals(nextUp(1), 1 + Number.EPSILON);
 * ```
 */
export function nextUp(x: number): number {
  if (x === 0) return Number.MIN_VALUE;
  if (!(x < Infinity)) return x;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  view.setBigInt64(0, view.getBigInt64(0) + (x > 0 ? 1n : -1n));
  return view.getFloat64(0);
}

/** The greatest number less than `x`. */
export function nextDown(x: number): number {
  return -nextUp(-x);
}
