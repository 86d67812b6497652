/**
 * DICOM's names of studies, series and objects.
 *
 * @module
 */

/**
 * Whether a text is a unique identifier (PS3.5, 9.1): numbers between dots, at most 64 characters. So
 * one that is can stand in an address, and be a file's name. Leading zeros, which the standard forbids
 * and scanners write, are let through.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { isUid } from "./uid.ts";
 *
 * assertEquals(["1.2.840.10008", "1..2", "../1.2", ""].map(isUid), [true, false, false, false]);
 * ```
 */
export function isUid(text: string): boolean {
  return text.length <= 64 && /^\d+(\.\d+)*$/.test(text);
}
