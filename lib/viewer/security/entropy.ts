/**
 * How hard a secret is to guess, at most.
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";

/** The least bits of a secret: at a thousand guesses a second it lasts longer than the species. */
const LEAST_BITS = 64;

/** Bits of a word or a repeated part: which one, among some hundred. */
const WORD_BITS = 8;

/** The fewest characters that are taken for a word or a repetition. */
const SHORTEST = 3;

/** What people write in a row. */
const ROWS = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

/** What people make tokens of. */
const WORDS = [
  ...[
    "password",
    "passwort",
    "passwd",
    "secret",
    "token",
    "cohash",
    "viewer",
    "hospital",
    "clinic",
  ],
  ...[
    "radiology",
    "admin",
    "login",
    "letmein",
    "welcome",
    "changeme",
    "default",
    "example",
    "test",
  ],
  ...["dragon", "monkey", "iloveyou", "master", "hello", "please", "doctor", "xray", "chest"],
];

/**
 * Bits of a secret, from above: characters are taken to be drawn at random from those of their kinds
 * (26 letters, 10 digits, …), but what repeats an earlier part, continues a row of the keyboard or is
 * a frequent word or a year counts as next to nothing. A sentence of a language is overestimated; a value that
 * was drawn at random is not underestimated by more than its chance repetitions.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { entropyOf } from "./entropy.ts";
 *
 * assert(entropyOf("passwordpassword") < 20);
 * assert(entropyOf("0123456789012345") < 30);
 * assert(entropyOf("b3c9e07f5a1d42c8") >= 64);
 * ```
 */
export function entropyOf(secret: string): number {
  const text = secret.toLowerCase();
  const perCharacter = Math.log2(alphabetOf(secret));
  let bits = 0;
  for (let at = 0; at < text.length;) {
    const known = Math.max(lengthOfWord(text, at), lengthOfRepetition(text, at));
    if (known >= SHORTEST) bits += WORD_BITS;
    else bits += continuesRow(text, at) ? 1 : perCharacter;
    at += known >= SHORTEST ? known : 1;
  }
  return bits;
}

/**
 * Refuses a secret that can be guessed.
 *
 * @param what What it is, such as "the token"
 * @throws {InputError} if it is too short or too simple; it is not told itself
 */
export function requireEntropy(secret: string, what: string, shortest: number): void {
  const hint = `; make one with "openssl rand -hex 32"`;
  if (secret.length < shortest) {
    throw new InputError(
      `Cannot use ${what}: it has ${secret.length} characters, expected at least ${shortest}${hint}`,
    );
  }
  const bits = Math.round(entropyOf(secret));
  if (bits < LEAST_BITS) {
    throw new InputError(
      `Cannot use ${what}: it can be guessed, having ${bits} bits at most where ${LEAST_BITS} are ` +
        `expected${hint}`,
    );
  }
}

/** The number of characters that a secret seems to be drawn from. */
function alphabetOf(secret: string): number {
  const isHex = /^([0-9a-f]+|[0-9A-F]+)$/.test(secret);
  if (isHex) return 16;
  const kinds: readonly (readonly [RegExp, number])[] = [
    [/[a-z]/, 26],
    [/[A-Z]/, 26],
    [/[0-9]/, 10],
    [/[^a-zA-Z0-9]/, 32],
  ];
  return kinds.reduce((size, [kind, count]) => size + (kind.test(secret) ? count : 0), 1);
}

function lengthOfWord(text: string, at: number): number {
  const word = WORDS.find((word) => text.startsWith(word, at));
  const year = /^(19|20)\d\d/.exec(text.slice(at, at + 4))?.[0];
  return (word ?? year ?? "").length;
}

/** How much of the text from here on stands, or begins, earlier in it. */
function lengthOfRepetition(text: string, at: number): number {
  let longest = 0;
  for (let start = 0; start < at; start++) {
    let length = 0;
    while (at + length < text.length && text[start + length] === text[at + length]) length++;
    longest = Math.max(longest, length);
  }
  return longest;
}

function continuesRow(text: string, at: number): boolean {
  if (at === 0) return false;
  const [pair, back] = [text.slice(at - 1, at + 1), text[at]! + text[at - 1]!];
  return pair[0] === pair[1] || ROWS.some((row) => row.includes(pair) || row.includes(back));
}
