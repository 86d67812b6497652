/**
 * What cases show, as their codes tell, in the memory of a WebAssembly kernel of its own. The memory
 * holds, one behind the other, the blocks of different codes (see assembly/relevance.ts), the next
 * row of each row, the mask, and a scratch for a search.
 *
 * @module
 */
import { NumberColumn } from "../memory/columns.ts";
import { DistinctCodes } from "./distinct_codes.ts";
import { aligned, growTo, PAGE } from "./kernel_memory.ts";
import type {
  RelevanceKernel,
  RelevanceQuery,
  RelevanceSource,
  ScoredRows,
} from "./relevance_kernel.ts";
import { kernelModule } from "./wasm.ts";
import { instantiate, type KernelInstance } from "./wasm_search.ts";

/** The blocks start behind this many bytes, so that no address is 0. */
const BLOCKS = 64;
/** Codes of a block. */
const BLOCK_CODES = 32;
/** Bytes of a weight in a scratch, and those before the entries of the best rows. */
const WEIGHT_BYTES = 32;
const BEST_BYTES = 80;
/** Rows whose relevances are worked out at once. */
const ROWS_AT_ONCE = 16384;
/** No further row. */
const NONE = 0xffffffff;

/** See {@linkcode RelevanceKernel}; equal codes are scored once. */
export class WasmRelevanceKernel implements RelevanceKernel {
  readonly #source: RelevanceSource;
  readonly #kernel: KernelInstance;
  readonly #codes: DistinctCodes;
  /** `[rows]` the next row of the same code. */
  readonly #next = new NumberColumn<Uint32Array>(new Uint32Array());
  /** The last row of each code so far. */
  readonly #last = new NumberColumn<Uint32Array>(new Uint32Array());

  /** A kernel without rows. */
  constructor(source: RelevanceSource) {
    this.#source = source;
    this.#codes = new DistinctCodes(source.bits);
    const memory = new WebAssembly.Memory({ initial: 1, maximum: PAGE, shared: true });
    this.#kernel = instantiate(kernelModule(), memory);
  }

  get rows(): number {
    return this.#next.length;
  }

  append(codes: Uint8Array): void {
    const bytes = ROWS_AT_ONCE * this.#source.bits / 8;
    for (let from = 0; from < codes.length; from += bytes) {
      this.#appendPart(codes.subarray(from, from + bytes));
    }
    const { data } = this.#next;
    new Uint32Array(this.#bytesAt(this.#nextRows, data.byteLength), this.#nextRows, data.length)
      .set(data);
  }

  mask(): Uint8Array {
    return new Uint8Array(this.#bytesAt(this.#mask, this.rows), this.#mask, this.rows);
  }

  search({ weights, top, masked }: RelevanceQuery): ScoredRows {
    const { functions } = this.#kernel;
    const most = Math.min(top, this.rows);
    const scratch = this.#scratch;
    const best = scratch + WEIGHT_BYTES * weights.length;
    const buffer = this.#bytesAt(scratch, best - scratch + BEST_BYTES + 8 * most);
    const count = writeWeights(new DataView(buffer, scratch), weights);
    functions.beginBest(best, most);
    // deno-fmt-ignore
    if (most > 0) functions.scoreCodes(BLOCKS, this.#codes.count, this.#blockBytes, scratch, count,
      this.#nextRows, masked ? this.#mask : 0, best);
    const found = functions.finishBest(best);
    const entries = new Uint32Array(buffer, best + BEST_BYTES, 2 * found);
    const [rows, scores] = [new Uint32Array(found), new Uint16Array(found)];
    for (let n = 0; n < found; n++) {
      rows[n] = ~entries[2 * n]!;
      scores[n] = entries[2 * n + 1]!;
    }
    return { rows, scores };
  }

  /** Adds rows: those of new codes to the blocks, the others behind the last row of their code. */
  #appendPart(codes: Uint8Array): void {
    const [first, known] = [this.rows, this.#codes.count];
    const numbers = this.#codes.numbersOf(codes);
    const width = this.#source.bits / 8;
    const fresh = new Uint8Array((this.#codes.count - known) * width);
    const next = new Uint32Array(numbers.length).fill(NONE);
    const firsts: number[] = [];
    this.#next.append(next);
    for (const [n, number] of numbers.entries()) {
      const row = first + n;
      if (number < this.#last.length) {
        this.#next.data[this.#last.at(number)] = row;
        this.#last.data[number] = row;
      } else {
        fresh.set(codes.subarray(n * width, (n + 1) * width), firsts.length * width);
        firsts.push(row);
        this.#last.push(row);
      }
    }
    this.#writeBlocks(known, this.#source.relevances(fresh), firsts);
  }

  /** Writes the relevances `[n, J]` of codes from `number` on, and their first rows `[n]`. */
  #writeBlocks(number: number, relevances: Uint16Array, firsts: readonly number[]): void {
    const { columns } = this.#source;
    const buffer = this.#bytesAt(BLOCKS, this.#nextRows - BLOCKS);
    const values = new Uint16Array(buffer);
    const rows = new Uint32Array(buffer);
    for (const [n, row] of firsts.entries()) {
      const code = number + n;
      const lane = code % BLOCK_CODES;
      const block = BLOCKS + Math.floor(code / BLOCK_CODES) * this.#blockBytes;
      for (let j = 0; j < columns; j++) {
        values[block / 2 + j * BLOCK_CODES + lane] = relevances[n * columns + j]!;
      }
      rows[block / 4 + columns * BLOCK_CODES / 2 + lane] = row;
    }
  }

  get #blockBytes(): number {
    return BLOCK_CODES * (2 * this.#source.columns + 4);
  }

  get #nextRows(): number {
    return BLOCKS + Math.ceil(this.#codes.count / BLOCK_CODES) * this.#blockBytes;
  }

  get #mask(): number {
    return this.#nextRows + 4 * this.rows;
  }

  get #scratch(): number {
    return aligned(this.#mask + this.rows);
  }

  /** The memory, which grows to have a part of it. */
  #bytesAt(address: number, length: number): ArrayBufferLike {
    const { memory } = this.#kernel;
    growTo(memory, address + length, {
      kept: `${this.#source.columns} relevances of each of ${this.#codes.count} codes`,
      instead: "ask over labels",
    });
    return memory.buffer;
  }
}

/** Writes the weights that are not 0 as assembly/relevance.ts reads them. Returns how many. */
function writeWeights(into: DataView, weights: Uint16Array): number {
  let count = 0;
  for (const [column, weight] of weights.entries()) {
    if (weight === 0) continue;
    const at = WEIGHT_BYTES * count++;
    for (let lane = 0; lane < 8; lane++) into.setUint16(at + 2 * lane, weight, true);
    into.setUint32(at + 16, column * 2 * BLOCK_CODES, true);
  }
  return count;
}
