/**
 * The index in memory: codes with their cases, searched exactly.
 *
 * @module
 */
import { asymmetricAgreements } from "../codes/asymmetric.ts";
import { bytesPerCode } from "../codes/pack.ts";
import type { Case, Hit } from "./case.ts";
import { CaseTable } from "./case_table.ts";
import type { CodeStore, SearchRequest, StoredCase, StoreInfo } from "./code_store.ts";
import type { Filter } from "./filter.ts";
import { maskRows } from "./filter_mask.ts";
import { readIndex, writeIndex } from "./index_files.ts";
import type { ExpectedIndex } from "./index_manifest.ts";
import { createKernel } from "./kernel/create.ts";
import type {
  HammingKernel,
  KernelKind,
  RowHits,
  RowQuery,
  SearchStrategy,
} from "./kernel/kernel.ts";
import { WasmKernel } from "./kernel/wasm.ts";
import { SearchWorkers } from "./search_workers.ts";

/** What is sought, and how. */
export interface IndexRequest extends SearchRequest {
  /** How the nearest codes are found, "auto" unless told; the result is the same. */
  readonly strategy?: SearchStrategy;
  /**
   * `[bits]` the query's continuous code. Cases at one distance are then ordered by how well their
   * codes agree with it, see `asymmetricAgreements`, and only then by number.
   */
  readonly continuous?: Float32Array;
}

/** The nearest cases as numbers, ordered as hits are. */
export interface Nearest {
  /** See `Hit`. */
  readonly numbers: Uint32Array;
  /** In bits. */
  readonly distances: Uint8Array;
}

/** Options of a batch of searches. */
export interface BatchOptions {
  /**
   * Threads that share out the requests; 1 is the calling thread alone. As many as the processor
   * runs unless told, or 1 where the batch is too small to gain by more.
   */
  readonly workers?: number;
}

/** Options of an index. */
export interface IndexOptions {
  /** What compares codes: WebAssembly unless told, plain TypeScript where there is none. */
  readonly kernel?: KernelKind;
}

/** Bytes of codes to compare from which a batch gains by more threads: a tenth of a second's. */
const BYTES_WORTH_WORKERS = 2e9;

/**
 * An exact index of hash codes, kept in memory and in a folder.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { HammingIndex } from "./hamming_index.ts";
 *
 * const index = HammingIndex.empty({ bits: 8, model: "", labelNames: ["Effusion"] });
 * const film = { patient: "1", labels: [], sex: "F", age: 60, view: "PA", image: "" };
 * index.add([{ ...film, id: "a" }, { ...film, id: "b" }], Uint8Array.of(0b1111, 0b0001));
 * const [nearest] = await index.search({ code: Uint8Array.of(0b0011), top: 1 });
 * assertEquals([nearest!.case.id, nearest!.distance], ["b", 1]);
 * ```
 */
export class HammingIndex implements CodeStore {
  readonly info: StoreInfo;
  #table: CaseTable;
  #kernel: HammingKernel;
  readonly #kind: KernelKind | undefined;
  /** The filter that the kernel's mask was made of, as JSON; undefined when it must be made anew. */
  #maskOf: string | undefined;
  #workers: SearchWorkers | undefined;
  /** The batch that workers are searching. */
  #batch: Promise<unknown> | undefined;

  private constructor(
    info: StoreInfo,
    table: CaseTable,
    { kernel, kind }: { readonly kernel: HammingKernel; readonly kind: KernelKind | undefined },
  ) {
    this.info = info;
    this.#table = table;
    this.#kernel = kernel;
    this.#kind = kind;
  }

  /**
   * An index without cases.
   *
   * @throws {RangeError} unless `bits` is a multiple of 8 from 8 to 128
   */
  static empty(info: StoreInfo, { kernel: kind }: IndexOptions = {}): HammingIndex {
    const kernel = createKernel(info.bits, kind);
    return new HammingIndex(info, new CaseTable(info.labelNames), { kernel, kind });
  }

  /**
   * The index that {@linkcode HammingIndex.save} wrote to a folder.
   *
   * @throws {InputError} if there is none, it is damaged, or its codes are not what is expected
   */
  static async open(
    folder: string,
    { kernel: kind, ...expected }: ExpectedIndex & IndexOptions = {},
  ): Promise<HammingIndex> {
    const { info, table, kernel } = await readIndex(folder, expected, (bits) => {
      return createKernel(bits, kind);
    });
    return new HammingIndex(info, table, { kernel, kind });
  }

  /** Cases that are there; removed ones do not count. */
  get size(): number {
    return this.#table.count;
  }

  count(): Promise<number> {
    return Promise.resolve(this.size);
  }

  /**
   * Adds cases with their codes.
   *
   * @param codes `[cases, bits / 8]` packed codes, see `packCodes`
   * @throws {InputError} if an id is there already, or a finding is none of the index's; nothing is
   * added then
   * @throws {RangeError} if there are not as many codes as cases
   */
  add(cases: readonly Case[], codes: Uint8Array): void {
    this.#refuseDuringBatch("add cases");
    const expected = cases.length * bytesPerCode(this.info.bits);
    if (codes.length !== expected) {
      throw new RangeError(
        `Cannot add ${cases.length} cases: their codes of ${this.info.bits} bits are ${expected} ` +
          `bytes, received ${codes.length}`,
      );
    }
    this.#kernel.reserve(this.#table.rows + cases.length);
    this.#table.add(cases);
    this.#kernel.append(codes);
    this.#maskOf = undefined;
  }

  /**
   * Removes the cases of these ids, where they are there.
   *
   * @returns How many there were
   */
  remove(ids: readonly string[]): number {
    this.#refuseDuringBatch("remove cases");
    const before = this.size;
    for (const id of ids) {
      const row = this.#table.rowOf(id);
      if (row !== undefined) this.#table.remove(row);
    }
    this.#maskOf = undefined;
    return before - this.size;
  }

  /** Frees the place of removed cases. The others keep their numbers. */
  compact(): void {
    this.#refuseDuringBatch("compact");
    if (this.#table.count === this.#table.rows) return;
    const kernel = createKernel(this.info.bits, this.#kind);
    kernel.reserve(this.size);
    for (const [from, to] of this.#table.runs()) kernel.append(this.#kernel.read(from, to));
    this.#kernel = kernel;
    this.#table = this.#table.compacted();
    this.#maskOf = undefined;
  }

  async search(request: IndexRequest): Promise<readonly Hit[]> {
    await this.#batchEnd();
    return this.searchSync(request);
  }

  /**
   * Does what {@linkcode HammingIndex.search} does, at once.
   *
   * @throws {Error} while a batch is being searched
   */
  searchSync(request: IndexRequest): readonly Hit[] {
    this.#check(request);
    return this.#hits(this.#searchRows(request));
  }

  /** Searches like {@linkcode HammingIndex.searchSync}, for numbers and distances only. */
  nearest(request: IndexRequest): Nearest {
    this.#check(request);
    return this.#numbers(this.#searchRows(request));
  }

  /** The answers to several requests, in their order. */
  async searchBatch(
    requests: readonly IndexRequest[],
    options: BatchOptions = {},
  ): Promise<readonly (readonly Hit[])[]> {
    const found = await this.#searchBatch(requests, options);
    return found.map((rows) => this.#hits(rows));
  }

  /** Searches like {@linkcode HammingIndex.searchBatch}, for numbers and distances only. */
  async nearestBatch(
    requests: readonly IndexRequest[],
    options: BatchOptions = {},
  ): Promise<readonly Nearest[]> {
    const found = await this.#searchBatch(requests, options);
    return found.map((rows) => this.#numbers(rows));
  }

  async find(ids: readonly string[]): Promise<readonly (StoredCase | undefined)[]> {
    const rows = ids.map((id) => this.#table.rowOf(id));
    return await Promise.resolve(
      rows.map((row) => row === undefined ? undefined : this.#stored(row)),
    );
  }

  /** `[n, bits / 8]` the codes of all cases, ordered by number. */
  codes(): Uint8Array {
    const width = bytesPerCode(this.info.bits);
    const codes = new Uint8Array(this.size * width);
    let done = 0;
    for (const [from, to] of this.#table.runs()) {
      codes.set(this.#kernel.read(from, to), done);
      done += (to - from) * width;
    }
    return codes;
  }

  /** All cases with their codes, ordered by number. */
  *entries(): Generator<StoredCase> {
    for (const [from, to] of this.#table.runs()) {
      for (let row = from; row < to; row++) yield this.#stored(row);
    }
  }

  /**
   * Makes the tables of multi-index hashing now, which the search otherwise does by itself once
   * there have been enough searches to make it worthwhile.
   */
  prepare(): void {
    this.#refuseDuringBatch("make tables");
    this.#kernel.prepare();
  }

  /**
   * Writes the index to a folder, after {@linkcode HammingIndex.compact}: what was removed is on no
   * disk. Whenever it is interrupted, the folder holds the old index or the new one.
   *
   * @throws {InputError} if it cannot be written
   */
  async save(folder: string): Promise<void> {
    await this.#batchEnd();
    this.compact();
    await writeIndex(folder, {
      info: this.info,
      table: this.#table,
      codes: this.codes(),
    });
  }

  async close(): Promise<void> {
    await this.#batchEnd();
    await this.#workers?.close();
    this.#workers = undefined;
    this.#table.close();
  }

  #searchRows(request: IndexRequest): RowHits {
    this.#refuseDuringBatch("search at once");
    const query = this.#rowQuery(request, this.#prepareMask(request.filter));
    const found = this.#kernel.search(query);
    return request.continuous === undefined
      ? found
      : this.#breakTies(found, query, request.continuous);
  }

  /**
   * Orders rows at one distance by their agreement with the continuous code. The last distance has
   * rows that did not get among the first `top` by number, but may do so now.
   */
  #breakTies(found: RowHits, query: RowQuery, continuous: Float32Array): RowHits {
    const radius = found.rows.length < query.top ? query.radius : found.distances.at(-1)!;
    const { rows, distances } = this.#kernel.search({ ...query, top: this.#table.rows, radius });
    const codes = new Uint8Array(rows.length * query.code.length);
    for (const [n, row] of rows.entries()) {
      codes.set(this.#kernel.read(row, row + 1), n * query.code.length);
    }
    const agreements = asymmetricAgreements(continuous, codes);
    const order = Uint32Array.from(rows.keys()).sort((a, b) =>
      distances[a]! - distances[b]! || agreements[b]! - agreements[a]! || a - b
    ).subarray(0, query.top);
    return {
      rows: order.map((n) => rows[n]!),
      distances: Uint8Array.from(order, (n) => distances[n]!),
    };
  }

  async #searchBatch(
    requests: readonly IndexRequest[],
    { workers }: BatchOptions,
  ): Promise<readonly RowHits[]> {
    for (const request of requests) this.#check(request);
    if (workers !== undefined && !(Number.isInteger(workers) && workers >= 1)) {
      throw new RangeError(
        `Cannot search a batch: workers is ${workers}, expected a whole number from 1`,
      );
    }
    await this.#batchEnd();
    const bytes = requests.length * this.#table.rows * bytesPerCode(this.info.bits);
    const threads = workers ?? (bytes < BYTES_WORTH_WORKERS ? 1 : navigator.hardwareConcurrency);
    if (threads === 1 || !(this.#kernel instanceof WasmKernel)) {
      return requests.map((request) => this.#searchRows(request));
    }
    const batch = this.#shareOut(this.#kernel, requests, threads);
    this.#batch = batch.catch(() => {}).finally(() => this.#batch = undefined);
    return await batch;
  }

  /** Searches in workers, the requests of one filter after those of another. */
  async #shareOut(
    kernel: WasmKernel,
    requests: readonly IndexRequest[],
    threads: number,
  ): Promise<readonly RowHits[]> {
    const found = new Array<RowHits>(requests.length);
    const byFilter = Map.groupBy(requests.keys(), (n) => JSON.stringify(requests[n]!.filter));
    for (const places of byFilter.values()) {
      const masked = this.#prepareMask(requests[places[0]!]!.filter);
      const queries = places.map((n) => this.#rowQuery(requests[n]!, masked));
      this.#workers ??= new SearchWorkers();
      const rows = await this.#workers.search(kernel, queries, threads);
      for (const [i, n] of places.entries()) {
        const { continuous } = requests[n]!;
        found[n] = continuous === undefined
          ? rows[i]!
          : this.#breakTies(rows[i]!, queries[i]!, continuous);
      }
    }
    return found;
  }

  #rowQuery({ code, top, radius, strategy }: IndexRequest, masked: boolean): RowQuery {
    return {
      code,
      top,
      radius: radius ?? this.info.bits,
      masked,
      strategy: strategy ?? "auto",
    };
  }

  /** Whether a search must heed the mask, which holds the filter then. */
  #prepareMask(filter: Filter | undefined): boolean {
    if (filter === undefined && this.#table.count === this.#table.rows) return false;
    const key = JSON.stringify(filter ?? null);
    if (key !== this.#maskOf) {
      maskRows(this.#table, filter, this.#kernel.mask());
      this.#maskOf = key;
    }
    return true;
  }

  #hits({ rows, distances }: RowHits): readonly Hit[] {
    return Array.from(rows, (row, n) => ({
      distance: distances[n]!,
      number: this.#table.numberOf(row),
      case: this.#table.at(row),
    }));
  }

  #numbers({ rows, distances }: RowHits): Nearest {
    return { numbers: rows.map((row) => this.#table.numberOf(row)), distances };
  }

  #stored(row: number): StoredCase {
    return {
      number: this.#table.numberOf(row),
      case: this.#table.at(row),
      code: this.#kernel.read(row, row + 1),
    };
  }

  /** Refuses a request that makes no sense. */
  #check({ code, top, radius, continuous }: IndexRequest): void {
    const { bits } = this.info;
    if (code.length !== bytesPerCode(bits)) {
      throw new RangeError(
        `Cannot search: the code has ${8 * code.length} bits, those of the index have ${bits}`,
      );
    }
    if (!(Number.isInteger(top) && top >= 1)) {
      throw new RangeError(`Cannot search: top is ${top}, expected a whole number from 1`);
    }
    if (radius !== undefined && !(radius >= 0)) {
      throw new RangeError(`Cannot search: the radius is ${radius}, expected 0 or more bits`);
    }
    if (continuous !== undefined && continuous.length !== bits) {
      throw new RangeError(
        `Cannot search: the continuous code has ${continuous.length} values, those of the index ` +
          `have ${bits} bits`,
      );
    }
  }

  /** Workers read what these would change. */
  #refuseDuringBatch(what: string): void {
    if (this.#batch !== undefined) {
      throw new Error(`Cannot ${what}: a batch is being searched; await it first`);
    }
  }

  async #batchEnd(): Promise<void> {
    while (this.#batch !== undefined) await this.#batch;
  }
}
