/**
 * Binary codes that say of labels what the continuous codes said: signs, of which some are changed.
 *
 * @module
 */
import { packCodes, unpackCodes } from "./pack.ts";

/** Options of {@linkcode consistentCodes}. */
export interface Consistency {
  /** γ: how much a binary code's cosines exceed those of the continuous code it is made of. */
  readonly gamma: number;
  /** How often all bits are gone through, at most. */
  readonly sweeps: number;
  /** ω: how much the labels that a film probably has count beside others; 0 counts all alike. */
  readonly sharpness: number;
}

/** A change must lower the sum by more than what rounding does to it. */
const LEAST_GAIN = 1e-9;

/**
 * Codes b whose inner products with label targets are near those of the continuous codes v (ours,
 * beyond the paper): from b = sign(v) on, single bits are flipped as long as
 * Σ_l w_l (b·t_l − γ K c_l)² falls, those with the least |v| first, until a sweep over all bits
 * changes none. c_l = cos(v, t_l), w_l = exp(ω(c_l − max c)), K bits.
 *
 * Signs lose what films share with several targets; this keeps it where the target allows. Each code
 * depends on its own film alone.
 *
 * @param continuous v `[n, bits]`
 * @param targets t `[C, bits]`; in b·t_l their signs count, 0 as +1
 * @returns `[n, bits / 8]` packed codes, see {@linkcode packCodes}
 * @throws {RangeError} as {@linkcode packCodes}, or if the targets are not whole rows
 * @example One target, which half the cosine asks to agree with less
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { consistentCodes, packCodes } from "@cohash/cohash/codes";
 *
 * const target = new Float32Array(8).fill(1);
 * const continuous = Float32Array.of(1, 1, 1, 1, 1, 1, 1, 0.1);
 * const half = { gamma: 0.5, sweeps: 4, sharpness: 2 };
 * assertEquals(packCodes(continuous, 8), Uint8Array.of(0b11111111));
 * // The cosine is .95 and half of it 3.8 of 8: two bits are changed, since 6 − 2 = 4.
 * assertEquals(consistentCodes(continuous, target, 8, half), Uint8Array.of(0b01111110));
 * ```
 */
export function consistentCodes(
  continuous: Float32Array,
  targets: Float32Array,
  bits: number,
  options: Consistency,
): Uint8Array<ArrayBuffer> {
  const codes = unpackCodes(packCodes(continuous, bits), bits);
  if (targets.length % bits !== 0) {
    throw new RangeError(
      `Cannot make codes consistent: ${targets.length} values are not targets of ${bits} bits`,
    );
  }
  const table = targetTable(targets, bits);
  for (let start = 0; start < codes.length; start += bits) {
    const [v, b] = [continuous, codes].map((rows) => rows.subarray(start, start + bits));
    makeConsistent(b!, v!, table, options);
  }
  return packCodes(codes, bits);
}

/** Targets `[C, bits]` as the sweeps need them. */
interface TargetTable {
  /** At length 1. */
  readonly units: readonly Float64Array[];
  /** ±1. */
  readonly signs: readonly Float64Array[];
}

function targetTable(targets: Float32Array, bits: number): TargetTable {
  const rows = Array.from(
    { length: targets.length / bits },
    (_, label) => Float64Array.from(targets.subarray(label * bits, (label + 1) * bits)),
  );
  return {
    units: rows.map((t) => {
      const length = norm(t) || 1;
      return t.map((value) => value / length);
    }),
    signs: rows.map((t) => t.map((value) => value >= 0 ? 1 : -1)),
  };
}

/** Changes the ±1 bits b of one film with the continuous code v. */
function makeConsistent(
  b: Float32Array,
  v: Float32Array,
  { units, signs }: TargetTable,
  { gamma, sweeps, sharpness }: Consistency,
): void {
  const length = norm(v) || 1;
  const cosines = units.map((t) => inner(v, t) / length);
  const most = Math.max(...cosines);
  const weights = cosines.map((cosine) => Math.exp(sharpness * (cosine - most)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const residuals = signs.map((t, l) => inner(b, t) - gamma * b.length * cosines[l]!);
  const unsure = Array.from(v.keys()).sort((i, k) => Math.abs(v[i]!) - Math.abs(v[k]!));
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let isChanged = false;
    for (const bit of unsure) {
      // The flip turns each residual r into r − 2·b·t, and the sum by 4·(Σw − b·Σ w r t).
      const slope = signs.reduce((sum, t, l) => sum + weights[l]! * residuals[l]! * t[bit]!, 0);
      if (b[bit]! * slope - total <= LEAST_GAIN) continue;
      signs.forEach((t, l) => residuals[l]! -= 2 * b[bit]! * t[bit]!);
      b[bit]! *= -1;
      isChanged = true;
    }
    if (!isChanged) return;
  }
}

function inner(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

function norm(a: ArrayLike<number>): number {
  return Math.sqrt(inner(a, a));
}
