/**
 * From labels to the distributions over label sets that the loss over sets compares with.
 *
 * @module
 */
import type { LabelMatrix } from "../data/dataset.ts";
import { agreeingSets, knownLabels } from "../data/labels/known_labels.ts";
import type { SetFrequencies } from "../data/labels/set_frequencies.ts";
import { gainsBetween } from "../asking/gains.ts";

/** What the loss over S sets compares films with; those of which the same is known share a row. */
export interface SetDistributions {
  /** `[n]` the row of each film. */
  readonly ofFilm: Uint32Array;
  /** q `[rows, S]`; each sums to 1. */
  readonly distributions: Float32Array;
  /** `[rows, S]` the part of q that is spread over the sets which agree with the film; else 0. */
  readonly own: Float32Array;
  /** Whether several sets agree with a film, since not all of its labels are known. */
  readonly isPartial: boolean;
}

/**
 * q_S = (1 − ε)·[S ∼ y] / #{S' ∼ y} + ε·π_S ḡ(y, S) / Σ_S' π_S' ḡ(y, S'): most of it for the film's
 * own set, the rest for sets alike to it, frequent ones first (ours, beyond the paper).
 *
 * S ∼ y are the sets that agree with what is known of the film: its own one alone where all labels
 * are. ḡ is the mean of the gains g(S', S) = 2^Jaccard − 1 over these sets S', by their frequencies.
 * A film with which no set agrees, such as one without a finding, says nothing: q = π.
 *
 * @param rows The films, in the order wanted
 * @param epsilon ε, 0 to 1
 * @example Two sets, one of them the film's, the other half as frequent and half alike; ε = 0.3
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { setDistributions } from "@cohash/cohash/loss";
 *
 * const labels = { names: ["Effusion", "Edema"], values: Float32Array.of(1, 0) };
 * const mined = { sets: [[0], [0, 1]], frequencies: [2 / 3, 1 / 3] };
 * const { distributions } = setDistributions(labels, [0], mined, 0.3);
 * const alike = (Math.SQRT2 - 1) / 3;
 * assertAlmostEquals(distributions[0]!, 0.7 + 0.3 * (2 / 3) / (2 / 3 + alike), 1e-6);
 * ```
 */
export function setDistributions(
  labels: LabelMatrix,
  rows: ArrayLike<number>,
  { sets, frequencies }: SetFrequencies,
  epsilon: number,
): SetDistributions {
  const { answers, ofFilm } = knownLabels(labels, rows);
  const gains = gainsBetween(sets);
  const distributions = new Float32Array(answers.length * sets.length);
  const own = new Float32Array(answers.length * sets.length);
  let isPartial = false;
  for (const [row, answer] of answers.entries()) {
    const agreeing = agreeingSets(answer, sets);
    isPartial ||= agreeing.length > 1;
    const start = row * sets.length;
    if (agreeing.length === 0) {
      distributions.set(frequencies, start);
      continue;
    }
    for (const set of agreeing) own[start + set] = (1 - epsilon) / agreeing.length;
    const alike = alikeSets(agreeing, { gains, frequencies });
    for (const [set, share] of alike.entries()) {
      distributions[start + set] = own[start + set]! + epsilon * share;
    }
  }
  return { ofFilm, distributions, own, isPartial };
}

/** π_S ḡ(y, S), `[S]`, scaled to sum to 1, of the sets that agree with a film. */
function alikeSets(
  agreeing: readonly number[],
  { gains, frequencies }: {
    readonly gains: ArrayLike<number>;
    readonly frequencies: readonly number[];
  },
): readonly number[] {
  const meanGains = new Float64Array(frequencies.length);
  for (const set of agreeing) {
    const row = set * meanGains.length;
    for (let other = 0; other < meanGains.length; other++) {
      meanGains[other]! += frequencies[set]! * gains[row + other]!;
    }
  }
  const weights = frequencies.map((frequency, set) => frequency * meanGains[set]!);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
