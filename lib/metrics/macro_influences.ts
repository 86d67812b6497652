/**
 * What each patient moves a macro average by: the part of a patient bootstrap in which classes of a
 * few patients need care.
 *
 * @module
 */
import { NORMAL_QUANTILE, studentQuantile } from "../base/quantiles.ts";

/** One list of scores, summed and counted by patient. */
export interface ByPatient {
  /** `[patients]` */
  readonly sums: Float64Array;
  /** `[patients]` */
  readonly counts: Float64Array;
}

/**
 * `[patients]` the influence of each patient on the mean of the classes' means θ: a resample in
 * which patient p is drawn n_p times has the macro average θ + Σ_p (n_p − 1) · influence_p.
 *
 * That is the average's linear part, by which a class of which no patient is drawn counts with its
 * mean. Left out instead, rare classes, which tend to score low, would pull every interval upwards
 * by their absence.
 *
 * In a class of N scores with the mean m and n patients, a patient whose N_p scores sum to S_p moves
 * m by (S_p − N_p · m) / (N − N_p), which is what leaving the patient out takes away: the
 * jackknife (Efron & Tibshirani, 1993, chapter 11), whose spread √((n − 1) / n) makes as wide as
 * the mean's, however few the patients. Then all are scaled by
 * - t/z, the 97.5 % quantiles of Student's and the normal distribution, as for expanded percentile
 *   intervals (Hesterberg, 2015, The American Statistician 69, 371–386), with the degrees of freedom
 *   of a sum of means (Satterthwaite, 1946);
 * - what classes of one patient add, whose spread is unknown: they are taken to vary as the others
 *   do on average.
 *
 * @param classes The scores of each class
 * @returns null where no class has two patients, so that nothing is known of the spread
 * @example Two classes of two patients each, who differ in the first alone
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { macroInfluences } from "./macro_influences.ts";
 *
 * const counts = Float64Array.of(1, 1);
 * const first = { sums: Float64Array.of(0, 1), counts };
 * const second = { sums: Float64Array.of(0.5, 0.5), counts };
 * const [ann, bob] = macroInfluences([first, second])!;
 * assertEquals(ann, -bob!);
 * ```
 */
export function macroInfluences(classes: readonly ByPatient[]): Float64Array | null {
  const present = classes.map(influencesOf).filter(({ patients }) => patients > 0);
  const known = present.filter(({ patients }) => patients > 1);
  const [first] = known;
  if (first === undefined) return null;
  const scale = widening(known, present.length - known.length) / present.length;
  const onMacro = new Float64Array(first.influences.length);
  for (const { influences } of known) {
    for (const [patient, influence] of influences.entries()) onMacro[patient]! += scale * influence;
  }
  return onMacro;
}

/** What the patients of one class move its mean by. */
interface ClassInfluences {
  /** Patients who have the class. */
  readonly patients: number;
  /** `[all patients]`, 0 for those without the class. */
  readonly influences: Float64Array;
  /** Of the class's mean. */
  readonly variance: number;
}

function influencesOf({ sums, counts }: ByPatient): ClassInfluences {
  const scores = counts.reduce((sum, count) => sum + count, 0);
  const mean = sums.reduce((sum, score) => sum + score, 0) / scores;
  const patients = counts.reduce((n, count) => count > 0 ? n + 1 : n, 0);
  const spread = Math.sqrt((patients - 1) / patients);
  const influences = sums.map((sum, patient) => {
    const own = counts[patient]!;
    return own === 0 || own === scores ? 0 : spread * (sum - own * mean) / (scores - own);
  });
  const variance = influences.reduce((sum, influence) => sum + influence ** 2, 0);
  return { patients, influences, variance };
}

/** The factor for small numbers: of patients a class, and for classes of one patient alone. */
function widening(known: readonly ClassInfluences[], single: number): number {
  const total = known.reduce((sum, { variance }) => sum + variance, 0);
  if (total === 0) return 1;
  const squares = known.reduce(
    (sum, { variance, patients }) => sum + variance ** 2 / (patients - 1),
    0,
  );
  const ofOnePatient = known.reduce((sum, { variance, patients }) => sum + variance * patients, 0) /
    known.length;
  const singles = Math.sqrt((total + single * ofOnePatient) / total);
  return singles * studentQuantile(total ** 2 / squares) / NORMAL_QUANTILE;
}
