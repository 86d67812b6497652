/**
 * AHDL, the adaptive Hamming distance loss (Manna et al.: "Learning Neural Networks for Multi-label
 * Medical Image Retrieval Using Hamming Distance Fabricated with Jaccard Similarity Coefficient",
 * ICPR 2024, on NIH's chest films): the distance of two codes is to be the part of the code that the
 * Jaccard index of their labels leaves, and every film's labels are to be read from its code:
 *
 *     L = λ₁·mean_pairs log cosh (d/K − (1 − J)) + 2λ₂·mean Σ_l [log(1 + e^z_l) − y_l·z_l]
 *     d = K/2·(1 − cos(h, h')),   J = |y ∧ y'| / |y ∨ y'|,   h = tanh u,   z = W h + c
 *
 * Made for many labels. Of the paper the abstract and the authors' training code were at hand, whence
 * the loss and the defaults λ₁ = 1, λ₂ = 1.5; a pair has the cross-entropies of both its films, hence
 * the 2. The distances wanted stand in tables there that could not be read; K·(1 − J) agrees with the
 * four that a notebook of theirs prints, but for rounding to whole bits, which is left out here. That
 * h is a tanh is how the authors' other code has it. Deviations: all pairs of a batch, where theirs
 * has one partner a film; the classifier reads the code, since theirs was not to be had.
 *
 * @module
 */
import { z } from "zod";
import { add, l2Normalise, mul, softplus, sub, tanh, type Tensor } from "../autodiff/mod.ts";
import { binaryCrossEntropy, classifierLogits } from "./classifier.ts";
import { defineMethod } from "./method.ts";
import { weight } from "./options.ts";
import { differentFilms, innerProducts, labelJaccards, meanWhere } from "./pairs.ts";

const options = z.strictObject({
  lambda1: weight.default(1).describe("AHDL: weight λ₁ of the distances"),
  lambda2: weight.default(1.5).describe("AHDL: weight λ₂ of the classifier's loss"),
});

/** See the module. */
export const ahdl = defineMethod("ahdl", options, ({ lambda1, lambda2 }) => ({
  kind: "batch",
  loss: (batch, context) => {
    const h = tanh(batch.codes);
    const distances = mul(sub(1, innerProducts(l2Normalise(h))), 0.5);
    const wanted = sub(1, labelJaccards(batch.labels));
    const pairs = meanWhere(logCosh(sub(distances, wanted)), differentFilms(h));
    const classified = binaryCrossEntropy(classifierLogits(h, context), batch);
    return add(mul(pairs, lambda1), mul(classified, 2 * lambda2));
  },
}), {
  tune: [{}, { lambda2: 0.5 }, { lambda2: 0.15 }, { lambda2: 0.05 }, { lambda2: 0.015 }, {
    lambda2: 0.005,
  }],
});

/** log cosh x = log(1 + e^2x) − x − log 2, which does not overflow. */
function logCosh(x: Tensor): Tensor {
  return sub(sub(softplus(mul(x, 2)), x), Math.LN2);
}
