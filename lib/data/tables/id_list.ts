/**
 * Text files that list film ids, one a line.
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";
import { LINE_END } from "./dialect.ts";
import { readTextFile, type TextOptions } from "./encoding.ts";
import { checkIds, trimBlanks } from "./ids.ts";

/**
 * The film ids of a list such as ChestX-ray14's `train_val_list.txt`, one a line, plain or gzipped.
 * A line in quotation marks is read as {@linkcode formatIdList} writes it.
 *
 * @throws {InputError} if the file cannot be read, is empty or names a film twice, or a line is no
 * id (see `checkIds`)
 */
export async function readIdList(
  path: string,
  purpose: string,
  options: TextOptions = {},
): Promise<string[]> {
  const text = await readTextFile(path, purpose, options);
  const ids: string[] = [];
  const unique = new Set<string>();
  for (const [i, line] of text.split(LINE_END).entries()) {
    const bare = trimBlanks(line);
    if (bare === "") continue;
    const id = unquoted(bare);
    if (id === bare) checkIds([id], () => `Cannot read ${purpose}: line ${i + 1} of "${path}"`);
    if (unique.has(id)) {
      throw new InputError(`Cannot read ${purpose}: "${path}" names "${id}" twice`);
    }
    unique.add(id);
    ids.push(id);
  }
  if (ids.length === 0) throw new InputError(`Cannot read ${purpose}: "${path}" is empty`);
  return ids;
}

/** Of ids that a line cannot hold as they are: blanks at an end, a line break, half a letter. */
const NEEDS_QUOTES = /^[\s"]|\s$|[\p{Cc}\p{Cs}\u2028\u2029]/u;

/**
 * The text of a list of ids, one a line, which {@linkcode parseIdList} and `readIdList` read back.
 * An id that would not be the same again, such as one with a line break, which a file's name may
 * hold, is written as a JSON string: in quotation marks, with `\n`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { formatIdList, parseIdList } from "./id_list.ts";
 *
 * const text = formatIdList(["a.png", "b\n.png"]);
 * assertEquals(text, 'a.png\n"b\\n.png"\n');
 * assertEquals(parseIdList(text), ["a.png", "b\n.png"]);
 * ```
 */
export function formatIdList(ids: readonly string[]): string {
  return ids.map((id) => (id === "" || NEEDS_QUOTES.test(id) ? quoted(id) : id) + "\n").join("");
}

/** The ids of a text that {@linkcode formatIdList} wrote. */
export function parseIdList(text: string): string[] {
  return text.split("\n").slice(0, -1).map(unquoted);
}

function quoted(id: string): string {
  const escaped = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(id).replace(/[\p{Cc}\u2028\u2029]/gu, escaped);
}

/** The id of a line; lines of others that begin with a quotation mark may be no JSON. */
function unquoted(line: string): string {
  if (!line.startsWith('"')) return line;
  try {
    return String(JSON.parse(line));
  } catch {
    return line;
  }
}
