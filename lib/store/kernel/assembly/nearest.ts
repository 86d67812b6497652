// The k nearest rows so far, as bytes at an address:
//
//   0 k | 4 bound | 8 within | 12 admitted | 16 counts u32[130], one a distance | 544 a vector |
//   576 admitted entries u64[]: the distance in the high half, the row in the low
//
// `bound` starts at the radius + 1. Only rows nearer than it are admitted, and it falls to the
// smallest radius that holds k rows; `within` is how many admitted rows are nearer than it.

const COUNTS: usize = 16;
const ENTRIES: usize = 576;

/** Where 16 bytes are free for whoever searches. */
export const VECTOR: usize = 544;

@inline
export function boundOf(nearest: usize): u32 {
  return load<u32>(nearest, 4);
}

@inline
export function admittedOf(nearest: usize): u32 {
  return load<u32>(nearest, 12);
}

/** Empties a list for the k nearest rows that are nearer than a bound. */
export function begin(nearest: usize, k: u32, bound: u32): void {
  memory.fill(nearest, 0, ENTRIES);
  store<u32>(nearest, k);
  store<u32>(nearest, bound, 4);
}

/** Admits a row; the caller has compared its distance. Returns the bound after. */
export function admit(nearest: usize, row: u32, distance: u32): u32 {
  const admitted = admittedOf(nearest);
  store<u64>(nearest + ENTRIES + (<usize>admitted << 3), (<u64>distance << 32) | row);
  store<u32>(nearest, admitted + 1, 12);
  const count = nearest + COUNTS + (<usize>distance << 2);
  store<u32>(count, load<u32>(count) + 1);
  const k = load<u32>(nearest);
  let within = load<u32>(nearest, 8);
  let bound = boundOf(nearest);
  if (distance < bound) within++;
  while (within >= k) {
    bound--;
    within -= load<u32>(nearest + COUNTS + (<usize>bound << 2));
  }
  store<u32>(nearest, bound, 4);
  store<u32>(nearest, within, 8);
  return bound;
}

/**
 * Writes the entries of the k nearest rows, ordered by distance, rows of one distance in the order
 * in which they were admitted. Returns how many there are.
 */
export function finish(nearest: usize, into: usize): u32 {
  const k = load<u32>(nearest);
  const last = min<u32>(boundOf(nearest), 128);
  let total: u32 = 0;
  for (let distance: u32 = 0; distance <= last; distance++) {
    const place = nearest + COUNTS + (<usize>distance << 2);
    const count = load<u32>(place);
    store<u32>(place, total);
    total += count;
  }
  const entries = nearest + ENTRIES;
  const end = entries + (<usize>admittedOf(nearest) << 3);
  for (let entry = entries; entry < end; entry += 8) {
    const distance = load<u32>(entry, 4);
    if (distance > last) continue;
    const place = nearest + COUNTS + (<usize>distance << 2);
    const at = load<u32>(place);
    if (at < k) store<u64>(into + (<usize>at << 3), load<u64>(entry));
    store<u32>(place, at + 1);
  }
  return min(total, k);
}
