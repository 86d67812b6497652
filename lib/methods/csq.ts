/**
 * CSQ (Yuan, Wang, Zhang, Tay, Jie, Liu, Feng: "Central Similarity Quantization for Efficient Image
 * and Video Retrieval", CVPR 2020): each bit is classified against that of a fixed
 * hash centre:
 *
 *     L = mean BCE((h + 1)/2, (c + 1)/2) + λ·mean (|h| − 1)²,   h = tanh u
 *
 * Centres are rows of [H; −H] with H a Hadamard matrix, or coin tosses where none fits. For many
 * labels, as in the paper, c is the sign of the sum of their centres, and bits on which they tie
 * are those of one fixed random vector. Default: λ = 1e-4. Deviation: the quantisation loss is the
 * squared one of code in use, not the paper's log cosh.
 *
 * @module
 */
import { abs, add, matmul, mean, mul, neg, pow, sign, softplus, sub } from "../autodiff/mod.ts";
import { tanh, type Tensor } from "../autodiff/mod.ts";
import { z } from "zod";
import { fixedTargets } from "../model/fixed_targets.ts";
import { Random } from "../base/random.ts";
import { hashCentres } from "./hash_centres.ts";
import { defineMethod, type MethodContext } from "./method.ts";
import { weight } from "./options.ts";

const options = z.strictObject({
  lambda: weight.default(0.0001).describe("CSQ: weight λ of the quantisation loss"),
});

/** See the module. */
export const csq = defineMethod("csq", options, ({ lambda }) => ({
  kind: "targets",
  targets: (graph, context) => hashCentres(graph, "csq", context),
  loss: ({ codes, labels }, targets, context): Tensor => {
    const centres = jointCentres(labels, targets, context);
    // (tanh u + 1)/2 = sigmoid(2u), and its cross-entropy with (c + 1)/2 is log(1 + e^(−2uc)).
    const central = mean(softplus(neg(mul(mul(codes, centres), 2))));
    const quantisation = mean(pow(sub(abs(tanh(codes)), 1), 2));
    return add(central, mul(quantisation, lambda));
  },
}), {
  tune: [{}, { lambda: 0 }, { lambda: 0.001 }, { lambda: 0.01 }, { lambda: 0.1 }, { lambda: 1 }],
});

/**
 * One ±1 centre a film, `[N, bits]`: the majority of its labels' centres in every bit, a fixed
 * random bit where they tie. A film without a label gets the random vector.
 *
 * @param labels `[N, C]`
 * @param centres `[C, bits]`
 */
export function jointCentres(
  labels: Tensor,
  centres: Tensor,
  { bits, seed }: MethodContext,
): Tensor {
  const random = new Random(seed).fork("ties");
  const toss = fixedTargets("bernoulli", { classes: 1, bits, random });
  const majority = sign(matmul(labels, centres));
  const isTie = sub(1, abs(majority));
  return add(majority, mul(isTie, labels.graph.constant([1, bits], toss)));
}
