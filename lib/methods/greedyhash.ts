/**
 * GreedyHash (Su, Zhang, Han, Tian: "Greedy Hash: Towards Fast Optimization for Accurate Hash
 * Coding in CNN", NeurIPS 2018): a classifier over the binary code itself, whose gradient
 * passes the sign unchanged:
 *
 *     L = CE(Wb + c, q) + α·mean ||u| − 1|³,   b = sgn u,  ∂b/∂u = 1
 *
 * Default: α = 0.1. Deviation for many labels: the paper's classifier knows one label a film; ours
 * is compared with q = y/|y|, as OrthoHash does it.
 *
 * @module
 */
import { abs, add, matmul, mean, mul, pow, straightThroughSign, sub } from "../autodiff/mod.ts";
import type { Tensor } from "../autodiff/mod.ts";
import { crossEntropy } from "../loss/smoothed_cosine.ts";
import { Random } from "../base/random.ts";
import { type Batch, type BatchMethod, sizesOf } from "./method.ts";

/** See the module. */
export const greedyhash: BatchMethod = {
  kind: "batch",
  loss: (batch: Batch, context): Tensor => {
    const { codes } = batch;
    const { classes, bits } = sizesOf(context);
    const { graph } = codes;
    const random = new Random(context.config.seed).fork("classifier");
    const initial = random.normals(bits * classes, 1 / Math.sqrt(bits));
    const weight = graph.parameter("method.classifier.weight", [bits, classes], initial);
    const bias = graph.parameter("method.classifier.bias", [classes], new Float32Array(classes));
    const logits = add(matmul(straightThroughSign(codes), weight), bias);
    const penalty = mean(pow(abs(sub(abs(codes), 1)), 3));
    return add(crossEntropy(logits, batch), mul(penalty, context.config.peers.greedyhash.alpha));
  },
};
