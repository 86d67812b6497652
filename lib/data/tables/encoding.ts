/**
 * From the bytes of a text file to its letters. Wrong letters would make wrong names, and two labels
 * one, so that bytes which are not understood are an error.
 *
 * @module
 */
import { analyse } from "chardet";
import { startsWith } from "../../base/bytes.ts";
import { didYouMean, InputError } from "../../base/errors.ts";
import { readBytes } from "../../base/files.ts";

/** How a text file is read, and who hears of it. */
export interface TextOptions {
  /**
   * The encoding of a file without a byte-order mark, as the WHATWG Encoding Standard names it;
   * default: UTF-8, or UTF-16 where every other byte is 0.
   */
  readonly encoding?: string | undefined;
  /** How to name the option `encoding` in advice, null where there is none; default: `data.encoding`. */
  readonly option?: string | null;
  readonly onWarning?: ((message: string) => void) | undefined;
}

/** Encodings by the mark that files begin with; UTF-32's before UTF-16's, which it begins with. */
const MARKS = [
  { encoding: "utf-32", mark: [0xff, 0xfe, 0, 0] },
  { encoding: "utf-32", mark: [0, 0, 0xfe, 0xff] },
  { encoding: "utf-16le", mark: [0xff, 0xfe] },
  { encoding: "utf-16be", mark: [0xfe, 0xff] },
  { encoding: "utf-8", mark: [0xef, 0xbb, 0xbf] },
] as const;

/** What files of other kinds begin with. */
const OTHER_KINDS = [
  { start: "PK\x03\x04", what: "an Excel workbook, or another ZIP archive; save it as CSV" },
  { start: "\xd0\xcf\x11\xe0", what: "an old Excel workbook (.xls); save it as CSV" },
  { start: "%PDF", what: "a PDF file; expected a table as CSV" },
  { start: "PAR1", what: "a Parquet file; save it as CSV" },
  { start: "\x89PNG", what: "a PNG picture; expected a table as CSV" },
  { start: "\xff\xd8\xff", what: "a JPEG picture; expected a table as CSV" },
  { start: "\x93NUMPY", what: "a NumPy array; expected text" },
  { start: "\x89HDF", what: "an HDF5 file; save its table as CSV" },
  { start: "SQLite format 3", what: "an SQLite database; save its table as CSV" },
  { start: "BZh", what: "packed by bzip2; unpack it first, or pack it by gzip" },
  { start: "\xfd7zXZ", what: "packed by xz; unpack it first, or pack it by gzip" },
  { start: "\x28\xb5\x2f\xfd", what: "packed by zstd; unpack it first, or pack it by gzip" },
] as const;

/** Names for suggestions: the encodings that the WHATWG Encoding Standard knows. */
const ENCODINGS = [
  ..."utf-8 utf-16le utf-16be gbk gb18030 big5 euc-jp iso-2022-jp shift_jis euc-kr".split(" "),
  ...Array.from({ length: 9 }, (_, i) => `windows-125${i}`),
  ...[2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16].map((part) => `iso-8859-${part}`),
  ..."latin1 windows-874 ibm866 koi8-r koi8-u macintosh x-mac-cyrillic".split(" "),
];

/** Encodings that are named where the bytes could be so, since few letters tell little. */
const USUAL = ["windows-1252", "gb18030", "shift_jis"];

/** Bytes looked at to tell what a file is. */
const SAMPLE = 64 * 1024;

/**
 * The text of a file, plain or gzipped, without a byte-order mark.
 *
 * @param purpose What the file holds, for messages: `Cannot read labels: …`
 * @throws {InputError} if it cannot be read, or see {@linkcode decodeText}
 */
export async function readTextFile(
  path: string,
  purpose: string,
  options: TextOptions = {},
): Promise<string> {
  return decodeText(await readBytes(path, purpose), path, purpose, options);
}

/**
 * The text of some bytes, without a byte-order mark. A mark says what the encoding is; without one it
 * is the encoding asked for, else UTF-8, or UTF-16 where it shows.
 *
 * @param name The file's name, for messages
 * @param purpose What the file holds, for messages: `Cannot read labels: …`
 * @throws {InputError} if the bytes are no text (a workbook, a picture), or not in this encoding; the
 * message names the encoding that they are probably in
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { decodeText } from "./encoding.ts";
 *
 * const bytes = Uint8Array.of(...new TextEncoder().encode("id\nOpacit"), 0xe9);
 * assertEquals(decodeText(bytes, "a.csv", "labels", { encoding: "windows-1252" }), "id\nOpacité");
 * assertThrows(() => decodeText(bytes, "a.csv", "labels"), Error, "data.encoding=windows-1252");
 * ```
 */
export function decodeText(
  bytes: Uint8Array,
  name: string,
  purpose: string,
  options: TextOptions = {},
): string {
  const fail = (reason: string): never => {
    throw new InputError(`Cannot read ${purpose}: "${name}" ${reason}`);
  };
  checkEncoding(options.encoding, options.option);
  const marked = MARKS.find(({ mark }) => startsWith(bytes, mark))?.encoding;
  if (marked === "utf-32") fail("is in UTF-32; save it as UTF-8");
  if (marked === undefined) refuseOtherKinds(bytes, fail);
  const encoding = marked ?? options.encoding ?? unmarkedEncoding(bytes, fail);
  const text = strictly(bytes, encoding);
  if (text === undefined) return fail(unreadable(bytes, encoding, options));
  const nul = text.indexOf("\0");
  if (nul >= 0) fail(`is no text: it holds a NUL character on line ${lineAt(text, nul)}`);
  const isAsked = marked === undefined && options.encoding !== undefined;
  if (isAsked && isUtf8(bytes, options)) noteUtf8(name, options);
  else noteMixture(text, name, options);
  return text;
}

/**
 * Makes sure that there is an encoding of this name.
 *
 * @throws {InputError} if there is none, suggesting the nearest
 */
export function checkEncoding(
  encoding: string | undefined,
  option: string | null = "data.encoding",
): void {
  if (encoding === undefined || isEncoding(encoding)) return;
  throw new InputError(`Cannot read text: ${option}: ${unknownEncoding(encoding)}`);
}

/** What is wrong with the name of an encoding that there is not. */
export function unknownEncoding(name: unknown): string {
  return `there is no encoding ${JSON.stringify(name)}${didYouMean(String(name), ENCODINGS)}; ` +
    `known are ${ENCODINGS.join(", ")}`;
}

/** Whether the WHATWG Encoding Standard knows an encoding of this name. */
export function isEncoding(encoding: string): boolean {
  try {
    new TextDecoder(encoding);
    return true;
  } catch {
    return false;
  }
}

/** The text, without the mark at its very start; undefined where bytes are not of the encoding. */
function strictly(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function refuseOtherKinds(bytes: Uint8Array, fail: (reason: string) => never): void {
  const start = String.fromCharCode(...bytes.subarray(0, 512));
  const kind = OTHER_KINDS.find((kind) => start.startsWith(kind.start));
  if (kind !== undefined) fail(`is ${kind.what}`);
  if (/^\s*<(!doctype html|html)/i.test(start)) {
    fail("is a web page, as a download that needs a login gives; expected a table as CSV");
  }
}

/** UTF-8, or UTF-16 where every other byte of some is 0, as in letters of ASCII. */
function unmarkedEncoding(bytes: Uint8Array, fail: (reason: string) => never): string {
  const zeros = [0, 0];
  const sample = bytes.subarray(0, SAMPLE);
  for (let i = 0; i < sample.length; i++) if (sample[i] === 0) zeros[i % 2]!++;
  const [even, odd] = zeros as [number, number];
  if (even === 0 && odd === 0) return "utf-8";
  const isWide = bytes.length % 4 === 0 && even + odd > sample.length / 2;
  if (isWide) fail("is in UTF-32; save it as UTF-8");
  const isNarrow = Math.min(even, odd) > 0 || Math.max(even, odd) < sample.length / 20;
  if (isNarrow) fail("is no text: it holds NUL bytes");
  return odd > 0 ? "utf-16le" : "utf-16be";
}

/** Says that the bytes are not in the encoding, and in which they probably are. */
function unreadable(
  bytes: Uint8Array,
  encoding: string,
  { option = "data.encoding" }: TextOptions,
) {
  const at = firstUnreadable(bytes, encoding);
  const line = bytes.subarray(0, at).reduce((lines, byte) => byte === 10 ? lines + 1 : lines, 1);
  const isMixed = encoding === "utf-8" && bytes.subarray(0, at).some((byte) => byte > 127);
  const mixed = isMixed ? "; letters before it are UTF-8, so that the file may mix encodings" : "";
  const what = `is not ${encoding.toUpperCase()} text: line ${line} holds the byte 0x` +
    (bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, "0") + mixed;
  const guesses = probableEncodings(bytes, at).filter((guess) => guess !== encoding);
  const [likeliest, ...others] = guesses.map((guess) => `${guess} (${excerpt(bytes, at, guess)})`);
  const also = others.length === 0 ? "" : `, or else ${others.join(" or ")}`;
  const guess = likeliest === undefined ? "" : `. It is probably in ${likeliest}${also}`;
  const named = guesses[0] === undefined ? "" : `${isFlag(option) ? " " : "="}${guesses[0]}`;
  const advice = option === null ? "" : `say so with ${option}${named}, or `;
  return `${what}${guess}; ${advice}save it as UTF-8`;
}

/** Whether an option is one of the command line's, such as `--encoding`. */
function isFlag(option: string | null): boolean {
  return option?.startsWith("--") ?? false;
}

/** Where the first byte is that is not of the encoding, by bisection. */
function firstUnreadable(bytes: Uint8Array, encoding: string): number {
  const isReadable = (end: number, stream = true) => {
    try {
      new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, end), { stream });
      return true;
    } catch {
      return false;
    }
  };
  let [readable, unreadable] = [0, bytes.length];
  while (unreadable - readable > 1) {
    const middle = (readable + unreadable) >> 1;
    if (isReadable(middle)) readable = middle;
    else unreadable = middle;
  }
  // Back over the begin of the letter that is wrong, which could have become a right one.
  while (readable > 0 && !isReadable(readable, false)) readable--;
  return readable;
}

/** At most five encodings in which the bytes are text, the likeliest first. */
function probableEncodings(bytes: Uint8Array, at: number): string[] {
  const sample = foreignCells(bytes.subarray(Math.max(0, at - 1024), at + SAMPLE));
  const names = analyse(sample).map(({ name }) => name.toLowerCase())
    .map((name) => name === "iso-8859-1" ? "windows-1252" : name)
    .filter((name) => isEncoding(name) && !/^utf|^ascii/.test(name));
  const isText = (name: string) => {
    const text = strictly(bytes, name);
    // deno-lint-ignore no-control-regex
    return text !== undefined && !/[\x00-\x08\x0e-\x1f\x7f-\x9f]/.test(text);
  };
  const likely = names.filter(isText).slice(0, 3);
  return [...new Set([...likely, ...USUAL.filter(isText)])].slice(0, 5);
}

/** The cells with other bytes than ASCII's: the others say nothing, and would drown them. */
function foreignCells(bytes: Uint8Array): Uint8Array {
  const kept: number[] = [];
  let cell: number[] = [];
  for (const byte of [...bytes, 10]) {
    cell.push(byte);
    if (![9, 10, 13, 34, 44, 59, 124].includes(byte)) continue;
    if (cell.some((one) => one > 127)) kept.push(...cell);
    cell = [];
  }
  return Uint8Array.from(kept);
}

/** What the line around a byte reads in an encoding. */
function excerpt(bytes: Uint8Array, at: number, encoding: string): string {
  const start = bytes.lastIndexOf(10, at) + 1;
  const end = bytes.indexOf(10, at);
  const line = new TextDecoder(encoding).decode(
    bytes.subarray(start, end < 0 ? bytes.length : end),
  );
  return JSON.stringify(line.trim().slice(0, 60));
}

/** Whether a file is UTF-8 although another encoding was asked for, and it matters. */
function isUtf8(bytes: Uint8Array, { encoding = "" }: TextOptions): boolean {
  return new TextDecoder(encoding).encoding !== "utf-8" && bytes.some((byte) => byte > 127) &&
    strictly(bytes, "utf-8") !== undefined;
}

function noteUtf8(name: string, options: TextOptions): void {
  const { encoding = "", option = "data.encoding", onWarning } = options;
  onWarning?.(`"${name}" is read as ${encoding} (${option}), but is well-formed UTF-8`);
}

/** UTF-8's two bytes of a letter such as é, each read as a letter of Windows-1252. */
const DOUBLED =
  /[^\s,;|"]*\u00c3[\u0080-\u009f\u00a1-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178][^\s,;|"]*/;

/** Says that letters look like UTF-8 that was read as another encoding, here or before. */
function noteMixture(text: string, name: string, { onWarning }: TextOptions): void {
  const found = onWarning === undefined ? null : DOUBLED.exec(text);
  if (found === null) return;
  onWarning?.(
    `"${name}" has "${found[0].slice(0, 40)}" on line ${
      lineAt(text, found.index)
    }, which looks like ` +
      "UTF-8 that was read as windows-1252; a file of both encodings is to be made anew",
  );
}

function lineAt(text: string, at: number): number {
  return text.slice(0, at).split("\n").length;
}
