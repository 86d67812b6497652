/**
 * HashNet (Cao, Long, Wang, Yu: "HashNet: Deep Learning to Hash by Continuation", ICCV 2017): a
 * weighted likelihood of pairwise labels over codes that approach their signs:
 *
 *     L = mean_pairs w·[log(1 + e^θ) − s·θ],   θ = α h·h',   h = tanh(βu)
 *     w = |S| / |S₁| for similar pairs (s = 1), |S| / |S₀| for others
 *
 * s = 1 where two films share a label, as in the paper. Defaults: α = 3.2 / K,
 * β = √(⌊epoch / 20⌋ + 1) with epochs counted from 0. Deviations: the published α is 0.1 at every
 * length, with which θ grows with K and the method falls behind at long codes, so that ours is 0.1
 * at 32 bits alone; pairs and their counts are those within a batch, where code in use keeps the
 * codes of all training films.
 *
 * @module
 */
import { z } from "zod";
import { mul, softplus, sub, tanh } from "../autodiff/mod.ts";
import { defineMethod } from "./method.ts";
import { count, positive } from "./options.ts";
import { classBalanced, innerProducts, sharesLabel } from "./pairs.ts";

/** The graph input that β is fed to. */
const BETA = "beta";

const options = z.strictObject({
  alpha: z.union([positive, z.enum(["scaled", "published"])]).default("scaled")
    .describe("HashNet: factor α of the inner products; scaled alphaAt32·32/K, published 0.1"),
  alphaAt32: positive.default(0.1).describe("HashNet: the scaled α of codes of 32 bits"),
  betaEvery: count.default(20).describe("HashNet: epochs from one β = √1, √2, √3, … to the next"),
});

/** See the module. */
export const hashnet = defineMethod("hashnet", options, ({ betaEvery, ...given }) => ({
  kind: "batch",
  loss: ({ codes, labels }, { bits }) => {
    const h = tanh(mul(codes, codes.graph.input(BETA, [])));
    const theta = mul(innerProducts(h), resolveAlpha(given, bits));
    const similar = sharesLabel(labels);
    const likelihood = sub(softplus(theta), mul(similar, theta));
    return classBalanced(likelihood, similar);
  },
  epochInputs: (epoch) => ({
    [BETA]: Math.sqrt(Math.floor((epoch - 1) / betaEvery) + 1),
  }),
}), {
  tune: [{}, { alphaAt32: 0.025 }, { alphaAt32: 0.05 }, { alphaAt32: 0.2 }, { alphaAt32: 0.4 }, {
    alphaAt32: 0.8,
  }],
});

/** The factor α of codes of so many bits. */
function resolveAlpha(
  { alpha, alphaAt32 }: Pick<z.output<typeof options>, "alpha" | "alphaAt32">,
  bits: number,
): number {
  if (alpha === "published") return 0.1;
  return alpha === "scaled" ? alphaAt32 * 32 / bits : alpha;
}
