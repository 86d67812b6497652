/**
 * The search in plain TypeScript: what the WebAssembly kernel is checked against, and what runs
 * where there is no WebAssembly.
 *
 * @module
 */
import { codeWords, hammingDistances } from "../../codes/hamming.ts";
import { grown } from "../columns.ts";
import type { HammingKernel, RowHits, ScanOptions } from "./kernel.ts";

/** See {@linkcode HammingKernel}. */
export class PlainKernel implements HammingKernel {
  readonly stride: number;
  #codes = new Uint8Array(0);
  #mask = new Uint8Array(0);

  /** A kernel without codes. */
  constructor(stride: number) {
    this.stride = stride;
  }

  codes(rows: number): Uint8Array {
    this.#codes = grown(this.#codes, rows * this.stride);
    return this.#codes.subarray(0, rows * this.stride);
  }

  mask(rows: number): Uint8Array {
    this.#mask = grown(this.#mask, rows);
    return this.#mask.subarray(0, rows);
  }

  scan(query: Uint8Array, rows: number, { top, radius, masked }: ScanOptions): RowHits {
    const bits = 8 * this.stride;
    const distances = new Uint16Array(rows);
    hammingDistances(codeWords(query, bits).words, codeWords(this.codes(rows), bits), distances);
    const byDistance: number[][] = Array.from({ length: bits + 1 }, () => []);
    for (let row = 0; row < rows; row++) {
      if (distances[row]! <= radius && !(masked && this.#mask[row] !== 0)) {
        byDistance[distances[row]!]!.push(row);
      }
    }
    const found = byDistance.flat().slice(0, top);
    return {
      rows: Uint32Array.from(found),
      distances: Uint8Array.from(found, (row) => distances[row]!),
    };
  }
}
