/**
 * NumPy's `.npy` files: what Python reads and writes with `numpy.load` and `numpy.save`.
 *
 * @module
 */
import { elementBytes, elementsOf, MAGIC, npyError, readNpyHeader } from "./npy_header.ts";

/** The element types that cohash reads and writes. */
export type NpyData =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | BigUint64Array
  | BigInt64Array
  | Float16Array
  | Float32Array
  | Float64Array;

/** An array with its shape, row-major. */
export interface NpyArray<T extends NpyData = NpyData> {
  /** Sizes of the axes, outermost first; `[]` is a single number. */
  readonly shape: readonly number[];
  /** Row-major: the last axis runs fastest. */
  readonly data: T;
}

const TYPES = {
  "|u1": Uint8Array,
  "|b1": Uint8Array,
  "|i1": Int8Array,
  "<u2": Uint16Array,
  "<i2": Int16Array,
  "<u4": Uint32Array,
  "<i4": Int32Array,
  "<u8": BigUint64Array,
  "<i8": BigInt64Array,
  "<f2": Float16Array,
  "<f4": Float32Array,
  "<f8": Float64Array,
} as const;

/** The type of the elements of a kind and a size, in little-endian order. */
function typeOf(kind: string, size: number) {
  const types = TYPES as Readonly<Record<string, (typeof TYPES)[keyof typeof TYPES] | undefined>>;
  return types[`${size === 1 ? "|" : "<"}${kind}${size}`];
}

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
 * The array in a `.npy` file's bytes: numbers of any type, in either byte order and either order of
 * the axes. Booleans are bytes 0 and 1.
 *
 * @param name The file's name, for messages
 * @throws {InputError} if the bytes are no such file, or hold anything but real numbers
 * @example A file that is none
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { decodeNpy } from "@cohash/cohash/base";
 *
 * assertThrows(() => decodeNpy(Uint8Array.of(1, 2, 3), "codes.npy"), Error, "the NumPy mark");
 * ```
 */
export function decodeNpy(bytes: Uint8Array, name: string): NpyArray {
  const header = readNpyHeader(bytes, name);
  const { kind, size, shape } = header;
  const type = typeOf(kind, size);
  if (type === undefined) {
    throw npyError(
      name,
      `it holds ${elementsOf(header)}; expected real numbers of at most 8 bytes`,
    );
  }
  const elements = elementBytes(bytes, header, {
    name,
    bytesPerElement: size,
    bytesPerNumber: size,
  });
  return { shape, data: new type(elements.buffer) };
}
