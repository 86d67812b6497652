/**
 * Columns of text for millions of rows: one run of UTF-8 bytes and where each text ends in it, so
 * that a text becomes a string only when it is asked for.
 *
 * @module
 */
import { grown, Lazy } from "./columns.ts";

const encoder = new TextEncoder();
/** A byte-order mark is a part of a text here. */
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
/** Ends are kept as 32-bit numbers. */
const MOST_BYTES = 2 ** 32 - 1;

/** Texts as they are kept. */
export interface TextData {
  /** All texts in UTF-8, one behind the other. */
  readonly bytes: Uint8Array;
  /** `[length]` where each text ends; it starts where the one before ends. */
  readonly ends: Uint32Array;
}

const NO_TEXTS: TextData = { bytes: new Uint8Array(), ends: new Uint32Array() };

/** A growing list of texts. */
export class TextColumn {
  readonly #data: Lazy<TextData>;
  #length: number;

  /** A column of `length` texts, loaded when they are first asked for; default: empty. */
  constructor(length = 0, data: Lazy<TextData> = Lazy.of(NO_TEXTS)) {
    this.#length = length;
    this.#data = data;
  }

  /** The number of texts. */
  get length(): number {
    return this.#length;
  }

  /** The texts as they are kept, for reading. */
  get data(): TextData {
    const { bytes, ends } = this.#data.get();
    const used = ends.subarray(0, this.#length);
    return { bytes: bytes.subarray(0, used.at(-1) ?? 0), ends: used };
  }

  /** The text of a row. */
  at(row: number): string {
    const data = this.#data.get();
    return decoder.decode(data.bytes.subarray(startOf(row, data), data.ends[row]!));
  }

  /**
   * Adds a text as the last row.
   *
   * @throws {RangeError} if the texts together have more than 4 GiB
   */
  push(text: string): void {
    const data = this.#data.get();
    const added = encoder.encode(text);
    const start = startOf(this.#length, data);
    const end = start + added.length;
    if (end > MOST_BYTES) {
      throw new RangeError("Cannot add a text: the texts of a column can have 4 GiB together");
    }
    const bytes = grown(data.bytes, end);
    const ends = grown(data.ends, this.#length + 1);
    bytes.set(added, start);
    ends[this.#length++] = end;
    this.#data.set({ bytes, ends });
  }

  /** Frees what it holds if it was never asked for. */
  close(): void {
    this.#data.close();
  }
}

/** Finds the row of a text: a hash table over a column, which keeps no strings. */
export class TextLookup {
  readonly #column: TextColumn;
  /** Row + 1, or 0 where the slot is free; the length is a power of two. */
  #slots: Uint32Array = new Uint32Array(16);
  #used = 0;

  /** A lookup of all rows of a column; of equal texts it finds the last. */
  constructor(column: TextColumn) {
    this.#column = column;
    this.#slots = new Uint32Array(tableLength(column.length));
    const data = column.data;
    for (let row = 0; row < column.length; row++) this.#put(row, data);
  }

  /** The row of a text, or undefined where no row has it. */
  rowOf(text: string): number | undefined {
    const bytes = encoder.encode(text);
    const slot = this.#slotOf(bytes, 0, bytes.length, this.#column.data);
    const row = this.#slots[slot]! - 1;
    return row < 0 ? undefined : row;
  }

  /** Makes a row findable; it takes the place of an earlier row with the same text. */
  put(row: number): void {
    this.#put(row, this.#column.data);
    if (2 * this.#used <= this.#slots.length) return;
    const { data } = this.#column;
    const rows = this.#slots.filter((entry) => entry !== 0);
    this.#slots = new Uint32Array(tableLength(this.#used));
    this.#used = 0;
    for (const entry of rows) this.#put(entry - 1, data);
  }

  #put(row: number, data: TextData): void {
    const slot = this.#slotOf(data.bytes, startOf(row, data), data.ends[row]!, data);
    if (this.#slots[slot] === 0) this.#used++;
    this.#slots[slot] = row + 1;
  }

  /** The slot that holds the text of some bytes, or the free one where it belongs. */
  #slotOf(bytes: Uint8Array, start: number, end: number, data: TextData): number {
    const last = this.#slots.length - 1;
    for (let slot = hash(bytes, start, end) & last;; slot = (slot + 1) & last) {
      const row = this.#slots[slot]! - 1;
      if (row < 0 || isTextOf(row, data, bytes, start, end)) return slot;
    }
  }
}

/** Slots for so many texts: at most half of them used, and room for as many again. */
function tableLength(texts: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(16, 2 * texts + 2)));
}

function startOf(row: number, { ends }: TextData): number {
  return row === 0 ? 0 : ends[row - 1]!;
}

function isTextOf(
  row: number,
  data: TextData,
  bytes: Uint8Array,
  start: number,
  end: number,
): boolean {
  const from = startOf(row, data);
  if (data.ends[row]! - from !== end - start) return false;
  // From the end: names that are counted up begin alike.
  for (let i = end - start - 1; i >= 0; i--) {
    if (data.bytes[from + i] !== bytes[start + i]) return false;
  }
  return true;
}

/** FNV-1a, and a last mix so that the low bits depend on all bytes. */
function hash(bytes: Uint8Array, start: number, end: number): number {
  let h = 0x811c9dc5;
  for (let i = start; i < end; i++) h = Math.imul(h ^ bytes[i]!, 0x01000193);
  return h ^ (h >>> 15);
}
