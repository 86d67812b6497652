/**
 * Films with what is known of them, on which the worth of answers is measured.
 *
 * @module
 */
import type { LabelMatrix } from "../data/dataset.ts";

/** Films that can be searched, and whose findings are known. */
export interface LabelledCodes {
  /** `[n, bits / 8]` */
  readonly packed: Uint8Array;
  /** `[n, C]` */
  readonly labels: LabelMatrix;
  /** One a film. */
  readonly patients: readonly string[];
}

/** Films that can ask as well. */
export interface CodedFilms extends LabelledCodes {
  /** `[n, bits]` */
  readonly continuous: Float32Array;
}
