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
import { z } from "zod";
import { abs, add, mean, mul, pow, straightThroughSign, sub } from "../autodiff/mod.ts";
import { crossEntropy } from "../loss/smoothed_cosine.ts";
import { classifierLogits } from "./classifier.ts";
import { defineMethod } from "./method.ts";
import { weight } from "./options.ts";

const options = z.strictObject({
  alpha: weight.default(0.1).describe("GreedyHash: weight α of the cubic penalty"),
});

/** See the module. */
export const greedyhash = defineMethod("greedyhash", options, ({ alpha }) => ({
  kind: "batch",
  loss: (batch, context) => {
    const { codes } = batch;
    const logits = classifierLogits(straightThroughSign(codes), context);
    const penalty = mean(pow(abs(sub(abs(codes), 1)), 3));
    return add(crossEntropy(logits, batch), mul(penalty, alpha));
  },
}), { tune: [{}, { alpha: 0 }, { alpha: 0.01 }, { alpha: 0.03 }, { alpha: 0.3 }, { alpha: 1 }] });
