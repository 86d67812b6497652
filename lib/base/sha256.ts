/**
 * What tells one content from another.
 *
 * @module
 */
import { createHash } from "node:crypto";

/**
 * The SHA-256 of a text or of some bytes, in hexadecimal digits, as `sha256sum` prints it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { sha256Of } from "./sha256.ts";
 *
 * assertEquals(sha256Of("film").slice(0, 8), "d0607f7a");
 * ```
 */
export function sha256Of(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
