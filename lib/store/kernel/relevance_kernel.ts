/**
 * What keeps what cases' codes tell of them and works out how relevant each is expected to be: in
 * WebAssembly, or in plain TypeScript as its oracle.
 *
 * @module
 */

/** Which rows a search by expected relevance returns. */
export interface RelevanceQuery {
  /** `[J]` what the query wants of a case, at most `ONE`. */
  readonly weights: Uint16Array;
  /** The most rows. */
  readonly top: number;
  /** Whether to pass over rows whose byte of the mask is 255. */
  readonly masked: boolean;
}

/** Rows that a search found, ordered by (score descending, row). */
export interface ScoredRows {
  readonly rows: Uint32Array;
  /** See `expectedRelevance`. */
  readonly scores: Uint16Array;
}

/** Relevances of rows, numbered from 0, and the search over them. */
export interface RelevanceKernel {
  readonly rows: number;
  /**
   * Adds the relevances of codes as the last rows.
   *
   * @param codes `[n, bits / 8]` packed codes
   * @throws {RangeError} if the memory is too small
   */
  append(codes: Uint8Array): void;
  /** `[rows]` the mask, to be written: 0 for rows that a masked search may return, else 255. */
  mask(): Uint8Array;
  /** The rows of the greatest expected relevance. */
  search(query: RelevanceQuery): ScoredRows;
}
