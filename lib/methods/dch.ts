/**
 * DCH (Cao, Long, Liu, Wang: "Deep Cauchy Hashing for Hamming Space Retrieval", CVPR 2018), eq. 6
 * to 9: similarity falls off as a Cauchy distribution of the distance, which punishes similar
 * pairs beyond a small Hamming radius:
 *
 *     L = mean_pairs w·[s·log(d/γ) + log(1 + γ/d)] + λ·mean log(1 + d(|u|, 1)/γ)
 *     d(u, u') = K/2·(1 − cos(u, u')),   w as HashNet's
 *
 * s = 1 where two films share a label, as in the paper. Defaults: γ = 20 below 64 bits and 20·K/32
 * from there on, λ = 0.1. Pairs are those within a batch, as in code in use, which also holds the
 * cosine of a pair below 0.99, since log d has no bound at 0. Deviation: the published γ is 20 bits
 * at every length, a smaller part of the distances the longer the codes, so that the method falls
 * behind where they are long.
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
  gamma: z.union([positive, z.enum(["scaled", "published"])]).default("scaled").describe(
    "DCH: scale γ of the Cauchy distribution, in bits; scaled gammaAt32, times K/32 from 64 bits; " +
      "published 20",
  ),
  gammaAt32: positive.default(20).describe("DCH: the scaled γ of codes of 32 bits"),
  lambda: weight.default(0.1).describe("DCH: weight λ of the quantisation loss"),
});

/** See the module. */
export const dch = defineMethod("dch", options, ({ lambda, ...given }) => ({
  kind: "batch",
  loss: ({ codes, labels }, { bits }) => {
    const gamma = resolveGamma(given, bits);
    const distance = (cosines: Tensor) => mul(sub(1, cosines), bits / 2);
    const similar = sharesLabel(labels);
    const d = distance(minimum(innerProducts(l2Normalise(codes)), 0.99));
    const cauchy = add(mul(similar, log(div(d, gamma))), log(add(1, div(gamma, d))));
    // cos(|u|, 1) = Σ|u| / (‖u‖·√K)
    const toOnes = div(sum(abs(l2Normalise(codes)), { axes: [1] }), Math.sqrt(bits));
    const quantisation = mean(log(add(1, div(distance(toOnes), gamma))));
    return add(classBalanced(cauchy, similar), mul(quantisation, lambda));
  },
}), {
  tune: [{}, { gammaAt32: 5 }, { gammaAt32: 10 }, { gammaAt32: 40 }, { lambda: 0.01 }, {
    lambda: 1,
  }],
});

/** The scale γ for codes of so many bits. */
function resolveGamma(
  { gamma, gammaAt32 }: Pick<z.output<typeof options>, "gamma" | "gammaAt32">,
  bits: number,
): number {
  if (gamma === "published") return 20;
  if (gamma !== "scaled") return gamma;
  return bits >= 64 ? gammaAt32 * bits / 32 : gammaAt32;
}
