/**
 * What can be asked of the index in memory, beyond what every store answers.
 *
 * @module
 */
import type { SearchRequest, StoreInfo } from "../code_store.ts";
import type { SearchStrategy } from "../kernel/kernel.ts";
import { checkRequest } from "../request.ts";

/** What is sought, and how. */
export interface IndexRequest extends SearchRequest {
  /** How the nearest codes are found (default: "auto"); the result is the same. */
  readonly strategy?: SearchStrategy;
  /**
   * `[bits]` the query's continuous code. Cases at one distance are then ordered by how well their
   * codes agree with it, see `asymmetricAgreements`, and only then by number.
   */
  readonly continuous?: Float32Array;
}

/** Options of a batch of searches. */
export interface BatchOptions {
  /**
   * Threads that share out the requests; 1 is the calling thread alone. Default: as many as the
   * processor runs, or 1 where the batch is too small to gain by more.
   */
  readonly workers?: number;
}

/**
 * Checks that a request can be answered.
 *
 * @throws {RangeError} if it makes no sense, see {@linkcode checkRequest}
 */
export function checkIndexRequest(request: IndexRequest, info: StoreInfo): void {
  checkRequest(request, info);
  const { continuous, expected } = request;
  if (continuous === undefined) return;
  if (expected !== undefined) {
    throw new RangeError(
      "Cannot search: a continuous code breaks ties of distances, and cases of one expected " +
        "relevance are ordered by number; leave it out",
    );
  }
  if (continuous.length !== info.bits) {
    throw new RangeError(
      `Cannot search: the continuous code has ${continuous.length} values, those of the index ` +
        `have ${info.bits} bits`,
    );
  }
  if (continuous.some(Number.isNaN)) {
    throw new RangeError("Cannot search: the continuous code has values that are no numbers");
  }
}

/**
 * Checks that a batch can be answered.
 *
 * @throws {RangeError} if one of its requests or the options make no sense
 */
export function checkBatch(
  requests: readonly IndexRequest[],
  { workers }: BatchOptions,
  info: StoreInfo,
): void {
  for (const request of requests) checkIndexRequest(request, info);
  if (workers !== undefined && !(Number.isInteger(workers) && workers >= 1)) {
    throw new RangeError(
      `Cannot search a batch: workers is ${workers}, expected a whole number from 1`,
    );
  }
}
