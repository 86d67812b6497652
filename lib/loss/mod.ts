/**
 * The one loss that trains encoder and targets: a smoothed cross-entropy over cosines, with labels
 * or with whole label sets.
 *
 * @module
 */
export { labelPrior } from "./label_prior.ts";
export { setCosineLoss, type SetLossInputs, type SetLossOptions } from "./set_cosine.ts";
export { type SetDistributions, setDistributions } from "./set_distributions.ts";
export {
  cosineSimilarities,
  crossEntropy,
  type LossInputs,
  type LossOptions,
  resolveScale,
  smoothedCosineLoss,
} from "./smoothed_cosine.ts";
export { smoothedDistributions, type SmoothedLabels, type SmoothingOptions } from "./smoothing.ts";
