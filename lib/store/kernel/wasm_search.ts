/**
 * One search in WebAssembly, on codes that may be shared with other threads. What a search writes
 * lies in a scratch of its own.
 *
 * @module
 */
import { bytesPerCode } from "../../codes/pack.ts";
import type { RowHits, RowQuery } from "./kernel.ts";
import {
  type Chunk,
  expectedWork,
  LOOKUP_WORK,
  probesOf,
  scanWork,
  Trials,
} from "./multi_index.ts";

/** The functions of assembly/index.ts. */
export interface KernelExports {
  begin(nearest: number, k: number, bound: number): void;
  finish(nearest: number, into: number): number;
  toBlocks(from: number, codes: number, row: number, count: number, width: number): void;
  spreadQuery(query: number, width: number, into: number): void;
  // deno-fmt-ignore
  scan(codes: number, rows: number, width: number, query: number, mask: number,
    nearest: number): void;
  beginBest(best: number, k: number): void;
  finishBest(best: number): number;
  // deno-fmt-ignore
  scoreCodes(blocks: number, codes: number, blockBytes: number, weights: number, count: number,
    next: number, mask: number, best: number): void;
  // deno-fmt-ignore
  buildTable(codes: number, rows: number, width: number, chunk: number, spare: number): void;
  // deno-fmt-ignore
  probe(width: number, chunks: number, chunkCount: number, index: number,
    flips: number, query: number, mask: number, nearest: number, last: number, capacity: number,
    lookup: number, budget: number): number;
}

/** The kernel on a memory. */
export interface KernelInstance {
  readonly memory: WebAssembly.Memory;
  readonly functions: KernelExports;
  /** How multi-index hashing went so far. */
  readonly trials: Trials;
}

/** Where in the memory things lie; addresses in bytes. */
export interface CodesInMemory {
  readonly bits: number;
  readonly rows: number;
  readonly codes: number;
  readonly mask: number;
  /** The tables of multi-index hashing; none while there are none. */
  readonly tables: readonly Table[];
  /** Room for one thread to search in, see {@linkcode scratchBytes}. */
  readonly scratch: number;
}

/** A chunk and the address of its table. */
export interface Table extends Chunk {
  readonly address: number;
}

// A scratch: the query padded to two words | each byte of it 16 times | chunks of 16 bytes each |
// the nearest rows so far, see assembly/nearest.ts | the entries of the result.
const QUERY_BLOCKS = 16;
const CHUNKS = QUERY_BLOCKS + 16 * 16;
const NEAREST = CHUNKS + 16 * 128;
const ENTRIES = NEAREST + 576;
const ENTRY_BYTES = 8;
/** What a budget must fit in. */
const UNLIMITED = 2 ** 31;

/** Makes the kernel work on a memory. */
export function instantiate(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): KernelInstance {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return { memory, functions: exports as unknown as KernelExports, trials: new Trials() };
}

/** The bytes of a scratch for searches of up to so many rows. */
export function scratchBytes({ bits, rows }: { bits: number; rows: number }, top: number): number {
  return ENTRIES + ENTRY_BYTES * (capacity({ bits, rows }, top) + Math.min(top, rows));
}

/** The most rows that a scan admits: `top` at each distance. */
function capacity({ bits, rows }: { bits: number; rows: number }, top: number): number {
  return Math.min(top * (bits + 1), rows);
}

/** Searches the codes, with multi-index hashing where there are tables and the query allows it. */
export function searchCodes(
  kernel: KernelInstance,
  codes: CodesInMemory,
  query: RowQuery,
): RowHits {
  const padded = new Uint8Array(kernel.memory.buffer, codes.scratch, QUERY_BLOCKS);
  padded.fill(0);
  padded.set(query.code);
  if (codes.tables.length > 0) {
    if (query.strategy === "multi-index") {
      return multiIndexSearch(kernel, codes, query, UNLIMITED) ?? scan(kernel, codes, query);
    }
    if (query.strategy === "auto" && kernel.trials.next()) {
      const budget = Math.floor(scanWork(codes.rows, codes.bits));
      const found = multiIndexSearch(kernel, codes, query, budget);
      kernel.trials.note(found !== undefined);
      if (found !== undefined) return found;
    }
  }
  return scan(kernel, codes, query);
}

function scan(
  { memory, functions }: KernelInstance,
  codes: CodesInMemory,
  { top, radius, masked }: RowQuery,
): RowHits {
  const { bits, rows, scratch } = codes;
  const nearest = scratch + NEAREST;
  const result = scratch + ENTRIES + ENTRY_BYTES * capacity(codes, top);
  const mask = masked ? codes.mask : 0;
  const width = bytesPerCode(bits);
  const blocks = scratch + QUERY_BLOCKS;
  functions.begin(nearest, Math.min(top, rows), Math.min(radius, bits) + 1);
  functions.spreadQuery(scratch, width, blocks);
  functions.scan(codes.codes, rows, width, blocks, mask, nearest);
  const count = functions.finish(nearest, result);
  const entries = new Uint32Array(memory.buffer, result, 2 * count);
  const found = { rows: new Uint32Array(count), distances: new Uint8Array(count) };
  for (let i = 0; i < count; i++) {
    found.rows[i] = entries[2 * i]!;
    found.distances[i] = entries[2 * i + 1]!;
  }
  return found;
}

/** Writes the description of chunks as assembly/multi_index.ts reads it. */
function writeChunks(memory: WebAssembly.Memory, at: number, tables: readonly Table[]): void {
  const values = new Uint32Array(memory.buffer, at, 4 * tables.length);
  for (const [i, { word, shift, bits, address }] of tables.entries()) {
    values.set([word, shift, bits, address], 4 * i);
  }
}

/**
 * Fills tables with all rows.
 *
 * @param spare The address of room for it, see `spareBytes`
 */
export function buildTables(
  { memory, functions }: KernelInstance,
  { bits, rows, codes, tables, scratch }: CodesInMemory,
  spare: number,
): void {
  const chunks = scratch + CHUNKS;
  writeChunks(memory, chunks, tables);
  for (const i of tables.keys()) {
    functions.buildTable(codes, rows, bytesPerCode(bits), chunks + 16 * i, spare);
  }
}

/** The result, or undefined where it takes more work than it may or the entries do not fit. */
function multiIndexSearch(
  { memory, functions }: KernelInstance,
  { bits, rows, mask, tables, scratch }: CodesInMemory,
  { top, radius, masked }: RowQuery,
  budget: number,
): RowHits | undefined {
  const chunks = scratch + CHUNKS;
  const nearest = scratch + NEAREST;
  const last = Math.min(radius, bits);
  writeChunks(memory, chunks, tables);
  const room = capacity({ bits, rows }, top);
  functions.begin(nearest, Math.min(top, rows), last + 1);
  const state = new Uint32Array(memory.buffer, nearest, 4);
  for (const probe of probesOf(tables)) {
    if (expectedWork(probe, tables[probe.chunk]!, rows) > budget) return undefined;
    // deno-fmt-ignore
    const spent = functions.probe(bytesPerCode(bits), chunks, tables.length, probe.chunk,
      probe.flips, scratch, masked ? mask : 0, nearest, last, room, LOOKUP_WORK, budget) >>> 0;
    if (spent > budget) return undefined;
    budget -= spent;
    const bound = state[1]!;
    if (probe.complete >= Math.min(bound, last)) break;
  }
  const [, bound, , admitted] = state;
  return sorted(new Uint32Array(memory.buffer, scratch + ENTRIES, 2 * admitted!), bound!, top);
}

/** The nearest of entries in any order. */
function sorted(entries: Uint32Array, bound: number, top: number): RowHits {
  const keys = new Float64Array(entries.length / 2);
  let count = 0;
  for (let i = 0; i < entries.length; i += 2) {
    if (entries[i + 1]! <= bound) keys[count++] = entries[i + 1]! * 2 ** 32 + entries[i]!;
  }
  const nearest = keys.subarray(0, count).sort().subarray(0, top);
  const found = {
    rows: new Uint32Array(nearest.length),
    distances: new Uint8Array(nearest.length),
  };
  for (let i = 0; i < nearest.length; i++) {
    found.distances[i] = Math.floor(nearest[i]! / 2 ** 32);
    found.rows[i] = nearest[i]! % 2 ** 32;
  }
  return found;
}
