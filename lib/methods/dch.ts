/**
 * DCH (Cao, Long, Liu, Wang: "Deep Cauchy Hashing for Hamming Space Retrieval", CVPR 2018), eq. 6
 * to 9: similarity falls off as a Cauchy distribution of the distance, which punishes similar
 * pairs beyond a small Hamming radius:
 *
 *     L = mean_pairs w·[s·log(d/γ) + log(1 + γ/d)] + λ·mean log(1 + d(|u|, 1)/γ)
 *     d(u, u') = K/2·(1 − cos(u, u')),   w as HashNet's
 *
 * s = 1 where two films share a label, as in the paper. Defaults: γ = 20, λ = 0.1. Pairs are those
 * within a batch, as in code in use, which also holds the cosine of a pair below 0.99, since log d
 * has no bound at 0.
 *
 * @module
 */
import { z } from "zod";
import { abs, add, div, l2Normalise, log, mean, minimum, mul, sub } from "../autodiff/mod.ts";
import { sum, type Tensor } from "../autodiff/mod.ts";
import { defineMethod } from "./method.ts";
import { positive, weight } from "./options.ts";
import { classBalanced, innerProducts, sharesLabel } from "./pairs.ts";

const options = z.strictObject({
  gamma: positive.default(20).describe("DCH: scale γ of the Cauchy distribution, in bits"),
  lambda: weight.default(0.1).describe("DCH: weight λ of the quantisation loss"),
});

/** See the module. */
export const dch = defineMethod("dch", options, ({ gamma, lambda }) => ({
  kind: "batch",
  loss: ({ codes, labels }, { bits }) => {
    const distance = (cosines: Tensor) => mul(sub(1, cosines), bits / 2);
    const similar = sharesLabel(labels);
    const d = distance(minimum(innerProducts(l2Normalise(codes)), 0.99));
    const cauchy = add(mul(similar, log(div(d, gamma))), log(add(1, div(gamma, d))));
    // cos(|u|, 1) = Σ|u| / (‖u‖·√K)
    const toOnes = div(sum(abs(l2Normalise(codes)), { axes: [1] }), Math.sqrt(bits));
    const quantisation = mean(log(add(1, div(distance(toOnes), gamma))));
    return add(classBalanced(cauchy, similar), mul(quantisation, lambda));
  },
}));
