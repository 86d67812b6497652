/**
 * Continuous codes compared with binary ones. A query need not be made binary to be compared: what
 * its values say beyond their signs tells codes apart that are equally many bits away (Gordo,
 * Perronnin, Gong and Lazebnik, Asymmetric distances for binary embeddings, TPAMI 2014).
 *
 * @module
 */

/**
 * The dot products of a continuous code with binary ones, whose bits count as +1 and −1; the larger,
 * the nearer.
 *
 * @param continuous `[bits]`
 * @param codes `[n, bits / 8]` packed codes, see {@linkcode packCodes}
 * @returns `[n]`
 * @throws {RangeError} if the bytes are not whole rows
 * @example Both codes differ from the query's in one bit, the second in the less certain one
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { asymmetricAgreements } from "@cohash/cohash/codes";
 *
 * const continuous = Float32Array.of(1, 0.25, 1, 1, 1, 1, 1, 1);
 * const codes = Uint8Array.of(0b01111111, 0b10111111);
 * assertEquals(asymmetricAgreements(continuous, codes), Float64Array.of(5.25, 6.75));
 * ```
 */
export function asymmetricAgreements(
  continuous: Float32Array,
  codes: Uint8Array,
): Float64Array<ArrayBuffer> {
  const bits = continuous.length;
  const rows = 8 * codes.length / bits;
  if (!Number.isInteger(rows)) {
    throw new RangeError(
      `Cannot compare codes: ${codes.length} bytes are not whole rows of ${bits} bits`,
    );
  }
  const agreements = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    for (let bit = 0; bit < bits; bit++) {
      const place = row * bits + bit;
      const isSet = (codes[place >> 3]! & (0x80 >> (place & 7))) !== 0;
      agreements[row]! += isSet ? continuous[bit]! : -continuous[bit]!;
    }
  }
  return agreements;
}
