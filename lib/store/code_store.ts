/**
 * What every place that keeps codes can do, be it an index in memory or a database server.
 *
 * @module
 */
import type { Hit, StoredCase } from "./case.ts";
import type { Filter } from "./filter/filter.ts";

/** What is sought. */
export interface SearchRequest {
  /** `[bits / 8]` the query's packed code, see `packCodes`. */
  readonly code: Uint8Array;
  /** The most cases to return. */
  readonly top: number;
  /** Only cases at most this far away, in bits; default: no bound. */
  readonly radius?: number | undefined;
  /** Only cases that fit; default: all. */
  readonly filter?: Filter | undefined;
}

/** Which cases are listed. */
export interface ListRequest {
  /** Where the page begins: `next` of the page before it; default: at the first case. */
  readonly cursor?: string | undefined;
  /** The most cases of the page. */
  readonly limit: number;
  /** Only cases that fit; default: all. */
  readonly filter?: Filter | undefined;
}

/** A part of a store's cases. */
export interface CasePage {
  /** Ordered by number. */
  readonly entries: readonly StoredCase[];
  /** The cursor of the page after it, undefined where there is none. */
  readonly next: string | undefined;
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
  /**
   * The cases that fit, page by page, ordered by number. Cases that are added or removed meanwhile
   * shift no page: a cursor says after which case its page begins.
   *
   * @throws {InputError} if the cursor is none that a store gave, or the filter asks for a finding
   * that is none of the store's
   * @throws {RangeError} if the limit is no whole number from 1
   */
  list(request: ListRequest): Promise<CasePage>;
  /** Frees what the store holds. */
  close(): Promise<void>;
}
