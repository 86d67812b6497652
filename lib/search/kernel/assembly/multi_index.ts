// Multi-index hashing (Norouzi, Punjani and Fleet, CVPR 2012): codes are cut into chunks, and each
// chunk has a table of the rows by its value. Codes that differ in few bits from a query have at
// least one chunk that hardly differs, so it is enough to look at values near the query's chunks.
//
// A table is a list of ends u32[2^bits + 1], of which the first is 0, and rows u32[n] sorted by
// value: the rows of value v stand from ends[v] to ends[v + 1].
//
// Chunks are described at an address, 16 bytes each: the 64-bit word of the code that holds it, its
// lowest bit therein, its bits, and the address of its table.

import { admit, admittedOf, boundOf } from "./nearest";

@inline
function wordOf(codes: usize, row: u32, width: u32, word: u32): u64 {
  const end = min(width, (word << 3) + 8);
  const first = codes + (<usize>(row >> 4) * width << 4) + (row & 15);
  let value: u64 = 0;
  for (let byte = end; byte-- > word << 3;) {
    value = (value << 8) | load<u8>(first + (<usize>byte << 4));
  }
  return value;
}

@inline
function chunkOf(word: u64, chunk: usize): u32 {
  return <u32>((word >> load<u32>(chunk, 4)) & ((<u64>1 << load<u32>(chunk, 8)) - 1));
}

@inline
function rowsOfTable(chunk: usize): usize {
  return load<u32>(chunk, 12) + (((<usize>1 << load<u32>(chunk, 8)) + 1) << 2);
}

/** Fills the table of a chunk with all rows. */
export function buildTable(codes: usize, rows: u32, width: u32, chunk: usize): void {
  const word = load<u32>(chunk);
  const ends = load<u32>(chunk, 12);
  const list = rowsOfTable(chunk);
  memory.fill(ends, 0, list - ends);
  for (let row: u32 = 0; row < rows; row++) {
    const place = ends + 4 + (<usize>chunkOf(wordOf(codes, row, width, word), chunk) << 2);
    store<u32>(place, load<u32>(place) + 1);
  }
  let total: u32 = 0;
  for (let place = ends + 4; place < list; place += 4) {
    const count = load<u32>(place);
    store<u32>(place, total);
    total += count;
  }
  for (let row: u32 = 0; row < rows; row++) {
    const place = ends + 4 + (<usize>chunkOf(wordOf(codes, row, width, word), chunk) << 2);
    const at = load<u32>(place);
    store<u32>(list + (<usize>at << 2), row);
    store<u32>(place, at + 1);
  }
}

/**
 * Admits rows whose chunk differs from the query's in so many bits, and which no earlier probe has
 * met: probes go by the bits, then by the chunk. Unlike a scan it meets rows in no order, so rows
 * at the bound are admitted, too.
 *
 * @param query The padded code, of whole 64-bit words
 * @param last The greatest distance to admit
 * @param capacity Entries that the list has room for
 * @param budget The most to spend: 1 a value looked up, 3 a row looked at
 * @returns What it spent; more than the budget when it gave up
 */
export function probe(
  codes: usize,
  width: u32,
  chunks: usize,
  chunkCount: u32,
  index: u32,
  bits: u32,
  query: usize,
  mask: usize,
  nearest: usize,
  last: u32,
  capacity: u32,
  budget: u32,
): u32 {
  const chunk = chunks + (<usize>index << 4);
  const ends = load<u32>(chunk, 12);
  const list = rowsOfTable(chunk);
  const value = chunkOf(load<u64>(query + (<usize>load<u32>(chunk) << 3)), chunk);
  const low = load<u64>(query);
  const high = width > 8 ? load<u64>(query, 8) : 0;
  const limit = <u64>1 << load<u32>(chunk, 8);
  let spent: u32 = 0;
  for (let flips = (<u64>1 << bits) - 1; flips < limit; flips = nextOfSameCount(flips)) {
    const bucket = ends + (<usize>(value ^ <u32>flips) << 2);
    const end = load<u32>(bucket, 4);
    spent++;
    for (let at = load<u32>(bucket); at < end; at++) {
      spent += 3;
      const row = load<u32>(list + (<usize>at << 2));
      const x = wordOf(codes, row, width, 0) ^ low;
      const y = width > 8 ? wordOf(codes, row, width, 1) ^ high : 0;
      const distance = <u32>popcnt(x) + <u32>popcnt(y);
      if (distance > min(boundOf(nearest), last)) continue;
      if (mask != 0 && load<u8>(mask + row) != 0) continue;
      if (isMetEarlier(x, y, chunks, chunkCount, index, bits)) continue;
      if (admittedOf(nearest) == capacity) return budget + 1;
      admit(nearest, row, distance);
    }
    if (spent > budget || flips == 0) break;
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
  bits: u32,
): bool {
  for (let i: u32 = 0; i < chunkCount; i++) {
    const chunk = chunks + (<usize>i << 4);
    const differing = <u32>popcnt(chunkOf(load<u32>(chunk) == 0 ? x : y, chunk));
    if (differing < bits || (differing == bits && i < index)) return true;
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
