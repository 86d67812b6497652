/**
 * FAISS's files of binary codes (`faiss.write_index_binary` of an `IndexBinaryFlat`), so that codes
 * go to and come from what others use. They hold codes only: a code's place is its number.
 *
 * @module
 */
import { bytesPerCode } from "../../codes/pack.ts";
import { InputError } from "../../base/errors.ts";

/** Codes that have a place in an index of FAISS. */
export interface FaissCodes {
  /** Bits of a code, a multiple of 8. */
  readonly bits: number;
  /** `[n, bits / 8]` packed codes, see `packCodes`. */
  readonly codes: Uint8Array;
}

const MARK = new TextEncoder().encode("IBxF");
// Mark, bits i32, bytes of a code i32, codes i64, trained u8, metric i32, bytes of all codes u64.
const HEADER = 33;
/** The number of FAISS's L2 metric, which it writes for a Hamming distance, too. */
const METRIC = 1;

/**
 * The bytes of a file that `faiss.read_index_binary` reads as an `IndexBinaryFlat`.
 *
 * @throws {RangeError} if the bytes are not whole codes
 * @example Writing and reading back
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { decodeFaiss, encodeFaiss } from "./faiss.ts";
 *
 * const bytes = encodeFaiss({ bits: 16, codes: Uint8Array.of(1, 2, 3, 4) });
 * assertEquals(decodeFaiss(bytes, "codes.faiss").codes, Uint8Array.of(1, 2, 3, 4));
 * ```
 */
export function encodeFaiss({ bits, codes }: FaissCodes): Uint8Array<ArrayBuffer> {
  const rowBytes = bytesPerCode(bits);
  if (codes.length % rowBytes !== 0) {
    throw new RangeError(
      `Cannot encode codes: ${codes.length} bytes are not whole rows of ${rowBytes} bytes`,
    );
  }
  const bytes = new Uint8Array(HEADER + codes.length);
  const header = new DataView(bytes.buffer);
  bytes.set(MARK);
  header.setInt32(4, bits, true);
  header.setInt32(8, rowBytes, true);
  header.setBigInt64(12, BigInt(codes.length / rowBytes), true);
  header.setUint8(20, 1);
  header.setInt32(21, METRIC, true);
  header.setBigUint64(25, BigInt(codes.length), true);
  bytes.set(codes, HEADER);
  return bytes;
}

/**
 * The codes in a file of FAISS.
 *
 * @param name The file's name, for messages
 * @throws {InputError} if it is no file of an `IndexBinaryFlat`, or not a whole one
 */
export function decodeFaiss(bytes: Uint8Array, name: string): FaissCodes {
  const fail = (reason: string) => new InputError(`Cannot read "${name}": ${reason}`);
  if (MARK.some((byte, i) => bytes[i] !== byte)) {
    throw fail(
      "it is no FAISS file of an IndexBinaryFlat; write one with faiss.write_index_binary",
    );
  }
  if (bytes.length < HEADER) throw fail("it ends within its header");
  const header = new DataView(bytes.buffer, bytes.byteOffset, HEADER);
  const bits = header.getInt32(4, true);
  const rowBytes = header.getInt32(8, true);
  const count = Number(header.getBigInt64(12, true));
  const length = Number(header.getBigUint64(25, true));
  if (bits < 8 || bits !== 8 * rowBytes) {
    throw fail(`its codes have ${bits} bits in ${rowBytes} bytes; expected a multiple of 8`);
  }
  if (length !== count * rowBytes) {
    throw fail(`${count} codes of ${rowBytes} bytes do not make the ${length} bytes it gives`);
  }
  if (bytes.length !== HEADER + length) {
    throw fail(`it has ${bytes.length} bytes, ${HEADER + length} are expected`);
  }
  return { bits, codes: bytes.slice(HEADER) };
}
