/**
 * The labels that one cell lists, in the spellings that spreadsheets, Python, numpy, JSON and
 * databases write: `Mass|Edema`, `['Mass', "Pott's disease"]`, `{"Mass","Edema"}`, `['Mass' 'Edema']`.
 *
 * @module
 */
import { certainMarks } from "./list_separator.ts";

const CLOSING: Readonly<Record<string, string>> = { "[": "]", "(": ")", "{": "}" };

/** A list within a call, as Python and numpy print sets and arrays. */
const CALL = /^(?:set|frozenset|list|tuple|(?:np\.|numpy\.)?array)\((.*?)(?:,\s*dtype=[^)]*)?\)$/s;

/** An item in quotes. A quote in it is doubled, or stands after a backslash. */
const QUOTED = /[ub]?(?:'((?:[^'\\]|\\.|'')*)'|"((?:[^"\\]|\\.|"")*)"|“([^”]*)”|‘([^’]*)’)/isy;

/** The same as numpy 2 prints it. */
const NUMPY_TEXT = /(?:np|numpy)\.str_\(/y;

/** What an item without quotes has only where a bracket or a quote lacks its other half. */
const STRAY = /["“”‘[\]{}]|(?:^|[\s(])'|'(?:$|[\s)])|^(?:\.\.\.|…)$/;

/**
 * The items of a cell in their order, blanks around them dropped. `Mass||` has empty ones too,
 * `['']` has one, and `[]` has none.
 *
 * @param separator Between the labels of a cell without brackets; within brackets commas do the
 * same, and between items in quotes blanks
 * @throws {SyntaxError} if brackets or quotes are not closed, or anything else is not understood
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { parseLabelList } from "./label_list.ts";
 *
 * assertEquals(parseLabelList("Mass | Edema", "|"), ["Mass", "Edema"]);
 * assertEquals(parseLabelList("['mass', \"pott's disease\"]", "|"), ["mass", "pott's disease"]);
 * assertEquals(parseLabelList("[Mass, Edema]", "|"), ["Mass", "Edema"]);
 * assertEquals(parseLabelList("['Mass' 'Edema']", "|"), ["Mass", "Edema"]);
 * assertThrows(() => parseLabelList("['Mass', 'Ede", "|"), SyntaxError, "no closing ]");
 * ```
 */
export function parseLabelList(cell: string, separator: string): string[] {
  const text = withoutDoubledQuotes(cell.trim());
  const quoted = wholeQuoted(text);
  if (quoted !== undefined && isBracketed(quoted)) return parseLabelList(quoted, separator);
  const call = CALL.exec(text)?.[1]?.trim();
  if (call !== undefined) return call === "" ? [] : parseLabelList(call, separator);
  if (isBracketed(text)) {
    const separators = /^ +$/.test(separator) ? [","] : [",", separator];
    return parseItems(text.slice(1, -1), separators, text[0]);
  }
  if (quoted?.includes(separator)) {
    throw new SyntaxError(`has ${JSON.stringify(separator)} within quotes around the whole`);
  }
  return parseItems(text, [separator]);
}

/** `[""Mass""]`, whose quotes a writer of CSV doubled, with single ones. */
function withoutDoubledQuotes(text: string): string {
  const quote = /^[[({]\s*(["'])\1(?!\1)[^\s,;|\])}]/.exec(text)?.[1];
  return quote === undefined ? text : text.replaceAll(quote + quote, quote);
}

/** What stands in quotes that begin and end the text; undefined where none do. */
function wholeQuoted(text: string): string | undefined {
  if (/^'[[({].*'$/s.test(text)) return text.slice(1, -1);
  if (/^"[[({].*"$/s.test(text)) return /\\/.test(text) ? jsonText(text) : text.slice(1, -1);
  QUOTED.lastIndex = 0;
  const match = QUOTED.exec(text);
  return match !== null && match[0].length === text.length ? contentOf(match) : undefined;
}

/** The text that JSON says; undefined where it is none. */
function jsonText(json: string): string | undefined {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Whether a text is a list in brackets; one such as `(left) mass` is not. */
function isBracketed(text: string): boolean {
  const closing = CLOSING[text[0] ?? ""];
  if (closing === undefined) return false;
  if (text[0] === "(" && !/^\(\s*(?:[ub]?["'“‘]|\)$)/i.test(text)) {
    const end = closingBracket(text, 0);
    if (end === undefined) throw new SyntaxError("has no closing )");
    return end === text.length - 1;
  }
  if (text.endsWith(closing)) return true;
  throw new SyntaxError(`has no closing ${closing}`);
}

/** Where the round bracket closes that opens here; undefined where it does not. */
function closingBracket(text: string, opening: number): number | undefined {
  let depth = 0;
  for (let at = opening; at < text.length; at++) {
    if (text[at] === "(") depth++;
    if (text[at] === ")" && --depth === 0) return at;
  }
  return undefined;
}

/**
 * The items of a text.
 *
 * @param bracket The one that it stood in, if any
 */
function parseItems(text: string, separators: readonly string[], bracket?: string): string[] {
  const items: string[] = [];
  // At the end the blanks of a separator such as " | " are gone.
  const separatorAt = (at: number) =>
    separators.find((each) =>
      text.startsWith(each, at) || text.length - at < each.length && at < text.length &&
        text.slice(at).trimEnd() === each.trimEnd()
    );
  const skipBlanks = (from: number) => {
    let at = from;
    while (at < text.length && separatorAt(at) === undefined && text[at]!.trim() === "") at++;
    return at;
  };
  let at = skipBlanks(0);
  if (text === "" && bracket === undefined) return [""];
  while (at < text.length) {
    const { item, end, isQuoted } = readItem(text, at, separatorAt);
    if (bracket === "{" && !isQuoted && item.includes(":")) {
      throw new SyntaxError(`has ${JSON.stringify(item)}, a key with a value`);
    }
    if (bracket !== undefined) refuseWithin(item, isQuoted);
    items.push(item);
    at = skipBlanks(end);
    const separator = separatorAt(at);
    if (separator !== undefined) at = skipBlanks(at + separator.length);
    else if (at < text.length && !(bracket !== undefined && isQuoted && at > end)) {
      throw new SyntaxError(`has ${JSON.stringify(text.slice(at, at + 20))} after an item`);
    }
  }
  return items;
}

/** Refuses what is no single label of a list in brackets. */
function refuseWithin(item: string, isQuoted: boolean): void {
  const shown = JSON.stringify(item);
  if (/^\[.*\]$|^\{.*\}$/s.test(item)) throw new SyntaxError(`has the list ${shown} in a list`);
  if (!isQuoted && certainMarks(item).length > 0) {
    throw new SyntaxError(`has the item ${shown}, in which another mark than a comma stands`);
  }
}

/** The item that begins here, and where it ends. */
function readItem(
  text: string,
  start: number,
  separatorAt: (at: number) => string | undefined,
): { readonly item: string; readonly end: number; readonly isQuoted: boolean } {
  NUMPY_TEXT.lastIndex = start;
  const isNumpy = NUMPY_TEXT.test(text);
  QUOTED.lastIndex = isNumpy ? NUMPY_TEXT.lastIndex : start;
  const quoted = QUOTED.exec(text);
  if (quoted !== null && (!isNumpy || text[QUOTED.lastIndex] === ")")) {
    const end = QUOTED.lastIndex + (isNumpy ? 1 : 0);
    return { item: withoutQuotes(contentOf(quoted).trim()), end, isQuoted: true };
  }
  let end = start;
  while (end < text.length && separatorAt(end) === undefined) {
    end = (text[end] === "(" ? closingBracket(text, end) ?? end : end) + 1;
  }
  const item = text.slice(start, end).trim();
  if (!STRAY.test(item)) return { item, end, isQuoted: false };
  throw new SyntaxError(
    `has the item ${JSON.stringify(item)}, whose quotes or brackets do not fit`,
  );
}

/** A text without quotes that stand around it as a whole once more: `'"Mass"'` in a list. */
function withoutQuotes(text: string): string {
  const inner = /^(["'])(.+)\1$/s.exec(text);
  return inner === null || inner[2]!.includes(inner[1]!) ? text : inner[2]!.trim();
}

/** What a match of `QUOTED` has between its quotes. */
function contentOf([, single, double, curved, curvedSingle]: RegExpExecArray): string {
  if (single !== undefined) return unescaped(single.replaceAll("''", "'"));
  if (double !== undefined) return unescaped(double.replaceAll('""', '"'));
  return curved ?? curvedSingle!;
}

/** A text without the backslashes of Python and JSON. */
function unescaped(text: string): string {
  return text.replace(/\\(?:u([\da-f]{4})|x([\da-f]{2})|(.))/gis, (_, unicode, byte, character) => {
    if (character === undefined) return String.fromCharCode(parseInt(unicode ?? byte, 16));
    return { n: "\n", t: "\t", r: "\r" }[character as string] ?? character;
  });
}
