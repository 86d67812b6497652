/**
 * What a hashing method is: the part of a run in which methods differ. Backbone, head, optimiser,
 * order of the films and evaluation are the same for all.
 *
 * @module
 */
import type { Graph, Tensor } from "../autodiff/mod.ts";
import type { Config } from "../config/config.ts";
import type { TrainingSetup } from "../train/setup.ts";

/** What a method may know of the run it is used in. */
export interface MethodContext {
  /** The run's; a method reads its own section of `peers`. */
  readonly config: Config;
  /** Labels, training rows and label graph. */
  readonly setup: TrainingSetup;
}

/** N films of one training step. */
export interface Batch {
  /** Continuous codes u `[N, bits]`, as the head gives them. */
  readonly codes: Tensor;
  /** Labels y `[N, C]`; 0 where missing. */
  readonly labels: Tensor;
  /** `[N, C]`, rows that sum to 1: y / |y|, smoothed if the method asks for it. */
  readonly distributions: Tensor;
  /** `[N, C]`, 1 where the label is known, else 0. */
  readonly known: Tensor;
}

/** Values of variables by name. */
export type VariableValues = Readonly<Record<string, Float32Array>>;

/** What methods have that learn by gradient descent. */
export interface TrainedMethod {
  /** Whether `distributions` are smoothed as `loss.epsilon` and `loss.smoothing` say. */
  readonly smoothsLabels?: boolean;
  /** Scalar graph inputs of an epoch (counted from 1) by name, which the method has declared. */
  readonly epochInputs?: (context: MethodContext, epoch: number) => Record<string, number>;
  /**
   * Changes variables between two epochs: gets the values after an epoch (counted from 1) and
   * returns those that training goes on with. It must not remember anything, so that a resumed run
   * has the same bits.
   */
  readonly afterEpoch?: (
    variables: VariableValues,
    context: MethodContext & { readonly epoch: number },
  ) => VariableValues;
}

/** A method that pulls codes towards a target for each label. */
export interface TargetMethod extends TrainedMethod {
  /** Tells the kinds of methods apart. */
  readonly kind: "targets";
  /** The targets `[C, bits]`. */
  readonly targets: (graph: Graph, context: MethodContext) => Tensor;
  /** The scalar that is minimised. */
  readonly loss: (batch: Batch, targets: Tensor, context: MethodContext) => Tensor;
  /** Epochs after which the targets stay as they are; default: never. */
  readonly freezeAfter?: (config: Config) => number | undefined;
}

/** A method that compares the codes of a batch with each other, or with a classifier's answers. */
export interface BatchMethod extends TrainedMethod {
  /** Tells the kinds of methods apart. */
  readonly kind: "batch";
  /** The scalar that is minimised. Further parameters begin with `method.`. */
  readonly loss: (batch: Batch, context: MethodContext) => Tensor;
}

/** A method without training: a linear map of standardised features, known in closed form. */
export interface FeatureMethod {
  /** Tells the kinds of methods apart. */
  readonly kind: "features";
  /** Directions `[D, bits]`; the code is the sign of the features' projections on them. */
  readonly directions: (features: StandardisedFeatures, context: MethodContext) => Float32Array;
}

/** Features of the training films, every column with mean 0 and variance 1. */
export interface StandardisedFeatures {
  /** `[n, width]`, row-major. */
  readonly values: Float32Array;
  /** D. */
  readonly width: number;
}

/** See the module. */
export type Method = TargetMethod | BatchMethod | FeatureMethod;

/** C and K of a run. */
export function sizesOf({ config, setup }: MethodContext): {
  readonly classes: number;
  readonly bits: number;
} {
  return { classes: setup.labels.names.length, bits: config.codes.bits };
}
