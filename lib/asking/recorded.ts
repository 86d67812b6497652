/**
 * What a case is taken to show where its labels are on record, as in most archives: what the record
 * says, or what it and the case's code say together.
 *
 * @module
 */
import type { LabelMatrix } from "../data/dataset.ts";
import { PRESENT_FROM } from "../data/labels/label_sets.ts";
import type { Asker } from "./asker.ts";
import { toFixed } from "./expected_relevance.ts";
import { type Alternatives, alternativesOf, softmax } from "./posterior.ts";

/** By what a case is taken to show something: its code, its recorded labels, or both. */
export const SHOWN_BY = ["code", "recorded", "both"] as const;

/** See {@linkcode SHOWN_BY}. */
export type ShownBy = typeof SHOWN_BY[number];

/** How often a record errs. */
export interface RecordRates {
  /** The chance that a finding which is there is not recorded. */
  readonly missing: number;
  /** The chance that a finding which is not there is recorded. */
  readonly wrong: number;
}

/** What is stated of an archive's record unless somebody knows better (ours). */
export const RECORD_RATES: RecordRates = { missing: 0.1, wrong: 0.02 };

/** Cases with their codes and what is on record of them. */
export interface RecordedCases {
  /** `[n, bits / 8]` */
  readonly codes: Uint8Array;
  /** `[n, C]`, NaN where nothing is recorded of a label; soft values are present from 0.5. */
  readonly labels: LabelMatrix;
}

/** The record at its word, or weighed against the code by its rates of errors. */
export type RecordedBy = { readonly kind: "recorded" } | { readonly kind: "both" } & RecordRates;

/** Stands for a probability of 0, so that its logarithm is finite. */
const LEAST_PRIOR = 1e-30;

/** The same of a rate: less, so that a record without errors outweighs every prior. */
const LEAST_RATE = 1e-60;

const NO_ERRORS: RecordRates = { missing: 0, wrong: 0 };

/**
 * `[J]` p(j | b, r) ∝ p(j | b) · Π_l p(r_l | l ∈ j), Bayes' rule for labels that are recorded
 * independently of each other and of the code (ours). A finding that is there is recorded with
 * probability 1 − missing, one that is not with probability wrong; unknown labels say nothing.
 *
 * Over label sets this is exact under that assumption. Over single labels j stands for the set {j}:
 * labels that are recorded beside j count against all alternatives alike and cancel, so that p(j | b)
 * is multiplied by the odds of j's own record. Of several recorded labels each keeps a share.
 *
 * @param prior `[J]` p(j | b)
 * @param record `[C]` what is recorded of the case
 * @example Edema is recorded, effusion is not: alone, or was it missed?
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { posteriorWithRecord } from "@cohash/cohash/asking";
 *
 * const sets = { labels: [[0], [0, 1]] };
 * const rates = { missing: 0.1, wrong: 0.02 };
 * const [alone] = posteriorWithRecord([0.5, 0.5], [1, 0], sets, rates);
 * assertAlmostEquals(alone!, 0.9 * 0.98 / (0.9 * 0.98 + 0.9 * 0.1));
 * ```
 */
export function posteriorWithRecord(
  prior: ArrayLike<number>,
  record: ArrayLike<number>,
  { labels }: Pick<Alternatives, "labels">,
  rates: RecordRates,
): Float64Array {
  const odds = Float64Array.from(record, (value) => logOdds(value, rates));
  return softmax(Float64Array.from(labels, (set, j) => {
    let sum = Math.log(Math.max(LEAST_PRIOR, prior[j]!));
    for (const label of set) sum += odds[label]!;
    return sum;
  }));
}

/** ln p(r_l | l is there) − ln p(r_l | it is not). */
function logOdds(value: number, { missing, wrong }: RecordRates): number {
  if (Number.isNaN(value)) return 0;
  const [there, not] = value >= PRESENT_FROM ? [1 - missing, wrong] : [missing, 1 - wrong];
  return Math.log(Math.max(LEAST_RATE, there)) - Math.log(Math.max(LEAST_RATE, not));
}

/**
 * `[n, J]` what cases are taken to show, in place of `Asker.relevances`, which their codes alone
 * tell.
 *
 * By the record alone, that is over labels each recorded one equally, and over sets the recorded one;
 * where labels are unknown, or no training film had that set, those that differ from what is recorded
 * in the fewest labels, by their frequency. A case of which no finding is recorded shows nothing. By
 * both, see {@linkcode posteriorWithRecord}.
 *
 * @throws {RangeError} if the record is of other labels than the asker's
 */
export function recordedRelevances(
  asker: Asker,
  { codes, labels }: RecordedCases,
  by: RecordedBy,
): Uint16Array<ArrayBuffer> {
  const { card, columns } = asker;
  if (labels.names.join("\n") !== card.labels.join("\n")) {
    throw new RangeError(
      `Cannot ask by recorded labels: they are ${labels.names.join(", ")}, the asker's are ` +
        card.labels.join(", "),
    );
  }
  const classes = labels.names.length;
  const films = labels.values.length / classes;
  const recordOf = (film: number) => labels.values.subarray(film * classes, (film + 1) * classes);
  const alternatives = alternativesOf(card);
  const relevances = new Uint16Array(films * columns);
  if (by.kind === "recorded") {
    const prior = card.over === "sets" ? alternatives.logShares.map(Math.exp) : ones(columns);
    for (let film = 0; film < films; film++) {
      const record = recordOf(film);
      if (!record.some((value) => value >= PRESENT_FROM)) continue;
      const p = posteriorWithRecord(prior, record, alternatives, NO_ERRORS);
      relevances.set(toFixed(p), film * columns);
    }
    return relevances;
  }
  let film = 0;
  for (const prior of asker.posteriors(codes)) {
    const p = posteriorWithRecord(prior, recordOf(film), alternatives, by);
    relevances.set(toFixed(p), columns * film++);
  }
  return relevances;
}

function ones(count: number): Float64Array {
  return new Float64Array(count).fill(1);
}
