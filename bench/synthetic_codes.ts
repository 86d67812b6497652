/**
 * Films with hash codes that follow their labels, for benchmarks: real label sets, made-up codes.
 *
 * @module
 */
import { packCodes } from "../lib/codes/pack.ts";
import { CHESTXRAY14_LABELS } from "../lib/data/dataset.ts";
import { type LabelSet, sampleLabelSet } from "../lib/data/phantom/label_sets.ts";
import type { LabelledCodes } from "../lib/metrics/mod.ts";
import type { Random } from "../lib/base/random.ts";

/** Which films to make up. */
export interface SyntheticCodesOptions {
  readonly films: number;
  readonly patients: number;
  /** What patients' names start with. */
  readonly prefix: string;
  readonly bits: number;
  /** The label sets to draw from. */
  readonly table: readonly LabelSet[];
  /** `[14, bits]` what each label adds to a continuous code. */
  readonly directions: Float32Array;
}

/** How much of a continuous code is noise, beside label directions of the same standard deviation. */
const NOISE = 1;

/** Films whose code is the sign of the sum of their labels' directions and of noise. */
export function syntheticCodes(options: SyntheticCodesOptions, random: Random): LabelledCodes {
  const { films, patients, prefix, bits, table, directions } = options;
  const classes = CHESTXRAY14_LABELS.length;
  const labels = new Float32Array(films * classes);
  const continuous = random.normals(films * bits, NOISE);
  for (let film = 0; film < films; film++) {
    for (const finding of sampleLabelSet(table, random).findings) {
      const label = CHESTXRAY14_LABELS.indexOf(finding);
      labels[film * classes + label] = 1;
      for (let bit = 0; bit < bits; bit++) {
        continuous[film * bits + bit]! += directions[label * bits + bit]!;
      }
    }
  }
  const list = <T>(draw: () => T) => Array.from({ length: films }, draw);
  return {
    codes: packCodes(continuous, bits),
    bits,
    labels: { names: CHESTXRAY14_LABELS, values: labels },
    patients: list(() => `${prefix}${random.below(patients)}`),
    strata: {
      sex: list(() => random.pick(["F", "M"])),
      age: random.uniforms(films, 1, 95),
      view: list(() => random.pick(["AP", "PA"])),
    },
  };
}
