/**
 * Multi-index hashing (Norouzi, Punjani and Fleet, Fast search in Hamming space with multi-index
 * hashing, CVPR 2012): which tables there are, and in which order a search looks into them.
 *
 * @module
 */

/** A part of the bits of a code, and its table. */
export interface Chunk {
  /** The 64-bit word of the code that holds the chunk. */
  readonly word: number;
  /** Its lowest bit in the word. */
  readonly shift: number;
  readonly bits: number;
}

/** One look into the table of a chunk: all values that differ in `flips` bits from the query's. */
export interface Probe {
  readonly chunk: number;
  readonly flips: number;
  /** After this probe every row up to this distance has been met. */
  readonly complete: number;
}

/** The work of looking up a value, where looking at a row is 1. */
export const LOOKUP_WORK = 40;

/** How many bytes of codes a scan compares in the time of one unit of work. */
const SCANNED_BYTES_PER_WORK = 60;

/** Chunks are so long that a value of a chunk has about this many rows, which are read in order. */
const ROWS_PER_VALUE = 64;

/** The work of a scan, in the units of a probe. */
export function scanWork(rows: number, bits: number): number {
  return rows * bits / 8 / SCANNED_BYTES_PER_WORK;
}

/**
 * The chunks of codes: of equal length as nearly as can be, and none over the border of two words.
 */
export function chunksOf(bits: number, rows: number): readonly Chunk[] {
  const most = Math.max(1, Math.floor(Math.log2(Math.max(1, rows / ROWS_PER_VALUE))));
  const chunks: Chunk[] = [];
  for (let word = 0; 64 * word < bits; word++) {
    const wordBits = Math.min(64, bits - 64 * word);
    const count = Math.ceil(wordBits / most);
    for (let n = 0; n < count; n++) {
      const shift = Math.floor(n * wordBits / count);
      const end = Math.floor((n + 1) * wordBits / count);
      chunks.push({ word, shift, bits: end - shift });
    }
  }
  return chunks;
}

/** The bytes of an entry of a table: the padded code and its row. */
function entryBytes(codeBits: number): number {
  return codeBits > 64 ? 20 : 12;
}

/** The bytes of a chunk's table of codes. */
export function tableBytes({ bits }: Chunk, rows: number, codeBits: number): number {
  return 4 * (2 ** bits + 1) + entryBytes(codeBits) * rows;
}

/** The bytes that making a table needs beside it. */
export function spareBytes(rows: number, codeBits: number): number {
  return entryBytes(codeBits) * rows + 4 * 256;
}

/** The probes that meet every row, those of the nearest rows first. */
export function* probesOf(chunks: readonly Chunk[]): Generator<Probe> {
  const longest = Math.max(...chunks.map(({ bits }) => bits));
  for (let flips = 0; flips <= longest; flips++) {
    for (let chunk = 0; chunk < chunks.length; chunk++) {
      yield { chunk, flips, complete: chunks.length * flips + chunk };
    }
  }
}

/** The work that a probe is expected to take when codes are spread evenly. */
export function expectedWork({ flips }: Probe, { bits }: Chunk, rows: number): number {
  return choose(bits, flips) * (LOOKUP_WORK + rows / 2 ** bits);
}

function choose(n: number, k: number): number {
  let result = 1;
  for (let i = 0; i < k; i++) result *= (n - i) / (i + 1);
  return result;
}

/** The most searches that go by before multi-index hashing is tried again. */
const MOST_SKIPPED = 64;

/**
 * Whether to try multi-index hashing: after it gave up, ever more searches go by before the next
 * try, so that codes it does not suit are scanned without loss.
 */
export class Trials {
  #toSkip = 0;
  #failures = 0;

  /** Whether to try it in this search. */
  next(): boolean {
    return this.#toSkip-- <= 0;
  }

  /** Notes how a try went. */
  note(succeeded: boolean): void {
    this.#failures = succeeded ? 0 : this.#failures + 1;
    this.#toSkip = succeeded ? 0 : Math.min(MOST_SKIPPED, 2 ** this.#failures);
  }
}
