/**
 * Searching the rows of an index: filters become masks, ties are broken, batches go to workers.
 *
 * @module
 */
import { bytesPerCode } from "../../codes/pack.ts";
import type { CaseTable } from "./case_table.ts";
import type { Filter } from "../filter/filter.ts";
import { maskRows } from "./filter_mask.ts";
import type { BatchOptions, IndexRequest } from "./index_request.ts";
import type { HammingKernel, RowHits, RowQuery } from "../kernel/kernel.ts";
import { WasmKernel } from "../kernel/wasm.ts";
import { SearchWorkers } from "./search_workers.ts";
import { breakTies } from "./tie_breaking.ts";

/** Bytes of codes to compare from which a batch gains by more threads: a tenth of a second's. */
const BYTES_WORTH_WORKERS = 2e9;

/** The search over a table of cases and the kernel that has their codes, row by row. */
export class RowSearch {
  readonly #table: CaseTable;
  readonly #kernel: HammingKernel;
  readonly #bits: number;
  /** The {@linkcode keyOf} of the filter in the kernel's mask; undefined when it must be made anew. */
  #maskOf: string | undefined;
  #workers: SearchWorkers | undefined;
  /** The batch that workers are searching. */
  #batch: Promise<unknown> | undefined;

  /** A search over the rows; both hold the same number of them. */
  constructor(table: CaseTable, kernel: HammingKernel, bits: number) {
    this.#table = table;
    this.#kernel = kernel;
    this.#bits = bits;
  }

  /** A search over other rows, by the same workers. */
  of(table: CaseTable, kernel: HammingKernel): RowSearch {
    const search = new RowSearch(table, kernel, this.#bits);
    search.#workers = this.#workers;
    return search;
  }

  /** Must be called when rows were added or removed. */
  noteChange(): void {
    this.#maskOf = undefined;
  }

  /**
   * The nearest rows.
   *
   * @throws {Error} while a batch is being searched
   */
  search(request: IndexRequest): RowHits {
    this.refuseDuringBatch("search at once");
    const query = this.#rowQuery(request, this.#prepareMask(request.filter));
    return this.#inOrder(this.#kernel.search(query), query, request);
  }

  /**
   * The nearest rows of each request.
   *
   * @throws {Error} while another batch is being searched
   */
  async searchBatch(
    requests: readonly IndexRequest[],
    { workers }: BatchOptions,
  ): Promise<readonly RowHits[]> {
    this.refuseDuringBatch("search another batch");
    const bytes = requests.length * this.#table.rows * bytesPerCode(this.#bits);
    const threads = workers ?? (bytes < BYTES_WORTH_WORKERS ? 1 : navigator.hardwareConcurrency);
    if (threads === 1 || !(this.#kernel instanceof WasmKernel)) {
      return requests.map((request) => this.search(request));
    }
    const batch = this.#shareOut(this.#kernel, requests, threads);
    this.#batch = batch.catch(() => {}).finally(() => this.#batch = undefined);
    return await batch;
  }

  /** Throws while workers read what somebody wants to change. */
  refuseDuringBatch(what: string): void {
    if (this.#batch !== undefined) {
      throw new Error(`Cannot ${what}: a batch is being searched; await it first`);
    }
  }

  /** Whether a batch is being searched. */
  get isBusy(): boolean {
    return this.#batch !== undefined;
  }

  /** Waits for the end of the batch, if one is being searched; another may have begun then. */
  async batchEnd(): Promise<void> {
    await this.#batch;
  }

  /** Ends the workers. */
  async close(): Promise<void> {
    while (this.isBusy) await this.batchEnd();
    await this.#workers?.close();
    this.#workers = undefined;
  }

  /** Searches in workers, the requests of one filter after those of another. */
  async #shareOut(
    kernel: WasmKernel,
    requests: readonly IndexRequest[],
    threads: number,
  ): Promise<readonly RowHits[]> {
    const found = new Array<RowHits>(requests.length);
    this.#workers ??= new SearchWorkers();
    const byFilter = Map.groupBy(requests.keys(), (n) => keyOf(requests[n]!.filter));
    for (const places of byFilter.values()) {
      const masked = this.#prepareMask(requests[places[0]!]!.filter);
      const queries = places.map((n) => this.#rowQuery(requests[n]!, masked));
      const rows = await this.#workers.search(kernel, queries, threads);
      for (const [i, n] of places.entries()) {
        found[n] = this.#inOrder(rows[i]!, queries[i]!, requests[n]!);
      }
    }
    return found;
  }

  #rowQuery({ code, top, radius, strategy }: IndexRequest, masked: boolean): RowQuery {
    return { code, top, radius: radius ?? this.#bits, masked, strategy: strategy ?? "auto" };
  }

  #inOrder(found: RowHits, query: RowQuery, { continuous }: IndexRequest): RowHits {
    return continuous === undefined ? found : breakTies(this.#kernel, { found, query, continuous });
  }

  /** Whether a search must heed the mask, which holds the filter then. */
  #prepareMask(filter: Filter | undefined): boolean {
    if (filter === undefined && this.#table.count === this.#table.rows) return false;
    const key = keyOf(filter);
    if (key !== this.#maskOf) {
      maskRows(this.#table, filter, this.#kernel.mask());
      this.#maskOf = key;
    }
    return true;
  }
}

/** A text that only equal filters share. */
function keyOf(filter: Filter | undefined): string {
  // JSON has no infinite ages.
  const replacer = (_: string, value: unknown) => typeof value === "number" ? `${value}` : value;
  return JSON.stringify(filter ?? null, replacer);
}
