/**
 * What every store asks of a request before it searches.
 *
 * @module
 */
import { ONE } from "../asking/expected_relevance.ts";
import type { ExpectedRelevance, SearchRequest, StoreInfo } from "./code_store.ts";

/**
 * Checks that a request can be answered.
 *
 * @throws {RangeError} if the code has another length than those of the store, `top` is no whole
 * number from 1, the radius no number from 0, or what is expected does not go with the rest
 */
export function checkRequest(
  { code, top, radius, expected }: SearchRequest,
  { bits }: StoreInfo,
): void {
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
  if (expected === undefined) return;
  if (radius !== undefined) {
    throw new RangeError(
      `Cannot search by expected relevance within a radius of ${radius} bits: leave the radius out`,
    );
  }
  checkExpected(expected, bits);
}

function checkExpected(
  { asker, weights, record, candidates = 1 }: ExpectedRelevance,
  bits: number,
): void {
  if (asker.bits !== bits) {
    throw new RangeError(
      `Cannot search: the asker knows codes of ${asker.bits} bits, those of the index have ${bits}`,
    );
  }
  if (weights.length !== asker.columns) {
    throw new RangeError(
      `Cannot search: there are ${weights.length} weights, the asker has ${asker.columns} columns`,
    );
  }
  if (weights.some((weight) => weight > ONE)) {
    throw new RangeError(
      `Cannot search: a weight is ${Math.max(...weights)}, expected at most ${ONE}`,
    );
  }
  if (record?.kind === "both") {
    for (const rate of ["missing", "wrong"] as const) {
      if (record[rate] >= 0 && record[rate] <= 1) continue;
      throw new RangeError(
        `Cannot search: the share of ${rate} labels is ${record[rate]}, expected 0 to 1`,
      );
    }
  }
  if (!(Number.isInteger(candidates) && candidates >= 1)) {
    throw new RangeError(
      `Cannot search: candidates is ${candidates}, expected a whole number from 1`,
    );
  }
}
