/**
 * The label graph: from co-occurrence to the normalised adjacency matrix that the graph
 * convolutional network multiplies with (ML-GCN, Chen et al., CVPR 2019, section 3.3), and the
 * control graphs that every claim about it needs.
 *
 * @module
 */
import * as math from "mathjs";
import type { Random } from "../base/random.ts";
import {
  conditionalProbabilities,
  type Cooccurrence,
  type Matrix,
  positiveMutualInformation,
} from "./cooccurrence.ts";

/**
 * How labels are joined:
 * - `conditional`: an edge i→j where P(j | i) ≥ τ (ML-GCN)
 * - `unthresholded`: edges weighted by P(j | i)
 * - `ppmi`: edges weighted by positive pointwise mutual information
 * - `identity`: no edges (control: what the network does without a graph)
 * - `random`: the conditional graph rewired at random, degrees kept (control: is it this graph?)
 * - `learned`: trained, starting from the conditional graph (control: would training find better?)
 */
export const ADJACENCY_KINDS = [
  "conditional",
  "unthresholded",
  "ppmi",
  "identity",
  "random",
  "learned",
] as const;

/** See {@linkcode ADJACENCY_KINDS}. */
export type AdjacencyKind = (typeof ADJACENCY_KINDS)[number];

/** Options of {@linkcode adjacencyMatrix}. ML-GCN's graph is `conditional`. */
export type AdjacencyOptions = EdgeOptions & SharedWeight;

/** Options of {@linkcode edgeWeights}. */
export type EdgeOptions =
  | {
    readonly kind: "conditional" | "random" | "learned";
    /** Threshold τ on P(j | i), in [0, 1]. */
    readonly tau: number;
  }
  | { readonly kind: "unthresholded" | "ppmi" | "identity" };

/** What edges weigh beside the 1 of a label itself. */
export interface SharedWeight {
  /** Weight p that the edges into a label share (ML-GCN's code uses 0.25); default: none. */
  readonly p?: number;
}

/** τ of a graph whose edges have one, else undefined. */
export function thresholdOf(options: EdgeOptions): number | undefined {
  switch (options.kind) {
    case "conditional":
    case "random":
    case "learned":
      return options.tau;
    default:
      return undefined;
  }
}

/**
 * The normalised adjacency Â `[C, C]` of a label graph: edge weights, re-weighted and normalised.
 * For `learned` this is the starting point.
 *
 * @param random Used by `random` only
 * @example Without edges, Â is the identity
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Random } from "@cohash/cohash/base";
 * import { adjacencyMatrix } from "@cohash/cohash/graph";
 *
 * const cooccurrence = { labelNames: ["A", "B"], counts: [[4, 1], [1, 2]], positiveFilms: 5 };
 * const options = { kind: "conditional", tau: 0.9, p: 0.2 } as const;
 * assertEquals(adjacencyMatrix(cooccurrence, options, new Random(0)), [[1, 0], [0, 1]]);
 * ```
 */
export function adjacencyMatrix(
  cooccurrence: Cooccurrence,
  options: AdjacencyOptions,
  random: Random,
): Matrix {
  const edges = edgeWeights(cooccurrence, options, random);
  return normaliseAdjacency(reweightEdges(edges, options.p ?? 0));
}

/** The edge weights A `[C, C]` before re-weighting; 0 on the diagonal. */
export function edgeWeights(
  cooccurrence: Cooccurrence,
  options: EdgeOptions,
  random: Random,
): Matrix {
  switch (options.kind) {
    case "conditional":
    case "learned":
      return thresholdEdges(conditionalProbabilities(cooccurrence), options.tau);
    case "random":
      return rewire(thresholdEdges(conditionalProbabilities(cooccurrence), options.tau), random);
    case "unthresholded":
      return withoutDiagonal(conditionalProbabilities(cooccurrence));
    case "ppmi":
      return positiveMutualInformation(cooccurrence);
    case "identity":
      return cooccurrence.counts.map((row) => row.map(() => 0));
  }
}

/**
 * A_ij = 1 where P_ij ≥ τ and i ≠ j, else 0 (ML-GCN, eq. 7). An edge that never occurs stays 0 at
 * τ = 0 too.
 *
 * @param probabilities P `[C, C]`, see {@linkcode conditionalProbabilities}
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { thresholdEdges } from "@cohash/cohash/graph";
 *
 * assertEquals(thresholdEdges([[1, 0.4], [0.05, 1]], 0.1), [[0, 1], [0, 0]]);
 * ```
 */
export function thresholdEdges(probabilities: Matrix, tau: number): Matrix {
  return withoutDiagonal(probabilities).map((row) => row.map((p) => p > 0 && p >= tau ? 1 : 0));
}

/**
 * A' = p·A_ij / Σ_i A_ij + I (ML-GCN, eq. 8, with the column sum of its code): the edges into a
 * label share p, so that a label which many others point at, such as Infiltration, does not drown
 * them. ML-GCN's code transposes A' before it multiplies, which makes p the weight that a label
 * takes in from its neighbours; here A' multiplies as it is.
 *
 * @param edges A `[C, C]`, 0 on the diagonal
 * @example Two edges lead to the third label and share p = 0.5
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { reweightEdges } from "@cohash/cohash/graph";
 *
 * const edges = [[0, 0, 1], [0, 0, 1], [0, 0, 0]];
 * assertEquals(reweightEdges(edges, 0.5), [[1, 0, 0.25], [0, 1, 0.25], [0, 0, 1]]);
 * ```
 */
export function reweightEdges(edges: Matrix, p: number): Matrix {
  const columnSums = edges.map((_, j) => edges.reduce((sum, row) => sum + row[j]!, 0));
  return edges.map((row, i) =>
    row.map((a, j) => (columnSums[j]! > 0 ? p * a / columnSums[j]! : 0) + (i === j ? 1 : 0))
  );
}

/**
 * Â = D^{-½} A' D^{-½} with D_ii = Σ_j A'_ij (Kipf & Welling, ICLR 2017).
 *
 * @param weights A' `[C, C]`; no row may sum to 0
 */
export function normaliseAdjacency(weights: Matrix): Matrix {
  const inverseRoots = weights.map((row) => 1 / Math.sqrt(math.sum([...row])));
  const scaling = inverseRoots.map((d, i) => inverseRoots.map((_, j) => i === j ? d : 0));
  return math.multiply(math.multiply(scaling, weights.map((row) => [...row])), scaling);
}

/**
 * Swaps the ends of random edge pairs (a→b, c→d become a→d, c→b), which keeps every label's number
 * of edges in and out (Maslov & Sneppen, Science 2002).
 *
 * @param edges `[C, C]`, 0 where there is no edge
 * @example Other edges, as many in and out of each label
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Random } from "@cohash/cohash/base";
 * import { rewire } from "@cohash/cohash/graph";
 *
 * const edges = [[0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [1, 0, 0, 0]];
 * const rewired = rewire(edges, new Random(0));
 * assertEquals(rewired.map((row) => row.reduce((sum, a) => sum + a, 0)), [1, 1, 1, 1]);
 * ```
 */
export function rewire(edges: Matrix, random: Random): Matrix {
  const rewired = edges.map((row) => [...row]);
  const list = edges.flatMap((row, i) => row.flatMap((a, j) => a > 0 ? [[i, j] as const] : []));
  const swapsPerEdge = 20;
  for (let attempt = 0; attempt < swapsPerEdge * list.length; attempt++) {
    const first = random.below(list.length);
    const second = random.below(list.length);
    const [a, b] = list[first]!;
    const [c, d] = list[second]!;
    const valid = a !== d && c !== b && rewired[a]![d] === 0 && rewired[c]![b] === 0;
    if (!valid) continue;
    rewired[a]![d] = rewired[a]![b]!;
    rewired[c]![b] = rewired[c]![d]!;
    rewired[a]![b] = rewired[c]![d] = 0;
    list[first] = [a, d];
    list[second] = [c, b];
  }
  return rewired;
}

/** The number of directed edges. */
export function countEdges(edges: Matrix): number {
  return edges.flat().filter((weight) => weight > 0).length;
}

function withoutDiagonal(matrix: Matrix): Matrix {
  return matrix.map((row, i) => row.map((value, j) => i === j ? 0 : value));
}
