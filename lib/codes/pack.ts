/**
 * Hash codes as bytes: one bit a dimension, eight bits a byte, one row a film.
 *
 * Bit order is big-endian within a byte (dimension 0 is the highest bit of byte 0), the order of
 * `numpy.packbits`, so `numpy.unpackbits(codes, axis=1)` gives the bits back. FAISS's
 * `IndexBinaryFlat` reads the same rows: a Hamming distance does not depend on the order.
 *
 * @module
 */

/** The longest code that {@linkcode bytesPerCode} allows. */
const MOST_BITS = 1024;

/**
 * The bytes of one code of the given length.
 *
 * @throws {RangeError} unless `bits` is a multiple of 8 from 8 to 1024
 */
export function bytesPerCode(bits: number): number {
  if (!(bits >= 8 && bits <= MOST_BITS && bits % 8 === 0)) {
    throw new RangeError(
      `Cannot pack codes of ${bits} bits: expected a multiple of 8 from 8 to ${MOST_BITS}`,
    );
  }
  return bits / 8;
}

/**
 * The sign codes of continuous codes: a bit is 1 where the value is 0 or more, −0 included.
 *
 * @param values `[n, bits]` continuous codes
 * @returns `[n, bits / 8]` packed codes
 * @throws {RangeError} if `bits` is no multiple of 8 from 8 to 1024, if the values are not whole
 * rows, or if one of them is not a number
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { packCodes } from "@cohash/cohash/codes";
 *
 * const continuous = new Float32Array([0.3, -2, 0, -1, -1, -1, -1, 5]);
 * assertEquals(packCodes(continuous, 8), new Uint8Array([0b10100001]));
 * ```
 */
export function packCodes(values: Float32Array, bits: number): Uint8Array<ArrayBuffer> {
  bytesPerCode(bits);
  if (values.length % bits !== 0) {
    throw new RangeError(
      `Cannot pack codes: ${values.length} values are not whole rows of ${bits} bits`,
    );
  }
  const codes = new Uint8Array(values.length / 8);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value >= 0) codes[i >> 3]! |= 0x80 >> (i & 7);
    else if (Number.isNaN(value)) {
      throw new RangeError(
        `Cannot pack codes: row ${Math.floor(i / bits)} has no number at dimension ${i % bits}`,
      );
    }
  }
  return codes;
}

/**
 * The bits of packed codes as numbers, the inverse of {@linkcode packCodes}.
 *
 * @param codes `[n, bits / 8]` packed codes
 * @returns `[n, bits]` values, +1 where the bit is set and −1 elsewhere
 * @throws {RangeError} if `bits` is no multiple of 8 from 8 to 1024, or the bytes are not whole rows
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { unpackCodes } from "@cohash/cohash/codes";
 *
 * const signs = unpackCodes(new Uint8Array([0b10100001]), 8);
 * assertEquals(signs, new Float32Array([1, -1, 1, -1, -1, -1, -1, 1]));
 * ```
 */
export function unpackCodes(codes: Uint8Array, bits: number): Float32Array<ArrayBuffer> {
  if (codes.length % bytesPerCode(bits) !== 0) {
    throw new RangeError(
      `Cannot unpack codes: ${codes.length} bytes are not whole rows of ${bits / 8} bytes`,
    );
  }
  const signs = new Float32Array(codes.length * 8);
  for (let i = 0; i < signs.length; i++) {
    signs[i] = (codes[i >> 3]! & (0x80 >> (i & 7))) === 0 ? -1 : 1;
  }
  return signs;
}
