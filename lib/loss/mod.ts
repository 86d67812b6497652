/**
 * The one loss that trains encoder and targets: a smoothed cross-entropy over cosines.
 *
 * @module
 */
export {
  cosineSimilarities,
  crossEntropy,
  type LossInputs,
  type LossOptions,
  resolveScale,
  smoothedCosineLoss,
} from "./smoothed_cosine.ts";
export { smoothedDistributions, type SmoothedLabels, type SmoothingOptions } from "./smoothing.ts";
