/**
 * Columns of text for millions of rows: one run of UTF-8 bytes and where each text ends in it, so
 * that a text becomes a string only when it is asked for.
 *
 * @module
 */
import { grown } from "./columns.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** Ends are kept as 32-bit numbers. */
const MOST_BYTES = 2 ** 32 - 1;

/** A growing list of texts. */
export class TextColumn {
  #bytes: Uint8Array;
  /** `[length]` where each text ends; it starts where the one before ends. */
  #ends: Uint32Array;
  #length: number;

  /** A column of the texts whose bytes and ends are given; empty unless told. */
  constructor(bytes: Uint8Array = new Uint8Array(0), ends: Uint32Array = new Uint32Array(0)) {
    this.#bytes = bytes;
    this.#ends = ends;
    this.#length = ends.length;
  }

  /** The number of texts. */
  get length(): number {
    return this.#length;
  }

  /** All texts in UTF-8, one behind the other. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#start(this.#length));
  }

  /** `[length]` where each text ends in {@linkcode bytes}. */
  get ends(): Uint32Array {
    return this.#ends.subarray(0, this.#length);
  }

  /** The text of a row. */
  at(row: number): string {
    return decoder.decode(this.bytesAt(row));
  }

  /** The text of a row in UTF-8. */
  bytesAt(row: number): Uint8Array {
    return this.#bytes.subarray(this.#start(row), this.#ends[row]!);
  }

  /**
   * Adds a text as the last row.
   *
   * @throws {RangeError} if the texts together have more than 4 GiB
   */
  push(text: string): void {
    this.pushBytes(encoder.encode(text));
  }

  /** Adds a text that is UTF-8 already; see {@linkcode push}. */
  pushBytes(bytes: Uint8Array): void {
    const start = this.#start(this.#length);
    const end = start + bytes.length;
    if (end > MOST_BYTES) {
      throw new RangeError("Cannot add a text: the texts of a column can have 4 GiB together");
    }
    this.#bytes = grown(this.#bytes, end);
    this.#ends = grown(this.#ends, this.#length + 1);
    this.#bytes.set(bytes, start);
    this.#ends[this.#length++] = end;
  }

  #start(row: number): number {
    return row === 0 ? 0 : this.#ends[row - 1]!;
  }
}

/** Finds the row of a text: a hash table over a column, which keeps no strings. */
export class TextLookup {
  readonly #column: TextColumn;
  /** Row + 1, or 0 where the slot is free; the length is a power of two. */
  #slots = new Int32Array(16);
  #used = 0;

  /** A lookup of all rows of a column; of equal texts it finds the last. */
  constructor(column: TextColumn) {
    this.#column = column;
    this.#rebuild(column.length);
    for (let row = 0; row < column.length; row++) this.put(row);
  }

  /** The row of a text, or undefined where no row has it. */
  rowOf(text: string): number | undefined {
    const row = this.#slots[this.#slotOf(encoder.encode(text))]! - 1;
    return row < 0 ? undefined : row;
  }

  /** Makes a row findable; it takes the place of an earlier row with the same text. */
  put(row: number): void {
    const slot = this.#slotOf(this.#column.bytesAt(row));
    if (this.#slots[slot] === 0) this.#used++;
    this.#slots[slot] = row + 1;
    if (2 * this.#used > this.#slots.length) this.#rebuild(this.#used);
  }

  /** The slot that holds the text, or the free one where it belongs. */
  #slotOf(text: Uint8Array): number {
    const last = this.#slots.length - 1;
    for (let slot = hash(text) & last;; slot = (slot + 1) & last) {
      const row = this.#slots[slot]! - 1;
      if (row < 0 || equal(this.#column.bytesAt(row), text)) return slot;
    }
  }

  /** Moves to a table with room for twice as many texts. */
  #rebuild(texts: number): void {
    const rows = this.#slots.filter((entry) => entry !== 0);
    this.#slots = new Int32Array(Math.max(16, 2 ** Math.ceil(Math.log2(4 * texts + 1))));
    for (const entry of rows) {
      this.#slots[this.#slotOf(this.#column.bytesAt(entry - 1))] = entry;
    }
  }
}

/** FNV-1a, and a last mix so that the low bits depend on all bytes. */
function hash(bytes: Uint8Array): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) h = Math.imul(h ^ bytes[i]!, 0x01000193);
  return h ^ (h >>> 15);
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
