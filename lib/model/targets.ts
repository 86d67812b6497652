/**
 * Hash targets that learn: raw label vectors made into codes at every step, so that the one loss
 * trains them together with the images. (The paper: targets are "generated dynamically". How the
 * real values become binary is our choice.)
 *
 * @module
 */
import {
  add,
  div,
  matmul,
  mean,
  mul,
  sqrt,
  straightThroughSign,
  sub,
  tanh,
  type Tensor,
} from "../autodiff/mod.ts";

/**
 * How raw targets become codes:
 * - `sign`: ±1 forward, straight-through backward (identity, or the slope of tanh)
 * - `tanh`: tanh(βT) with β growing from epoch to epoch
 * - `real`: as they are; only their direction counts, since the loss is a cosine
 */
export type Binarisation =
  | { readonly kind: "sign"; readonly backward: "identity" | "tanh" }
  | { readonly kind: "tanh"; readonly beta: Tensor }
  | { readonly kind: "real" };

/**
 * Targets `[C, bits]` from raw ones. `sign` and `tanh` standardise each bit over the labels.
 *
 * @example Each bit tells the labels above its mean from those below
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createExecutor, Graph } from "@cohash/cohash/autodiff";
 * import { binariseTargets } from "@cohash/cohash/model";
 *
 * const graph = new Graph();
 * const raw = graph.constant([2, 3], [5, 0, -1, 7, 1, -9]);
 * graph.output("targets", binariseTargets(raw, { kind: "sign", backward: "identity" }));
 * const session = await (await createExecutor("reference")).load(graph.toProgram());
 * assertEquals((await session.run())["targets"], Float32Array.of(-1, -1, 1, 1, 1, -1));
 * ```
 */
export function binariseTargets(raw: Tensor, how: Binarisation): Tensor {
  switch (how.kind) {
    case "sign":
      return straightThroughSign(standardiseBits(raw), { backward: how.backward });
    case "tanh":
      return tanh(mul(standardiseBits(raw), how.beta));
    case "real":
      return raw;
  }
}

/**
 * sign(Hadamard + λ·T): targets that start orthogonal, and leave that where the graph pulls by
 * more than 1/λ standard deviations. The sign is left to {@linkcode binariseTargets}.
 *
 * @param table ±1 codes `[C, bits]`, such as Hadamard's
 * @param raw T `[C, bits]`
 */
export function pullTowards(table: Tensor, raw: Tensor, lambda: number): Tensor {
  return add(table, mul(standardiseBits(raw), lambda));
}

/**
 * Each bit (column) to mean 0 and variance 1 over the C labels, so that about half of the labels
 * get each sign and no bit is wasted. A bit on which all labels agree becomes 0.
 */
export function standardiseBits(raw: Tensor): Tensor {
  const centred = sub(raw, mean(raw, { axes: [0], keepDims: true }));
  const variance = mean(mul(centred, centred), { axes: [0], keepDims: true });
  return div(centred, sqrt(add(variance, 1e-5)));
}

/**
 * ‖TTᵀ/K − I‖² / C²: how far targets are from orthogonal. Off by default: the point of the method
 * is one loss.
 */
export function orthogonalityPenalty(targets: Tensor): Tensor {
  const [classes, bits] = [targets.shape[0]!, targets.shape[1]!];
  const identity = Float32Array.from(
    { length: classes * classes },
    (_, i) => i % (classes + 1) === 0 ? 1 : 0,
  );
  const similarity = div(matmul(targets, targets, { transposeB: true }), bits);
  const excess = sub(similarity, targets.graph.constant([classes, classes], identity));
  return mean(mul(excess, excess));
}
