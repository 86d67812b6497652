/**
 * Some rows of many, drawn at random.
 *
 * @module
 */
import type { Random } from "../base/random.ts";

/**
 * At most `count` of the rows, ascending; all of them where they are no more.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Random } from "../base/random.ts";
 * import { sampleRows } from "./sample_rows.ts";
 *
 * const rows = Uint32Array.of(3, 5, 8, 9);
 * assertEquals(sampleRows(rows, 4, new Random(0)), rows);
 * assertEquals(sampleRows(rows, 2, new Random(0)).length, 2);
 * ```
 */
export function sampleRows(rows: Uint32Array, count: number, random: Random): Uint32Array {
  if (rows.length <= count) return rows;
  return random.permutation(rows.length).subarray(0, count).map((at) => rows[at]!).sort();
}
