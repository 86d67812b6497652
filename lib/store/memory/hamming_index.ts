/**
 * The index in memory: codes with their cases, searched exactly.
 *
 * @module
 */
import { bytesPerCode } from "../../codes/pack.ts";
import type { Case, Hit, StoredCase } from "../case.ts";
import { CaseTable } from "./case_table.ts";
import type { CasePage, CodeStore, ListRequest, StoreInfo } from "../code_store.ts";
import { pageOf, pageStart } from "../cursor.ts";
import { fittingRows } from "./filter_mask.ts";
import { readIndex, writeIndex } from "./index_files.ts";
import type { ExpectedIndex } from "./index_manifest.ts";
import { checkIndexRequest, type IndexRequest } from "./index_request.ts";
import { hitsOf, type IndexRows, type Nearest, nearestOf, storedAt } from "./index_rows.ts";
import { createKernel } from "../kernel/create.ts";
import type { HammingKernel, KernelKind, RowHits } from "../kernel/kernel.ts";
import { Lending } from "./lending.ts";
import { RowSearch } from "./row_search.ts";

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
 * const film = { patient: "1", labels: [], unknown: [], sex: "F", age: 60, view: "PA", image: "" };
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
  readonly #lending = new Lending();

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
    this.#lending.refuse("add cases");
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
    this.#lending.refuse("remove cases");
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
    this.#lending.refuse("compact");
    if (this.#table.count === this.#table.rows) return;
    const kernel = createKernel(this.info.bits, this.#kind);
    kernel.reserve(this.size);
    for (const [from, to] of this.#table.runs()) kernel.append(this.#kernel.read(from, to));
    this.#kernel = kernel;
    this.#table = this.#table.compacted();
    this.#search = new RowSearch(this.#table, kernel, this.info.bits);
  }

  async search(request: IndexRequest): Promise<readonly Hit[]> {
    while (this.#lending.isLent) await this.#lending.end();
    return this.searchSync(request);
  }

  /**
   * Does what {@linkcode HammingIndex.search} does, at once.
   *
   * @throws {Error} while a batch is being searched
   */
  searchSync(request: IndexRequest): readonly Hit[] {
    return hitsOf(this.#found(request), this.#rows);
  }

  /** Searches like {@linkcode HammingIndex.searchSync}, for numbers and distances only. */
  nearest(request: IndexRequest): Nearest {
    return nearestOf(this.#found(request), this.#rows);
  }

  /**
   * Lends the rows to a reader, as soon as nobody else has them. Until it is done, changes are
   * refused and other searches wait.
   *
   * @internal For `BatchSearch`
   */
  async lend<T>(use: (rows: IndexRows) => Promise<T>): Promise<T> {
    return await this.#lending.lend(() => use(this.#rows));
  }

  async find(ids: readonly string[]): Promise<readonly (StoredCase | undefined)[]> {
    const rows = ids.map((id) => this.#table.rowOf(id));
    return await Promise.resolve(
      rows.map((row) => row === undefined ? undefined : this.#stored(row)),
    );
  }

  async list(request: ListRequest): Promise<CasePage> {
    const start = pageStart(request);
    const { filter, limit } = request;
    const table = this.#table;
    let first = table.firstRowFrom(start.number);
    // A number is nobody else's here, so whoever has passed it has passed its only case.
    if (first < table.rows && table.numberOf(first) === start.number && start.passed > 0) first++;
    const entries: StoredCase[] = [];
    for (const row of fittingRows(table, filter, first)) {
      entries.push(this.#stored(row));
      if (entries.length > limit) break;
    }
    return await Promise.resolve(pageOf(entries, request, start));
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
    this.#lending.refuse("make tables");
    this.#kernel.prepare();
  }

  /**
   * Writes the index to a folder, after {@linkcode HammingIndex.compact}: what was removed is on no
   * disk. Whenever it is interrupted, the folder holds the old index or the new one.
   *
   * @throws {InputError} if it cannot be written
   */
  async save(folder: string): Promise<void> {
    while (this.#lending.isLent) await this.#lending.end();
    this.compact();
    await writeIndex(folder, {
      info: this.info,
      table: this.#table,
      codes: this.codes(),
    });
  }

  async close(): Promise<void> {
    while (this.#lending.isLent) await this.#lending.end();
    this.#table.close();
  }

  #found(request: IndexRequest): RowHits {
    checkIndexRequest(request, this.info);
    this.#lending.refuse("search at once");
    return this.#search.search(request);
  }

  get #rows(): IndexRows {
    return { table: this.#table, kernel: this.#kernel, search: this.#search };
  }

  #stored(row: number): StoredCase {
    return storedAt(row, this.#rows);
  }
}
