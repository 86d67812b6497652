/**
 * Hash targets that do not learn: the tables of OrthoHash and its peers, and the controls beside
 * which every dynamic table has to stand.
 *
 * @module
 */
import type { Random } from "../base/random.ts";
import { hadamard, type SignTable } from "./hadamard.ts";

/**
 * Fixed tables of C targets with K bits:
 * - `hadamard`: C distinct rows of a Hadamard matrix; every two targets differ in exactly K/2 bits
 * - `bernoulli`: fair coin tosses (OrthoHash's choice where no Hadamard matrix fits)
 * - `max-distance`: greedily far apart, beyond K/2 where that is possible
 * - `csq`: hash centres of CSQ (Yuan et al., CVPR 2020): rows of [H; −H], which fit C ≤ 2K
 */
export const FIXED_TARGET_KINDS = ["hadamard", "bernoulli", "max-distance", "csq"] as const;

/** See {@linkcode FIXED_TARGET_KINDS}. */
export type FixedTargetKind = (typeof FIXED_TARGET_KINDS)[number];

/**
 * A fixed ±1 target table `[classes, bits]`.
 *
 * @throws {RangeError} if no such table exists, such as 14 labels with 8-bit Hadamard codes
 * @example Hadamard targets are orthogonal
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Random } from "@cohash/cohash/base";
 * import { fixedTargets } from "@cohash/cohash/model";
 *
 * const table = fixedTargets("hadamard", { classes: 2, bits: 16, random: new Random(0) });
 * const inner = table.slice(0, 16).reduce((sum, t, k) => sum + t * table[16 + k]!, 0);
 * assertEquals(inner, 0);
 * ```
 */
export function fixedTargets(
  kind: FixedTargetKind,
  { classes, bits, random }: { classes: number; bits: number; random: Random },
): SignTable {
  switch (kind) {
    case "hadamard":
      return pickRows(hadamardRows(bits, classes, kind), { classes, bits, random });
    case "csq": {
      const rows = hadamardRows(bits, Math.ceil(classes / 2), kind);
      const both = Float32Array.from([...rows, ...rows.map((t) => -t)]);
      return pickRows(classes <= bits ? rows : both, { classes, bits, random });
    }
    case "bernoulli":
      return coinTosses(classes * bits, random);
    case "max-distance":
      return greedyFarCodes(classes, bits, random);
  }
}

/** Code lengths that have a Hadamard matrix, of those that people use. */
const USUAL_LENGTHS = [16, 32, 48, 64, 96, 128];

function hadamardRows(bits: number, classes: number, kind: string): SignTable {
  const rows = classes <= bits ? hadamard(bits) : undefined;
  if (rows) return rows;
  const lengths = USUAL_LENGTHS.filter((length) => length >= classes);
  const advice = lengths.length > 0 ? `use ${lengths.join(", ")} bits or ` : "use ";
  throw new RangeError(
    `Cannot make ${kind} targets: no ${bits} × ${bits} Hadamard matrix with ${classes} rows is ` +
      `known here; ${advice}targets.kind "bernoulli"`,
  );
}

function pickRows(
  rows: SignTable,
  { classes, bits, random }: { classes: number; bits: number; random: Random },
): SignTable {
  const chosen = random.permutation(rows.length / bits).subarray(0, classes);
  const table = new Float32Array(classes * bits);
  chosen.forEach((row, c) => table.set(rows.subarray(row * bits, (row + 1) * bits), c * bits));
  return table;
}

function coinTosses(count: number, random: Random): SignTable {
  return Float32Array.from({ length: count }, () => random.chance(0.5) ? 1 : -1);
}

/** Each target is the candidate, of many at random, farthest from its nearest predecessor. */
function greedyFarCodes(classes: number, bits: number, random: Random): SignTable {
  const candidates = 2000;
  const table = new Float32Array(classes * bits);
  for (let c = 0; c < classes; c++) {
    let farthest = -1;
    for (let attempt = 0; attempt < candidates; attempt++) {
      const candidate = coinTosses(bits, random);
      let nearest = bits;
      for (let other = 0; other < c; other++) {
        nearest = Math.min(nearest, hammingDistance(candidate, table.subarray(other * bits)));
      }
      if (nearest > farthest) {
        farthest = nearest;
        table.set(candidate, c * bits);
      }
    }
  }
  return table;
}

/** In how many of the bits of `a` the signs differ. */
function hammingDistance(a: Float32Array, b: Float32Array): number {
  let distance = 0;
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) distance++;
  return distance;
}
