/**
 * Networks: the encoder of films, and the hash targets of labels that the label graph makes.
 *
 * @module
 */
export {
  type Backbone,
  buildEncoder,
  ENCODER_INPUT,
  ENCODER_OUTPUT,
  type EncoderOptions,
} from "./encoder.ts";
export {
  featureAdaptor,
  type FeatureAdaptorOptions,
  type FeatureStatistics,
  featureStatistics,
  standardise,
} from "./feature_adaptor.ts";
export { FIXED_TARGET_KINDS, type FixedTargetKind, fixedTargets } from "./fixed_targets.ts";
export {
  type FrozenBackbone,
  type FrozenBackboneContext,
  type FrozenBackboneOptions,
  frozenFeatures,
  openFrozenBackbone,
} from "./frozen_backbone.ts";
export { type GcnOptions, labelGcn } from "./gcn.ts";
export { hadamard, type SignTable } from "./hadamard.ts";
export { hashHead } from "./head.ts";
export { labelVectors, type NodeFeatures, type NodeFeatureSource } from "./label_vectors.ts";
export { smallResnet, type SmallResnetOptions } from "./small_resnet.ts";
export { networkFeatures, type TrainedNetwork } from "./trained_network.ts";
export {
  type Binarisation,
  binariseTargets,
  orthogonalityPenalty,
  pullTowards,
  standardiseBits,
} from "./targets.ts";
