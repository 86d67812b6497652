/**
 * How a table of hash targets stands: are its codes apart, are its bits balanced, does it still
 * change.
 *
 * @module
 */
import { packCodes } from "../codes/pack.ts";
import type { TargetState } from "./run_folder.ts";

/** A table of targets, `[C, bits]` row-major; only the signs are looked at, 0 counting as +1. */
export interface TargetTable {
  /** The labels, C names. */
  readonly labelNames: readonly string[];
  /** Length of a code. */
  readonly bits: number;
  /** `[C, bits]`, before binarisation. */
  readonly values: Float32Array;
}

/** Hamming distances between the targets of all labels, `[C, C]`. */
export function targetDistances({ labelNames, bits, values }: TargetTable): number[][] {
  const sign = (c: number, k: number) => values[c * bits + k]! >= 0;
  return labelNames.map((_, a) =>
    labelNames.map((_, b) => {
      let distance = 0;
      for (let k = 0; k < bits; k++) if (sign(a, k) !== sign(b, k)) distance++;
      return distance;
    })
  );
}

/** Distances, balance, the bits that changed since `previous`, and the codes themselves. */
export function targetState(table: TargetTable, previous: Float32Array): TargetState {
  const distances = targetDistances(table);
  const pairs = distances.flatMap((row, a) => row.slice(a + 1));
  const flips = table.values.reduce(
    (sum, value, at) => sum + Number((value >= 0) !== (previous[at]! >= 0)),
    0,
  );
  return {
    leastDistance: pairs.length === 0 ? table.bits : Math.min(...pairs),
    meanDistance: pairs.length === 0 ? table.bits : pairs.reduce((a, b) => a + b) / pairs.length,
    imbalance: bitImbalance(table.values, table.bits),
    flips,
    codes: targetCodes(table),
  };
}

/** The packed code of each label as hexadecimal digits. */
function targetCodes({ labelNames, bits, values }: TargetTable): Record<string, string> {
  // Signs first, since a diverging run may have targets that are no numbers.
  const packed = packCodes(values.map((value) => value >= 0 ? 1 : -1), bits);
  const codeOf = (label: number) => packed.subarray(label * bits / 8, (label + 1) * bits / 8);
  return Object.fromEntries(labelNames.map((name, label) => [name, codeOf(label).toHex()]));
}

/**
 * Mean over bits of |2·(share of +1) − 1| of codes `[n, bits]`: 0 where every bit is balanced, 1
 * where every bit is constant.
 */
export function bitImbalance(values: Float32Array, bits: number): number {
  const rows = values.length / bits;
  const sums = new Float64Array(bits);
  for (let at = 0; at < values.length; at++) sums[at % bits]! += values[at]! >= 0 ? 1 : -1;
  return sums.reduce((total, sum) => total + Math.abs(sum) / rows, 0) / bits;
}
