/**
 * The index in memory: codes with their cases, searched exactly.
 *
 * @module
 */
import { bytesPerCode } from "../codes/pack.ts";
import type { Case, Hit } from "./case.ts";
import { CaseTable } from "./case_table.ts";
import type { CodeStore, SearchRequest, StoredCase, StoreInfo } from "./code_store.ts";
import type { Filter } from "./filter.ts";
import { maskRows } from "./filter_mask.ts";
import { type ExpectedIndex, readIndex, writeIndex } from "./index_files.ts";
import { type HammingKernel, strideOf } from "./kernel/kernel.ts";
import { PlainKernel } from "./kernel/plain.ts";

/** The longest code that an index holds. */
const MOST_BITS = 128;

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
  readonly #rowBytes: number;
  #table: CaseTable;
  #kernel: HammingKernel;
  /** The filter that the kernel's mask was made of, as JSON; undefined when it must be made anew. */
  #maskOf: string | undefined;

  private constructor(info: StoreInfo, table: CaseTable, kernel: HammingKernel) {
    this.info = info;
    this.#rowBytes = bytesPerCode(info.bits);
    this.#table = table;
    this.#kernel = kernel;
  }

  /**
   * An index without cases.
   *
   * @throws {RangeError} unless `bits` is a multiple of 8 from 8 to 128
   */
  static empty(info: StoreInfo): HammingIndex {
    bytesPerCode(info.bits);
    if (info.bits > MOST_BITS) {
      throw new RangeError(
        `Cannot index codes of ${info.bits} bits: expected at most ${MOST_BITS}`,
      );
    }
    return new HammingIndex(info, new CaseTable(info.labelNames), newKernel(info.bits));
  }

  /**
   * The index that {@linkcode HammingIndex.save} wrote to a folder.
   *
   * @param expected What the codes must be; anything unless told
   * @throws {InputError} if there is none, it is damaged, or it is not what is expected
   */
  static async open(folder: string, expected: ExpectedIndex = {}): Promise<HammingIndex> {
    const { info, table, kernel } = await readIndex(folder, expected, newKernel);
    return new HammingIndex(info, table, kernel);
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
    if (codes.length !== cases.length * this.#rowBytes) {
      throw new RangeError(
        `Cannot add ${cases.length} cases: expected ${cases.length} codes of ${this.#rowBytes} ` +
          `bytes, received ${codes.length} bytes`,
      );
    }
    const first = this.#table.rows;
    this.#table.add(cases);
    this.#maskOf = undefined;
    const rows = this.#kernel.codes(this.#table.rows);
    for (let n = 0; n < cases.length; n++) {
      const code = codes.subarray(n * this.#rowBytes, (n + 1) * this.#rowBytes);
      rows.set(code, (first + n) * this.#kernel.stride);
    }
  }

  /**
   * Removes the cases of these ids, where they are there.
   *
   * @returns How many there were
   */
  remove(ids: readonly string[]): number {
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
    if (this.#table.count === this.#table.rows) return;
    const { stride } = this.#kernel;
    const codes = this.#kernel.codes(this.#table.rows);
    const kernel = newKernel(this.info.bits);
    const kept = kernel.codes(this.#table.count);
    for (let row = 0, to = 0; row < this.#table.rows; row++) {
      if (this.#table.removed[row] !== 0) continue;
      kept.set(codes.subarray(row * stride, (row + 1) * stride), to++ * stride);
    }
    this.#kernel = kernel;
    this.#table = this.#table.compacted();
    this.#maskOf = undefined;
  }

  async search(request: SearchRequest): Promise<readonly Hit[]> {
    return await Promise.resolve(this.searchSync(request));
  }

  /** Does what {@linkcode HammingIndex.search} does, at once. */
  searchSync(request: SearchRequest): readonly Hit[] {
    const query = this.#paddedQuery(request);
    const masked = this.#prepareMask(request.filter);
    const { rows, distances } = this.#kernel.scan(query, this.#table.rows, {
      top: request.top,
      radius: request.radius ?? this.info.bits,
      masked,
    });
    return Array.from(rows, (row, n) => ({
      distance: distances[n]!,
      number: this.#table.numberOf(row),
      case: this.#table.at(row),
    }));
  }

  /** The answers to several requests, in their order. */
  async searchBatch(requests: readonly SearchRequest[]): Promise<readonly (readonly Hit[])[]> {
    return await Promise.all(requests.map((request) => this.search(request)));
  }

  async find(ids: readonly string[]): Promise<readonly (StoredCase | undefined)[]> {
    const rows = ids.map((id) => this.#table.rowOf(id));
    return await Promise.resolve(
      rows.map((row) => row === undefined ? undefined : this.#stored(row)),
    );
  }

  /** All cases with their codes, ordered by number. */
  *entries(): Generator<StoredCase> {
    for (let row = 0; row < this.#table.rows; row++) {
      if (this.#table.removed[row] === 0) yield this.#stored(row);
    }
  }

  /**
   * Writes the index to a folder, after {@linkcode HammingIndex.compact}: what was removed is on no
   * disk. Whenever it is interrupted, the folder holds the old index or the new one.
   *
   * @throws {InputError} if it cannot be written
   */
  async save(folder: string): Promise<void> {
    this.compact();
    await writeIndex(folder, {
      info: this.info,
      table: this.#table,
      codes: this.#packedCodes(),
    });
  }

  async close(): Promise<void> {}

  #stored(row: number): StoredCase {
    const start = row * this.#kernel.stride;
    const codes = this.#kernel.codes(this.#table.rows);
    return {
      number: this.#table.numberOf(row),
      case: this.#table.at(row),
      code: codes.slice(start, start + this.#rowBytes),
    };
  }

  /** Whether a scan must heed the mask, which holds the filter then. */
  #prepareMask(filter: Filter | undefined): boolean {
    if (filter === undefined && this.#table.count === this.#table.rows) return false;
    const key = JSON.stringify(filter ?? null);
    if (key !== this.#maskOf) {
      maskRows(this.#table, filter, this.#kernel.mask(this.#table.rows));
      this.#maskOf = key;
    }
    return true;
  }

  #paddedQuery({ code, top, radius }: SearchRequest): Uint8Array {
    if (code.length !== this.#rowBytes) {
      throw new RangeError(
        `Cannot search: the code has ${8 * code.length} bits, those of the index have ` +
          this.info.bits,
      );
    }
    if (!(Number.isInteger(top) && top >= 1)) {
      throw new RangeError(`Cannot search: top is ${top}, expected a whole number from 1`);
    }
    if (radius !== undefined && !(radius >= 0)) {
      throw new RangeError(`Cannot search: the radius is ${radius}, expected 0 or more bits`);
    }
    const query = new Uint8Array(this.#kernel.stride);
    query.set(code);
    return query;
  }

  /** `[n, bits / 8]` */
  #packedCodes(): Uint8Array {
    const { stride } = this.#kernel;
    const rows = this.#table.rows;
    const padded = this.#kernel.codes(rows);
    if (stride === this.#rowBytes) return padded;
    const packed = new Uint8Array(rows * this.#rowBytes);
    for (let row = 0; row < rows; row++) {
      const start = row * stride;
      packed.set(padded.subarray(start, start + this.#rowBytes), row * this.#rowBytes);
    }
    return packed;
  }
}

function newKernel(bits: number): HammingKernel {
  return new PlainKernel(strideOf(bits));
}
