/**
 * Why a case was found: which bits agree, and which findings those bits speak of. See
 * `explainMatch` for the formulas.
 *
 * @module
 */

/** How a query's code and a case's code agree, finding by finding. */
export interface Explanation {
  /** `[bits]` whether both codes have the same bit. */
  readonly agrees: readonly boolean[];
  /**
   * Every finding that has a target, the one that explains most of the agreement first; empty for
   * methods without targets.
   */
  readonly findings: readonly FindingAgreement[];
}

/** What one finding has to do with a match. */
export interface FindingAgreement {
  /** The finding's name. */
  readonly label: string;
  /** Cosine of the query's continuous code with the finding's target, −1 to 1. */
  readonly queryCosine: number;
  /** The same of the case's code. */
  readonly caseCosine: number;
  /** Bits in which both codes have the target's bit. */
  readonly agreeing: number;
  /** Bits in which the query has the target's bit and the case has not. */
  readonly disagreeing: number;
  /**
   * The share of the agreeing bits that is put down to this finding. Shares sum to 1, less what
   * no finding of the query accounts for.
   */
  readonly share: number;
  /** The same of the disagreeing bits: what the query has of the finding, and the case lacks. */
  readonly disagreeingShare: number;
}

/** Which region of a film moves its code. */
export interface OcclusionMap {
  /** Rows and columns of the grid. */
  readonly size: number;
  /** `[size, size]` 0 … 1: how far the continuous code turns (1 − cosine, over the greatest) when the cell is covered. */
  readonly values: Float32Array;
  /** The greatest 1 − cosine, 0 to 2; where it is small, no single region matters. */
  readonly greatest: number;
}
