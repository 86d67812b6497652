/**
 * The words, quoted names, operators and brackets of a filter's text.
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";

/** The words that combine conditions. */
export const KEYWORDS: readonly string[] = ["AND", "OR", "NOT"];

/** What stands for a finding, a sex, a view or an age that is not known. */
export const UNKNOWN = "unknown";

/** A word that needs no quotes. */
const BARE_WORD = /[^\s()=!<>"'][^\s()=!<>]*/;

/** The longest text that is read; far more than people write. */
const MOST_CHARACTERS = 10_000;

/** A piece of the text. */
export interface Token {
  /** What it is; "end" comes once, last. */
  readonly kind: "word" | "quoted" | "operator" | "bracket" | "end";
  /** Without quotes. */
  readonly text: string;
  /** Where it starts, from 0. */
  readonly at: number;
}

/** One piece with its kind as the name of its group; a quote within quotes is written twice. */
const PIECE = new RegExp(
  String.raw`(?<bracket>[()])|(?<operator>!=|>=|<=|=|<|>)` +
    String.raw`|"(?<double>(?:[^"]|"")*)"|'(?<single>(?:[^']|'')*)'|(?<word>${BARE_WORD.source})`,
  "y",
);

/**
 * The pieces of a filter's text in order, and its end.
 *
 * @throws {InputError} if a quote is not closed, or the text is too long
 */
export function tokenise(text: string): readonly Token[] {
  if (text.length > MOST_CHARACTERS) {
    throw new InputError(
      `Cannot read the filter: it has ${text.length} characters, expected at most ${MOST_CHARACTERS}`,
    );
  }
  const tokens: Token[] = [];
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, PIECE.lastIndex)) {
    PIECE.lastIndex = at;
    const groups = PIECE.exec(text)?.groups;
    if (groups === undefined) throw unreadable(text, at);
    const { bracket, operator, double, single, word } = groups;
    if (bracket !== undefined) tokens.push({ kind: "bracket", text: bracket, at });
    else if (operator !== undefined) tokens.push({ kind: "operator", text: operator, at });
    else if (word !== undefined) tokens.push({ kind: "word", text: word, at });
    else {
      const name = double?.replaceAll('""', '"') ?? single!.replaceAll("''", "'");
      tokens.push({ kind: "quoted", text: name, at });
    }
  }
  return [...tokens, { kind: "end", text: "", at: text.length }];
}

/** The mistake in words, with an arrow at its place below the text. */
export function filterError(text: string, at: number, reason: string): InputError {
  const place = at === text.length ? "at its end" : `at character ${at + 1}`;
  const line = text.replace(/\s/g, " ");
  const picture = line.trim() === "" ? "" : `\n  ${line}\n  ${" ".repeat(at)}^`;
  return new InputError(`Cannot read the filter ${place}: ${reason}${picture}`);
}

/** The first place from `at` on that holds no white space. */
function skipSpace(text: string, at: number): number {
  const space = /\s*/y;
  space.lastIndex = at;
  space.test(text);
  return space.lastIndex;
}

/** What to say of a character that starts no piece: a lone "!" or a quote without its pair. */
function unreadable(text: string, at: number): InputError {
  const reason = text[at] === "!" ? "expected != or NOT" : `expected another ${text[at]} later on`;
  return filterError(text, at, reason);
}
