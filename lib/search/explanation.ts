/**
 * Why a case was found: which bits agree, and which findings those bits speak of.
 *
 * @module
 */

/** How a query's code and a case's code agree, finding by finding. */
export interface Explanation {
  /** `[bits]` whether both codes have the same bit. */
  readonly agrees: readonly boolean[];
  /** Every finding of the index, the one that explains most of the agreement first. */
  readonly findings: readonly FindingAgreement[];
}

/** What one finding has to do with a match. */
export interface FindingAgreement {
  readonly label: string;
  /** Cosine of the query's continuous code with the finding's target, −1 to 1. */
  readonly queryCosine: number;
  /** The same of the case's code. */
  readonly caseCosine: number;
  /** Bits in which both codes have the target's bit. */
  readonly agreeing: number;
  /** Bits in which one of the codes has the target's bit and the other has not. */
  readonly disagreeing: number;
  /** The share of the agreeing bits that is put down to this finding; shares sum to 1 (or are all 0). */
  readonly share: number;
}

/** Which region of a film moves its code. */
export interface OcclusionMap {
  /** Rows and columns of the grid. */
  readonly size: number;
  /** `[size, size]` 0 … 1: how far the continuous code turns (1 − cosine, over the greatest) when the cell is covered. */
  readonly values: Float32Array;
}
