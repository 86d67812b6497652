// Multi-index hashing (Norouzi, Punjani and Fleet, CVPR 2012): codes are cut into chunks, and each
// chunk has a table of all codes sorted by the chunk's value. A code that differs in few bits from
// a query has at least one chunk that hardly differs, so it is enough to look at values near those
// of the query's chunks.
//
// A table is a list of ends u32[2^bits + 1], of which the first is 0, and entries: those of value v
// stand from ends[v] to ends[v + 1]. An entry is a code, padded to 64-bit words, and its row; so a
// probe reads memory in order and rarely needs anything else.
//
// Chunks are described at an address, 16 bytes each: the word of the code that holds it, its lowest
// bit therein, its bits, and the address of its table.

import { admit, admittedOf, boundOf } from "./nearest";

/** Values of a chunk are sorted by so many low bits first, then by the others. */
const LOW_BITS: u32 = 8;

@inline
function entryBytes(width: u32): usize {
  return width > 8 ? 20 : 12;
}

@inline
function chunkOf(word: u64, chunk: usize): u32 {
  return <u32>((word >> load<u32>(chunk, 4)) & ((<u64>1 << load<u32>(chunk, 8)) - 1));
}

@inline
function valueOf(entry: usize, chunk: usize): u32 {
  return chunkOf(load<u64>(entry + (<usize>load<u32>(chunk) << 3)), chunk);
}

@inline
function increment(counts: usize, place: u32): u32 {
  const count = load<u32>(counts + (<usize>place << 2));
  store<u32>(counts + (<usize>place << 2), count + 1);
  return count;
}

/** Replaces counts by their sums before each, which is where the first of each kind goes. */
function sumBefore(counts: usize, length: u32): void {
  let sum: u32 = 0;
  for (let i: u32 = 0; i < length; i++) {
    const count = load<u32>(counts + (<usize>i << 2));
    store<u32>(counts + (<usize>i << 2), sum);
    sum += count;
  }
}

/** Writes the entry of a row. */
function writeEntry(codes: usize, row: u32, width: u32, entry: usize): void {
  const first = codes + (<usize>(row >> 4) * width << 4) + (row & 15);
  store<u64>(entry, 0);
  if (width > 8) store<u64>(entry, 0, 8);
  for (let i: u32 = 0; i < width; i++) store<u8>(entry + i, load<u8>(first + (<usize>i << 4)));
  store<u32>(entry + entryBytes(width) - 4, row);
}

@inline
function copyEntry(from: usize, to: usize, width: u32): void {
  store<u64>(to, load<u64>(from));
  if (width > 8) {
    store<u64>(to, load<u64>(from, 8), 8);
    store<u32>(to, load<u32>(from, 16), 16);
  } else store<u32>(to, load<u32>(from, 8), 8);
}

/**
 * Fills the table of a chunk with all rows: sorts them by the low bits of the chunk's value, and
 * then by the high ones, since a processor writes to a few hundred places at once much faster than
 * to a hundred thousand.
 *
 * @param spare Room for `rows` entries and 256 numbers
 */
export function buildTable(codes: usize, rows: u32, width: u32, chunk: usize, spare: usize): void {
  const bits = load<u32>(chunk, 8);
  const ends = load<u32>(chunk, 12) + 4;
  const entries = ends + (<usize>1 << bits << 2);
  const size = entryBytes(width);
  const lowCounts = spare + size * rows;
  const lowValues: u32 = 1 << min(bits, LOW_BITS);

  memory.fill(ends - 4, 0, entries - ends + 4);
  memory.fill(lowCounts, 0, <usize>lowValues << 2);
  for (let row: u32 = 0; row < rows; row++) {
    writeEntry(codes, row, width, entries + size * row);
    const value = valueOf(entries + size * row, chunk);
    increment(ends, value);
    increment(lowCounts, value & (lowValues - 1));
  }
  sumBefore(ends, 1 << bits);
  sumBefore(lowCounts, lowValues);
  for (let row: u32 = 0; row < rows; row++) {
    const entry = entries + size * row;
    const place = increment(lowCounts, valueOf(entry, chunk) & (lowValues - 1));
    copyEntry(entry, spare + size * place, width);
  }
  for (let row: u32 = 0; row < rows; row++) {
    const entry = spare + size * row;
    const place = increment(ends, valueOf(entry, chunk));
    copyEntry(entry, entries + size * place, width);
  }
}

/**
 * Admits rows whose chunk differs from the query's in so many bits, and which no earlier probe has
 * met: probes go by the bits, then by the chunk. Unlike a scan it meets rows in no order, so rows
 * at the bound are admitted, too.
 *
 * @param query The padded code, of whole words
 * @param last The greatest distance to admit
 * @param capacity Entries that the list has room for
 * @param budget The most to spend: 1 a row looked at, `lookup` a value looked up
 * @returns What it spent; more than the budget when it gave up
 */
export function probe(
  width: u32,
  chunks: usize,
  chunkCount: u32,
  index: u32,
  flips: u32,
  query: usize,
  mask: usize,
  nearest: usize,
  last: u32,
  capacity: u32,
  lookup: u32,
  budget: u32,
): u32 {
  const chunk = chunks + (<usize>index << 4);
  const bits = load<u32>(chunk, 8);
  const ends = load<u32>(chunk, 12);
  const entries = ends + 4 + (<usize>1 << bits << 2);
  const size = entryBytes(width);
  const value = valueOf(query, chunk);
  const low = load<u64>(query);
  const high = load<u64>(query, 8);
  let most = min(boundOf(nearest), last);
  let spent: u32 = 0;
  for (let flipped = (<u64>1 << flips) - 1; flipped < <u64>1 << bits;) {
    const place = ends + (<usize>(value ^ <u32>flipped) << 2);
    const from = load<u32>(place);
    const to = load<u32>(place, 4);
    spent += lookup + to - from;
    if (spent > budget) break;
    const end = entries + size * to;
    for (let entry = entries + size * from; entry < end; entry += size) {
      const x = load<u64>(entry) ^ low;
      const y = width > 8 ? load<u64>(entry, 8) ^ high : 0;
      const distance = <u32>popcnt(x) + <u32>popcnt(y);
      if (distance > most) continue;
      const row = load<u32>(entry + size - 4);
      if (mask != 0 && load<u8>(mask + row) != 0) continue;
      if (isMetEarlier(x, y, chunks, chunkCount, index, flips)) continue;
      if (admittedOf(nearest) == capacity) return budget + 1;
      most = min(admit(nearest, row, distance), last);
    }
    if (flipped == 0) break;
    flipped = nextOfSameCount(flipped);
  }
  return spent;
}

/** Whether an earlier probe met the row that differs from the query so. */
function isMetEarlier(
  x: u64,
  y: u64,
  chunks: usize,
  chunkCount: u32,
  index: u32,
  flips: u32,
): bool {
  for (let i: u32 = 0; i < chunkCount; i++) {
    const chunk = chunks + (<usize>i << 4);
    const differing = <u32>popcnt(chunkOf(load<u32>(chunk) == 0 ? x : y, chunk));
    if (differing < flips || (differing == flips && i < index)) return true;
  }
  return false;
}

/** The next larger number with as many set bits (Warren, Hacker's Delight, section 2-1). */
@inline
function nextOfSameCount(bits: u64): u64 {
  const lowest = bits & -bits;
  const ripple = bits + lowest;
  return ripple | ((bits ^ ripple) >> (2 + ctz(bits)));
}
