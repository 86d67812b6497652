/**
 * A DICOM file as scanners write it: with or without preamble, meta information and the right
 * transfer syntax (PS3.10, 7; PS3.5, 10 and annex A).
 *
 * @module
 */
import { inflateRawSync } from "node:zlib";
import { startsWith } from "../../../base/bytes.ts";
import { InputError } from "../../../base/errors.ts";
import { DataSet } from "./data_set.ts";
import { type Encoding, IMPLICIT, looksLike } from "./elements.ts";
import { TAG } from "./tags.ts";

/** A file's data set. */
export interface DicomFile {
  readonly data: DataSet;
  /** The transfer syntax that its meta information names, "" where it names none. */
  readonly transferSyntax: string;
  /** The class of object (PS3.4, B.5) that it names, "" where it names none. */
  readonly objectClass: string;
}

/** More pixels than any film has: a damaged header must not fill the memory. */
export const MOST_PIXELS = 1 << 26;

const DEFLATED = "1.2.840.10008.1.2.1.99";

/** What deflated content may inflate to: the largest film, and a header of 16 MB. */
const MOST_INFLATED = 2 * MOST_PIXELS + (16 << 20);

const PREAMBLE = 128;

const EXPLICIT: Encoding = { explicit: true, littleEndian: true };
const BIG_ENDIAN: Encoding = { explicit: true, littleEndian: false };

/** The encodings of transfer syntaxes that have another than explicit little endian. */
const NAMED: Readonly<Record<string, Encoding>> = {
  "1.2.840.10008.1.2": IMPLICIT,
  "1.2.840.10008.1.2.2": BIG_ENDIAN,
};

/**
 * Whether the bytes, or the first 4 KB of a file, are DICOM: by its mark, or where the mark is
 * missing by elements of a data set in a row, which no text and no other kind of file begins with.
 */
export function isDicom(bytes: Uint8Array): boolean {
  return hasMark(bytes) || encodingAt(bytes, 0) !== undefined;
}

/**
 * The data set of a file. What its transfer syntax says of the encoding is believed only as far as
 * the content bears it out.
 *
 * @throws {InputError} if it is no DICOM file or cannot be inflated
 */
export function readDicomFile(bytes: Uint8Array): DicomFile {
  if (!isDicom(bytes)) {
    throw new InputError("it is a damaged DICOM file or none: it holds no data set");
  }
  const meta = readMeta(bytes);
  const transferSyntax = meta.text(TAG.transferSyntax);
  const data = readContent(bytes, meta.end, transferSyntax);
  const objectClass = data.text(TAG.objectClass) || meta.text(TAG.mediaClass);
  return { data, transferSyntax, objectClass };
}

/**
 * Rows times columns of a DICOM file as its header has them, undefined where the first 1 MiB of the
 * file does not tell: since files of any content may be asked, little is read and nothing inflated.
 */
export function declaredDicomPixels(bytes: Uint8Array): number | undefined {
  const first = bytes.subarray(0, 1 << 20);
  const meta = readMeta(first);
  const transferSyntax = meta.text(TAG.transferSyntax);
  if (transferSyntax === DEFLATED) return undefined;
  const data = readContent(first, meta.end, transferSyntax);
  const [rows, columns] = [data.integer(TAG.rows), data.integer(TAG.columns)];
  return rows === undefined || columns === undefined ? undefined : rows * columns;
}

/** The meta information, which is explicit little endian whatever follows. */
function readMeta(bytes: Uint8Array): DataSet {
  const start = hasMark(bytes) ? PREAMBLE + 4 : 0;
  return new DataSet(bytes, EXPLICIT, { start, end: bytes.length, group: 2 });
}

function hasMark(bytes: Uint8Array): boolean {
  return startsWith(bytes.subarray(PREAMBLE), [0x44, 0x49, 0x43, 0x4d]);
}

/**
 * The data set that follows the meta information.
 *
 * @throws {InputError} if it cannot be inflated
 */
function readContent(bytes: Uint8Array, start: number, transferSyntax: string): DataSet {
  if (transferSyntax === DEFLATED && encodingAt(bytes, start) === undefined) {
    return readContent(inflate(bytes.subarray(start)), 0, "");
  }
  const encoding = encodingAt(bytes, start) ?? NAMED[transferSyntax] ?? EXPLICIT;
  return new DataSet(bytes, encoding, { start, end: bytes.length });
}

/** The encoding of the data set that begins there, undefined where none does. */
function encodingAt(bytes: Uint8Array, start: number): Encoding | undefined {
  return [EXPLICIT, IMPLICIT, BIG_ENDIAN].find((encoding) => looksLike(bytes, encoding, start));
}

function inflate(deflated: Uint8Array): Uint8Array {
  try {
    return inflateRawSync(deflated, { maxOutputLength: MOST_INFLATED });
  } catch (error) {
    const { code } = Object(error);
    if (code === "ERR_BUFFER_TOO_LARGE") {
      throw new InputError("its deflated content is larger than that of any film");
    }
    const fault = code === "Z_BUF_ERROR" ? "it ends within" : "it is damaged in";
    throw new InputError(`${fault} its deflated content`);
  }
}
