/**
 * What a film may be called.
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";

/** Line breaks and other control characters, line and paragraph separators, and half letters. */
const UNUSUAL = /[\p{Cc}\p{Cs}\u2028\u2029\ufffd]/u;

/** Blanks, tabs and line breaks at both ends, but no byte-order mark. */
const OUTER_BLANKS = /^[^\S\ufeff]+|[^\S\ufeff]+$/g;

/**
 * A cell without the blanks around it, no-break spaces too. A byte-order mark is no blank: it stays.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { trimBlanks } from "./ids.ts";
 *
 * assertEquals(trimBlanks(" \u00a0film 1\t"), "film 1");
 * assertEquals(trimBlanks("\ufefffilm1"), "\ufefffilm1");
 * ```
 */
export function trimBlanks(text: string): string {
  return text.trim().length === text.length ? text : text.replace(OUTER_BLANKS, "");
}

/**
 * Makes sure that names are those that films may have.
 *
 * @param where How messages name the source of an id: `Cannot read "a.csv": row 3`
 * @throws {InputError} if one is empty, or holds a line break or another control character, half a
 * letter (a lone surrogate) or the mark of a lost one (U+FFFD)
 */
export function checkIds(ids: readonly string[], where: (index: number) => string): void {
  for (const [i, id] of ids.entries()) {
    if (id === "") throw new InputError(`${where(i)} has an empty id`);
    const found = UNUSUAL.exec(id);
    if (found === null) continue;
    const code = found[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
    const what = /[\r\n]/.test(found[0]) ? "a line break" : `the character U+${code}`;
    throw new InputError(
      `${where(i)} has the id ${JSON.stringify(id)}, which holds ${what}; ` +
        "expected letters, digits and signs on one line",
    );
  }
}
