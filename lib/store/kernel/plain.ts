/**
 * The search in plain TypeScript: what the WebAssembly kernel is checked against, and what runs
 * where there is no WebAssembly.
 *
 * @module
 */
import { codeWords, hammingDistances } from "../../codes/hamming.ts";
import { bytesPerCode } from "../../codes/pack.ts";
import { NumberColumn } from "../memory/columns.ts";
import type { HammingKernel, RowHits, RowQuery } from "./kernel.ts";

/** See {@linkcode HammingKernel}; it always scans. */
export class PlainKernel implements HammingKernel {
  readonly kind = "plain";
  readonly #bits: number;
  readonly #codes = new NumberColumn<Uint8Array>(new Uint8Array());
  #mask = new Uint8Array();

  /** A kernel without codes. */
  constructor(bits: number) {
    this.#bits = bits;
  }

  get rows(): number {
    return this.#codes.data.length / bytesPerCode(this.#bits);
  }

  reserve(): void {}

  append(codes: Uint8Array): void {
    this.#codes.append(codes);
  }

  read(from: number, to: number): Uint8Array {
    const width = bytesPerCode(this.#bits);
    return this.#codes.data.slice(from * width, to * width);
  }

  gather(rows: Uint32Array): Uint8Array {
    const width = bytesPerCode(this.#bits);
    const codes = new Uint8Array(rows.length * width);
    const { data } = this.#codes;
    rows.forEach((row, n) => codes.set(data.subarray(row * width, (row + 1) * width), n * width));
    return codes;
  }

  mask(): Uint8Array {
    if (this.#mask.length !== this.rows) this.#mask = new Uint8Array(this.rows);
    return this.#mask;
  }

  prepare(): void {}

  search({ code, top, radius, masked }: RowQuery): RowHits {
    const distances = new Uint16Array(this.rows);
    const database = codeWords(this.#codes.data, this.#bits);
    hammingDistances(codeWords(code, this.#bits).words, database, distances);
    const byDistance: number[][] = Array.from({ length: this.#bits + 1 }, () => []);
    for (let row = 0; row < this.rows; row++) {
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
