/**
 * JSON that somebody may have damaged.
 *
 * @module
 */

/**
 * The content of a JSON text, undefined where it is none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parsedJson } from "./json.ts";
 *
 * assertEquals([parsedJson('{"a": 1}'), parsedJson("{")], [{ a: 1 }, undefined]);
 * ```
 */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
