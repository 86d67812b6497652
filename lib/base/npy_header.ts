/**
 * What stands before the elements of a `.npy` file, in versions 1.0, 2.0 and 3.0 of the format
 * (`numpy.lib.format`).
 *
 * @module
 */
import { startsWith } from "./bytes.ts";
import { InputError } from "./errors.ts";

/** How the elements of a file are stored. */
export interface NpyHeader {
  /** Least byte first; either where an element is one byte. */
  readonly isLittleEndian: boolean;
  /** NumPy's letter of the kind: `f` float, `i` and `u` integers, `b` bool, `U` and `S` text, … */
  readonly kind: string;
  /** The number after it: bytes of an element, characters of a `U`. */
  readonly size: number;
  /** Whether the first axis runs fastest. */
  readonly isFortran: boolean;
  readonly shape: readonly number[];
  /** Where the elements begin. */
  readonly start: number;
}

/** What a `.npy` file begins with. */
export const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** What NumPy's letters of kinds mean that are no real numbers. */
const KINDS: Readonly<Record<string, string>> = {
  U: "text",
  S: "text",
  c: "complex numbers",
  O: "Python objects, which only Python can read; save it with a dtype of numbers or text",
  V: "structured or raw records; save one of its fields as an array",
  M: "dates",
  m: "spans of time",
};

/** Whether bytes begin as a `.npy` file does. */
export function isNpy(bytes: Uint8Array): boolean {
  return startsWith(bytes, MAGIC);
}

/** What elements of a type are, for messages: `complex numbers (c8)`. */
export function elementsOf({ kind, size }: Pick<NpyHeader, "kind" | "size">): string {
  return `${KINDS[kind] ?? "numbers"} (${kind}${size || ""})`;
}

/** Such as `Cannot read "codes.npy" as a .npy array: …`. */
export function npyError(name: string, reason: string): InputError {
  return new InputError(`Cannot read "${name}" as a .npy array: ${reason}`);
}

/**
 * Reads a header.
 *
 * @param name The file's name, for messages
 * @throws {InputError} if the bytes are no such file
 */
export function readNpyHeader(bytes: Uint8Array, name: string): NpyHeader {
  const fail = (reason: string): never => {
    throw npyError(name, reason);
  };
  if (!isNpy(bytes)) fail("it does not start with the NumPy mark");
  if (bytes.byteLength < 12) fail("it ends within its header");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isLong = bytes[6]! >= 2;
  const begin = isLong ? 12 : 10;
  const start = begin + (isLong ? view.getUint32(8, true) : view.getUint16(8, true));
  if (start > bytes.length) fail("it ends within its header");
  const header = new TextDecoder().decode(bytes.subarray(begin, start));
  // A list of fields is a record: `[('a', '<f4'), …]`.
  const descr = /'descr':\s*\[/.test(header)
    ? "|V"
    : header.match(/'descr':\s*'([^']+)'/)?.[1] ?? fail(`odd header ${header.trim()}`);
  const dims = header.match(/'shape':\s*\(([^)]*)\)/)?.[1] ?? fail(`odd header ${header.trim()}`);
  const [, order = "", kind = "", size = ""] = descr.match(/^([<>|=])([A-Za-z])(\d*)/) ??
    fail(`its type is "${descr}", which NumPy does not write`);
  return {
    isLittleEndian: order !== ">",
    kind,
    size: Number(size),
    isFortran: /'fortran_order':\s*True/.test(header),
    shape: readShape(dims) ?? fail(`odd shape (${dims})`),
    start,
  };
}

/** The shape in a tuple, undefined where it is none; Python 2 wrote `3L`. */
function readShape(dims: string): number[] | undefined {
  const parts = dims.split(",").map((part) => part.trim()).filter((part) => part !== "");
  const shape = parts.map((part) => /^\d+L?$/.test(part) ? parseInt(part) : NaN);
  const elements = shape.reduce((product, size) => product * size, 1);
  return Number.isSafeInteger(elements) ? shape : undefined;
}

/**
 * The bytes of the elements, least byte first and the last axis fastest.
 *
 * @param bytesPerElement Of which those of one number are turned where they are in the other order
 * @throws {InputError} if there are too few
 */
export function elementBytes(
  bytes: Uint8Array,
  header: NpyHeader,
  { name, bytesPerElement, bytesPerNumber }: {
    readonly name: string;
    readonly bytesPerElement: number;
    readonly bytesPerNumber: number;
  },
): Uint8Array<ArrayBuffer> {
  const { shape, start, isLittleEndian, isFortran } = header;
  const length = shape.reduce((product, size) => product * size, 1) * bytesPerElement;
  if (bytes.length - start < length) {
    throw npyError(
      name,
      `shape (${shape.join(", ")}) needs ${length} bytes, the file has ${bytes.length - start}`,
    );
  }
  const elements = bytes.slice(start, start + length);
  if (!isLittleEndian) reverseEach(elements, bytesPerNumber);
  return isFortran && shape.length > 1 ? toRowMajor(elements, shape, bytesPerElement) : elements;
}

/** Reverses each run of so many bytes. */
function reverseEach(bytes: Uint8Array, count: number): void {
  for (let start = 0; start < bytes.length; start += count) {
    for (let from = start, to = start + count - 1; from < to; from++, to--) {
      const byte = bytes[from]!;
      bytes[from] = bytes[to]!;
      bytes[to] = byte;
    }
  }
}

/** Elements whose first axis runs fastest, reordered so that the last one does. */
function toRowMajor(
  bytes: Uint8Array<ArrayBuffer>,
  shape: readonly number[],
  bytesPerElement: number,
): Uint8Array<ArrayBuffer> {
  const ordered = new Uint8Array(bytes.length);
  // Of the element that is read next: its index along each axis, which count up from the first.
  const index = new Array<number>(shape.length).fill(0);
  const strides = shape.map((_, axis) =>
    shape.slice(axis + 1).reduce((product, size) => product * size, bytesPerElement)
  );
  let to = 0;
  for (let from = 0; from < bytes.length; from += bytesPerElement) {
    for (let byte = 0; byte < bytesPerElement; byte++) ordered[to + byte] = bytes[from + byte]!;
    for (let axis = 0; axis < shape.length; axis++) {
      to += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      to -= shape[axis]! * strides[axis]!;
      index[axis] = 0;
    }
  }
  return ordered;
}
