/**
 * HyP² (Xu, Chai, Xu, Yuan, Fan, Wang: "HyP² Loss: Beyond Hypersphere Metric Space for Multi-label
 * Image Retrieval", ACM MM 2022): codes near the learned proxies of their labels and away from the
 * others, and films of several labels that share none away from each other:
 *
 *     L = mean₊ (1 − cos(v, p)) + mean₋ relu(cos(v, p) − ζ) + β·mean relu(cos(v, v') − ζ)
 *
 * Made for many labels. Default: β = 0.5. ζ = 1 − 2d/K is the cosine of C codes that lie d bits
 * apart; the authors read d of the best linear code from a table, we take Griesmer's bound.
 * Pairs are those within a batch, of films with several labels each, as in the authors' code.
 * Proxies learn at the head's rate; they are real vectors, so no target table is kept.
 *
 * @module
 */
import { z } from "zod";
import { add, clip, mul, relu, sub, sum, type Tensor } from "../autodiff/mod.ts";
import { cosineSimilarities } from "../loss/smoothed_cosine.ts";
import { Random } from "../base/random.ts";
import { defineMethod } from "./method.ts";
import { weight } from "./options.ts";
import { differentFilms, innerProducts, meanWhere, sharesLabel } from "./pairs.ts";

const options = z.strictObject({
  beta: weight.default(0.5).describe("HyP²: weight β of irrelevant pairs"),
});

/** See the module. */
export const hyp2 = defineMethod("hyp2", options, ({ beta }) => ({
  kind: "batch",
  loss: ({ codes, labels, known }, { classes, bits, seed }) => {
    const random = new Random(seed).fork("proxies");
    const initial = random.normals(classes * bits);
    const proxies = codes.graph.parameter("method.proxies", [classes, bits], initial);
    const zeta = cosineThreshold(classes, bits);
    const beyond = (cosines: Tensor) => relu(sub(cosines, zeta));
    const cosines = cosineSimilarities(codes, proxies);
    const positive = meanWhere(sub(1, cosines), labels);
    const negative = meanWhere(beyond(cosines), mul(sub(1, labels), known));
    const pairs = meanWhere(beyond(cosineSimilarities(codes, codes)), irrelevantPairs(labels));
    return add(add(positive, negative), mul(pairs, beta));
  },
}), { tune: [{}, { beta: 0 }, { beta: 0.1 }, { beta: 0.25 }, { beta: 1 }, { beta: 2 }] });

/** 1 for two films of several labels each that share none, else 0, `[N, N]`. */
function irrelevantPairs(labels: Tensor): Tensor {
  const several = clip(sub(sum(labels, { axes: [1], keepDims: true }), 1), 0, 1);
  return mul(
    mul(sub(1, sharesLabel(labels)), differentFilms(labels)),
    innerProducts(several),
  );
}

/**
 * ζ = 1 − 2d/K with the largest d for which Griesmer's bound allows a linear code of length K,
 * dimension k = ⌈log₂ C⌉ and minimum distance d: Σ_{i<k} ⌈d/2ⁱ⌉ ≤ K.
 *
 * @example The simplex code: 16 words of 15 bits, 8 apart
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { cosineThreshold } from "./hyp2.ts";
 *
 * assertAlmostEquals(cosineThreshold(16, 15), 1 - 16 / 15);
 * ```
 */
export function cosineThreshold(classes: number, bits: number): number {
  const dimension = Math.max(1, Math.ceil(Math.log2(classes)));
  const shortest = (distance: number) =>
    Array.from({ length: dimension }, (_, i) => Math.ceil(distance / 2 ** i))
      .reduce((total, length) => total + length, 0);
  let distance = bits;
  while (distance > 1 && shortest(distance) > bits) distance--;
  return 1 - 2 * distance / bits;
}
