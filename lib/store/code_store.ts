/**
 * What every place that keeps codes can do, be it an index in memory or a database server.
 *
 * @module
 */
import type { Asker } from "../asking/asker.ts";
import type { RecordedBy } from "../asking/recorded.ts";
import type { Hit, StoredCase } from "./case.ts";
import type { Filter } from "./filter/filter.ts";

/** Asking for the cases that are expected to be most relevant, instead of the nearest ones. */
export interface ExpectedRelevance {
  /** What tells, from a code, what a case probably shows. */
  readonly asker: Asker;
  /** `[asker.columns]` what the query wants of a case, see {@linkcode Asker.weights}. */
  readonly weights: Uint16Array;
  /**
   * Whether cases are taken to show what is on record of them, or what their codes and the record
   * say together; see `recordedRelevances`. Default: what their codes tell.
   */
  readonly record?: RecordedBy | undefined;
  /**
   * In a database: how many of the nearest cases, by Hamming distance, are scored (default
   * 10,000; at least `top`). The index in memory scores all.
   */
  readonly candidates?: number | undefined;
  /**
   * Called where not all cases that fit were scored, with how many were: others may be as relevant
   * as those found. Where it is not called, the answer is exact.
   */
  readonly onPartial?: ((scored: number) => void) | undefined;
}

/** What is sought. */
export interface SearchRequest {
  /** `[bits / 8]` the query's packed code, see `packCodes`. */
  readonly code: Uint8Array;
  /** The most cases to return. */
  readonly top: number;
  /** Only cases at most this far away, in bits; default: no bound, and none with `expected`. */
  readonly radius?: number | undefined;
  /**
   * Orders cases by expected relevance, the greatest first, instead of distance, which every hit has
   * all the same.
   */
  readonly expected?: ExpectedRelevance | undefined;
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
   * The nearest cases, exact, ordered by (distance, number); or those of the greatest expected
   * relevance, ordered by (relevance descending, number).
   *
   * @throws {RangeError} if the code has another length, `top` is no whole number from 1, or there
   * is a radius and what is expected, or an asker of other codes
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
