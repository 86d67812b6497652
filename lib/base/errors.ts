/**
 * The one error class for things a user can mend, and the "did you mean" hint its messages share.
 *
 * @module
 */
import leven from "leven";

/**
 * Something the user supplied (a file, a configuration key, a flag) cannot be used. The message
 * names the thing, the value received, what was expected and what to do; the command line prints
 * it without a stack trace. Wrong calls of the library throw TypeError or RangeError instead.
 */
export class InputError extends Error {
  /** What a printed error begins with. */
  override name = "InputError";
}

/**
 * A hint ` (did you mean "Effusion"?)` when `received` is close to one of `known`, else "".
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { didYouMean } from "./errors.ts";
 *
 * assertEquals(didYouMean("Effusions", ["Edema", "Effusion"]), ' (did you mean "Effusion"?)');
 * assertEquals(didYouMean("Fracture", ["Edema", "Effusion"]), "");
 * ```
 */
export function didYouMean(received: string, known: Iterable<string>): string {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(received.length / 3)) + 1;
  for (const candidate of known) {
    const distance = leven(received.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best === undefined ? "" : ` (did you mean "${best}"?)`;
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
