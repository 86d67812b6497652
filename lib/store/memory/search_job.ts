/**
 * What passes between a batch of searches and the threads that share it out.
 *
 * @module
 */
import type { RowQuery } from "../kernel/kernel.ts";
import type { CodesInMemory } from "../kernel/wasm_search.ts";

/** What a worker is asked; it answers with the hits of each query. */
export interface SearchJob {
  /** The kernel's number: another number, another memory. */
  readonly kernel: number;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly codes: CodesInMemory;
  readonly queries: readonly RowQuery[];
}
