/**
 * An order of labels in which those that belong together stand together, for charts.
 *
 * @module
 */
import type { Cooccurrence, Matrix } from "./cooccurrence.ts";

/**
 * An order of labels by how often they come together: {@linkcode clusteredOrder} of
 * M_ij / √(N_i·N_j) (Ochiai 1957), which common labels do not dominate.
 */
export function cooccurrenceOrder({ counts }: Cooccurrence): number[] {
  const films = (label: number) => counts[label]![label]!;
  return clusteredOrder(
    counts.map((row, i) =>
      row.map((together, j) => together > 0 ? together / Math.sqrt(films(i) * films(j)) : 0)
    ),
  );
}

/**
 * An order by average-linkage clustering (Sokal & Michener 1958): the two most similar clusters are
 * joined again and again, each turned so that the most similar of their end labels meet (Gruvaeus
 * & Wainer, British Journal of Mathematical and Statistical Psychology 1972).
 *
 * @param similarity `[C, C]`, symmetric, higher for labels that belong together
 * @returns The indices 0 … C − 1 in their new order; equal similarities keep the given one
 * @example The first label belongs with the last
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { clusteredOrder } from "@cohash/cohash/graph";
 *
 * assertEquals(clusteredOrder([[0, 0.1, 0.9], [0.1, 0, 0.2], [0.9, 0.2, 0]]), [0, 2, 1]);
 * ```
 */
export function clusteredOrder(similarity: Matrix): number[] {
  const clusters = similarity.map((_, label) => [label]);
  while (clusters.length > 1) {
    const [a, b] = mostSimilarPair(clusters, similarity);
    clusters[a] = joined(clusters[a]!, clusters[b]!, similarity);
    clusters.splice(b, 1);
  }
  return clusters[0] ?? [];
}

/** Positions a < b of the two clusters with the highest mean similarity between their labels. */
function mostSimilarPair(clusters: readonly number[][], similarity: Matrix): [number, number] {
  let best: [number, number] = [0, 1];
  let highest = -Infinity;
  for (let a = 0; a < clusters.length; a++) {
    for (let b = a + 1; b < clusters.length; b++) {
      const total = clusters[a]!.reduce(
        (sum, i) => clusters[b]!.reduce((sum, j) => sum + similarity[i]![j]!, sum),
        0,
      );
      const mean = total / (clusters[a]!.length * clusters[b]!.length);
      if (mean > highest) [best, highest] = [[a, b], mean];
    }
  }
  return best;
}

/** Both clusters in a row, turned so that the labels that meet are as similar as can be. */
function joined(a: readonly number[], b: readonly number[], similarity: Matrix): number[] {
  const turns = [a, a.toReversed()].flatMap((left) =>
    [b, b.toReversed()].map((right) => ({
      order: [...left, ...right],
      similarity: similarity[left.at(-1)!]![right[0]!]!,
    }))
  );
  return turns.reduce((best, turn) => turn.similarity > best.similarity ? turn : best).order;
}
