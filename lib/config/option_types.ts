/**
 * The types of options: `ConfigInput` is what a person writes, `CompleteConfig` the same with every
 * default filled in.
 *
 * Made by tools/configuration_types.ts from lib/config/config.ts; do not edit.
 *
 * @module
 */
import type { DataInput, DataOptions } from "../data/option_types.ts";

/** The kinds of `config.backbone`. */
export type BackboneInput = SmallResnetBackboneInput | FeaturesBackboneInput | OnnxBackboneInput;

/** A small residual network, trained from scratch. */
export interface SmallResnetBackboneInput {
  /** A small residual network, trained from scratch. */
  readonly kind: "small-resnet";
  /** Channels of its first layers. Default: `32`. */
  readonly width?: number | undefined;
  /** 2 halves the films at once, for a quarter of the work. Default: `1`. */
  readonly stemStride?: 1 | 2 | undefined;
  /** Its learning rate beside the head's. Default: `1`. */
  readonly learningRateFactor?: number | undefined;
}

/** Precomputed features; for data.kind features. */
export interface FeaturesBackboneInput {
  /** Precomputed features; for data.kind features. */
  readonly kind: "features";
  /** Units of a hidden layer; 0 for none. Default: `256`. */
  readonly hidden?: number | undefined;
  /** Its learning rate beside the head's. Default: `1`. */
  readonly learningRateFactor?: number | undefined;
}

/** The kinds of `config.backbone.train`. */
export type BackboneTrainInput =
  | NoneBackboneTrainInput
  | HeadBackboneTrainInput
  | LastStageBackboneTrainInput
  | AllBackboneTrainInput
  | FromBackboneTrainInput;

/** It stays as it is, and its features are cached. */
export interface NoneBackboneTrainInput {
  /** It stays as it is, and its features are cached. */
  readonly kind: "none";
}

/** It stays as it is, and every film goes through it, changed anew at every epoch. */
export interface HeadBackboneTrainInput {
  /** It stays as it is, and every film goes through it, changed anew at every epoch. */
  readonly kind: "head";
}

/** What comes after the last halving of the picture. */
export interface LastStageBackboneTrainInput {
  /** What comes after the last halving of the picture. */
  readonly kind: "last-stage";
  /**
   * What its batch normalisation goes by: the statistics that came with it, or those of the
   * films at hand. Default: `"frozen"`.
   */
  readonly statistics?: "frozen" | "batch" | undefined;
  /** What each stage further from the head multiplies the learning rate by. Default: `1`. */
  readonly layerDecay?: number | undefined;
  /**
   * Epochs after which one more stage trains, from the head on; 0: all at once. Default:
   * `0`.
   */
  readonly unfreeze?: number | undefined;
}

/** Every weight. */
export interface AllBackboneTrainInput {
  /** Every weight. */
  readonly kind: "all";
  /**
   * What its batch normalisation goes by: the statistics that came with it, or those of the
   * films at hand. Default: `"frozen"`.
   */
  readonly statistics?: "frozen" | "batch" | undefined;
  /** What each stage further from the head multiplies the learning rate by. Default: `1`. */
  readonly layerDecay?: number | undefined;
  /**
   * Epochs after which one more stage trains, from the head on; 0: all at once. Default:
   * `0`.
   */
  readonly unfreeze?: number | undefined;
}

/** A weight and all that are used after it. */
export interface FromBackboneTrainInput {
  /** A weight and all that are used after it. */
  readonly kind: "from";
  /** The name of the first weight, or of the node that takes it. */
  readonly from: string;
  /**
   * What its batch normalisation goes by: the statistics that came with it, or those of the
   * films at hand. Default: `"frozen"`.
   */
  readonly statistics?: "frozen" | "batch" | undefined;
  /** What each stage further from the head multiplies the learning rate by. Default: `1`. */
  readonly layerDecay?: number | undefined;
  /**
   * Epochs after which one more stage trains, from the head on; 0: all at once. Default:
   * `0`.
   */
  readonly unfreeze?: number | undefined;
}

/** Your own network. */
export interface OnnxBackboneInput {
  /** Your own network. */
  readonly kind: "onnx";
  /** Its ONNX file. */
  readonly path: string;
  /** The output to use; default: the first. */
  readonly output?: string | undefined;
  /** Height and width it wants, in pixels. Default: `224`. */
  readonly size?: number | undefined;
  /** 1, or 3 to give it the grey film three times. Default: `3`. */
  readonly channels?: 1 | 3 | undefined;
  /** Subtracted from values 0 to 1, a channel each. Default: `[0.485,0.456,0.406]`. */
  readonly mean?: readonly number[] | undefined;
  /** Then divided by, a channel each. Default: `[0.229,0.224,0.225]`. */
  readonly deviation?: readonly number[] | undefined;
  /** Films sent through it at once to encode them. Default: `16`. */
  readonly batchSize?: number | undefined;
  /** Which of its weights are trained; see docs/finetuning.md. Default: `{"kind":"none"}`. */
  readonly train?: BackboneTrainInput | undefined;
  /** Units of a hidden layer; 0 for none. Default: `256`. */
  readonly hidden?: number | undefined;
  /** Its learning rate beside the head's. Default: `1`. */
  readonly learningRateFactor?: number | undefined;
}

/** What `config.labels.hidden` holds. */
export interface LabelsHiddenInput {
  /** The probability that a label of a training film is hidden. Default: `0`. */
  readonly share?: number | undefined;
  /** What it counts as then. Default: `"unknown"`. */
  readonly as?: "unknown" | "absent" | undefined;
}

/** What every method learns from the labels. */
export interface LabelsInput {
  /** Films without a finding: left out, q = 1/C, or a label of their own. Default: `"skip"`. */
  readonly unlabelled?: "skip" | "uniform" | "no-finding" | undefined;
  /** See {@linkcode LabelsHiddenInput}. */
  readonly hidden?: LabelsHiddenInput | undefined;
}

/** The kinds of `config.codes.binarise`. */
export type CodesBinariseInput = SignCodesBinariseInput | ConsistentCodesBinariseInput;

/** A bit is the sign of its value. */
export interface SignCodesBinariseInput {
  /** A bit is the sign of its value. */
  readonly kind: "sign";
}

/** Bits are flipped until a code says of the labels what its continuous code said. */
export interface ConsistentCodesBinariseInput {
  /** Bits are flipped until a code says of the labels what its continuous code said. */
  readonly kind: "consistent";
  /** Γ: how much cosines of binary codes exceed those of continuous ones. Default: `1.25`. */
  readonly gamma?: number | undefined;
  /** How often all bits are gone through, at most. Default: `4`. */
  readonly sweeps?: number | undefined;
  /** Ω: how much the film's likely labels count beside others; 0: all alike. Default: `2`. */
  readonly sharpness?: number | undefined;
}

/** The hash codes. */
export interface CodesInput {
  /** Length K of a hash code. Default: `32`. */
  readonly bits?: number | undefined;
  /**
   * How codes that are searched are made binary; those that ask are signs. Default:
   * `{"kind":"sign"}`.
   */
  readonly binarise?: CodesBinariseInput | undefined;
}

/** The kinds of `config.graph`. */
export type GraphInput =
  | ConditionalGraphInput
  | UnthresholdedGraphInput
  | PpmiGraphInput
  | IdentityGraphInput
  | RandomGraphInput
  | LearnedGraphInput;

/** Co-occurrence that comes from elsewhere. */
export interface GraphPriorInput {
  /**
   * CSV of label lists, with how many films have each if it says so, or of counts of label
   * pairs.
   */
  readonly path: string;
  /**
   * As how many films with a finding it counts, added to the training films; without: it
   * alone counts.
   */
  readonly films?: number | undefined;
}

/** An edge i→j where P(j | i) ≥ τ. */
export interface ConditionalGraphInput {
  /** An edge i→j where P(j | i) ≥ τ. */
  readonly kind: "conditional";
  /** Least P(j | i) that makes an edge. Default: `0.1`. */
  readonly tau?: number | undefined;
  /** Weight that the edges into a label share, beside its own 1. Default: `0.2`. */
  readonly p?: number | undefined;
  /** Let every patient count once. Default: `false`. */
  readonly patientWeighting?: boolean | undefined;
  /** Co-occurrence that comes from elsewhere. */
  readonly prior?: GraphPriorInput | undefined;
}

/** Edges weighted by P(j | i). */
export interface UnthresholdedGraphInput {
  /** Edges weighted by P(j | i). */
  readonly kind: "unthresholded";
  /** Weight that the edges into a label share, beside its own 1. Default: `0.2`. */
  readonly p?: number | undefined;
  /** Let every patient count once. Default: `false`. */
  readonly patientWeighting?: boolean | undefined;
  /** Co-occurrence that comes from elsewhere. */
  readonly prior?: GraphPriorInput | undefined;
}

/** Edges weighted by positive pointwise mutual information. */
export interface PpmiGraphInput {
  /** Edges weighted by positive pointwise mutual information. */
  readonly kind: "ppmi";
  /** Weight that the edges into a label share, beside its own 1. Default: `0.2`. */
  readonly p?: number | undefined;
  /** Let every patient count once. Default: `false`. */
  readonly patientWeighting?: boolean | undefined;
  /** Co-occurrence that comes from elsewhere. */
  readonly prior?: GraphPriorInput | undefined;
}

/** No edges, as a control. */
export interface IdentityGraphInput {
  /** No edges, as a control. */
  readonly kind: "identity";
}

/** The conditional graph rewired, as a control. */
export interface RandomGraphInput {
  /** The conditional graph rewired, as a control. */
  readonly kind: "random";
  /** Least P(j | i) that makes an edge. Default: `0.1`. */
  readonly tau?: number | undefined;
  /** Weight that the edges into a label share, beside its own 1. Default: `0.2`. */
  readonly p?: number | undefined;
  /** Let every patient count once. Default: `false`. */
  readonly patientWeighting?: boolean | undefined;
  /** Co-occurrence that comes from elsewhere. */
  readonly prior?: GraphPriorInput | undefined;
}

/** Trained from the conditional graph on, as a control. */
export interface LearnedGraphInput {
  /** Trained from the conditional graph on, as a control. */
  readonly kind: "learned";
  /** Least P(j | i) that makes an edge. Default: `0.1`. */
  readonly tau?: number | undefined;
  /** Weight that the edges into a label share, beside its own 1. Default: `0.2`. */
  readonly p?: number | undefined;
  /** Let every patient count once. Default: `false`. */
  readonly patientWeighting?: boolean | undefined;
  /** Co-occurrence that comes from elsewhere. */
  readonly prior?: GraphPriorInput | undefined;
}

/** The kinds of `config.gcn.nodes`. */
export type GcnNodesInput = OneHotGcnNodesInput | GaussianGcnNodesInput | FileGcnNodesInput;

/** Nothing is known of a label beforehand. */
export interface OneHotGcnNodesInput {
  /** Nothing is known of a label beforehand. */
  readonly kind: "one-hot";
}

/** Random vectors. */
export interface GaussianGcnNodesInput {
  /** Random vectors. */
  readonly kind: "gaussian";
  /** Length of a vector. Default: `300`. */
  readonly width?: number | undefined;
}

/** Word vectors of the label names, such as GloVe's. */
export interface FileGcnNodesInput {
  /** Word vectors of the label names, such as GloVe's. */
  readonly kind: "file";
  /** CSV without header: a label's name, then its vector. */
  readonly path: string;
}

/** The graph network that makes targets of the label graph. */
export interface GcnInput {
  /** Width of the hidden layer. Default: `256`. */
  readonly hidden?: number | undefined;
  /** See {@linkcode GcnNodesInput}. Default: `{"kind":"one-hot"}`. */
  readonly nodes?: GcnNodesInput | undefined;
}

/** The kinds of `config.targets`. */
export type TargetsInput =
  | GcnTargetsInput
  | HadamardGcnTargetsInput
  | FreeTargetsInput
  | HadamardTargetsInput
  | BernoulliTargetsInput
  | MaxDistanceTargetsInput
  | CsqTargetsInput;

/** The kinds of `config.targets.binarise`. */
export type TargetsBinariseInput =
  | SignTargetsBinariseInput
  | TanhTargetsBinariseInput
  | RealTargetsBinariseInput;

/** Sign, straight through in the backward pass. */
export interface SignTargetsBinariseInput {
  /** Sign, straight through in the backward pass. */
  readonly kind: "sign";
  /** Slope of the straight-through sign. Default: `"identity"`. */
  readonly backward?: "identity" | "tanh" | undefined;
}

/** Tanh(βT), β growing over the epochs. */
export interface TanhTargetsBinariseInput {
  /** Tanh(βT), β growing over the epochs. */
  readonly kind: "tanh";
  /** Β grows from 1 to this. Default: `10`. */
  readonly betaEnd?: number | undefined;
}

/** Not at all; only directions count. */
export interface RealTargetsBinariseInput {
  /** Not at all; only directions count. */
  readonly kind: "real";
}

/** What the graph network makes of the label graph. */
export interface GcnTargetsInput {
  /** What the graph network makes of the label graph. */
  readonly kind: "gcn";
  /** Their learning rate beside the head's. Default: `0.03`. */
  readonly learningRateFactor?: number | undefined;
  /** See {@linkcode TargetsBinariseInput}. Default: `{"kind":"sign"}`. */
  readonly binarise?: TargetsBinariseInput | undefined;
  /** Epochs after which the targets stay as they are. */
  readonly freezeAfter?: number | undefined;
  /** Weight of an optional second loss. Default: `0`. */
  readonly orthogonality?: number | undefined;
}

/** Orthogonal codes that the graph network pulls at. */
export interface HadamardGcnTargetsInput {
  /** Orthogonal codes that the graph network pulls at. */
  readonly kind: "hadamard-gcn";
  /** Strength λ of the pull in sign(Hadamard + λ·GCN). Default: `0.5`. */
  readonly lambda?: number | undefined;
  /** Their learning rate beside the head's. Default: `0.03`. */
  readonly learningRateFactor?: number | undefined;
  /** See {@linkcode TargetsBinariseInput}. Default: `{"kind":"sign"}`. */
  readonly binarise?: TargetsBinariseInput | undefined;
  /** Epochs after which the targets stay as they are. */
  readonly freezeAfter?: number | undefined;
  /** Weight of an optional second loss. Default: `0`. */
  readonly orthogonality?: number | undefined;
}

/** A table that is learned without any graph. */
export interface FreeTargetsInput {
  /** A table that is learned without any graph. */
  readonly kind: "free";
  /** Their learning rate beside the head's. Default: `0.03`. */
  readonly learningRateFactor?: number | undefined;
  /** See {@linkcode TargetsBinariseInput}. Default: `{"kind":"sign"}`. */
  readonly binarise?: TargetsBinariseInput | undefined;
  /** Epochs after which the targets stay as they are. */
  readonly freezeAfter?: number | undefined;
  /** Weight of an optional second loss. Default: `0`. */
  readonly orthogonality?: number | undefined;
}

/** Fixed and exactly orthogonal: OrthoHash's. */
export interface HadamardTargetsInput {
  /** Fixed and exactly orthogonal: OrthoHash's. */
  readonly kind: "hadamard";
}

/** Fixed, by fair coin tosses. */
export interface BernoulliTargetsInput {
  /** Fixed, by fair coin tosses. */
  readonly kind: "bernoulli";
}

/** Fixed, as far apart as a greedy search finds. */
export interface MaxDistanceTargetsInput {
  /** Fixed, as far apart as a greedy search finds. */
  readonly kind: "max-distance";
}

/** Fixed, CSQ's hash centres. */
export interface CsqTargetsInput {
  /** Fixed, CSQ's hash centres. */
  readonly kind: "csq";
}

/** The kinds of `config.loss`. */
export type LossInput = LabelsLossInput | SetsLossInput;

/** The kinds of `config.loss.smoothing`. */
export type LossSmoothingInput = UniformLossSmoothingInput | CooccurrenceLossSmoothingInput;

/** Ε goes to all labels evenly. */
export interface UniformLossSmoothingInput {
  /** Ε goes to all labels evenly. */
  readonly kind: "uniform";
}

/** Ε goes to what occurs with the film's labels. */
export interface CooccurrenceLossSmoothingInput {
  /** Ε goes to what occurs with the film's labels. */
  readonly kind: "cooccurrence";
  /** Let every patient count once. Default: `false`. */
  readonly patientWeighting?: boolean | undefined;
}

/** A film is compared with every label. */
export interface LabelsLossInput {
  /** A film is compared with every label. */
  readonly kind: "labels";
  /** Label smoothing ε. Default: `0.05`. */
  readonly epsilon?: number | undefined;
  /** Scale s of the cosines; adaptive √2·ln(C − 1), sqrt-bits √K. Default: `"adaptive"`. */
  readonly scale?: number | "adaptive" | "sqrt-bits" | undefined;
  /** Margin m of positive labels. Default: `0.4`. */
  readonly margin?: number | undefined;
  /** M is taken from the cosine, or added to the angle (in radians). Default: `"cos"`. */
  readonly marginForm?: "cos" | "arc" | undefined;
  /** Weight a of a label's frequency π in its logit, a·(ln π − mean ln π). Default: `0`. */
  readonly prior?: number | undefined;
  /** See {@linkcode LossSmoothingInput}. Default: `{"kind":"uniform"}`. */
  readonly smoothing?: LossSmoothingInput | undefined;
}

/** A film is compared with every label set of the training films. */
export interface SetsLossInput {
  /** A film is compared with every label set of the training films. */
  readonly kind: "sets";
  /** Label smoothing ε. Default: `0.4`. */
  readonly epsilon?: number | undefined;
  /** Scale s of the cosines. Default: `5`. */
  readonly scale?: number | undefined;
  /** Margin m of positive labels. Default: `0.3`. */
  readonly margin?: number | undefined;
  /** Weight a of a set's frequency π in its logit, a·ln π. Default: `1`. */
  readonly prior?: number | undefined;
  /**
   * Which sets, with which frequencies: those of the training films; as controls those with
   * their labels swapped between films, or with labels that are independent of each other.
   * Default: `"mined"`.
   */
  readonly sets?: "mined" | "permuted" | "independent" | undefined;
}

/** What `config.peers.lsh` holds. */
export type PeersLshInput = Record<string, never>;

/** What `config.peers.itq` holds. */
export interface PeersItqInput {
  /** ITQ: alternations of codes and rotation. Default: `50`. */
  readonly iterations?: number | undefined;
  /** ITQ: training films it learns from, at most. Default: `10000`. */
  readonly films?: number | undefined;
}

/** What `config.peers.dpsh` holds. */
export interface PeersDpshInput {
  /** DPSH: weight η of the quantisation loss. Default: `0.1`. */
  readonly eta?: number | undefined;
}

/** What `config.peers.hashnet` holds. */
export interface PeersHashnetInput {
  /**
   * HashNet: factor α of the inner products; scaled alphaAt32·32/K, published 0.1. Default:
   * `"scaled"`.
   */
  readonly alpha?: number | "scaled" | "published" | undefined;
  /** HashNet: the scaled α of codes of 32 bits. Default: `0.1`. */
  readonly alphaAt32?: number | undefined;
  /** HashNet: epochs from one β = √1, √2, √3, … to the next. Default: `20`. */
  readonly betaEvery?: number | undefined;
}

/** What `config.peers.dch` holds. */
export interface PeersDchInput {
  /**
   * DCH: scale γ of the Cauchy distribution, in bits; scaled gammaAt32, times K/32 from 64
   * bits; published 20. Default: `"scaled"`.
   */
  readonly gamma?: number | "scaled" | "published" | undefined;
  /** DCH: the scaled γ of codes of 32 bits. Default: `20`. */
  readonly gammaAt32?: number | undefined;
  /** DCH: weight λ of the quantisation loss. Default: `0.1`. */
  readonly lambda?: number | undefined;
}

/** What `config.peers.greedyhash` holds. */
export interface PeersGreedyhashInput {
  /** GreedyHash: weight α of the cubic penalty. Default: `0.1`. */
  readonly alpha?: number | undefined;
}

/** What `config.peers.osdh` holds. */
export interface PeersOsdhInput {
  /** OSDH: margin ρ between the distances of two films, in bits. Default: `5`. */
  readonly rho?: number | undefined;
  /** OSDH: weight λ of the classifier's loss. Default: `0.5`. */
  readonly lambda?: number | undefined;
  /** OSDH: films of a batch that ask, at most. Default: `16`. */
  readonly queries?: number | undefined;
}

/** What `config.peers.idhn` holds. */
export interface PeersIdhnInput {
  /** IDHN: factor α of the inner products. Default: `0.5`. */
  readonly alpha?: number | undefined;
  /** IDHN: weight γ of pairs that are partly similar. Default: `0.1`. */
  readonly gamma?: number | undefined;
  /** IDHN: weight λ of the quantisation loss. Default: `0.1`. */
  readonly lambda?: number | undefined;
}

/** What `config.peers.csq` holds. */
export interface PeersCsqInput {
  /** CSQ: weight λ of the quantisation loss. Default: `0.0001`. */
  readonly lambda?: number | undefined;
}

/** What `config.peers.dpn` holds. */
export interface PeersDpnInput {
  /** DPN: margin m of every bit. Default: `1`. */
  readonly margin?: number | undefined;
}

/** What `config.peers.orthohash` holds. */
export interface PeersOrthohashInput {
  /** Scale s of the cosines; adaptive √2·ln(C − 1), sqrt-bits √K. Default: `"adaptive"`. */
  readonly scale?: number | "adaptive" | "sqrt-bits" | undefined;
  /** Margin m of positive labels. Default: `0.2`. */
  readonly margin?: number | undefined;
  /** M is taken from the cosine, or added to the angle (in radians). Default: `"cos"`. */
  readonly marginForm?: "cos" | "arc" | undefined;
}

/** What `config.peers.hyp2` holds. */
export interface PeersHyp2Input {
  /** HyP²: weight β of irrelevant pairs. Default: `0.5`. */
  readonly beta?: number | undefined;
}

/** What `config.peers.ahdl` holds. */
export interface PeersAhdlInput {
  /** AHDL: weight λ₁ of the distances. Default: `1`. */
  readonly lambda1?: number | undefined;
  /** AHDL: weight λ₂ of the classifier's loss. Default: `1.5`. */
  readonly lambda2?: number | undefined;
}

/** What `config.peers.crh` holds. */
export interface PeersCrhInput {
  /** Scale s of the cosines; adaptive √2·ln(C − 1), sqrt-bits √K. Default: `"adaptive"`. */
  readonly scale?: number | "adaptive" | "sqrt-bits" | undefined;
  /** Margin m of positive labels. Default: `0.2`. */
  readonly margin?: number | undefined;
  /** M is taken from the cosine, or added to the angle (in radians). Default: `"cos"`. */
  readonly marginForm?: "cos" | "arc" | undefined;
  /** CRH: candidate centres for each label. Default: `2`. */
  readonly codebook?: number | undefined;
}

/** What `config.peers.classify` holds. */
export interface PeersClassifyInput {
  /**
   * Classify: the most that a film which has a rare label counts beside one that has not; 1:
   * alike. Default: `10`.
   */
  readonly mostWeight?: number | undefined;
}

/** The other methods; defaults are the published ones, see docs/peers.md. */
export interface PeersInput {
  /** See {@linkcode PeersLshInput}. */
  readonly lsh?: PeersLshInput | undefined;
  /** See {@linkcode PeersItqInput}. */
  readonly itq?: PeersItqInput | undefined;
  /** See {@linkcode PeersDpshInput}. */
  readonly dpsh?: PeersDpshInput | undefined;
  /** See {@linkcode PeersHashnetInput}. */
  readonly hashnet?: PeersHashnetInput | undefined;
  /** See {@linkcode PeersDchInput}. */
  readonly dch?: PeersDchInput | undefined;
  /** See {@linkcode PeersGreedyhashInput}. */
  readonly greedyhash?: PeersGreedyhashInput | undefined;
  /** See {@linkcode PeersOsdhInput}. */
  readonly osdh?: PeersOsdhInput | undefined;
  /** See {@linkcode PeersIdhnInput}. */
  readonly idhn?: PeersIdhnInput | undefined;
  /** See {@linkcode PeersCsqInput}. */
  readonly csq?: PeersCsqInput | undefined;
  /** See {@linkcode PeersDpnInput}. */
  readonly dpn?: PeersDpnInput | undefined;
  /** See {@linkcode PeersOrthohashInput}. */
  readonly orthohash?: PeersOrthohashInput | undefined;
  /** See {@linkcode PeersHyp2Input}. */
  readonly hyp2?: PeersHyp2Input | undefined;
  /** See {@linkcode PeersAhdlInput}. */
  readonly ahdl?: PeersAhdlInput | undefined;
  /** See {@linkcode PeersCrhInput}. */
  readonly crh?: PeersCrhInput | undefined;
  /** See {@linkcode PeersClassifyInput}. */
  readonly classify?: PeersClassifyInput | undefined;
}

/** The kinds of `config.train.optimiser`. */
export type TrainOptimiserInput =
  | SgdTrainOptimiserInput
  | AdamTrainOptimiserInput
  | AdamwTrainOptimiserInput;

/** Stochastic gradient descent. */
export interface SgdTrainOptimiserInput {
  /** Stochastic gradient descent. */
  readonly kind: "sgd";
  /** Share of the last step that the next one keeps. Default: `0.9`. */
  readonly momentum?: number | undefined;
}

/** Adam, weight decay as L2 penalty. */
export interface AdamTrainOptimiserInput {
  /** Adam, weight decay as L2 penalty. */
  readonly kind: "adam";
}

/** Adam, weight decay apart from the gradient. */
export interface AdamwTrainOptimiserInput {
  /** Adam, weight decay apart from the gradient. */
  readonly kind: "adamw";
}

/** The kinds of `config.train.schedule`. */
export type TrainScheduleInput =
  | ConstantTrainScheduleInput
  | StepTrainScheduleInput
  | CosineTrainScheduleInput;

/** One learning rate throughout. */
export interface ConstantTrainScheduleInput {
  /** One learning rate throughout. */
  readonly kind: "constant";
  /** Epochs over which it first rises evenly. Default: `0`. */
  readonly warmup?: number | undefined;
}

/** The learning rate drops now and then. */
export interface StepTrainScheduleInput {
  /** The learning rate drops now and then. */
  readonly kind: "step";
  /** Epochs between two drops. Default: `20`. */
  readonly every?: number | undefined;
  /** What a drop multiplies the learning rate by. Default: `0.1`. */
  readonly factor?: number | undefined;
  /** Epochs over which it first rises evenly. Default: `0`. */
  readonly warmup?: number | undefined;
}

/** The learning rate falls along half a cosine to nearly 0. */
export interface CosineTrainScheduleInput {
  /** The learning rate falls along half a cosine to nearly 0. */
  readonly kind: "cosine";
  /** Epochs over which it first rises evenly. Default: `0`. */
  readonly warmup?: number | undefined;
}

/** What `config.train.augment` holds. */
export interface TrainAugmentInput {
  /** Largest shift, as a part of the width. Default: `0`. */
  readonly shift?: number | undefined;
  /** Largest rotation, in degrees. Default: `0`. */
  readonly rotation?: number | undefined;
  /** Largest part by which a film grows or shrinks. Default: `0`. */
  readonly scale?: number | undefined;
  /** Largest angle by which upright lines lean, in degrees. Default: `0`. */
  readonly shear?: number | undefined;
  /** Largest part of the area that is cut off; the rest fills the film. Default: `0`. */
  readonly crop?: number | undefined;
  /** Probability that left and right are swapped; hearts are on the left. Default: `0`. */
  readonly flip?: number | undefined;
  /** Largest change of brightness; black is 0, white 1. Default: `0`. */
  readonly brightness?: number | undefined;
  /** Largest part by which differences from middle gray grow or shrink. Default: `0`. */
  readonly contrast?: number | undefined;
}

/** The training loop. */
export interface TrainInput {
  /** Passes over the training films. Default: `40`. */
  readonly epochs?: number | undefined;
  /** Films of one step; those that fill no batch sit out the epoch. Default: `128`. */
  readonly batchSize?: number | undefined;
  /**
   * Films that are in memory at once; the gradients of a step's are averaged; default:
   * batchSize.
   */
  readonly microBatch?: number | undefined;
  /** Of the head, at the start. Default: `0.001`. */
  readonly learningRate?: number | undefined;
  /** On weights, not on biases and scales. Default: `0.0001`. */
  readonly weightDecay?: number | undefined;
  /** See {@linkcode TrainOptimiserInput}. Default: `{"kind":"adam"}`. */
  readonly optimiser?: TrainOptimiserInput | undefined;
  /** See {@linkcode TrainScheduleInput}. Default: `{"kind":"cosine"}`. */
  readonly schedule?: TrainScheduleInput | undefined;
  /** The longest gradient, over all weights; longer ones are scaled down to it. */
  readonly clip?: number | undefined;
  /**
   * Share that an average of the weights keeps at every step, such as 0.99; the averaged
   * weights are scored and exported; default: those of the last step.
   */
  readonly ema?: number | undefined;
  /**
   * Computes activations twice instead of keeping them: less memory, a third more work.
   * Default: `false`.
   */
  readonly recompute?: boolean | undefined;
  /** See {@linkcode TrainAugmentInput}. */
  readonly augment?: TrainAugmentInput | undefined;
  /** Validation films that ask after every epoch, at most. Default: `1000`. */
  readonly validationQueries?: number | undefined;
  /**
   * Films they are searched in, at most: training films, or validation films where the
   * database holds no training films. Default: `5000`.
   */
  readonly validationDatabase?: number | undefined;
  /** The validation score that picks the best epoch. Default: `"ndcg@100:jaccard"`. */
  readonly selectBy?: string | undefined;
}

/** The kinds of `config.engine`. */
export type EngineInput =
  | AutoEngineInput
  | OnnxruntimeWebEngineInput
  | OnnxruntimeEngineInput
  | TfjsWebgpuEngineInput
  | TfjsNodeGpuEngineInput
  | TfjsNodeEngineInput
  | TfjsWasmEngineInput
  | TfjsCpuEngineInput
  | ReferenceEngineInput;

/** Onnxruntime, or its web build where that does not load. */
export interface AutoEngineInput {
  /** Onnxruntime, or its web build where that does not load. */
  readonly kind: "auto";
  /** Where onnxruntime computes, the first that can. Default: `["cpu"]`. */
  readonly providers?: readonly ("cpu" | "cuda" | "webgpu")[] | undefined;
  /** Processor threads of onnxruntime; a run repeats to the bit at one number. Default: `2`. */
  readonly threads?: number | undefined;
  /**
   * Threads that read and change the films of coming steps; no bit depends on them. Default:
   * `2`.
   */
  readonly workers?: number | undefined;
}

/** ONNX Runtime in WebAssembly, on one thread. */
export interface OnnxruntimeWebEngineInput {
  /** ONNX Runtime in WebAssembly, on one thread. */
  readonly kind: "onnxruntime-web";
  /**
   * Threads that read and change the films of coming steps; no bit depends on them. Default:
   * `2`.
   */
  readonly workers?: number | undefined;
}

/** Native ONNX Runtime. */
export interface OnnxruntimeEngineInput {
  /** Native ONNX Runtime. */
  readonly kind: "onnxruntime";
  /** Where onnxruntime computes, the first that can. Default: `["cpu"]`. */
  readonly providers?: readonly ("cpu" | "cuda" | "webgpu")[] | undefined;
  /** Processor threads of onnxruntime; a run repeats to the bit at one number. Default: `2`. */
  readonly threads?: number | undefined;
  /**
   * Threads that read and change the films of coming steps; no bit depends on them. Default:
   * `2`.
   */
  readonly workers?: number | undefined;
}

/** TensorFlow.js on a GPU. */
export interface TfjsWebgpuEngineInput {
  /** TensorFlow.js on a GPU. */
  readonly kind: "tfjs-webgpu";
  /** Where onnxruntime computes, the first that can. Default: `["cpu"]`. */
  readonly providers?: readonly ("cpu" | "cuda" | "webgpu")[] | undefined;
  /** Processor threads of onnxruntime; a run repeats to the bit at one number. Default: `2`. */
  readonly threads?: number | undefined;
  /**
   * Threads that read and change the films of coming steps; no bit depends on them. Default:
   * `2`.
   */
  readonly workers?: number | undefined;
}

/** TensorFlow.js on CUDA. */
export interface TfjsNodeGpuEngineInput {
  /** TensorFlow.js on CUDA. */
  readonly kind: "tfjs-node-gpu";
  /** Where onnxruntime computes, the first that can. Default: `["cpu"]`. */
  readonly providers?: readonly ("cpu" | "cuda" | "webgpu")[] | undefined;
  /** Processor threads of onnxruntime; a run repeats to the bit at one number. Default: `2`. */
  readonly threads?: number | undefined;
  /**
   * Threads that read and change the films of coming steps; no bit depends on them. Default:
   * `2`.
   */
  readonly workers?: number | undefined;
}

/** TensorFlow.js on the processor. */
export interface TfjsNodeEngineInput {
  /** TensorFlow.js on the processor. */
  readonly kind: "tfjs-node";
  /** Where onnxruntime computes, the first that can. Default: `["cpu"]`. */
  readonly providers?: readonly ("cpu" | "cuda" | "webgpu")[] | undefined;
  /** Processor threads of onnxruntime; a run repeats to the bit at one number. Default: `2`. */
  readonly threads?: number | undefined;
  /**
   * Threads that read and change the films of coming steps; no bit depends on them. Default:
   * `2`.
   */
  readonly workers?: number | undefined;
}

/** TensorFlow.js in WebAssembly. */
export interface TfjsWasmEngineInput {
  /** TensorFlow.js in WebAssembly. */
  readonly kind: "tfjs-wasm";
  /** Where onnxruntime computes, the first that can. Default: `["cpu"]`. */
  readonly providers?: readonly ("cpu" | "cuda" | "webgpu")[] | undefined;
  /** Processor threads of onnxruntime; a run repeats to the bit at one number. Default: `2`. */
  readonly threads?: number | undefined;
  /**
   * Threads that read and change the films of coming steps; no bit depends on them. Default:
   * `2`.
   */
  readonly workers?: number | undefined;
}

/** TensorFlow.js in plain JavaScript. */
export interface TfjsCpuEngineInput {
  /** TensorFlow.js in plain JavaScript. */
  readonly kind: "tfjs-cpu";
  /** Where onnxruntime computes, the first that can. Default: `["cpu"]`. */
  readonly providers?: readonly ("cpu" | "cuda" | "webgpu")[] | undefined;
  /** Processor threads of onnxruntime; a run repeats to the bit at one number. Default: `2`. */
  readonly threads?: number | undefined;
  /**
   * Threads that read and change the films of coming steps; no bit depends on them. Default:
   * `2`.
   */
  readonly workers?: number | undefined;
}

/** Plain TypeScript in float64, slow. */
export interface ReferenceEngineInput {
  /** Plain TypeScript in float64, slow. */
  readonly kind: "reference";
  /** Where onnxruntime computes, the first that can. Default: `["cpu"]`. */
  readonly providers?: readonly ("cpu" | "cuda" | "webgpu")[] | undefined;
  /** Processor threads of onnxruntime; a run repeats to the bit at one number. Default: `2`. */
  readonly threads?: number | undefined;
  /**
   * Threads that read and change the films of coming steps; no bit depends on them. Default:
   * `2`.
   */
  readonly workers?: number | undefined;
}

/** The kinds of `config.asking`. */
export type AskingInput = LabelsAskingInput | SetsAskingInput;

/** Expected relevance sums over labels, one by one. */
export interface LabelsAskingInput {
  /** Expected relevance sums over labels, one by one. */
  readonly kind: "labels";
  /**
   * What codes are compared with: centroids of the training films' codes, or the hash
   * targets. Default: `"centroids"`.
   */
  readonly vectors?: "centroids" | "targets" | undefined;
  /** Exponent of how frequent labels are in what a film probably shows. Default: `0.25`. */
  readonly prior?: number | undefined;
}

/** What `config.asking.query` holds. */
export interface AskingQueryInput {
  /** What the cosines of a film that asks are multiplied by. Default: `5`. */
  readonly scale?: number | undefined;
  /** Exponent of how frequent sets are. Default: `0.4`. */
  readonly prior?: number | undefined;
}

/** What `config.asking.database` holds. */
export interface AskingDatabaseInput {
  /** What the cosines of films that are searched are multiplied by. Default: `4`. */
  readonly scale?: number | undefined;
  /** Exponent of how frequent sets are. Default: `1`. */
  readonly prior?: number | undefined;
}

/** Over the label sets of the training films, compared with the hash targets. */
export interface SetsAskingInput {
  /** Over the label sets of the training films, compared with the hash targets. */
  readonly kind: "sets";
  /** See {@linkcode AskingQueryInput}. */
  readonly query?: AskingQueryInput | undefined;
  /** See {@linkcode AskingDatabaseInput}. */
  readonly database?: AskingDatabaseInput | undefined;
}

/** Recorded labels of films that are searched, for asks that read them. */
export interface EvaluationRecordInput {
  /** Stated chance that a finding which is there is not recorded. Default: `0.1`. */
  readonly missing?: number | undefined;
  /** Stated chance that a finding which is not there is recorded. Default: `0.02`. */
  readonly wrong?: number | undefined;
  /**
   * Share of the findings hidden from the record, to see what it is still worth. Default:
   * `0`.
   */
  readonly lost?: number | undefined;
}

/** How retrieval is scored; printed beside the figures. */
export interface EvaluationInput {
  /**
   * How queries ask: by their bits, with ties broken by the continuous code, by the target
   * of what they most probably show, by expected relevance; that of cases' recorded labels,
   * or of both these and their codes. Default: `["code","target","expected"]`.
   */
  readonly asks?:
    | readonly (
      | "code"
      | "asymmetric"
      | "target"
      | "expected"
      | "expected-recorded"
      | "expected-both"
    )[]
    | undefined;
  /** Recorded labels of films that are searched, for asks that read them. */
  readonly record?: EvaluationRecordInput | undefined;
  /**
   * The scores of a table by name, such as map@100; the first three lead in studies and
   * epochs. Default:
   * `["macro-ap","ndcg@100:jaccard","map","map:pessimistic","map:optimistic","ndcg@100","acg@100","wap","precision@100","precision@radius2"]`.
   */
  readonly scores?: readonly string[] | undefined;
  /** What average precision is divided by. Default: `"min"`. */
  readonly normaliser?: "min" | "relevant" | "hits" | undefined;
  /** Queries with nothing relevant: left out, counted as 0, or refused. Default: `"skip"`. */
  readonly emptyQueries?: "skip" | "zero" | "error" | undefined;
  /** Leave films of the query's own patient out of its results. Default: `true`. */
  readonly excludeSamePatient?: boolean | undefined;
  /**
   * Queries that are scored, at most; of more, so many are drawn at random. Default:
   * `30000`.
   */
  readonly queries?: number | undefined;
  /** Resamples of the patient bootstrap. Default: `1000`. */
  readonly resamples?: number | undefined;
}

/** What `config` holds. */
export interface ConfigInput {
  /** Names the run's folder. Default: `"run"`. */
  readonly name?: string | undefined;
  /** Decides every random choice of a run. Default: `0`. */
  readonly seed?: number | undefined;
  /** What trains the codes: cohash or a peer, see docs/peers.md. Default: `"cohash"`. */
  readonly method?:
    | "cohash"
    | "lsh"
    | "itq"
    | "dpsh"
    | "hashnet"
    | "dch"
    | "greedyhash"
    | "osdh"
    | "idhn"
    | "csq"
    | "dpn"
    | "orthohash"
    | "hyp2"
    | "ahdl"
    | "crh"
    | "classify"
    | undefined;
  /** Films, labels and split. */
  readonly data: DataInput;
  /** The network between a film and its features. */
  readonly backbone: BackboneInput;
  /** What every method learns from the labels. */
  readonly labels?: LabelsInput | undefined;
  /** The hash codes. */
  readonly codes?: CodesInput | undefined;
  /** The label graph. Default: `{"kind":"conditional"}`. */
  readonly graph?: GraphInput | undefined;
  /** The graph network that makes targets of the label graph. */
  readonly gcn?: GcnInput | undefined;
  /**
   * Cohash's hash targets, the paper's dynamic ones or tables to compare with. Default:
   * `{"kind":"gcn"}`.
   */
  readonly targets?: TargetsInput | undefined;
  /** Cohash's smoothed cosine cross-entropy. Default: `{"kind":"labels"}`. */
  readonly loss?: LossInput | undefined;
  /** The other methods; defaults are the published ones, see docs/peers.md. */
  readonly peers?: PeersInput | undefined;
  /** The training loop. */
  readonly train?: TrainInput | undefined;
  /** What runs the networks, and on what. Default: `{"kind":"auto"}`. */
  readonly engine?: EngineInput | undefined;
  /** What a film that asks is taken to show. Default: `{"kind":"labels"}`. */
  readonly asking?: AskingInput | undefined;
  /** How retrieval is scored; printed beside the figures. */
  readonly evaluation?: EvaluationInput | undefined;
}

/** The kinds of `config.backbone`. */
export type CompleteBackbone =
  | CompleteSmallResnetBackbone
  | CompleteFeaturesBackbone
  | CompleteOnnxBackbone;

/** A small residual network, trained from scratch. */
export interface CompleteSmallResnetBackbone {
  /** A small residual network, trained from scratch. */
  readonly kind: "small-resnet";
  /** Channels of its first layers. Default: `32`. */
  readonly width: number;
  /** 2 halves the films at once, for a quarter of the work. Default: `1`. */
  readonly stemStride: 1 | 2;
  /** Its learning rate beside the head's. Default: `1`. */
  readonly learningRateFactor: number;
}

/** Precomputed features; for data.kind features. */
export interface CompleteFeaturesBackbone {
  /** Precomputed features; for data.kind features. */
  readonly kind: "features";
  /** Units of a hidden layer; 0 for none. Default: `256`. */
  readonly hidden: number;
  /** Its learning rate beside the head's. Default: `1`. */
  readonly learningRateFactor: number;
}

/** The kinds of `config.backbone.train`. */
export type CompleteBackboneTrain =
  | CompleteNoneBackboneTrain
  | CompleteHeadBackboneTrain
  | CompleteLastStageBackboneTrain
  | CompleteAllBackboneTrain
  | CompleteFromBackboneTrain;

/** It stays as it is, and its features are cached. */
export interface CompleteNoneBackboneTrain {
  /** It stays as it is, and its features are cached. */
  readonly kind: "none";
}

/** It stays as it is, and every film goes through it, changed anew at every epoch. */
export interface CompleteHeadBackboneTrain {
  /** It stays as it is, and every film goes through it, changed anew at every epoch. */
  readonly kind: "head";
}

/** What comes after the last halving of the picture. */
export interface CompleteLastStageBackboneTrain {
  /** What comes after the last halving of the picture. */
  readonly kind: "last-stage";
  /**
   * What its batch normalisation goes by: the statistics that came with it, or those of the
   * films at hand. Default: `"frozen"`.
   */
  readonly statistics: "frozen" | "batch";
  /** What each stage further from the head multiplies the learning rate by. Default: `1`. */
  readonly layerDecay: number;
  /**
   * Epochs after which one more stage trains, from the head on; 0: all at once. Default:
   * `0`.
   */
  readonly unfreeze: number;
}

/** Every weight. */
export interface CompleteAllBackboneTrain {
  /** Every weight. */
  readonly kind: "all";
  /**
   * What its batch normalisation goes by: the statistics that came with it, or those of the
   * films at hand. Default: `"frozen"`.
   */
  readonly statistics: "frozen" | "batch";
  /** What each stage further from the head multiplies the learning rate by. Default: `1`. */
  readonly layerDecay: number;
  /**
   * Epochs after which one more stage trains, from the head on; 0: all at once. Default:
   * `0`.
   */
  readonly unfreeze: number;
}

/** A weight and all that are used after it. */
export interface CompleteFromBackboneTrain {
  /** A weight and all that are used after it. */
  readonly kind: "from";
  /** The name of the first weight, or of the node that takes it. */
  readonly from: string;
  /**
   * What its batch normalisation goes by: the statistics that came with it, or those of the
   * films at hand. Default: `"frozen"`.
   */
  readonly statistics: "frozen" | "batch";
  /** What each stage further from the head multiplies the learning rate by. Default: `1`. */
  readonly layerDecay: number;
  /**
   * Epochs after which one more stage trains, from the head on; 0: all at once. Default:
   * `0`.
   */
  readonly unfreeze: number;
}

/** Your own network. */
export interface CompleteOnnxBackbone {
  /** Your own network. */
  readonly kind: "onnx";
  /** Its ONNX file. */
  readonly path: string;
  /** The output to use; default: the first. */
  readonly output?: string | undefined;
  /** Height and width it wants, in pixels. Default: `224`. */
  readonly size: number;
  /** 1, or 3 to give it the grey film three times. Default: `3`. */
  readonly channels: 1 | 3;
  /** Subtracted from values 0 to 1, a channel each. Default: `[0.485,0.456,0.406]`. */
  readonly mean: readonly number[];
  /** Then divided by, a channel each. Default: `[0.229,0.224,0.225]`. */
  readonly deviation: readonly number[];
  /** Films sent through it at once to encode them. Default: `16`. */
  readonly batchSize: number;
  /** Which of its weights are trained; see docs/finetuning.md. */
  readonly train: CompleteBackboneTrain;
  /** Units of a hidden layer; 0 for none. Default: `256`. */
  readonly hidden: number;
  /** Its learning rate beside the head's. Default: `1`. */
  readonly learningRateFactor: number;
}

/** What `config.labels.hidden` holds. */
export interface CompleteLabelsHidden {
  /** The probability that a label of a training film is hidden. Default: `0`. */
  readonly share: number;
  /** What it counts as then. Default: `"unknown"`. */
  readonly as: "unknown" | "absent";
}

/** What every method learns from the labels. */
export interface CompleteLabels {
  /** Films without a finding: left out, q = 1/C, or a label of their own. Default: `"skip"`. */
  readonly unlabelled: "skip" | "uniform" | "no-finding";
  /** See {@linkcode CompleteLabelsHidden}. */
  readonly hidden?: CompleteLabelsHidden | undefined;
}

/** The kinds of `config.codes.binarise`. */
export type CompleteCodesBinarise = CompleteSignCodesBinarise | CompleteConsistentCodesBinarise;

/** A bit is the sign of its value. */
export interface CompleteSignCodesBinarise {
  /** A bit is the sign of its value. */
  readonly kind: "sign";
}

/** Bits are flipped until a code says of the labels what its continuous code said. */
export interface CompleteConsistentCodesBinarise {
  /** Bits are flipped until a code says of the labels what its continuous code said. */
  readonly kind: "consistent";
  /** Γ: how much cosines of binary codes exceed those of continuous ones. Default: `1.25`. */
  readonly gamma: number;
  /** How often all bits are gone through, at most. Default: `4`. */
  readonly sweeps: number;
  /** Ω: how much the film's likely labels count beside others; 0: all alike. Default: `2`. */
  readonly sharpness: number;
}

/** The hash codes. */
export interface CompleteCodes {
  /** Length K of a hash code. Default: `32`. */
  readonly bits: number;
  /** How codes that are searched are made binary; those that ask are signs. */
  readonly binarise: CompleteCodesBinarise;
}

/** The kinds of `config.graph`. */
export type CompleteGraph =
  | CompleteConditionalGraph
  | CompleteUnthresholdedGraph
  | CompletePpmiGraph
  | CompleteIdentityGraph
  | CompleteRandomGraph
  | CompleteLearnedGraph;

/** Co-occurrence that comes from elsewhere. */
export interface CompleteGraphPrior {
  /**
   * CSV of label lists, with how many films have each if it says so, or of counts of label
   * pairs.
   */
  readonly path: string;
  /**
   * As how many films with a finding it counts, added to the training films; without: it
   * alone counts.
   */
  readonly films?: number | undefined;
}

/** An edge i→j where P(j | i) ≥ τ. */
export interface CompleteConditionalGraph {
  /** An edge i→j where P(j | i) ≥ τ. */
  readonly kind: "conditional";
  /** Least P(j | i) that makes an edge. Default: `0.1`. */
  readonly tau: number;
  /** Weight that the edges into a label share, beside its own 1. Default: `0.2`. */
  readonly p: number;
  /** Let every patient count once. Default: `false`. */
  readonly patientWeighting: boolean;
  /** Co-occurrence that comes from elsewhere. */
  readonly prior?: CompleteGraphPrior | undefined;
}

/** Edges weighted by P(j | i). */
export interface CompleteUnthresholdedGraph {
  /** Edges weighted by P(j | i). */
  readonly kind: "unthresholded";
  /** Weight that the edges into a label share, beside its own 1. Default: `0.2`. */
  readonly p: number;
  /** Let every patient count once. Default: `false`. */
  readonly patientWeighting: boolean;
  /** Co-occurrence that comes from elsewhere. */
  readonly prior?: CompleteGraphPrior | undefined;
}

/** Edges weighted by positive pointwise mutual information. */
export interface CompletePpmiGraph {
  /** Edges weighted by positive pointwise mutual information. */
  readonly kind: "ppmi";
  /** Weight that the edges into a label share, beside its own 1. Default: `0.2`. */
  readonly p: number;
  /** Let every patient count once. Default: `false`. */
  readonly patientWeighting: boolean;
  /** Co-occurrence that comes from elsewhere. */
  readonly prior?: CompleteGraphPrior | undefined;
}

/** No edges, as a control. */
export interface CompleteIdentityGraph {
  /** No edges, as a control. */
  readonly kind: "identity";
}

/** The conditional graph rewired, as a control. */
export interface CompleteRandomGraph {
  /** The conditional graph rewired, as a control. */
  readonly kind: "random";
  /** Least P(j | i) that makes an edge. Default: `0.1`. */
  readonly tau: number;
  /** Weight that the edges into a label share, beside its own 1. Default: `0.2`. */
  readonly p: number;
  /** Let every patient count once. Default: `false`. */
  readonly patientWeighting: boolean;
  /** Co-occurrence that comes from elsewhere. */
  readonly prior?: CompleteGraphPrior | undefined;
}

/** Trained from the conditional graph on, as a control. */
export interface CompleteLearnedGraph {
  /** Trained from the conditional graph on, as a control. */
  readonly kind: "learned";
  /** Least P(j | i) that makes an edge. Default: `0.1`. */
  readonly tau: number;
  /** Weight that the edges into a label share, beside its own 1. Default: `0.2`. */
  readonly p: number;
  /** Let every patient count once. Default: `false`. */
  readonly patientWeighting: boolean;
  /** Co-occurrence that comes from elsewhere. */
  readonly prior?: CompleteGraphPrior | undefined;
}

/** The kinds of `config.gcn.nodes`. */
export type CompleteGcnNodes =
  | CompleteOneHotGcnNodes
  | CompleteGaussianGcnNodes
  | CompleteFileGcnNodes;

/** Nothing is known of a label beforehand. */
export interface CompleteOneHotGcnNodes {
  /** Nothing is known of a label beforehand. */
  readonly kind: "one-hot";
}

/** Random vectors. */
export interface CompleteGaussianGcnNodes {
  /** Random vectors. */
  readonly kind: "gaussian";
  /** Length of a vector. Default: `300`. */
  readonly width: number;
}

/** Word vectors of the label names, such as GloVe's. */
export interface CompleteFileGcnNodes {
  /** Word vectors of the label names, such as GloVe's. */
  readonly kind: "file";
  /** CSV without header: a label's name, then its vector. */
  readonly path: string;
}

/** The graph network that makes targets of the label graph. */
export interface CompleteGcn {
  /** Width of the hidden layer. Default: `256`. */
  readonly hidden: number;
  /** See {@linkcode CompleteGcnNodes}. */
  readonly nodes: CompleteGcnNodes;
}

/** The kinds of `config.targets`. */
export type CompleteTargets =
  | CompleteGcnTargets
  | CompleteHadamardGcnTargets
  | CompleteFreeTargets
  | CompleteHadamardTargets
  | CompleteBernoulliTargets
  | CompleteMaxDistanceTargets
  | CompleteCsqTargets;

/** The kinds of `config.targets.binarise`. */
export type CompleteTargetsBinarise =
  | CompleteSignTargetsBinarise
  | CompleteTanhTargetsBinarise
  | CompleteRealTargetsBinarise;

/** Sign, straight through in the backward pass. */
export interface CompleteSignTargetsBinarise {
  /** Sign, straight through in the backward pass. */
  readonly kind: "sign";
  /** Slope of the straight-through sign. Default: `"identity"`. */
  readonly backward: "identity" | "tanh";
}

/** Tanh(βT), β growing over the epochs. */
export interface CompleteTanhTargetsBinarise {
  /** Tanh(βT), β growing over the epochs. */
  readonly kind: "tanh";
  /** Β grows from 1 to this. Default: `10`. */
  readonly betaEnd: number;
}

/** Not at all; only directions count. */
export interface CompleteRealTargetsBinarise {
  /** Not at all; only directions count. */
  readonly kind: "real";
}

/** What the graph network makes of the label graph. */
export interface CompleteGcnTargets {
  /** What the graph network makes of the label graph. */
  readonly kind: "gcn";
  /** Their learning rate beside the head's. Default: `0.03`. */
  readonly learningRateFactor: number;
  /** See {@linkcode CompleteTargetsBinarise}. */
  readonly binarise: CompleteTargetsBinarise;
  /** Epochs after which the targets stay as they are. */
  readonly freezeAfter?: number | undefined;
  /** Weight of an optional second loss. Default: `0`. */
  readonly orthogonality: number;
}

/** Orthogonal codes that the graph network pulls at. */
export interface CompleteHadamardGcnTargets {
  /** Orthogonal codes that the graph network pulls at. */
  readonly kind: "hadamard-gcn";
  /** Strength λ of the pull in sign(Hadamard + λ·GCN). Default: `0.5`. */
  readonly lambda: number;
  /** Their learning rate beside the head's. Default: `0.03`. */
  readonly learningRateFactor: number;
  /** See {@linkcode CompleteTargetsBinarise}. */
  readonly binarise: CompleteTargetsBinarise;
  /** Epochs after which the targets stay as they are. */
  readonly freezeAfter?: number | undefined;
  /** Weight of an optional second loss. Default: `0`. */
  readonly orthogonality: number;
}

/** A table that is learned without any graph. */
export interface CompleteFreeTargets {
  /** A table that is learned without any graph. */
  readonly kind: "free";
  /** Their learning rate beside the head's. Default: `0.03`. */
  readonly learningRateFactor: number;
  /** See {@linkcode CompleteTargetsBinarise}. */
  readonly binarise: CompleteTargetsBinarise;
  /** Epochs after which the targets stay as they are. */
  readonly freezeAfter?: number | undefined;
  /** Weight of an optional second loss. Default: `0`. */
  readonly orthogonality: number;
}

/** Fixed and exactly orthogonal: OrthoHash's. */
export interface CompleteHadamardTargets {
  /** Fixed and exactly orthogonal: OrthoHash's. */
  readonly kind: "hadamard";
}

/** Fixed, by fair coin tosses. */
export interface CompleteBernoulliTargets {
  /** Fixed, by fair coin tosses. */
  readonly kind: "bernoulli";
}

/** Fixed, as far apart as a greedy search finds. */
export interface CompleteMaxDistanceTargets {
  /** Fixed, as far apart as a greedy search finds. */
  readonly kind: "max-distance";
}

/** Fixed, CSQ's hash centres. */
export interface CompleteCsqTargets {
  /** Fixed, CSQ's hash centres. */
  readonly kind: "csq";
}

/** The kinds of `config.loss`. */
export type CompleteLoss = CompleteLabelsLoss | CompleteSetsLoss;

/** The kinds of `config.loss.smoothing`. */
export type CompleteLossSmoothing =
  | CompleteUniformLossSmoothing
  | CompleteCooccurrenceLossSmoothing;

/** Ε goes to all labels evenly. */
export interface CompleteUniformLossSmoothing {
  /** Ε goes to all labels evenly. */
  readonly kind: "uniform";
}

/** Ε goes to what occurs with the film's labels. */
export interface CompleteCooccurrenceLossSmoothing {
  /** Ε goes to what occurs with the film's labels. */
  readonly kind: "cooccurrence";
  /** Let every patient count once. Default: `false`. */
  readonly patientWeighting: boolean;
}

/** A film is compared with every label. */
export interface CompleteLabelsLoss {
  /** A film is compared with every label. */
  readonly kind: "labels";
  /** Label smoothing ε. Default: `0.05`. */
  readonly epsilon: number;
  /** Scale s of the cosines; adaptive √2·ln(C − 1), sqrt-bits √K. Default: `"adaptive"`. */
  readonly scale: number | "adaptive" | "sqrt-bits";
  /** Margin m of positive labels. Default: `0.4`. */
  readonly margin: number;
  /** M is taken from the cosine, or added to the angle (in radians). Default: `"cos"`. */
  readonly marginForm: "cos" | "arc";
  /** Weight a of a label's frequency π in its logit, a·(ln π − mean ln π). Default: `0`. */
  readonly prior: number;
  /** See {@linkcode CompleteLossSmoothing}. */
  readonly smoothing: CompleteLossSmoothing;
}

/** A film is compared with every label set of the training films. */
export interface CompleteSetsLoss {
  /** A film is compared with every label set of the training films. */
  readonly kind: "sets";
  /** Label smoothing ε. Default: `0.4`. */
  readonly epsilon: number;
  /** Scale s of the cosines. Default: `5`. */
  readonly scale: number;
  /** Margin m of positive labels. Default: `0.3`. */
  readonly margin: number;
  /** Weight a of a set's frequency π in its logit, a·ln π. Default: `1`. */
  readonly prior: number;
  /**
   * Which sets, with which frequencies: those of the training films; as controls those with
   * their labels swapped between films, or with labels that are independent of each other.
   * Default: `"mined"`.
   */
  readonly sets: "mined" | "permuted" | "independent";
}

/** What `config.peers.lsh` holds. */
export type CompletePeersLsh = Record<string, never>;

/** What `config.peers.itq` holds. */
export interface CompletePeersItq {
  /** ITQ: alternations of codes and rotation. Default: `50`. */
  readonly iterations: number;
  /** ITQ: training films it learns from, at most. Default: `10000`. */
  readonly films: number;
}

/** What `config.peers.dpsh` holds. */
export interface CompletePeersDpsh {
  /** DPSH: weight η of the quantisation loss. Default: `0.1`. */
  readonly eta: number;
}

/** What `config.peers.hashnet` holds. */
export interface CompletePeersHashnet {
  /**
   * HashNet: factor α of the inner products; scaled alphaAt32·32/K, published 0.1. Default:
   * `"scaled"`.
   */
  readonly alpha: number | "scaled" | "published";
  /** HashNet: the scaled α of codes of 32 bits. Default: `0.1`. */
  readonly alphaAt32: number;
  /** HashNet: epochs from one β = √1, √2, √3, … to the next. Default: `20`. */
  readonly betaEvery: number;
}

/** What `config.peers.dch` holds. */
export interface CompletePeersDch {
  /**
   * DCH: scale γ of the Cauchy distribution, in bits; scaled gammaAt32, times K/32 from 64
   * bits; published 20. Default: `"scaled"`.
   */
  readonly gamma: number | "scaled" | "published";
  /** DCH: the scaled γ of codes of 32 bits. Default: `20`. */
  readonly gammaAt32: number;
  /** DCH: weight λ of the quantisation loss. Default: `0.1`. */
  readonly lambda: number;
}

/** What `config.peers.greedyhash` holds. */
export interface CompletePeersGreedyhash {
  /** GreedyHash: weight α of the cubic penalty. Default: `0.1`. */
  readonly alpha: number;
}

/** What `config.peers.osdh` holds. */
export interface CompletePeersOsdh {
  /** OSDH: margin ρ between the distances of two films, in bits. Default: `5`. */
  readonly rho: number;
  /** OSDH: weight λ of the classifier's loss. Default: `0.5`. */
  readonly lambda: number;
  /** OSDH: films of a batch that ask, at most. Default: `16`. */
  readonly queries: number;
}

/** What `config.peers.idhn` holds. */
export interface CompletePeersIdhn {
  /** IDHN: factor α of the inner products. Default: `0.5`. */
  readonly alpha: number;
  /** IDHN: weight γ of pairs that are partly similar. Default: `0.1`. */
  readonly gamma: number;
  /** IDHN: weight λ of the quantisation loss. Default: `0.1`. */
  readonly lambda: number;
}

/** What `config.peers.csq` holds. */
export interface CompletePeersCsq {
  /** CSQ: weight λ of the quantisation loss. Default: `0.0001`. */
  readonly lambda: number;
}

/** What `config.peers.dpn` holds. */
export interface CompletePeersDpn {
  /** DPN: margin m of every bit. Default: `1`. */
  readonly margin: number;
}

/** What `config.peers.orthohash` holds. */
export interface CompletePeersOrthohash {
  /** Scale s of the cosines; adaptive √2·ln(C − 1), sqrt-bits √K. Default: `"adaptive"`. */
  readonly scale: number | "adaptive" | "sqrt-bits";
  /** Margin m of positive labels. Default: `0.2`. */
  readonly margin: number;
  /** M is taken from the cosine, or added to the angle (in radians). Default: `"cos"`. */
  readonly marginForm: "cos" | "arc";
}

/** What `config.peers.hyp2` holds. */
export interface CompletePeersHyp2 {
  /** HyP²: weight β of irrelevant pairs. Default: `0.5`. */
  readonly beta: number;
}

/** What `config.peers.ahdl` holds. */
export interface CompletePeersAhdl {
  /** AHDL: weight λ₁ of the distances. Default: `1`. */
  readonly lambda1: number;
  /** AHDL: weight λ₂ of the classifier's loss. Default: `1.5`. */
  readonly lambda2: number;
}

/** What `config.peers.crh` holds. */
export interface CompletePeersCrh {
  /** Scale s of the cosines; adaptive √2·ln(C − 1), sqrt-bits √K. Default: `"adaptive"`. */
  readonly scale: number | "adaptive" | "sqrt-bits";
  /** Margin m of positive labels. Default: `0.2`. */
  readonly margin: number;
  /** M is taken from the cosine, or added to the angle (in radians). Default: `"cos"`. */
  readonly marginForm: "cos" | "arc";
  /** CRH: candidate centres for each label. Default: `2`. */
  readonly codebook: number;
}

/** What `config.peers.classify` holds. */
export interface CompletePeersClassify {
  /**
   * Classify: the most that a film which has a rare label counts beside one that has not; 1:
   * alike. Default: `10`.
   */
  readonly mostWeight: number;
}

/** The other methods; defaults are the published ones, see docs/peers.md. */
export interface CompletePeers {
  /** See {@linkcode CompletePeersLsh}. */
  readonly lsh: CompletePeersLsh;
  /** See {@linkcode CompletePeersItq}. */
  readonly itq: CompletePeersItq;
  /** See {@linkcode CompletePeersDpsh}. */
  readonly dpsh: CompletePeersDpsh;
  /** See {@linkcode CompletePeersHashnet}. */
  readonly hashnet: CompletePeersHashnet;
  /** See {@linkcode CompletePeersDch}. */
  readonly dch: CompletePeersDch;
  /** See {@linkcode CompletePeersGreedyhash}. */
  readonly greedyhash: CompletePeersGreedyhash;
  /** See {@linkcode CompletePeersOsdh}. */
  readonly osdh: CompletePeersOsdh;
  /** See {@linkcode CompletePeersIdhn}. */
  readonly idhn: CompletePeersIdhn;
  /** See {@linkcode CompletePeersCsq}. */
  readonly csq: CompletePeersCsq;
  /** See {@linkcode CompletePeersDpn}. */
  readonly dpn: CompletePeersDpn;
  /** See {@linkcode CompletePeersOrthohash}. */
  readonly orthohash: CompletePeersOrthohash;
  /** See {@linkcode CompletePeersHyp2}. */
  readonly hyp2: CompletePeersHyp2;
  /** See {@linkcode CompletePeersAhdl}. */
  readonly ahdl: CompletePeersAhdl;
  /** See {@linkcode CompletePeersCrh}. */
  readonly crh: CompletePeersCrh;
  /** See {@linkcode CompletePeersClassify}. */
  readonly classify: CompletePeersClassify;
}

/** The kinds of `config.train.optimiser`. */
export type CompleteTrainOptimiser =
  | CompleteSgdTrainOptimiser
  | CompleteAdamTrainOptimiser
  | CompleteAdamwTrainOptimiser;

/** Stochastic gradient descent. */
export interface CompleteSgdTrainOptimiser {
  /** Stochastic gradient descent. */
  readonly kind: "sgd";
  /** Share of the last step that the next one keeps. Default: `0.9`. */
  readonly momentum: number;
}

/** Adam, weight decay as L2 penalty. */
export interface CompleteAdamTrainOptimiser {
  /** Adam, weight decay as L2 penalty. */
  readonly kind: "adam";
}

/** Adam, weight decay apart from the gradient. */
export interface CompleteAdamwTrainOptimiser {
  /** Adam, weight decay apart from the gradient. */
  readonly kind: "adamw";
}

/** The kinds of `config.train.schedule`. */
export type CompleteTrainSchedule =
  | CompleteConstantTrainSchedule
  | CompleteStepTrainSchedule
  | CompleteCosineTrainSchedule;

/** One learning rate throughout. */
export interface CompleteConstantTrainSchedule {
  /** One learning rate throughout. */
  readonly kind: "constant";
  /** Epochs over which it first rises evenly. Default: `0`. */
  readonly warmup: number;
}

/** The learning rate drops now and then. */
export interface CompleteStepTrainSchedule {
  /** The learning rate drops now and then. */
  readonly kind: "step";
  /** Epochs between two drops. Default: `20`. */
  readonly every: number;
  /** What a drop multiplies the learning rate by. Default: `0.1`. */
  readonly factor: number;
  /** Epochs over which it first rises evenly. Default: `0`. */
  readonly warmup: number;
}

/** The learning rate falls along half a cosine to nearly 0. */
export interface CompleteCosineTrainSchedule {
  /** The learning rate falls along half a cosine to nearly 0. */
  readonly kind: "cosine";
  /** Epochs over which it first rises evenly. Default: `0`. */
  readonly warmup: number;
}

/** What `config.train.augment` holds. */
export interface CompleteTrainAugment {
  /** Largest shift, as a part of the width. Default: `0`. */
  readonly shift: number;
  /** Largest rotation, in degrees. Default: `0`. */
  readonly rotation: number;
  /** Largest part by which a film grows or shrinks. Default: `0`. */
  readonly scale: number;
  /** Largest angle by which upright lines lean, in degrees. Default: `0`. */
  readonly shear: number;
  /** Largest part of the area that is cut off; the rest fills the film. Default: `0`. */
  readonly crop: number;
  /** Probability that left and right are swapped; hearts are on the left. Default: `0`. */
  readonly flip: number;
  /** Largest change of brightness; black is 0, white 1. Default: `0`. */
  readonly brightness: number;
  /** Largest part by which differences from middle gray grow or shrink. Default: `0`. */
  readonly contrast: number;
}

/** The training loop. */
export interface CompleteTrain {
  /** Passes over the training films. Default: `40`. */
  readonly epochs: number;
  /** Films of one step; those that fill no batch sit out the epoch. Default: `128`. */
  readonly batchSize: number;
  /**
   * Films that are in memory at once; the gradients of a step's are averaged; default:
   * batchSize.
   */
  readonly microBatch?: number | undefined;
  /** Of the head, at the start. Default: `0.001`. */
  readonly learningRate: number;
  /** On weights, not on biases and scales. Default: `0.0001`. */
  readonly weightDecay: number;
  /** See {@linkcode CompleteTrainOptimiser}. */
  readonly optimiser: CompleteTrainOptimiser;
  /** See {@linkcode CompleteTrainSchedule}. */
  readonly schedule: CompleteTrainSchedule;
  /** The longest gradient, over all weights; longer ones are scaled down to it. */
  readonly clip?: number | undefined;
  /**
   * Share that an average of the weights keeps at every step, such as 0.99; the averaged
   * weights are scored and exported; default: those of the last step.
   */
  readonly ema?: number | undefined;
  /**
   * Computes activations twice instead of keeping them: less memory, a third more work.
   * Default: `false`.
   */
  readonly recompute: boolean;
  /** See {@linkcode CompleteTrainAugment}. */
  readonly augment: CompleteTrainAugment;
  /** Validation films that ask after every epoch, at most. Default: `1000`. */
  readonly validationQueries: number;
  /**
   * Films they are searched in, at most: training films, or validation films where the
   * database holds no training films. Default: `5000`.
   */
  readonly validationDatabase: number;
  /** The validation score that picks the best epoch. Default: `"ndcg@100:jaccard"`. */
  readonly selectBy: string;
}

/** The kinds of `config.engine`. */
export type CompleteEngine =
  | CompleteAutoEngine
  | CompleteOnnxruntimeWebEngine
  | CompleteOnnxruntimeEngine
  | CompleteTfjsWebgpuEngine
  | CompleteTfjsNodeGpuEngine
  | CompleteTfjsNodeEngine
  | CompleteTfjsWasmEngine
  | CompleteTfjsCpuEngine
  | CompleteReferenceEngine;

/** Onnxruntime, or its web build where that does not load. */
export interface CompleteAutoEngine {
  /** Onnxruntime, or its web build where that does not load. */
  readonly kind: "auto";
  /** Where onnxruntime computes, the first that can. Default: `["cpu"]`. */
  readonly providers: readonly ("cpu" | "cuda" | "webgpu")[];
  /** Processor threads of onnxruntime; a run repeats to the bit at one number. Default: `2`. */
  readonly threads: number;
  /**
   * Threads that read and change the films of coming steps; no bit depends on them. Default:
   * `2`.
   */
  readonly workers: number;
}

/** ONNX Runtime in WebAssembly, on one thread. */
export interface CompleteOnnxruntimeWebEngine {
  /** ONNX Runtime in WebAssembly, on one thread. */
  readonly kind: "onnxruntime-web";
  /**
   * Threads that read and change the films of coming steps; no bit depends on them. Default:
   * `2`.
   */
  readonly workers: number;
}

/** Native ONNX Runtime. */
export interface CompleteOnnxruntimeEngine {
  /** Native ONNX Runtime. */
  readonly kind: "onnxruntime";
  /** Where onnxruntime computes, the first that can. Default: `["cpu"]`. */
  readonly providers: readonly ("cpu" | "cuda" | "webgpu")[];
  /** Processor threads of onnxruntime; a run repeats to the bit at one number. Default: `2`. */
  readonly threads: number;
  /**
   * Threads that read and change the films of coming steps; no bit depends on them. Default:
   * `2`.
   */
  readonly workers: number;
}

/** TensorFlow.js on a GPU. */
export interface CompleteTfjsWebgpuEngine {
  /** TensorFlow.js on a GPU. */
  readonly kind: "tfjs-webgpu";
  /** Where onnxruntime computes, the first that can. Default: `["cpu"]`. */
  readonly providers: readonly ("cpu" | "cuda" | "webgpu")[];
  /** Processor threads of onnxruntime; a run repeats to the bit at one number. Default: `2`. */
  readonly threads: number;
  /**
   * Threads that read and change the films of coming steps; no bit depends on them. Default:
   * `2`.
   */
  readonly workers: number;
}

/** TensorFlow.js on CUDA. */
export interface CompleteTfjsNodeGpuEngine {
  /** TensorFlow.js on CUDA. */
  readonly kind: "tfjs-node-gpu";
  /** Where onnxruntime computes, the first that can. Default: `["cpu"]`. */
  readonly providers: readonly ("cpu" | "cuda" | "webgpu")[];
  /** Processor threads of onnxruntime; a run repeats to the bit at one number. Default: `2`. */
  readonly threads: number;
  /**
   * Threads that read and change the films of coming steps; no bit depends on them. Default:
   * `2`.
   */
  readonly workers: number;
}

/** TensorFlow.js on the processor. */
export interface CompleteTfjsNodeEngine {
  /** TensorFlow.js on the processor. */
  readonly kind: "tfjs-node";
  /** Where onnxruntime computes, the first that can. Default: `["cpu"]`. */
  readonly providers: readonly ("cpu" | "cuda" | "webgpu")[];
  /** Processor threads of onnxruntime; a run repeats to the bit at one number. Default: `2`. */
  readonly threads: number;
  /**
   * Threads that read and change the films of coming steps; no bit depends on them. Default:
   * `2`.
   */
  readonly workers: number;
}

/** TensorFlow.js in WebAssembly. */
export interface CompleteTfjsWasmEngine {
  /** TensorFlow.js in WebAssembly. */
  readonly kind: "tfjs-wasm";
  /** Where onnxruntime computes, the first that can. Default: `["cpu"]`. */
  readonly providers: readonly ("cpu" | "cuda" | "webgpu")[];
  /** Processor threads of onnxruntime; a run repeats to the bit at one number. Default: `2`. */
  readonly threads: number;
  /**
   * Threads that read and change the films of coming steps; no bit depends on them. Default:
   * `2`.
   */
  readonly workers: number;
}

/** TensorFlow.js in plain JavaScript. */
export interface CompleteTfjsCpuEngine {
  /** TensorFlow.js in plain JavaScript. */
  readonly kind: "tfjs-cpu";
  /** Where onnxruntime computes, the first that can. Default: `["cpu"]`. */
  readonly providers: readonly ("cpu" | "cuda" | "webgpu")[];
  /** Processor threads of onnxruntime; a run repeats to the bit at one number. Default: `2`. */
  readonly threads: number;
  /**
   * Threads that read and change the films of coming steps; no bit depends on them. Default:
   * `2`.
   */
  readonly workers: number;
}

/** Plain TypeScript in float64, slow. */
export interface CompleteReferenceEngine {
  /** Plain TypeScript in float64, slow. */
  readonly kind: "reference";
  /** Where onnxruntime computes, the first that can. Default: `["cpu"]`. */
  readonly providers: readonly ("cpu" | "cuda" | "webgpu")[];
  /** Processor threads of onnxruntime; a run repeats to the bit at one number. Default: `2`. */
  readonly threads: number;
  /**
   * Threads that read and change the films of coming steps; no bit depends on them. Default:
   * `2`.
   */
  readonly workers: number;
}

/** The kinds of `config.asking`. */
export type CompleteAsking = CompleteLabelsAsking | CompleteSetsAsking;

/** Expected relevance sums over labels, one by one. */
export interface CompleteLabelsAsking {
  /** Expected relevance sums over labels, one by one. */
  readonly kind: "labels";
  /**
   * What codes are compared with: centroids of the training films' codes, or the hash
   * targets. Default: `"centroids"`.
   */
  readonly vectors: "centroids" | "targets";
  /** Exponent of how frequent labels are in what a film probably shows. Default: `0.25`. */
  readonly prior: number;
}

/** What `config.asking.query` holds. */
export interface CompleteAskingQuery {
  /** What the cosines of a film that asks are multiplied by. Default: `5`. */
  readonly scale: number;
  /** Exponent of how frequent sets are. Default: `0.4`. */
  readonly prior: number;
}

/** What `config.asking.database` holds. */
export interface CompleteAskingDatabase {
  /** What the cosines of films that are searched are multiplied by. Default: `4`. */
  readonly scale: number;
  /** Exponent of how frequent sets are. Default: `1`. */
  readonly prior: number;
}

/** Over the label sets of the training films, compared with the hash targets. */
export interface CompleteSetsAsking {
  /** Over the label sets of the training films, compared with the hash targets. */
  readonly kind: "sets";
  /** See {@linkcode CompleteAskingQuery}. */
  readonly query: CompleteAskingQuery;
  /** See {@linkcode CompleteAskingDatabase}. */
  readonly database: CompleteAskingDatabase;
}

/** Recorded labels of films that are searched, for asks that read them. */
export interface CompleteEvaluationRecord {
  /** Stated chance that a finding which is there is not recorded. Default: `0.1`. */
  readonly missing: number;
  /** Stated chance that a finding which is not there is recorded. Default: `0.02`. */
  readonly wrong: number;
  /**
   * Share of the findings hidden from the record, to see what it is still worth. Default:
   * `0`.
   */
  readonly lost: number;
}

/** How retrieval is scored; printed beside the figures. */
export interface CompleteEvaluation {
  /**
   * How queries ask: by their bits, with ties broken by the continuous code, by the target
   * of what they most probably show, by expected relevance; that of cases' recorded labels,
   * or of both these and their codes. Default: `["code","target","expected"]`.
   */
  readonly asks: readonly (
    | "code"
    | "asymmetric"
    | "target"
    | "expected"
    | "expected-recorded"
    | "expected-both"
  )[];
  /** Recorded labels of films that are searched, for asks that read them. */
  readonly record: CompleteEvaluationRecord;
  /**
   * The scores of a table by name, such as map@100; the first three lead in studies and
   * epochs. Default:
   * `["macro-ap","ndcg@100:jaccard","map","map:pessimistic","map:optimistic","ndcg@100","acg@100","wap","precision@100","precision@radius2"]`.
   */
  readonly scores: readonly string[];
  /** What average precision is divided by. Default: `"min"`. */
  readonly normaliser: "min" | "relevant" | "hits";
  /** Queries with nothing relevant: left out, counted as 0, or refused. Default: `"skip"`. */
  readonly emptyQueries: "skip" | "zero" | "error";
  /** Leave films of the query's own patient out of its results. Default: `true`. */
  readonly excludeSamePatient: boolean;
  /**
   * Queries that are scored, at most; of more, so many are drawn at random. Default:
   * `30000`.
   */
  readonly queries: number;
  /** Resamples of the patient bootstrap. Default: `1000`. */
  readonly resamples: number;
}

/** What `config` holds. */
export interface CompleteConfig {
  /** Names the run's folder. Default: `"run"`. */
  readonly name: string;
  /** Decides every random choice of a run. Default: `0`. */
  readonly seed: number;
  /** What trains the codes: cohash or a peer, see docs/peers.md. Default: `"cohash"`. */
  readonly method:
    | "cohash"
    | "lsh"
    | "itq"
    | "dpsh"
    | "hashnet"
    | "dch"
    | "greedyhash"
    | "osdh"
    | "idhn"
    | "csq"
    | "dpn"
    | "orthohash"
    | "hyp2"
    | "ahdl"
    | "crh"
    | "classify";
  /** Films, labels and split. */
  readonly data: DataOptions;
  /** The network between a film and its features. */
  readonly backbone: CompleteBackbone;
  /** What every method learns from the labels. */
  readonly labels: CompleteLabels;
  /** The hash codes. */
  readonly codes: CompleteCodes;
  /** The label graph. */
  readonly graph: CompleteGraph;
  /** The graph network that makes targets of the label graph. */
  readonly gcn: CompleteGcn;
  /** Cohash's hash targets, the paper's dynamic ones or tables to compare with. */
  readonly targets: CompleteTargets;
  /** Cohash's smoothed cosine cross-entropy. */
  readonly loss: CompleteLoss;
  /** The other methods; defaults are the published ones, see docs/peers.md. */
  readonly peers: CompletePeers;
  /** The training loop. */
  readonly train: CompleteTrain;
  /** What runs the networks, and on what. */
  readonly engine: CompleteEngine;
  /** What a film that asks is taken to show. */
  readonly asking: CompleteAsking;
  /** How retrieval is scored; printed beside the figures. */
  readonly evaluation: CompleteEvaluation;
}
