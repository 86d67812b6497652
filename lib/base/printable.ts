/**
 * Text that is safe to show on a terminal.
 *
 * @module
 */

/**
 * What a terminal obeys instead of showing it: control characters but tabs and line breaks, marks that
 * turn the direction of text, line and paragraph separators, and half letters.
 */
const OBEYED =
  /(?![\t\n])(?!\r\n)[\p{Cc}\p{Cs}\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A text whose control characters are written as JSON writes them, so that a name which holds such
 * colours nothing, moves no cursor and hides nothing. Tabs and line breaks stay.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { printable } from "./printable.ts";
 *
 * assertEquals(printable("film\u001b[31m.png\n"), "film\\u001b[31m.png\n");
 * ```
 */
export function printable(text: string): string {
  return text.replace(OBEYED, escaped);
}

/** As {@linkcode printable}, with tabs and line breaks too: a name that stays on its line. */
export function printableName(name: string): string {
  return printable(name).replace(/[\t\r\n]/g, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
