/**
 * OSDH (Chen, Cai, Lu, Feng, Zhou: "Order-Sensitive Deep Hashing for Multimorbidity Medical Image
 * Retrieval", MICCAI 2018, on NIH's chest films): of two films, the one that shares more labels with
 * a third is to be nearer to it, by a margin and with NDCG's gains for weights:
 *
 *     L = mean_q Σ_{r_i > r_j} (2^r_i − 2^r_j)/Z_q·max(0, d(q, i) − d(q, j) + ρ) + λ·classification
 *     d(q, i) = ½·(K − h_q·h_i),   h = tanh u,   r_i = labels that films q and i share
 *     classification = mean Σ_l [log(1 + e^z_l) − y_l·z_l],   z = W h + c
 *
 * Z_q is the sum of the weights of q. Made for many labels. The paper was not at hand: the ranking
 * loss and ρ = 5 bits are those of public code in its name, and that a classification of many labels
 * stands beside it is what a later work of its field says. Ours are the form of that, its weight
 * λ = 0.5, and the tanh. Deviations from that code: `queries` films of each batch ask instead of all,
 * since memory grows with asking films times the square of the batch; a film is not in the list that
 * it asks for; no bound on r_i − r_j; the mean over asking films, not over triples of films.
 *
 * @module
 */
import { z } from "zod";
import { add, div, exp, maximum, mean, mul, relu, reshape } from "../autodiff/mod.ts";
import { slice, sub, sum, tanh, type Tensor } from "../autodiff/mod.ts";
import { binaryCrossEntropy, classifierLogits } from "./classifier.ts";
import { defineMethod } from "./method.ts";
import { count, weight } from "./options.ts";
import { differentFilms, innerProducts } from "./pairs.ts";

const options = z.strictObject({
  rho: weight.default(5).describe("OSDH: margin ρ between the distances of two films, in bits"),
  lambda: weight.default(0.5).describe("OSDH: weight λ of the classifier's loss"),
  queries: count.default(16).describe("OSDH: films of a batch that ask, at most"),
});

/** See the module. */
export const osdh = defineMethod("osdh", options, ({ rho, lambda, queries }) => ({
  kind: "batch",
  loss: (batch, context) => {
    const h = tanh(batch.codes);
    // Batches are in random order, and so are their first films.
    const asking = (x: Tensor) => slice(x, { starts: [0], ends: [queries] });
    const distances = asking(mul(sub(context.bits, innerProducts(h)), 0.5));
    const gains = exp(mul(asking(innerProducts(batch.labels)), Math.LN2));
    const others = asking(differentFilms(h));
    const both = mul(alongRows(others), alongColumns(others));
    const weights = mul(relu(differences(gains)), both);
    const hinges = relu(add(differences(distances), rho));
    const perQuery = div(perAsking(mul(weights, hinges)), maximum(perAsking(weights), 1e-6));
    const classified = binaryCrossEntropy(classifierLogits(h, context), batch);
    return add(mean(perQuery), mul(classified, lambda));
  },
}), {
  tune: [{}, { rho: 2 }, { rho: 10 }, { lambda: 0.1 }, { lambda: 0.02 }, { rho: 2, lambda: 0.1 }],
});

/** x_qi of each query q and film i as `[Q, N, 1]`, from `[Q, N]`. */
function alongRows(x: Tensor): Tensor {
  return reshape(x, [...x.shape, 1]);
}

/** x_qj of each query q and film j as `[Q, 1, N]`, from `[Q, N]`. */
function alongColumns(x: Tensor): Tensor {
  return reshape(x, [x.shape[0]!, 1, x.shape[1]!]);
}

/** x_qi − x_qj of each query q and two films i and j, `[Q, N, N]`, from `[Q, N]`. */
function differences(x: Tensor): Tensor {
  return sub(alongRows(x), alongColumns(x));
}

/** The sum over all pairs of films, `[Q]`, from `[Q, N, N]`. */
function perAsking(x: Tensor): Tensor {
  return sum(x, { axes: [1, 2] });
}
