/**
 * What keeps packed codes and compares them: the WebAssembly kernel, or plain TypeScript as its
 * oracle.
 *
 * @module
 */

/** What compares codes. */
export type KernelKind = "wasm" | "plain";

/** How the nearest codes are found; the result is the same. */
export type SearchStrategy =
  /** Whatever takes less work. */
  | "auto"
  /** Compare with every code. */
  | "scan"
  /** Multi-index hashing; a scan after all where that would need too much memory. */
  | "multi-index";

/** Rows that a search found, ordered by (distance, row), or (score descending, row). */
export interface RowHits {
  readonly rows: Uint32Array;
  readonly distances: Uint8Array;
  /** Their expected relevance, where it was asked for. */
  readonly scores?: Uint16Array;
}

/** Which rows a search returns. */
export interface RowQuery {
  /** `[bits / 8]` a packed code. */
  readonly code: Uint8Array;
  /** The most rows. */
  readonly top: number;
  /** Only rows at most this far away, in bits. */
  readonly radius: number;
  /** Whether to pass over rows whose byte of the mask is 255. */
  readonly masked: boolean;
  readonly strategy: SearchStrategy;
}

/** Codes in rows, numbered from 0, and the search over them. */
export interface HammingKernel {
  readonly kind: KernelKind;
  readonly rows: number;
  /**
   * Makes room for so many rows.
   *
   * @throws {RangeError} if the memory is too small
   */
  reserve(rows: number): void;
  /**
   * Adds codes as the last rows.
   *
   * @param codes `[n, bits / 8]` packed codes
   */
  append(codes: Uint8Array): void;
  /** `[to - from, bits / 8]` the packed codes of some rows. */
  read(from: number, to: number): Uint8Array;
  /** `[rows, bits / 8]` the packed codes of these rows, in their order. */
  gather(rows: Uint32Array): Uint8Array;
  /** `[rows]` the mask, to be written: 0 for rows that a masked search may return, else 255. */
  mask(): Uint8Array;
  /** Makes what searches of the whole need, if anything. */
  prepare(): void;
  /** The nearest rows. */
  search(query: RowQuery): RowHits;
}
