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

/** Nanoseconds … of work in the units of a probe: 1 a value looked up, 3 a row looked at. */
const WORK_PER_ROW_LOOKED_AT = 3;

/** How many bytes of codes a scan compares in the time of one unit of work. */
const SCANNED_BYTES_PER_WORK = 200;

/** The work of a scan, in the units of a probe. */
export function scanWork(rows: number, bits: number): number {
  return rows * bits / 8 / SCANNED_BYTES_PER_WORK;
}

/**
 * The chunks of codes: of equal length as nearly as can be, none over the border of two words, and
 * none so long that its table has more values than rows.
 */
export function chunksOf(bits: number, rows: number): readonly Chunk[] {
  const most = Math.max(1, Math.floor(Math.log2(Math.max(2, rows))));
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

/** The bytes of a chunk's table. */
export function tableBytes({ bits }: Chunk, rows: number): number {
  return 4 * (2 ** bits + 1 + rows);
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
  return choose(bits, flips) * (1 + WORK_PER_ROW_LOOKED_AT * rows / 2 ** bits);
}

function choose(n: number, k: number): number {
  let result = 1;
  for (let i = 0; i < k; i++) result *= (n - i) / (i + 1);
  return result;
}
