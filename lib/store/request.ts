/**
 * What every store asks of a request before it searches.
 *
 * @module
 */
import type { SearchRequest, StoreInfo } from "./code_store.ts";

/**
 * Checks that a request can be answered.
 *
 * @throws {RangeError} if the code has another length than those of the store, `top` is no whole
 * number from 1, or the radius no number from 0
 */
export function checkRequest({ code, top, radius }: SearchRequest, { bits }: StoreInfo): void {
  if (code.length * 8 !== bits) {
    throw new RangeError(
      `Cannot search: the code has ${8 * code.length} bits, those of the index have ${bits}`,
    );
  }
  if (!(Number.isInteger(top) && top >= 1)) {
    throw new RangeError(`Cannot search: top is ${top}, expected a whole number from 1`);
  }
  if (radius !== undefined && !(radius >= 0)) {
    throw new RangeError(`Cannot search: the radius is ${radius}, expected 0 or more bits`);
  }
}
