// Expected relevance of every code that there is, each once however many rows have it. Codes lie in
// blocks of 32, column by column: the relevances of the block's 32 codes in the first column, 16
// bits each, then those in the second, and so on, and at last the first row of each code. Of rows
// with equal codes each names the next.

import { entryOf, SCORES, take, worstOf } from "./best";

/** What stands for no further row. */
const NONE: u32 = 0xffffffff;

/** Bytes of a column of a block. */
const COLUMN: usize = 64;

/** Bytes of a weight, see `scoreCodes`. */
const WEIGHT: usize = 32;

/**
 * Takes the rows of the greatest scores.
 *
 * @param blocks Of codes, in the order of their first rows
 * @param blockBytes What a block takes
 * @param weights `[count]` each of 32 bytes: eight times the weight, then where its column lies
 * in a block
 * @param next `[rows]`
 * @param mask `[rows]` 255 for rows to pass over and 0 for others; address 0 for none
 */
export function scoreCodes(
  blocks: usize,
  codes: u32,
  blockBytes: u32,
  weights: usize,
  count: u32,
  next: usize,
  mask: usize,
  best: usize,
): void {
  const end = weights + WEIGHT * count;
  let bound = i16x8.splat(<i16>(worstOf(best) >> 32));
  for (let code: u32 = 0; code < codes; code += 32, blocks += blockBytes) {
    let a = i16x8.splat(0);
    let b = i16x8.splat(0);
    let c = i16x8.splat(0);
    let d = i16x8.splat(0);
    for (let at = weights; at < end; at += WEIGHT) {
      const weight = v128.load(at);
      const column = blocks + load<u32>(at, 16);
      a = i16x8.add_sat_s(a, i16x8.q15mulr_sat_s(v128.load(column), weight));
      b = i16x8.add_sat_s(b, i16x8.q15mulr_sat_s(v128.load(column, 16), weight));
      c = i16x8.add_sat_s(c, i16x8.q15mulr_sat_s(v128.load(column, 32), weight));
      d = i16x8.add_sat_s(d, i16x8.q15mulr_sat_s(v128.load(column, 48), weight));
    }
    const most = v128.max<i16>(v128.max<i16>(a, b), v128.max<i16>(c, d));
    if (!v128.any_true(v128.ge<i16>(most, bound))) continue;
    v128.store(best + SCORES, a);
    v128.store(best + SCORES, b, 16);
    v128.store(best + SCORES, c, 32);
    v128.store(best + SCORES, d, 48);
    takeBlock(blocks + blockBytes - 2 * COLUMN, min<u32>(32, codes - code), next, mask, best);
    bound = i16x8.splat(<i16>(worstOf(best) >> 32));
  }
}

/**
 * Takes rows of a block's codes that are better than the worst.
 *
 * @param firsts `[32]` the first row of each code
 */
function takeBlock(firsts: usize, codes: u32, next: usize, mask: usize, best: usize): void {
  let worst = worstOf(best);
  for (let code: u32 = 0; code < codes; code++) {
    const score = <u32>load<u16>(best + SCORES + (<usize>code << 1));
    let row = load<u32>(firsts + (<usize>code << 2));
    // Later rows of the code are worse, so the first that is not better ends it.
    while (row != NONE && entryOf(score, row) > worst) {
      if (mask == 0 || load<u8>(mask + row) == 0) {
        take(best, entryOf(score, row));
        worst = worstOf(best);
      }
      row = load<u32>(next + (<usize>row << 2));
    }
  }
}
