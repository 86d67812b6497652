/**
 * NumPy's `.npy` files (format 1.0 and 2.0), little-endian and C-ordered: what Python reads and
 * writes with `numpy.load` and `numpy.save`.
 *
 * @module
 */
import { InputError } from "./errors.ts";

/** The element types that cohash reads and writes. */
export type NpyData =
  | Uint8Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array;

/** An array with its shape, row-major. */
export interface NpyArray<T extends NpyData = NpyData> {
  /** Sizes of the axes, outermost first; `[]` is a single number. */
  readonly shape: readonly number[];
  /** Row-major: the last axis runs fastest. */
  readonly data: T;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

const TYPES = {
  "|u1": Uint8Array,
  "|b1": Uint8Array,
  "<i4": Int32Array,
  "<u4": Uint32Array,
  "<i8": BigInt64Array,
  "<f4": Float32Array,
  "<f8": Float64Array,
} as const;

/**
 * The bytes of a `.npy` file.
 *
 * @throws {RangeError} if the shape does not fit the number of elements
 * @example Writing and reading back
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { decodeNpy, encodeNpy } from "@cohash/cohash/base";
 *
 * const bytes = encodeNpy({ shape: [2, 2], data: new Uint8Array([1, 2, 3, 4]) });
 * assertEquals(decodeNpy(bytes, "codes.npy").shape, [2, 2]);
 * ```
 */
export function encodeNpy({ shape, data }: NpyArray): Uint8Array<ArrayBuffer> {
  const elements = shape.reduce((product, size) => product * size, 1);
  if (elements !== data.length) {
    throw new RangeError(
      `Cannot encode an array: shape [${shape}] has ${elements} elements, data ${data.length}`,
    );
  }
  const header = npyHeader(shape, data);
  const bytes = new Uint8Array(header.length + data.byteLength);
  bytes.set(header);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), header.length);
  return bytes;
}

/**
 * The bytes of a `.npy` file before the elements.
 *
 * @param data Any array of the elements' type
 */
export function npyHeader(shape: readonly number[], data: NpyData): Uint8Array<ArrayBuffer> {
  const entry = Object.entries(TYPES).find(([, type]) => data instanceof type);
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const header = `{'descr': '${entry![0]}', 'fortran_order': False, 'shape': ${tuple}, }`;
  // The format wants the data to start at a multiple of 64 bytes, the header ending in a newline.
  const padded = header.padEnd(Math.ceil((10 + header.length + 1) / 64) * 64 - 11) + "\n";
  const bytes = new Uint8Array(10 + padded.length);
  bytes.set(MAGIC);
  bytes.set([1, 0, padded.length & 255, padded.length >> 8], 6);
  bytes.set(new TextEncoder().encode(padded), 10);
  return bytes;
}

/**
 * The array in a `.npy` file's bytes.
 *
 * @param name The file's name, for messages
 * @throws {InputError} if the bytes are no such file, or hold a type or order that is not supported
 * @example A file that is none
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { decodeNpy } from "@cohash/cohash/base";
 *
 * assertThrows(() => decodeNpy(Uint8Array.of(1, 2, 3), "codes.npy"), Error, "the NumPy mark");
 * ```
 */
export function decodeNpy(bytes: Uint8Array, name: string): NpyArray {
  const fail = (reason: string): never => {
    throw new InputError(`Cannot read "${name}" as a .npy array: ${reason}`);
  };
  if (MAGIC.some((byte, i) => bytes[i] !== byte)) fail("it does not start with the NumPy mark");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 12) fail("it ends within its header");
  const long = bytes[6]! >= 2;
  const start = long ? 12 : 10;
  const end = start + (long ? view.getUint32(8, true) : view.getUint16(8, true));
  if (end > bytes.length) fail("it ends within its header");
  const header = new TextDecoder().decode(bytes.subarray(start, end));
  const descr = header.match(/'descr':\s*'([^']+)'/)?.[1] ?? fail(`odd header ${header.trim()}`);
  const dims = header.match(/'shape':\s*\(([^)]*)\)/)?.[1] ?? fail(`odd header ${header.trim()}`);
  if (!Object.hasOwn(TYPES, descr)) {
    fail(`its type is "${descr}"; supported are ${Object.keys(TYPES).join(", ")}`);
  }
  const shape = dims.split(",").filter((d) => d.trim() !== "").map(Number);
  if (/'fortran_order':\s*True/.test(header) && shape.length > 1) {
    fail("it is in Fortran order; save it with numpy.ascontiguousarray");
  }
  if (!shape.every((size) => Number.isInteger(size) && size >= 0)) fail(`odd shape (${dims})`);
  const type = TYPES[descr as keyof typeof TYPES];
  const elements = shape.reduce((product, size) => product * size, 1);
  const length = elements * type.BYTES_PER_ELEMENT;
  if (bytes.length - end < length) {
    fail(`shape (${dims}) of ${descr} needs ${length} bytes, the file has ${bytes.length - end}`);
  }
  return { shape, data: new type(bytes.slice(end, end + length).buffer) };
}
