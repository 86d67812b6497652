/**
 * What every place that keeps codes can do, be it an index in memory or a database server.
 *
 * @module
 */
import type { Case, Hit } from "./case.ts";
import type { Filter } from "./filter/filter.ts";

/** What is sought. */
export interface SearchRequest {
  /** `[bits / 8]` the query's packed code, see `packCodes`. */
  readonly code: Uint8Array;
  /** The most cases to return. */
  readonly top: number;
  /** Only cases at most this far away, in bits; default: no bound. */
  readonly radius?: number;
  /** Only cases that fit; default: all. */
  readonly filter?: Filter;
}

/** Facts about a store that do not change while it is open. */
export interface StoreInfo {
  /** Bits of a code. */
  readonly bits: number;
  /** SHA-256 of the encoder that made the codes, in hexadecimal digits; codes of others mean nothing here. */
  readonly model: string;
  /** The names of the findings. */
  readonly labelNames: readonly string[];
}

/** An index of codes: the embedded one, or PostgreSQL. */
export interface CodeStore {
  /** What its codes are. */
  readonly info: StoreInfo;
  /** Cases that are there (removed ones do not count). */
  count(): Promise<number>;
  /**
   * The nearest cases, exact, ordered by (distance, number).
   *
   * @throws {RangeError} if the code has another length, or `top` is no whole number from 1
   */
  search(request: SearchRequest): Promise<readonly Hit[]>;
  /** The cases of these ids with their codes, undefined for each that is not there. */
  find(ids: readonly string[]): Promise<readonly (StoredCase | undefined)[]>;
  /** Frees what the store holds. */
  close(): Promise<void>;
}

/** A case with its code. */
export interface StoredCase {
  /** See {@linkcode Hit}. */
  readonly number: number;
  /** What is known of the film. */
  readonly case: Case;
  /** `[bits / 8]` */
  readonly code: Uint8Array;
}
