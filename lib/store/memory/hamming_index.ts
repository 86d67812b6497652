/**
 * The index in memory: codes with their cases, searched exactly.
 *
 * @module
 */
import { bytesPerCode } from "../../codes/pack.ts";
import type { Case, Hit } from "../case.ts";
import { CaseTable } from "./case_table.ts";
import type { CodeStore, StoredCase, StoreInfo } from "../code_store.ts";
import { readIndex, writeIndex } from "./index_files.ts";
import type { ExpectedIndex } from "./index_manifest.ts";
import {
  type BatchOptions,
  checkBatch,
  checkIndexRequest,
  type IndexRequest,
} from "./index_request.ts";
import { createKernel } from "../kernel/create.ts";
import type { HammingKernel, KernelKind, RowHits } from "../kernel/kernel.ts";
import { RowSearch } from "./row_search.ts";

export type { BatchOptions, IndexRequest } from "./index_request.ts";

/** The nearest cases as numbers, ordered as hits are. */
export interface Nearest {
  /** See `Hit`. */
  readonly numbers: Uint32Array;
  /** In bits. */
  readonly distances: Uint8Array;
}

/** Options of an index. */
export interface IndexOptions {
  /** What compares codes: Default: WebAssembly, or plain TypeScript where there is none. */
  readonly kernel?: KernelKind;
}

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
  /** What its codes are. */
  readonly info: StoreInfo;
  #table: CaseTable;
  #kernel: HammingKernel;
  #search: RowSearch;
  readonly #kind: KernelKind | undefined;

  private constructor(
    info: StoreInfo,
    table: CaseTable,
    { kernel, kind }: { readonly kernel: HammingKernel; readonly kind: KernelKind | undefined },
  ) {
    this.info = info;
    this.#table = table;
    this.#kernel = kernel;
    this.#search = new RowSearch(table, kernel, info.bits);
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
    this.#search.refuseDuringBatch("add cases");
    const expected = cases.length * bytesPerCode(this.info.bits);
    if (codes.length !== expected) {
      throw new RangeError(
        `Cannot add ${cases.length} cases: their codes of ${this.info.bits} bits are ${expected} ` +
          `bytes, received ${codes.length}`,
      );
    }
    // First, since more room moves the mask even where the cases are refused.
    this.#search.noteChange();
    this.#kernel.reserve(this.#table.rows + cases.length);
    this.#table.add(cases);
    this.#kernel.append(codes);
  }

  /**
   * Removes the cases of these ids, where they are there.
   *
   * @returns How many there were
   */
  remove(ids: readonly string[]): number {
    this.#search.refuseDuringBatch("remove cases");
    const before = this.size;
    for (const id of ids) {
      const row = this.#table.rowOf(id);
      if (row !== undefined) this.#table.remove(row);
    }
    this.#search.noteChange();
    return before - this.size;
  }

  /** Frees the place of removed cases. The others keep their numbers. */
  compact(): void {
    this.#search.refuseDuringBatch("compact");
    if (this.#table.count === this.#table.rows) return;
    const kernel = createKernel(this.info.bits, this.#kind);
    kernel.reserve(this.size);
    for (const [from, to] of this.#table.runs()) kernel.append(this.#kernel.read(from, to));
    this.#kernel = kernel;
    this.#table = this.#table.compacted();
    this.#search = this.#search.of(this.#table, kernel);
  }

  async search(request: IndexRequest): Promise<readonly Hit[]> {
    while (this.#search.isBusy) await this.#search.batchEnd();
    return this.searchSync(request);
  }

  /**
   * Does what {@linkcode HammingIndex.search} does, at once.
   *
   * @throws {Error} while a batch is being searched
   */
  searchSync(request: IndexRequest): readonly Hit[] {
    checkIndexRequest(request, this.info);
    return hitsOf(this.#search.search(request), this.#table);
  }

  /** Searches like {@linkcode HammingIndex.searchSync}, for numbers and distances only. */
  nearest(request: IndexRequest): Nearest {
    checkIndexRequest(request, this.info);
    return nearestOf(this.#search.search(request), this.#table);
  }

  /** The answers to several requests, in their order. */
  async searchBatch(
    requests: readonly IndexRequest[],
    options: BatchOptions = {},
  ): Promise<readonly (readonly Hit[])[]> {
    const { found, table } = await this.#searchBatch(requests, options);
    return found.map((rows) => hitsOf(rows, table));
  }

  /** Searches like {@linkcode HammingIndex.searchBatch}, for numbers and distances only. */
  async nearestBatch(
    requests: readonly IndexRequest[],
    options: BatchOptions = {},
  ): Promise<readonly Nearest[]> {
    const { found, table } = await this.#searchBatch(requests, options);
    return found.map((rows) => nearestOf(rows, table));
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
    this.#search.refuseDuringBatch("make tables");
    this.#kernel.prepare();
  }

  /**
   * Writes the index to a folder, after {@linkcode HammingIndex.compact}: what was removed is on no
   * disk. Whenever it is interrupted, the folder holds the old index or the new one.
   *
   * @throws {InputError} if it cannot be written
   */
  async save(folder: string): Promise<void> {
    while (this.#search.isBusy) await this.#search.batchEnd();
    this.compact();
    await writeIndex(folder, {
      info: this.info,
      table: this.#table,
      codes: this.codes(),
    });
  }

  async close(): Promise<void> {
    await this.#search.close();
    this.#table.close();
  }

  /** The rows of a batch, and the table they are rows of. */
  async #searchBatch(requests: readonly IndexRequest[], options: BatchOptions) {
    checkBatch(requests, options, this.info);
    while (this.#search.isBusy) await this.#search.batchEnd();
    const table = this.#table;
    return { found: await this.#search.searchBatch(requests, options), table };
  }

  #stored(row: number): StoredCase {
    return {
      number: this.#table.numberOf(row),
      case: this.#table.at(row),
      code: this.#kernel.read(row, row + 1),
    };
  }
}

function hitsOf({ rows, distances }: RowHits, table: CaseTable): readonly Hit[] {
  return Array.from(rows, (row, n) => ({
    distance: distances[n]!,
    number: table.numberOf(row),
    case: table.at(row),
  }));
}

function nearestOf({ rows, distances }: RowHits, table: CaseTable): Nearest {
  return { numbers: rows.map((row) => table.numberOf(row)), distances };
}
