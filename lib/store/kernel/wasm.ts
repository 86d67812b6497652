/**
 * Codes in the shared memory of a WebAssembly kernel. The memory holds, one behind the other, the
 * codes in blocks of 16, the mask, the tables of multi-index hashing, and a scratch for every
 * thread that searches.
 *
 * @module
 */
import { bytesPerCode } from "../../codes/pack.ts";
import { KERNEL } from "./compiled.ts";
import { aligned, growTo, PAGE } from "./kernel_memory.ts";
import type { HammingKernel, RowHits, RowQuery, SearchStrategy } from "./kernel.ts";
import { chunksOf, spareBytes, tableBytes } from "./multi_index.ts";
import {
  buildTables,
  type CodesInMemory,
  instantiate,
  type KernelInstance,
  scratchBytes,
  searchCodes,
  type Table,
} from "./wasm_search.ts";

/** Bytes of the memory that tables leave free. */
const ROOM_FOR_SEARCHES = 2 ** 28;
/** The codes start behind this many bytes, so that no address is 0. */
const CODES = 64;
/** Codes that are moved into or out of their blocks at once. */
const STAGED_ROWS = 16384;
/** Codes that lie together, byte by byte; see assembly/scan.ts. */
const BLOCK_ROWS = 16;
/** Bytes that moving codes takes beside the codes and the mask. */
const ROOM_TO_MOVE = STAGED_ROWS * 16 + 64;
/** Rows from which multi-index hashing is thought of: a scan of fewer takes no time to speak of. */
const MULTI_INDEX_ROWS = 1_000_000;
/** Making the tables takes about as long as so many scans, so it waits for so many searches. */
const SEARCHES_BEFORE_TABLES = 400;

let compiled: WebAssembly.Module | undefined;
let kernels = 0;

/** The kernel's code; it is compiled once. */
export function kernelModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(Uint8Array.fromBase64(KERNEL));
  return compiled;
}

/** See {@linkcode HammingKernel}. */
export class WasmKernel implements HammingKernel {
  readonly kind = "wasm";
  /** Another for each kernel of this process. */
  readonly number = kernels++;
  readonly #bits: number;
  readonly #width: number;
  readonly #kernel: KernelInstance;
  #rows = 0;
  /** Rows that there is room for before the mask, a multiple of 16. */
  #capacity = 0;
  #tables: readonly Table[] = [];
  #searches = 0;

  /** A kernel without codes. */
  constructor(bits: number) {
    this.#bits = bits;
    this.#width = bytesPerCode(bits);
    const memory = new WebAssembly.Memory({ initial: 1, maximum: PAGE, shared: true });
    this.#kernel = instantiate(kernelModule(), memory);
  }

  get rows(): number {
    return this.#rows;
  }

  reserve(rows: number): void {
    if (rows <= this.#capacity) return;
    const capacity = aligned(Math.max(rows, 1.25 * this.#capacity));
    this.#bytesAt(CODES, capacity * (this.#width + 1) + ROOM_TO_MOVE);
    this.#capacity = capacity;
    this.#tables = [];
  }

  append(codes: Uint8Array): void {
    const rows = this.#rows + codes.length / this.#width;
    this.reserve(rows);
    this.#tables = [];
    this.#searches = 0;
    const stage = this.#bytesAt(this.#mask, STAGED_ROWS * this.#width);
    for (let from = 0; this.#rows < rows; from += stage.length) {
      const part = codes.subarray(from, from + stage.length);
      stage.set(part);
      const count = part.length / this.#width;
      this.#kernel.functions.toBlocks(this.#mask, CODES, this.#rows, count, this.#width);
      this.#rows += count;
    }
  }

  read(from: number, to: number): Uint8Array {
    const codes = new Uint8Array((to - from) * this.#width);
    const copy = this.#copier(codes);
    for (let row = from; row < to; row++) copy(row, row - from);
    return codes;
  }

  gather(rows: Uint32Array): Uint8Array {
    const codes = new Uint8Array(rows.length * this.#width);
    rows.forEach(this.#copier(codes));
    return codes;
  }

  /**
   * Copies the code of a row to a place in `into`. Nothing is written to the memory, in which a batch
   * may be searching.
   */
  #copier(into: Uint8Array): (row: number, place: number) => void {
    const width = this.#width;
    const blocks = this.#bytesAt(CODES, this.#capacity * width);
    return (row, place) => {
      const first = Math.floor(row / BLOCK_ROWS) * BLOCK_ROWS * width + row % BLOCK_ROWS;
      for (let i = 0; i < width; i++) into[place * width + i] = blocks[first + i * BLOCK_ROWS]!;
    };
  }

  mask(): Uint8Array {
    return this.#bytesAt(this.#mask, this.#rows);
  }

  search(query: RowQuery): RowHits {
    const [codes] = this.share({
      strategy: query.strategy,
      top: query.top,
      searches: 1,
      threads: 1,
    });
    return searchCodes(this.#kernel, codes!, query);
  }

  /** The memory, for threads that search in it. */
  get memory(): WebAssembly.Memory {
    return this.#kernel.memory;
  }

  /**
   * The codes for each of some threads that search at once, with the tables that they may use. It
   * holds until codes are added or are shared again.
   */
  share({ strategy, top, searches, threads }: {
    readonly strategy: SearchStrategy;
    /** The most rows of a search. */
    readonly top: number;
    readonly searches: number;
    readonly threads: number;
  }): readonly CodesInMemory[] {
    this.#searches += searches;
    const isWorthwhile = this.#rows >= MULTI_INDEX_ROWS &&
      this.#searches > SEARCHES_BEFORE_TABLES;
    if (strategy === "multi-index" || strategy === "auto" && isWorthwhile) this.prepare();
    const place = { bits: this.#bits, rows: this.#rows };
    const bytes = aligned(scratchBytes(place, top));
    this.#bytesAt(this.#scratch, bytes * threads);
    return Array.from({ length: threads }, (_, thread) => ({
      ...place,
      codes: CODES,
      mask: this.#mask,
      tables: this.#tables,
      scratch: this.#scratch + thread * bytes,
    }));
  }

  /** Makes the tables of multi-index hashing, unless they are there or would not fit. */
  prepare(): void {
    if (this.#tables.length > 0) return;
    const place = { bits: this.#bits, rows: this.#rows };
    let address = this.#tablesStart;
    const tables = chunksOf(this.#bits, this.#rows).map((chunk) => {
      const table = { ...chunk, address };
      address += aligned(tableBytes(chunk, this.#rows, this.#bits));
      return table;
    });
    const scratch = address;
    const spare = scratch + aligned(scratchBytes(place, 1));
    const bytes = spareBytes(this.#rows, this.#bits);
    if (spare + bytes + ROOM_FOR_SEARCHES > PAGE * PAGE) return;
    this.#bytesAt(spare, bytes);
    this.#tables = tables;
    buildTables(this.#kernel, { ...place, codes: CODES, mask: this.#mask, tables, scratch }, spare);
  }

  get #mask(): number {
    return aligned(CODES + this.#capacity * this.#width);
  }

  get #tablesStart(): number {
    return this.#mask + this.#capacity;
  }

  get #scratch(): number {
    const table = this.#tables.at(-1);
    return table === undefined
      ? this.#tablesStart
      : table.address + aligned(tableBytes(table, this.#rows, this.#bits));
  }

  /** A part of the memory, which grows to have it. */
  #bytesAt(address: number, length: number): Uint8Array {
    const { memory } = this.#kernel;
    growTo(memory, address + length, {
      kept: `${this.#rows} codes of ${this.#bits} bits`,
      instead: "PostgreSQL takes more",
    });
    return new Uint8Array(memory.buffer, address, length);
  }
}
