/**
 * OrthoHash (Hoe, Ng, Zhang, Chan, Song, Xiang: "One Loss for All: Deep Hashing with a Single
 * Cosine Similarity based Learning Objective", NeurIPS 2021), eq. 7: codes are classified by their
 * cosines with fixed orthogonal targets, with a margin; nothing else.
 *
 * It is cohash's loss without smoothing and without a label graph. Many labels are the paper's own
 * case: q = y/|y|. Defaults: m = 0.2, s = √2·ln(C − 1) (its supplement's numbers).
 *
 * @module
 */
import { z } from "zod";
import { resolveScale, smoothedCosineLoss } from "../loss/smoothed_cosine.ts";
import { hashCentres } from "./hash_centres.ts";
import { defineMethod } from "./method.ts";
import { cosineLoss, TUNED_COSINE_LOSS } from "./options.ts";

/** See the module. */
export const orthohash = defineMethod("orthohash", z.strictObject(cosineLoss), (options) => ({
  kind: "targets",
  targets: (graph, context) => hashCentres(graph, "hadamard", context),
  loss: (batch, targets, context) => {
    const scale = resolveScale(options.scale, context);
    return smoothedCosineLoss({ ...batch, targets }, { ...options, scale });
  },
}), { tune: TUNED_COSINE_LOSS });
