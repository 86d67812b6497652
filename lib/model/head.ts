/**
 * The hash head (OrthoHash, Hoe et al., NeurIPS 2021): a bias-free linear map, then batch
 * normalisation, which keeps every bit balanced over the batch.
 *
 * @module
 */
import { batchNorm, matmul, type Tensor } from "../autodiff/mod.ts";
import type { Random } from "../base/random.ts";
import { normalisation } from "./normalisation.ts";

/**
 * Continuous codes v = BN(f·W), `[N, bits]`; the hash code is their sign (see packCodes).
 *
 * @param features f `[N, D]`
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Graph } from "@cohash/cohash/autodiff";
 * import { Random } from "@cohash/cohash/base";
 * import { hashHead } from "@cohash/cohash/model";
 *
 * const features = new Graph().input("features", [4, 10]);
 * assertEquals(hashHead(features, { bits: 32, random: new Random(0) }).shape, [4, 32]);
 * ```
 */
export function hashHead(
  features: Tensor,
  { bits, random }: { readonly bits: number; readonly random: Random },
): Tensor {
  const { graph, shape } = features;
  const width = shape[1]!;
  const weight = graph.parameter(
    "head.weight",
    [width, bits],
    random.fork("head.weight").normals(width * bits, 0.01),
  );
  return batchNorm(matmul(features, weight), normalisation(features, "head.norm", bits));
}
