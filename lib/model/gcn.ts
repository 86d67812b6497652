/**
 * The graph convolutional network over labels (ML-GCN, Chen et al., CVPR 2019): every label's
 * vector is mixed with those of the labels it occurs with, twice, and becomes its raw hash target.
 *
 * @module
 */
import { leakyRelu, matmul, type Tensor } from "../autodiff/mod.ts";
import type { Random } from "../base/random.ts";

/** What {@linkcode labelGcn} needs beside the graph. */
export interface GcnOptions {
  /** Width of the hidden layer. */
  readonly hidden: number;
  /** K, the number of values a label gets. */
  readonly bits: number;
  /** Decides the initial weights. */
  readonly random: Random;
}

/**
 * T = Â·LeakyReLU₀.₂(Â·E·W₁)·W₂, raw targets `[C, bits]` before they are made binary.
 *
 * @param adjacency Â `[C, C]`, normalised
 * @param nodes E `[C, F]`, one feature vector a label
 * @throws {RangeError} if Â and E are not of the same labels
 * @example Two related labels, one-hot
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Graph } from "@cohash/cohash/autodiff";
 * import { Random } from "@cohash/cohash/base";
 * import { labelGcn } from "@cohash/cohash/model";
 *
 * const graph = new Graph();
 * const adjacency = graph.constant([2, 2], [0.8, 0.2, 0.2, 0.8]);
 * const nodes = graph.constant([2, 2], [1, 0, 0, 1]);
 * const raw = labelGcn(adjacency, nodes, { hidden: 8, bits: 16, random: new Random(0) });
 * assertEquals(raw.shape, [2, 16]);
 * assertEquals(graph.parameters().map(({ name }) => name), ["gcn.weight1", "gcn.weight2"]);
 * ```
 */
export function labelGcn(
  adjacency: Tensor,
  nodes: Tensor,
  { hidden, bits, random }: GcnOptions,
): Tensor {
  const width = nodes.shape[1]!;
  const weight1 = uniformWeight(nodes, "gcn.weight1", [width, hidden], random.fork("gcn.weight1"));
  const weight2 = uniformWeight(nodes, "gcn.weight2", [hidden, bits], random.fork("gcn.weight2"));
  const hiddenNodes = leakyRelu(matmul(adjacency, matmul(nodes, weight1)), 0.2);
  return matmul(adjacency, matmul(hiddenNodes, weight2));
}

/** ML-GCN's initial weights: uniform in ±1/√(columns). */
function uniformWeight(
  { graph }: Tensor,
  name: string,
  shape: readonly [number, number],
  random: Random,
): Tensor {
  const limit = 1 / Math.sqrt(shape[1]);
  return graph.parameter(name, shape, random.uniforms(shape[0] * shape[1], -limit, limit));
}
