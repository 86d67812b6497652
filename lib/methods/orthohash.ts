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
import { resolveScale, smoothedCosineLoss } from "../loss/smoothed_cosine.ts";
import { hashCentres } from "./hash_centres.ts";
import { sizesOf, type TargetMethod } from "./method.ts";

/** See the module. */
export const orthohash: TargetMethod = {
  kind: "targets",
  targets: (graph, context) => hashCentres(graph, "hadamard", context),
  loss: (batch, targets, context) => {
    const { scale, margin, marginForm } = context.config.peers.orthohash;
    const s = resolveScale(scale, sizesOf(context));
    return smoothedCosineLoss({ ...batch, targets }, { scale: s, margin, marginForm });
  },
};
