/**
 * How well scores tell films that have something from those that do not.
 *
 * @module
 */

/** Films with a score, and whether they have what is looked for. */
export interface ScoredFilm {
  /** Higher means more probable. */
  readonly score: number;
  /** Whether the film has it. */
  readonly has: boolean;
  /** Films of one patient are alike. */
  readonly patient: string;
}

/** An area under the curve with its standard error. */
export interface RocArea {
  /** 0 to 1, 0.5 by chance. */
  readonly area: number;
  /** Over patients. */
  readonly error: number;
}

/**
 * The area under the ROC curve: the probability that a film that has it scores higher than one that
 * does not, a tie counting half (Mann & Whitney, 1947), and its standard error for films of which
 * several may be a patient's (Obuchowski, 1997, Biometrics 53, 567).
 *
 * @returns undefined unless there are films of both kinds
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { rocArea } from "@cohash/cohash/worth";
 *
 * const films = [[3, true], [2, false], [2, true], [1, false]] as const;
 * const scored = films.map(([score, has], n) => ({ score, has, patient: `${n}` }));
 * assertEquals(rocArea(scored)?.area, 3.5 / 4);
 * ```
 */
export function rocArea(films: readonly ScoredFilm[]): RocArea | undefined {
  const having = films.filter(({ has }) => has);
  const lacking = films.filter(({ has }) => !has);
  if (having.length === 0 || lacking.length === 0) return undefined;
  // Of each film the share of the other kind that it is on the right side of.
  const beats = placements(having, lacking);
  const beaten = placements(lacking, having).map((share) => 1 - share);
  const area = beats.reduce((sum, share) => sum + share, 0) / having.length;
  const influences = new Map<string, number>();
  const count = (kind: readonly ScoredFilm[], shares: readonly number[]) =>
    kind.forEach(({ patient }, n) => {
      const influence = (shares[n]! - area) / kind.length;
      influences.set(patient, (influences.get(patient) ?? 0) + influence);
    });
  count(having, beats);
  count(lacking, beaten);
  const patients = influences.size;
  const variance = [...influences.values()].reduce((sum, influence) => sum + influence ** 2, 0) *
    patients / Math.max(1, patients - 1);
  return { area, error: Math.sqrt(variance) };
}

/** Of each film, the share of the others that score lower, ties counting half. */
function placements(films: readonly ScoredFilm[], others: readonly ScoredFilm[]): number[] {
  const sorted = Float64Array.from(others, ({ score }) => score).sort();
  return films.map(({ score }) =>
    (countBelow(sorted, (other) => other < score) + countBelow(sorted, (other) => other <= score)) /
    (2 * sorted.length)
  );
}

/** How many of ascending numbers come before the first that does not fit. */
function countBelow(sorted: Float64Array, fits: (value: number) => boolean): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (fits(sorted[middle]!)) from = middle + 1;
    else to = middle;
  }
  return from;
}
