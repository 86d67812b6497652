/**
 * Asking for a finding of which there are few films or none: by the findings that it comes with.
 * The formulas are ours.
 *
 * @module
 */
import { type LabelVectors, unitVectors } from "../asking/label_vectors.ts";
import { didYouMean, InputError } from "../base/errors.ts";
import type { Random } from "../base/random.ts";
import type { Cooccurrence } from "./cooccurrence.ts";

/**
 * `[C]` P(l | j) = M_jl / M_jj: how often the finding l comes with each known finding j. With these as
 * weights, expected relevance is Σ_j p(j | b)·P(l | j), what is to be expected of l where a code b is
 * all that is known of a case ("E graph"). The finding itself has weight 0, so that the graph alone
 * speaks; a known finding of which the table says nothing has P(l), as if both were independent.
 *
 * @param finding l, one of the table's
 * @param known The findings j that the encoder knows, in their order
 * @throws {InputError} if the table has no such finding, or it never occurs
 * @example Edema comes with every other effusion, and with no mass
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { graphWeights } from "@cohash/cohash/graph";
 *
 * const reports = {
 *   labelNames: ["Effusion", "Edema", "Mass"],
 *   counts: [[4, 2, 0], [2, 3, 0], [0, 0, 3]],
 *   positiveFilms: 8,
 * };
 * const weights = graphWeights(reports, "Edema", ["Effusion", "Mass", "Hernia"]);
 * assertEquals(weights, Float64Array.of(0.5, 0, 3 / 8));
 * ```
 */
export function graphWeights(
  { labelNames, counts, positiveFilms }: Cooccurrence,
  finding: string,
  known: readonly string[],
): Float64Array {
  const l = labelNames.indexOf(finding);
  if (l < 0 || counts[l]![l] === 0) {
    const problem = l < 0 ? `there is no "${finding}" in it` : `no film in it has "${finding}"`;
    throw new InputError(
      `Cannot ask the co-occurrence: ${problem}${didYouMean(finding, labelNames)}`,
    );
  }
  return Float64Array.from(known, (name) => {
    if (name === finding) return 0;
    const j = labelNames.indexOf(name);
    const films = j < 0 ? 0 : counts[j]![j]!;
    return films > 0 ? counts[j]![l]! / films : counts[l]![l]! / positiveFilms;
  });
}

/**
 * `[bits]` g = Σ_j a_j·t_j / ‖t_j‖ with a_j = w_j − mean_j w, scaled to ‖a‖ = 1: the direction towards
 * the findings that a finding comes with more than with others. Its signs are the one code to ask with
 * where there is only Hamming distance ("graph code").
 *
 * @param weights `[C]` w, see {@linkcode graphWeights}; NaN leaves a finding out
 * @returns Zeros where all weights are equal, which tell nothing
 * @example
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * import { graphDirection } from "@cohash/cohash/graph";
 *
 * const targets = { names: ["Effusion", "Mass"], values: Float32Array.of(1, 1, 1, -1) };
 * const direction = graphDirection([0.5, 0.1], targets);
 * assertAlmostEquals(direction[0]!, 0, 1e-9);
 * assertAlmostEquals(direction[1]!, 1);
 * assertEquals(graphDirection([0.5, 0.5], targets), Float64Array.of(0, 0));
 * ```
 */
export function graphDirection(weights: ArrayLike<number>, vectors: LabelVectors): Float64Array {
  const bits = vectors.values.length / vectors.names.length;
  const units = unitVectors(vectors);
  const known = Array.from(weights, (_, j) => j).filter((j) => !Number.isNaN(weights[j]!));
  const mean = known.reduce((sum, j) => sum + weights[j]!, 0) / known.length;
  const length = Math.hypot(...known.map((j) => weights[j]! - mean)) || 1;
  const direction = new Float64Array(bits);
  for (const j of known) {
    const weight = (weights[j]! - mean) / length;
    for (let bit = 0; bit < bits; bit++) direction[bit]! += weight * units[j * bits + bit]!;
  }
  return direction;
}

/** The number of films of a finding at which they and the graph count alike. */
export const EVEN_FILMS = 3;

/**
 * k / (k + k₀): how much k films of a finding count beside the graph, the share of a mean that k₀ films
 * were known beforehand (the weight of a conjugate prior; k₀ is {@linkcode EVEN_FILMS}, chosen on
 * validation films of chexnet9).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { EVEN_FILMS, exampleShare } from "@cohash/cohash/graph";
 *
 * assertEquals([0, EVEN_FILMS].map(exampleShare), [0, 0.5]);
 * ```
 */
export function exampleShare(films: number): number {
  return films / (films + EVEN_FILMS);
}

/**
 * (1 − s)·graph / ‖graph‖ + s·examples / ‖examples‖, s the {@linkcode exampleShare}: directions in the
 * space of codes, whose lengths do not count.
 */
export function mixWithExamples(
  graph: Float64Array,
  examples: Float64Array,
  films: number,
): Float64Array {
  const share = exampleShare(films);
  const [ofGraph, ofExamples] = [Math.hypot(...graph) || 1, Math.hypot(...examples) || 1];
  return graph.map((value, i) => (1 - share) * value / ofGraph + share * examples[i]! / ofExamples);
}

/** `[C]` the weights of a finding dealt to other findings at random: the control of the graph. */
export function shuffledWeights(weights: Float64Array, random: Random): Float64Array {
  const order = random.permutation(weights.length);
  return weights.map((_, j) => weights[order[j]!]!);
}
