/**
 * From labels to the distributions q that the cross-entropy compares with: normalised, smoothed,
 * with a rule for films without any finding and for labels nobody looked for.
 *
 * @module
 */
import type { LabelMatrix } from "../data/dataset.ts";
import type { Matrix } from "../graph/cooccurrence.ts";

/** Options of {@linkcode smoothedDistributions}. */
export interface SmoothingOptions {
  /** Share ε of the probability that is spread over all labels, in [0, 1). */
  readonly epsilon: number;
  /**
   * `uniform` spreads ε evenly; `cooccurrence` along P(j | i), to the labels that the film's
   * labels occur with (ours, beyond the paper).
   */
  readonly smoothing:
    | { readonly kind: "uniform" }
    | { readonly kind: "cooccurrence"; readonly conditional: Matrix };
}

/** Loss inputs of n films; rows align with the rows asked for. */
export interface SmoothedLabels {
  /** y `[n, C]`, 0 where missing. */
  readonly labels: Float32Array;
  /** q `[n, C]`; each row sums to 1. */
  readonly distributions: Float32Array;
  /** `[n, C]`: 1 where the label is known, else 0. */
  readonly known: Float32Array;
}

/**
 * q = (1−ε)·y/|y| + ε·spread, over the labels that are known for each film. A film without a label
 * has no y/|y|: it gets q = spread, evenly (the option `uniform` for unlabelled rows; by default
 * such rows are left out before this).
 *
 * With ε = 0 this is OrthoHash's y/|y|; the smoothing term is that of Szegedy et al. (CVPR 2016).
 *
 * @example One of two labels, ε = 0.2
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { smoothedDistributions } from "@cohash/cohash/loss";
 *
 * const labels = { names: ["Effusion", "Edema"], values: Float32Array.of(1, 0) };
 * const options = { epsilon: 0.2, smoothing: { kind: "uniform" } } as const;
 * const { distributions } = smoothedDistributions(labels, [0], options);
 * assertAlmostEquals(distributions[0]!, 0.9, 1e-6);
 * ```
 */
export function smoothedDistributions(
  { names, values }: LabelMatrix,
  rows: ArrayLike<number>,
  { epsilon, smoothing }: SmoothingOptions,
): SmoothedLabels {
  const classes = names.length;
  const labels = new Float32Array(rows.length * classes);
  const distributions = new Float32Array(rows.length * classes);
  const known = new Float32Array(rows.length * classes);
  for (let r = 0; r < rows.length; r++) {
    const film = values.subarray(rows[r]! * classes, (rows[r]! + 1) * classes);
    const isKnown = Array.from(film, (value) => !Number.isNaN(value));
    const positives = Array.from(film, (value) => Number.isNaN(value) ? 0 : value);
    const sure = normalised(positives);
    const even = normalised(isKnown.map(Number)) ?? positives;
    const spread = smoothing.kind === "uniform" || !sure
      ? even
      : alongCooccurrence(sure, smoothing.conditional, isKnown) ?? even;
    for (let c = 0; c < classes; c++) {
      const at = r * classes + c;
      labels[at] = positives[c]!;
      known[at] = Number(isKnown[c]);
      distributions[at] = sure ? (1 - epsilon) * sure[c]! + epsilon * spread[c]! : even[c]!;
    }
  }
  return { labels, distributions, known };
}

/** Σ_i sure_i·P(j | i) over j ≠ i and known j, normalised; undefined where nothing co-occurs. */
function alongCooccurrence(
  sure: readonly number[],
  conditional: Matrix,
  isKnown: readonly boolean[],
): readonly number[] | undefined {
  return normalised(
    sure.map((_, j) =>
      isKnown[j] ? sure.reduce((sum, q, i) => i === j ? sum : sum + q * conditional[i]![j]!, 0) : 0
    ),
  );
}

function normalised(weights: readonly number[]): readonly number[] | undefined {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return total > 0 ? weights.map((weight) => weight / total) : undefined;
}
