/**
 * What kind of content some bytes begin with.
 *
 * @module
 */

/**
 * Whether bytes begin with a mark.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { startsWith } from "./bytes.ts";
 *
 * assert(startsWith(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), [0xff, 0xd8, 0xff]));
 * assert(!startsWith(Uint8Array.of(0xff), [0xff, 0xd8, 0xff]));
 * ```
 */
export function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, i) => bytes[i] === byte);
}
