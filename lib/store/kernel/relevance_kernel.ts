/**
 * What keeps what cases show and works out how relevant each is expected to be: in
 * WebAssembly, or in plain TypeScript as its oracle.
 *
 * @module
 */

/** What tells from what is kept of cases what they show: an `Asker` from their codes. */
export interface RelevanceSource {
  /** Of what is kept of a case, at most 1024. */
  readonly bits: number;
  /** J */
  readonly columns: number;
  /** A text that only sources share that tell the same. */
  readonly identity: string;
  /** `[n, J]` of cases of which `[n, bits / 8]` is kept. */
  relevances(kept: Uint8Array): Uint16Array;
}

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
   * Adds the relevances of cases as the last rows.
   *
   * @param codes `[n, bits / 8]` what is kept of them
   * @throws {RangeError} if the memory is too small
   */
  append(codes: Uint8Array): void;
  /** `[rows]` the mask, to be written: 0 for rows that a masked search may return, else 255. */
  mask(): Uint8Array;
  /** The rows of the greatest expected relevance. */
  search(query: RelevanceQuery): ScoredRows;
}
