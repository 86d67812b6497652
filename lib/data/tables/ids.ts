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

/** What spreadsheets make of long numbers: digits are lost, and two numbers become one. */
const ROUNDED = /^\d([.,]\d*)?E\+\d{2,}$/i;

/** What a spreadsheet shows where a formula fails or a column is narrow; `#N/A` stands for nothing. */
const FAILED = /^#(REF|VALUE|NAME|DIV\/0|NUM|NULL|SPILL|CALC)[!?]?$|^#{3,}$/i;

/**
 * What a spreadsheet did to a text, as the end of a sentence that shows it; undefined where it did
 * nothing.
 *
 * @example
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { spreadsheetFault } from "./ids.ts";
 *
 * assert(spreadsheetFault("1.23E+05") !== undefined);
 * assert(spreadsheetFault("#REF!") !== undefined);
 * assertEquals(spreadsheetFault("00001234_000.png"), undefined);
 * ```
 */
export function spreadsheetFault(text: string): string | undefined {
  if (ROUNDED.test(text)) {
    return "which a spreadsheet made of a long number; save its column as text";
  }
  return FAILED.test(text) ? "an error of a spreadsheet" : undefined;
}

/**
 * Makes sure that names are those that films may have.
 *
 * @param where How messages name the source of an id: `Cannot read "a.csv": row 3`
 * @throws {InputError} if one is empty, a number that a spreadsheet rounded, or holds a line break or
 * another control character, half a letter (a lone surrogate) or the mark of a lost one (U+FFFD)
 */
export function checkIds(ids: readonly string[], where: (index: number) => string): void {
  for (const [i, id] of ids.entries()) {
    if (id === "") throw new InputError(`${where(i)} has an empty id`);
    const fault = spreadsheetFault(id);
    if (fault !== undefined) throw new InputError(`${where(i)} has the id "${id}", ${fault}`);
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
