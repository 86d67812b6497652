/**
 * What searches packed codes: the WebAssembly kernel, or plain TypeScript as its oracle.
 *
 * @module
 */

/** Rows that a search found, ordered by (distance, row). */
export interface RowHits {
  readonly rows: Uint32Array;
  readonly distances: Uint8Array;
}

/** Which rows a scan returns. */
export interface ScanOptions {
  /** The most rows. */
  readonly top: number;
  /** Only rows at most this far away, in bits. */
  readonly radius: number;
  /** Whether to pass over rows whose byte of the mask is 255. */
  readonly masked: boolean;
}

/** Codes in rows, zero-padded to 8 or 16 bytes, and the search over them. */
export interface HammingKernel {
  /** Bytes of a row. */
  readonly stride: number;
  /** `[rows, stride]` the codes, to be read and written; those that were there stay. */
  codes(rows: number): Uint8Array;
  /** `[rows]` the mask, to be written: 0 for a row that a masked scan may return, else 255. */
  mask(rows: number): Uint8Array;
  /**
   * The nearest rows.
   *
   * @param query `[stride]` a code, padded
   * @param rows The number of rows, from the first
   */
  scan(query: Uint8Array, rows: number, options: ScanOptions): RowHits;
}

/** Bytes of a row for codes of so many bits. */
export function strideOf(bits: number): number {
  return bits <= 64 ? 8 : 16;
}
