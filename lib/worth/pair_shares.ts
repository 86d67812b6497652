/**
 * How often pairs of films share a finding, with intervals that know that pairs of one patient are
 * alike.
 *
 * @module
 */

import { studentQuantile } from "../base/quantiles.ts";

/** A share with its 95 % interval, all between 0 and 1. */
export interface ShareInterval {
  /** What was seen. */
  readonly chance: number;
  /** The interval's lower end. */
  readonly low: number;
  /** Its upper end. */
  readonly high: number;
}

/**
 * Pairs of films, and those that share something, by the two patients whose films they are.
 *
 * The interval is Wilson's (1927) for as many independent pairs as tell as much as these do: θ(1 −
 * θ)/V, V being the share's variance over patients by the jackknife, Σ_p ((s_p − θ·n_p)/N)² · P/(P −
 * 1), in which each of the N pairs counts with both of its patients, and with Student's quantile for P
 * patients. Where all pairs share, or none, nothing is seen to vary, and each patient counts as one
 * pair.
 *
 * @example Two pairs of three patients
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { PairShares } from "./pair_shares.ts";
 *
 * const shares = new PairShares(3);
 * shares.add(0, 1, true);
 * shares.add(0, 2, false);
 * assertEquals(shares.interval().chance, 0.5);
 * ```
 */
export class PairShares {
  /** `[patients]` pairs of each. */
  readonly #pairs: Float64Array;
  /** `[patients]` those of them that share. */
  readonly #sharing: Float64Array;
  #total = 0;
  #totalSharing = 0;

  /** Of no pair yet. */
  constructor(patients: number) {
    this.#pairs = new Float64Array(patients);
    this.#sharing = new Float64Array(patients);
  }

  /** How many pairs there are. */
  get pairs(): number {
    return this.#total;
  }

  /** How many of them share. */
  get sharing(): number {
    return this.#totalSharing;
  }

  /** No pair yet, of the same patients. */
  none(): PairShares {
    return new PairShares(this.#pairs.length);
  }

  /** Counts a pair of films of two patients, who are told by their numbers. */
  add(query: number, film: number, shares: boolean): void {
    this.#total++;
    this.#pairs[query]!++;
    this.#pairs[film]!++;
    if (!shares) return;
    this.#totalSharing++;
    this.#sharing[query]!++;
    this.#sharing[film]!++;
  }

  /** Counts the pairs of another, of the same patients. */
  addAll(other: PairShares): void {
    this.#total += other.#total;
    this.#totalSharing += other.#totalSharing;
    for (const [patient, pairs] of other.#pairs.entries()) {
      this.#pairs[patient]! += pairs;
      this.#sharing[patient]! += other.#sharing[patient]!;
    }
  }

  /**
   * The share with its interval.
   *
   * @throws {RangeError} if there is no pair
   */
  interval(): ShareInterval {
    if (this.#total === 0) throw new RangeError("Cannot tell a share: there are no pairs");
    const share = this.#totalSharing / this.#total;
    const patients = this.#pairs.reduce((sum, pairs) => sum + Number(pairs > 0), 0);
    const pairs = this.#independentPairs(share, patients);
    return {
      chance: share,
      ...wilson(share, { pairs, quantile: studentQuantile(Math.max(1, patients - 1)) }),
    };
  }

  #independentPairs(share: number, patients: number): number {
    let variance = 0;
    for (const [patient, pairs] of this.#pairs.entries()) {
      variance += ((this.#sharing[patient]! - share * pairs) / this.#total) ** 2;
    }
    variance *= patients / Math.max(1, patients - 1);
    const spread = share * (1 - share);
    if (spread === 0) return Math.min(this.#total, patients);
    return Math.max(1, Math.min(this.#total, variance === 0 ? patients : spread / variance));
  }
}

function wilson(
  share: number,
  { pairs, quantile: z }: { readonly pairs: number; readonly quantile: number },
): { low: number; high: number } {
  const middle = (share + z ** 2 / (2 * pairs)) / (1 + z ** 2 / pairs);
  const half = z / (1 + z ** 2 / pairs) *
    Math.sqrt(share * (1 - share) / pairs + (z / (2 * pairs)) ** 2);
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
