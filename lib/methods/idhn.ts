/**
 * IDHN (Zhang, Zou, Lin, Chen, Wang: "Improved Deep Hashing with Soft Pairwise Similarity for
 * Multi-label Image Retrieval", IEEE TMM 2020): pairs that agree in all labels or in none are
 * classified as DPSH's, pairs that agree in part are regressed on how much they do:
 *
 *     s = cos(y, y'),   θ = α h·h',   h = u / (|u| + 1)
 *     L = mean_pairs [log(1 + e^θ) − s·θ if s ∈ {0, 1}, else γ·(θ + K − 2sK)²] + λ·mean ||h| − 1|
 *
 * Made for many labels. Defaults, and h and one θ for both cases, as in code in use: α = 0.5,
 * γ = 0.1, λ = 0.1. Deviation: pairs are those within a batch.
 *
 * @module
 */
import { z } from "zod";
import { abs, add, div, mean, mul, pow, relu, sign, softplus, sub } from "../autodiff/mod.ts";
import type { Tensor } from "../autodiff/mod.ts";
import { defineMethod } from "./method.ts";
import { positive, weight } from "./options.ts";
import { differentFilms, innerProducts, labelCosines, meanWhere } from "./pairs.ts";

/** How far from 0 and 1 a similarity counts as partial. */
const PARTIAL = 0.01;

const options = z.strictObject({
  alpha: positive.default(0.5).describe("IDHN: factor α of the inner products"),
  gamma: weight.default(0.1).describe("IDHN: weight γ of pairs that are partly similar"),
  lambda: weight.default(0.1).describe("IDHN: weight λ of the quantisation loss"),
});

/** See the module. */
export const idhn = defineMethod("idhn", options, ({ alpha, gamma, lambda }) => ({
  kind: "batch",
  loss: ({ codes, labels }, { bits }) => {
    const h = div(codes, add(abs(codes), 1));
    const theta = mul(innerProducts(h), alpha);
    const s = labelCosines(labels);
    const hard = sub(softplus(theta), mul(s, theta));
    const soft = mul(pow(sub(add(theta, bits), mul(s, 2 * bits)), 2), gamma);
    const isSoft = isPartial(s);
    const each = add(mul(hard, sub(1, isSoft)), mul(soft, isSoft));
    const quantisation = mean(abs(sub(abs(h), 1)));
    return add(meanWhere(each, differentFilms(codes)), mul(quantisation, lambda));
  },
}), { tune: [{}, { alpha: 0.1 }, { alpha: 0.2 }, { alpha: 1 }, { gamma: 0.01 }, { gamma: 1 }] });

/** 1 where a similarity lies between 0 and 1, else 0. */
function isPartial(s: Tensor): Tensor {
  const above = (x: Tensor) => sign(relu(sub(x, PARTIAL)));
  return mul(above(s), above(sub(1, s)));
}
