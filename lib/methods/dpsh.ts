/**
 * DPSH (Li, Wang, Kang: "Feature Learning based Deep Supervised Hashing with Pairwise Labels",
 * IJCAI 2016): the likelihood of pairwise labels, and a penalty on what the sign loses:
 *
 *     L = mean_pairs [log(1 + e^θ) − s·θ] + η·mean (u − sgn u)²,   θ = ½ u·u'
 *
 * s = 1 where two films share a label (the paper's own rule for NUS-WIDE). Default: η = 0.1.
 * Deviations: pairs are those within a batch, where the authors keep the codes of all training
 * films; sums are means, so that η does not depend on the batch.
 *
 * @module
 */
import { z } from "zod";
import { add, mean, mul, pow, sign, softplus, sub } from "../autodiff/mod.ts";
import { defineMethod } from "./method.ts";
import { weight } from "./options.ts";
import { differentFilms, innerProducts, meanWhere, sharesLabel } from "./pairs.ts";

const options = z.strictObject({
  eta: weight.default(0.1).describe("DPSH: weight η of the quantisation loss"),
});

/** See the module. */
export const dpsh = defineMethod("dpsh", options, ({ eta }) => ({
  kind: "batch",
  loss: ({ codes, labels }) => {
    const theta = mul(innerProducts(codes), 0.5);
    const likelihood = sub(softplus(theta), mul(sharesLabel(labels), theta));
    const quantisation = mean(pow(sub(codes, sign(codes)), 2));
    return add(meanWhere(likelihood, differentFilms(codes)), mul(quantisation, eta));
  },
}), { tune: [{}, { eta: 0 }, { eta: 0.01 }, { eta: 0.03 }, { eta: 0.3 }, { eta: 1 }] });
