/**
 * Which findings occur together: counts, conditional probabilities and positive pointwise mutual
 * information of label pairs, mined from training labels only.
 *
 * @module
 */
import type { LabelMatrix } from "../data/dataset.ts";

/** A small dense matrix as rows, `[C, C]` where nothing else is said. */
export type Matrix = readonly (readonly number[])[];

/** What {@linkcode countCooccurrence} counts. */
export interface Cooccurrence {
  /** The C label names. */
  readonly labelNames: readonly string[];
  /** `[C, C]` M = YᵀWY; the diagonal holds the (weighted) number of films with each label. */
  readonly counts: Matrix;
  /** The (weighted) number of films with at least one label. */
  readonly positiveFilms: number;
}

/**
 * Counts co-occurring labels, M = YᵀWY, over the given rows. Soft labels count by their value,
 * missing ones as absent.
 *
 * @param rows The training rows; other rows must not influence the graph
 * @param weights One weight a row of `rows`; default: 1 each. See {@linkcode patientWeights}
 * @example Effusion and edema share one film of three
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { countCooccurrence } from "@cohash/cohash/graph";
 *
 * const labels = { names: ["Effusion", "Edema"], values: Float32Array.of(1, 1, 1, 0, 0, 0) };
 * assertEquals(countCooccurrence(labels, [0, 1, 2]).counts, [[2, 1], [1, 1]]);
 * ```
 */
export function countCooccurrence(
  labels: LabelMatrix,
  rows: ArrayLike<number>,
  weights?: ArrayLike<number>,
): Cooccurrence {
  const classes = labels.names.length;
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  let positiveFilms = 0;
  for (let r = 0; r < rows.length; r++) {
    const start = rows[r]! * classes;
    const present: number[] = [];
    for (let c = 0; c < classes; c++) if (labels.values[start + c]! > 0) present.push(c);
    const weight = weights?.[r] ?? 1;
    if (present.length > 0) positiveFilms += weight;
    for (const i of present) {
      for (const j of present) {
        const together = i === j
          ? labels.values[start + i]!
          : labels.values[start + i]! * labels.values[start + j]!;
        counts[i]![j]! += weight * together;
      }
    }
  }
  return { labelNames: labels.names, counts, positiveFilms };
}

/**
 * Weights that let every patient count once: 1 / (films of its patient among `rows`). Patients
 * with many repeat films otherwise decide which findings "occur together".
 *
 * @param patients The patient of each film
 * @returns `[rows]`
 * @example Ann has two films
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { patientWeights } from "@cohash/cohash/graph";
 *
 * assertEquals(patientWeights(["ann", "bob", "ann"], [0, 1, 2]), Float64Array.of(0.5, 1, 0.5));
 * ```
 */
export function patientWeights(
  patients: readonly string[],
  rows: ArrayLike<number>,
): Float64Array {
  const films = new Map<string, number>();
  for (let r = 0; r < rows.length; r++) {
    const patient = patients[rows[r]!]!;
    films.set(patient, (films.get(patient) ?? 0) + 1);
  }
  return Float64Array.from({ length: rows.length }, (_, r) => 1 / films.get(patients[rows[r]!]!)!);
}

/**
 * P(j | i) = M_ij / N_i, as `[C, C]` with ones on the diagonal (ML-GCN, Chen et al. 2019, eq. 6).
 * The row of a label that never occurs is 0 but for its diagonal.
 *
 * @example Edema comes with effusion always, effusion with edema every other time
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { conditionalProbabilities } from "@cohash/cohash/graph";
 *
 * const labelNames = ["Effusion", "Edema"];
 * const cooccurrence = { labelNames, counts: [[2, 1], [1, 1]], positiveFilms: 2 };
 * assertEquals(conditionalProbabilities(cooccurrence), [[1, 0.5], [1, 1]]);
 * ```
 */
export function conditionalProbabilities({ counts }: Cooccurrence): Matrix {
  return counts.map((row, i) =>
    row.map((together, j) => i === j ? 1 : row[i]! > 0 ? together / row[i]! : 0)
  );
}

/**
 * Positive pointwise mutual information max(0, ln(M_ij·N / (N_i·N_j))) as `[C, C]`, where N counts
 * the films with at least one label; 0 on the diagonal and for pairs never seen (Church & Hanks,
 * Computational Linguistics 1990). In nats.
 *
 * @example Two labels that come together twice as often as by chance
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { positiveMutualInformation } from "@cohash/cohash/graph";
 *
 * const labelNames = ["Effusion", "Edema"];
 * const cooccurrence = { labelNames, counts: [[2, 2], [2, 2]], positiveFilms: 4 };
 * assertEquals(positiveMutualInformation(cooccurrence), [[0, Math.log(2)], [Math.log(2), 0]]);
 * ```
 */
export function positiveMutualInformation({ counts, positiveFilms }: Cooccurrence): Matrix {
  return counts.map((row, i) =>
    row.map((together, j) =>
      i === j || together === 0
        ? 0
        : Math.max(0, Math.log(together * positiveFilms / (counts[i]![i]! * counts[j]![j]!)))
    )
  );
}
