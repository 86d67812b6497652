/**
 * What a distance is worth: how often films so many bits apart share a finding, and which.
 *
 * @module
 */
import { spreadEvenly } from "../base/spread.ts";
import { codeWords, hammingDistances } from "../codes/hamming.ts";
import type { LabelledCodes } from "./coded_films.ts";
import { sharedFindings } from "./pair_labels.ts";
import { PairShares, type ShareInterval } from "./pair_shares.ts";

/** A finding that pairs of films share. */
export interface FindingShare {
  /** Its name. */
  readonly label: string;
  /** The share of all pairs that both have it. */
  readonly share: number;
}

/** What pairs of films at some distances share. */
export interface DistanceStep extends ShareInterval {
  /** The least distance, in bits. */
  readonly from: number;
  /** The greatest. */
  readonly to: number;
  /** How many pairs there were. */
  readonly pairs: number;
  /** The findings shared most often, most often first; at most {@linkcode MOST_NAMED}. */
  readonly findings: readonly FindingShare[];
}

/** See the module. */
export interface DistanceCurve {
  /** Of any pair, whatever its distance. */
  readonly any: ShareInterval;
  /** The nearest pairs: {@linkcode NEAREST_SHARE} of all, or the first step if that is more. */
  readonly nearest: ShareInterval;
  /** By ascending distance, from 0 to the length of a code; each has pairs. */
  readonly steps: readonly DistanceStep[];
}

/** The part of all pairs that counts as the nearest ones. */
export const NEAREST_SHARE = 0.01;

/** The most findings named of a step. */
export const MOST_NAMED = 3;

/** The most films that ask, and that are asked about: enough pairs for a curve. */
const MOST = { queries: 1000, cases: 4000 } as const;

/** The fewest pairs of a step: neighbouring distances are joined until there are so many. */
const LEAST_PAIRS = 200;

/** What a curve is measured on. */
export interface DistanceSource {
  /** The films that ask. */
  readonly queries: LabelledCodes;
  /** The films that are asked about; they may be the same. */
  readonly cases: LabelledCodes;
  /** Of a code. */
  readonly bits: number;
}

/** What is counted of the pairs at one distance, or at several. */
interface CountedPairs {
  readonly from: number;
  readonly to: number;
  readonly shares: PairShares;
  /** `[C]` the pairs that both have each finding. */
  readonly findings: Float64Array;
}

/**
 * Measures the curve: every query asks about the cases of other patients. Of many films, a thousand
 * spread evenly over them ask about four thousand. Pairs of which it is unknown whether they share a
 * finding do not count.
 *
 * Films on which the encoder was trained lie nearer to their like than others do: neither queries nor
 * cases should be such.
 *
 * @returns null where there is no pair
 * @example Codes that agree where findings do
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { measureDistances } from "@cohash/cohash/worth";
 *
 * const films = {
 *   packed: Uint8Array.of(0b11110000, 0b11110001, 0b00001111),
 *   labels: { names: ["Mass"], values: Float32Array.of(1, 1, 0) },
 *   patients: ["a", "b", "c"],
 * };
 * const curve = measureDistances({ queries: films, cases: films, bits: 8 });
 * assertEquals(curve?.any.chance, 1 / 3);
 * ```
 */
export function measureDistances(source: DistanceSource): DistanceCurve | null {
  const counted = countPairs(source);
  const all = pool(counted);
  if (all.shares.pairs === 0) return null;
  const steps = poolUntil(counted, LEAST_PAIRS);
  const nearest = poolUntil(counted, Math.max(LEAST_PAIRS, NEAREST_SHARE * all.shares.pairs))[0]!;
  const { names } = source.queries.labels;
  return {
    any: all.shares.interval(),
    nearest: nearest.shares.interval(),
    steps: steps.map((step) => describeStep(step, names)),
  };
}

/** Counts the pairs at each distance 0 … bits. */
function countPairs({ queries, cases, bits }: DistanceSource): CountedPairs[] {
  const patients = [...new Set([...queries.patients, ...cases.patients])];
  const numbers = new Map(patients.map((patient, number) => [patient, number]));
  const counted = Array.from({ length: bits + 1 }, (_, distance) => ({
    from: distance,
    to: distance,
    shares: new PairShares(patients.length),
    findings: new Float64Array(queries.labels.names.length),
  }));
  const asked = spreadEvenly(cases.patients.length, MOST.cases);
  const shared = sharedFindings(queries.labels, cases.labels);
  const database = codeWords(cases.packed, bits);
  const distances = new Uint16Array(database.count);
  for (const query of spreadEvenly(queries.patients.length, MOST.queries)) {
    const code = queries.packed.subarray(query * bits / 8, (query + 1) * bits / 8);
    hammingDistances(codeWords(code, bits).words, database, distances);
    const asking = queries.patients[query]!;
    for (const film of asked) {
      if (cases.patients[film] === asking) continue;
      const { any, shared: both } = shared(query, film);
      if (any === undefined) continue;
      const { shares, findings } = counted[distances[film]!]!;
      shares.add(numbers.get(asking)!, numbers.get(cases.patients[film]!)!, any);
      for (const label of both) findings[label]!++;
    }
  }
  return counted;
}

/** Neighbouring distances joined until each has at least so many pairs; the last takes the rest. */
function poolUntil(counted: readonly CountedPairs[], least: number): CountedPairs[] {
  const groups: CountedPairs[][] = [[]];
  let pairs = 0;
  let left = counted.reduce((sum, { shares }) => sum + shares.pairs, 0);
  for (const at of counted) {
    groups.at(-1)!.push(at);
    pairs += at.shares.pairs;
    left -= at.shares.pairs;
    if (pairs < least || left < least) continue;
    groups.push([]);
    pairs = 0;
  }
  return groups.filter((group) => group.length > 0).map(pool);
}

function pool(counted: readonly CountedPairs[]): CountedPairs {
  const [first] = counted;
  const pooled = {
    from: first!.from,
    to: counted.at(-1)!.to,
    shares: first!.shares.none(),
    findings: new Float64Array(first!.findings.length),
  };
  for (const { shares, findings } of counted) {
    pooled.shares.addAll(shares);
    for (const [label, count] of findings.entries()) pooled.findings[label]! += count;
  }
  return pooled;
}

function describeStep(
  { from, to, shares, findings }: CountedPairs,
  names: readonly string[],
): DistanceStep {
  return {
    from,
    to,
    pairs: shares.pairs,
    ...shares.interval(),
    findings: names.map((label, i) => ({ label, share: findings[i]! / shares.pairs }))
      .filter(({ share }) => share > 0)
      .sort((a, b) => b.share - a.share)
      .slice(0, MOST_NAMED),
  };
}

/**
 * What pairs at a distance share, undefined for one longer than codes are.
 *
 * @param distance In bits
 */
export function stepAt(
  { steps }: Pick<DistanceCurve, "steps">,
  distance: number,
): DistanceStep | undefined {
  return steps.find(({ from, to }) => from <= distance && distance <= to);
}

/**
 * Whether distances say next to nothing: the nearest pairs share a finding no more often than any pairs
 * do, as far as their interval tells, and surely not half way between that and always. Of few films
 * neither is known, which their wide intervals say.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { isFlat } from "@cohash/cohash/worth";
 *
 * const any = { chance: 0.3, low: 0.25, high: 0.35 };
 * assertEquals(isFlat({ any, nearest: { chance: 0.33, low: 0.26, high: 0.41 } }), true);
 * assertEquals(isFlat({ any, nearest: { chance: 0.33, low: 0.02, high: 0.95 } }), false);
 * assertEquals(isFlat({ any, nearest: { chance: 0.83, low: 0.77, high: 0.88 } }), false);
 * ```
 */
export function isFlat({ any, nearest }: Pick<DistanceCurve, "any" | "nearest">): boolean {
  return nearest.low <= any.chance && nearest.high < (any.chance + 1) / 2;
}
