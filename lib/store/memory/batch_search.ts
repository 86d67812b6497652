/**
 * Searching an index for many queries at once, in threads that share its codes.
 *
 * @module
 */
import { bytesPerCode } from "../../codes/pack.ts";
import type { Hit } from "../case.ts";
import type { RowHits } from "../kernel/kernel.ts";
import { WasmKernel } from "../kernel/wasm.ts";
import { filterKey } from "./filter_mask.ts";
import type { HammingIndex } from "./hamming_index.ts";
import { type BatchOptions, checkBatch, type IndexRequest } from "./index_request.ts";
import { hitsOf, type IndexRows, type Nearest, nearestOf } from "./index_rows.ts";
import { SearchWorkers } from "./search_workers.ts";

/** Bytes of codes to compare from which a batch gains by more threads: a tenth of a second's. */
const BYTES_WORTH_WORKERS = 2e9;

/**
 * Searches an index for batches of queries. While it does, the index refuses to change; other
 * searches wait.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { BatchSearch } from "./batch_search.ts";
 * import { HammingIndex } from "./hamming_index.ts";
 *
 * const index = HammingIndex.empty({ bits: 8, model: "", labelNames: ["Effusion"] });
 * const film = { patient: "1", labels: [], unknown: [], sex: "F", age: 60, view: "PA", image: "" };
 * index.add([{ ...film, id: "a" }, { ...film, id: "b" }], Uint8Array.of(0b1111, 0b0001));
 * await using batches = new BatchSearch(index);
 * const codes = [Uint8Array.of(0b0111), Uint8Array.of(0)];
 * const found = await batches.nearest(codes.map((code) => ({ code, top: 1 })));
 * assertEquals(found.map(({ numbers }) => numbers[0]), [0, 1]);
 * ```
 */
export class BatchSearch implements AsyncDisposable {
  readonly #index: HammingIndex;
  readonly #workers = new SearchWorkers();

  /** Batches of searches of one index. Threads start when they are first needed. */
  constructor(index: HammingIndex) {
    this.#index = index;
  }

  /**
   * The answers to several requests, in their order.
   *
   * @throws {RangeError} if a request or the options make no sense
   */
  async search(
    requests: readonly IndexRequest[],
    options: BatchOptions = {},
  ): Promise<readonly (readonly Hit[])[]> {
    return await this.#answers(requests, options, hitsOf);
  }

  /** Searches like {@linkcode BatchSearch.search}, for numbers and distances only. */
  async nearest(
    requests: readonly IndexRequest[],
    options: BatchOptions = {},
  ): Promise<readonly Nearest[]> {
    return await this.#answers(requests, options, nearestOf);
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    await this.#workers.close();
  }

  /** Ends the threads at the end of a block that says `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #answers<T>(
    requests: readonly IndexRequest[],
    options: BatchOptions,
    answer: (found: RowHits, rows: IndexRows) => T,
  ): Promise<readonly T[]> {
    checkBatch(requests, options, this.#index.info);
    return await this.#index.lend(async (rows) => {
      const found = await this.#find(requests, rows, options);
      return found.map((hits) => answer(hits, rows));
    });
  }

  async #find(
    requests: readonly IndexRequest[],
    rows: IndexRows,
    { workers }: BatchOptions,
  ): Promise<readonly RowHits[]> {
    const { kernel, search } = rows;
    const bytes = requests.length * kernel.rows * bytesPerCode(this.#index.info.bits);
    const threads = workers ?? (bytes < BYTES_WORTH_WORKERS ? 1 : navigator.hardwareConcurrency);
    if (threads === 1 || !(kernel instanceof WasmKernel)) {
      return requests.map((request) => search.search(request));
    }
    // The mask holds one filter, so the requests of one come after those of another.
    const found = new Array<RowHits>(requests.length);
    const near: number[] = [];
    for (const [n, request] of requests.entries()) {
      if (request.expected === undefined) near.push(n);
      else found[n] = search.search(request);
    }
    const byFilter = Map.groupBy(near, (n) => filterKey(requests[n]!.filter));
    for (const places of byFilter.values()) {
      const queries = places.map((n) => search.rowQuery(requests[n]!));
      const hits = await this.#workers.search(kernel, queries, threads);
      for (const [i, n] of places.entries()) {
        found[n] = search.inOrder(hits[i]!, queries[i]!, requests[n]!);
      }
    }
    return found;
  }
}
