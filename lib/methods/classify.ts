/**
 * Classification of the labels, for a backbone of one's own that other runs then hash: a network is
 * pre-trained on films as CheXNet (Rajpurkar et al., 2017) and torchxrayvision's were, by a binary
 * cross-entropy of each label that weighs the few films which have it:
 *
 *     L = mean_{known y_l} [w_l·y_l·log(1 + e^−z_l) + (1 − y_l)·log(1 + e^z_l)],   z = W u + c
 *     w_l = min((1 − π_l) / π_l, w),   π_l the share of the training films that have label l
 *
 * The classifier reads the continuous code u, which is an affine map of the backbone's features once
 * batch normalisation has its statistics. A matrix W A with A of K rows can be any with at most K: so
 * with no more labels than bits, z is any linear classifier of the features, and nothing is lost by
 * going through the code. Label 0 to 1 may be soft; one that is not known counts for nothing.
 *
 * No hashing method: its codes are scored as those of any run, but nothing makes them good ones.
 *
 * @module
 */
import { z } from "zod";
import { add, div, mul, softplus, sub, sum, type Tensor } from "../autodiff/mod.ts";
import { InputError } from "../base/errors.ts";
import { classifierLogits } from "./classifier.ts";
import { type Batch, defineMethod } from "./method.ts";

const options = z.strictObject({
  mostWeight: z.number().min(1).default(10).describe(
    "classify: the most that a film which has a rare label counts beside one that has not; 1: alike",
  ),
});

/** See the module. */
export const classify = defineMethod("classify", options, ({ mostWeight }) => ({
  kind: "batch",
  loss: (batch, context) => {
    const { classes, bits, labelFrequencies } = context;
    if (classes > bits) {
      throw new InputError(
        `Cannot classify ${classes} labels through codes of ${bits} bits: expected at least as ` +
          `many; use codes.bits=${8 * Math.ceil(classes / 8)}`,
      );
    }
    if (labelFrequencies === undefined) throw new TypeError("Cannot weigh labels: none is counted");
    const weights = positiveWeights(labelFrequencies, mostWeight);
    return weightedCrossEntropy(classifierLogits(batch.codes, context), batch, weights);
  },
}), {
  tune: [{}, { mostWeight: 1 }, { mostWeight: 3 }, { mostWeight: 5 }, { mostWeight: 20 }, {
    mostWeight: 100,
  }],
});

/**
 * w_l `[C]`: how often a label is absent for once that it is there, but no more than so often and no
 * less than once.
 */
export function positiveWeights(frequencies: readonly number[], most: number): Float32Array {
  return Float32Array.from(
    frequencies,
    (share) => Math.max(1, Math.min((1 - share) / share, most)),
  );
}

/** L of the module's formula. */
function weightedCrossEntropy(
  logits: Tensor,
  { labels, known }: Pick<Batch, "labels" | "known">,
  weights: Float32Array,
): Tensor {
  const { graph } = logits;
  const ofLabel = graph.constant([1, weights.length], weights);
  // log(1 + e^−z) = log(1 + e^z) − z
  const positive = softplus(logits);
  const present = mul(mul(labels, ofLabel), sub(positive, logits));
  const each = add(present, mul(sub(1, labels), positive));
  const count = sum(known);
  return div(sum(mul(each, known)), add(count, 1e-6));
}
