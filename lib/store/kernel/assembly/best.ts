// The k best rows so far, as bytes at an address:
//
//   0 k | 4 how many there are | 16 scores of a block i16[32] | 80 entries u64[k]
//
// An entry has the score in the high half and the complement of the row in the low one, so that the
// greater entry is the better one: of one score, the one of the lower row. Entries are a binary heap
// with the worst at its root, which is all that another row must be compared with.

const ENTRIES: usize = 80;

/** Where the scores of a block are free to lie. */
export const SCORES: usize = 16;

/** Empties a list for the k best rows. */
export function beginBest(best: usize, k: u32): void {
  store<u32>(best, k);
  store<u32>(best, 0, 4);
}

@inline
export function entryOf(score: u32, row: u32): u64 {
  return (<u64>score << 32) | ~row;
}

/** The worst entry of a full list, which better ones replace; 0 while there is room. */
@inline
export function worstOf(best: usize): u64 {
  return load<u32>(best, 4) < load<u32>(best) ? 0 : load<u64>(best, ENTRIES);
}

/** Takes an entry, which the caller has found better than the worst. */
export function take(best: usize, entry: u64): void {
  const count = load<u32>(best, 4);
  const k = load<u32>(best);
  if (count == k) return sink(best + ENTRIES, 0, k, entry);
  store<u32>(best, count + 1, 4);
  let place = count;
  while (place > 0) {
    const above = (place - 1) >> 1;
    const other = load<u64>(best + ENTRIES + (<usize>above << 3));
    if (other <= entry) break;
    store<u64>(best + ENTRIES + (<usize>place << 3), other);
    place = above;
  }
  store<u64>(best + ENTRIES + (<usize>place << 3), entry);
}

/** Puts an entry at a place of the heap, or below it where better ones belong above. */
function sink(entries: usize, place: u32, count: u32, entry: u64): void {
  for (let below: u32 = 2 * place + 1; below < count; below = 2 * place + 1) {
    let other = load<u64>(entries + (<usize>below << 3));
    if (below + 1 < count) {
      const next = load<u64>(entries + (<usize>below << 3), 8);
      if (next < other) {
        other = next;
        below++;
      }
    }
    if (entry <= other) break;
    store<u64>(entries + (<usize>place << 3), other);
    place = below;
  }
  store<u64>(entries + (<usize>place << 3), entry);
}

/** Sorts the entries, the best first. Returns how many there are. */
export function finishBest(best: usize): u32 {
  const count = load<u32>(best, 4);
  const entries = best + ENTRIES;
  for (let last = count; last > 1; last--) {
    const end = entries + (<usize>(last - 1) << 3);
    const moved = load<u64>(end);
    store<u64>(end, load<u64>(entries));
    sink(entries, 0, last - 1, moved);
  }
  return count;
}
