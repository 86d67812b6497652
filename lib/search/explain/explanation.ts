/**
 * Why a case was found: which bits agree, and which findings those bits speak of. See
 * `explainMatch` for the formulas.
 *
 * @module
 */
import { upperNormalQuantile } from "../../base/quantiles.ts";

/** How a query's code and a case's code agree, finding by finding. */
export interface Explanation {
  /** `[bits]` whether both codes have the same bit. */
  readonly agrees: readonly boolean[];
  /**
   * Every finding that has a target, the one that explains most of the agreement first; empty for
   * methods without targets.
   */
  readonly findings: readonly FindingAgreement[];
  /** The cosine from which on a query is near a finding's target, see {@linkcode nearCosine}. */
  readonly nearFrom: number;
}

/** What one finding has to do with a match. */
export interface FindingAgreement {
  /** The finding's name. */
  readonly label: string;
  /** Cosine of the query's continuous code with the finding's target, −1 to 1. */
  readonly queryCosine: number;
  /** Whether that is more than chance gives: the query's code really is near the target. */
  readonly isNear: boolean;
  /** The same cosine of the case's code. */
  readonly caseCosine: number;
  /** Bits in which both codes have the target's bit. */
  readonly agreeing: number;
  /** Bits in which the query has the target's bit and the case has not. */
  readonly disagreeing: number;
  /**
   * The share of the agreeing bits that is put down to this finding; none to one that the query is
   * not near. Shares sum to 1, less what no near finding accounts for.
   */
  readonly share: number;
  /** The same of the disagreeing bits: what the query has of the finding, and the case lacks. */
  readonly disagreeingShare: number;
}

/** Codes in twenty have a target that near by chance. */
const BY_CHANCE = 0.05;

/**
 * The cosine with a target that one code in twenty reaches with any of C targets by chance. The
 * cosine of a random code with a target is nearly normal, with the variance 1/K; of C the greatest
 * exceeds z/√K with a probability of at most C times that of one (Bonferroni).
 *
 * @param bits K
 * @param targets C
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { nearCosine } from "./explanation.ts";
 *
 * assertAlmostEquals(nearCosine(32, 14), 2.69 / Math.sqrt(32), 0.001);
 * ```
 */
export function nearCosine(bits: number, targets: number): number {
  return upperNormalQuantile(BY_CHANCE / Math.max(1, targets)) / Math.sqrt(bits);
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
