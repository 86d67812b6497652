/**
 * Whether a difference between two rows of a study would hold for other patients: pooling queries
 * over seeds, a sign-flip test by patient, Holm's correction.
 *
 * @module
 */
import type { Interval, ScoreLists } from "../metrics/mod.ts";
import type { Random } from "../base/random.ts";

/** What queries scored, in lists as the bootstrap takes them; see {@linkcode ScoreLists}. */
export interface QueryTable<Name extends string = string> {
  /** The film ids of the queries. */
  readonly ids: readonly string[];
  /** Whose films they are. */
  readonly patients: readonly string[];
  /** Lists `[queries]` by the name of the score that is their mean. */
  readonly scores: Readonly<Record<Name, ScoreLists>>;
}

/**
 * Mean and standard deviation over seeds (divisor n − 1).
 *
 * @returns A deviation of null for a single value, and NaN as the mean of none
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { meanAndDeviation } from "./statistics.ts";
 *
 * assertEquals(meanAndDeviation([1, 2, 3]), { mean: 2, deviation: 1 });
 * assertEquals(meanAndDeviation([1]), { mean: 1, deviation: null });
 * ```
 */
export function meanAndDeviation(
  values: readonly number[],
): { readonly mean: number; readonly deviation: number | null } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length < 2) return { mean, deviation: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}

/** The 97.5 % quantiles of Student's t with 1, 2, … degrees of freedom (Fisher & Yates, table III). */
const STUDENT_T = [
  [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228],
  [2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086],
  [2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042],
].flat();

/**
 * The 95 % interval of a mean by Student's t: mean ± t·s/√n. Beyond 31 values t is taken as 2.042,
 * which makes the interval a little wide.
 *
 * @returns Null for fewer than two values
 * @example t with two degrees of freedom is 4.303
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { meanInterval } from "./statistics.ts";
 *
 * assertAlmostEquals(meanInterval([1, 2, 3])![1], 2 + 4.303 / Math.sqrt(3));
 * ```
 */
export function meanInterval(values: readonly number[]): Interval | null {
  const { mean, deviation } = meanAndDeviation(values);
  if (deviation === null) return null;
  const t = STUDENT_T[values.length - 2] ?? STUDENT_T.at(-1)!;
  const half = t * deviation / Math.sqrt(values.length);
  return [mean - half, mean + half];
}

/**
 * The mean of every query over the runs in which it asked and has the score. Queries are known by
 * their film ids, since other seeds may split the films otherwise.
 *
 * @param tables At least one, all with the same scores
 */
export function poolQueries<Name extends string>(
  tables: readonly QueryTable<Name>[],
): QueryTable<Name> {
  const [first] = tables;
  if (first === undefined) throw new RangeError("Cannot pool queries: there are no runs");
  const patientOf = new Map<string, string>();
  for (const { ids, patients } of tables) ids.forEach((id, q) => patientOf.set(id, patients[q]!));
  const rowOf = new Map([...patientOf.keys()].map((id, row) => [id, row]));
  const pool = (name: Name, list: number) => {
    const sums = new Float64Array(rowOf.size);
    const counts = new Float64Array(rowOf.size);
    for (const { ids, scores } of tables) {
      for (const [query, score] of scores[name][list]!.entries()) {
        if (Number.isNaN(score)) continue;
        const row = rowOf.get(ids[query]!)!;
        sums[row]! += score;
        counts[row]! += 1;
      }
    }
    return sums.map((sum, row) => sum / counts[row]!);
  };
  return {
    ids: [...rowOf.keys()],
    patients: [...patientOf.values()],
    scores: mapScores(first.scores, (lists, name) => lists.map((_, list) => pool(name, list))),
  };
}

/**
 * What every query scored more in `a` than in `b`, two runs with one seed.
 *
 * @throws {RangeError} if their queries are not the same
 */
export function subtractQueries<Name extends string>(
  a: QueryTable<Name>,
  b: QueryTable<Name>,
): QueryTable<Name> {
  if (a.ids.length !== b.ids.length || a.ids.some((id, query) => id !== b.ids[query])) {
    throw new RangeError("Cannot compare two runs: their queries are not the same films");
  }
  const scores = mapScores(
    a.scores,
    (lists, name) =>
      lists.map((list, i) => list.map((score, query) => score - b.scores[name][i]![query]!)),
  );
  return { ids: a.ids, patients: a.patients, scores };
}

function mapScores<Name extends string, Result>(
  scores: Readonly<Record<Name, ScoreLists>>,
  change: (lists: ScoreLists, name: Name) => Result,
): Record<Name, Result> {
  const changed = {} as Record<Name, Result>;
  for (const name in scores) changed[name] = change(scores[name], name);
  return changed;
}

/** Up to this many patients all sign flips are tried, so that the test is exact. */
const MOST_FOR_EXACT = 12;

/** Options of {@linkcode signFlipTest}. */
export interface SignFlipOptions {
  /** Decides which flips are tried where there are too many for all. */
  readonly random: Random;
  /** How many those are; default: 9999. */
  readonly flips?: number;
}

/**
 * The two-sided p-value of a mean difference: how often it is as far from 0 when the differences of
 * each patient, all together, may as well have had the other sign (a permutation test by patient;
 * Good, 2005, chapter 3). With random flips the observed one is counted too, so p is never 0.
 *
 * @param differences Differences by query, as {@linkcode macroMean} averages them
 * @param patients The patient of each query
 * @returns 1 where there is no difference at all
 * @example Three patients who agree: of 8 flips, 2 give a mean as far from 0
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Random } from "../base/random.ts";
 * import { signFlipTest } from "./statistics.ts";
 *
 * const differences = [Float64Array.of(0.1, 0.2, 0.1, 0.3)];
 * const patients = ["ann", "bob", "bob", "cy"];
 * assertEquals(signFlipTest(differences, patients, { random: new Random(0) }), 2 / 8);
 * ```
 */
export function signFlipTest(
  differences: ScoreLists,
  patients: readonly string[],
  { random, flips = 9999 }: SignFlipOptions,
): number {
  const shares = patientShares(differences, patients);
  const observed = Math.abs(shares.reduce((sum, share) => sum + share, 0));
  // Sums in another order differ in their last bits.
  const bound = observed - 1e-9 * shares.reduce((sum, share) => sum + Math.abs(share), 0);
  const isExact = shares.length <= MOST_FOR_EXACT;
  const tried = isExact ? 2 ** shares.length : flips;
  let extreme = isExact ? 0 : 1;
  for (let flip = 0; flip < tried; flip++) {
    let sum = 0;
    let signs = flip;
    for (let patient = 0; patient < shares.length; patient++) {
      if (!isExact && patient % 32 === 0) signs = random.below(2 ** 32);
      sum += signs >>> (patient % 32) & 1 ? -shares[patient]! : shares[patient]!;
    }
    if (Math.abs(sum) >= bound) extreme++;
  }
  return extreme / (isExact ? tried : tried + 1);
}

/** `[patients]` what each patient adds to the macro mean; under flips only the signs change. */
function patientShares(differences: ScoreLists, patients: readonly string[]): Float64Array {
  const shares = new Map<string, number>();
  const scored = differences.map((list) => list.filter((value) => !Number.isNaN(value)).length);
  const lists = scored.filter((count) => count > 0).length;
  for (const [i, list] of differences.entries()) {
    for (const [query, value] of list.entries()) {
      if (Number.isNaN(value)) continue;
      const share = value / scored[i]! / lists;
      shares.set(patients[query]!, (shares.get(patients[query]!) ?? 0) + share);
    }
  }
  return Float64Array.from(shares.values());
}

/**
 * p-values corrected for being several (Holm, 1979): the smallest times their number m, the next
 * times m − 1, and so on, never below the one before and never above 1.
 *
 * @returns In the order of `values`
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { holm } from "./statistics.ts";
 *
 * assertEquals(holm([0.01, 0.04, 0.03]), [0.03, 0.06, 0.06]);
 * ```
 */
export function holm(values: readonly number[]): number[] {
  const corrected: number[] = Array.from(values);
  let least = 0;
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  for (const [rank, i] of order.entries()) {
    least = Math.max(least, Math.min(1, values[i]! * (values.length - rank)));
    corrected[i] = least;
  }
  return corrected;
}
