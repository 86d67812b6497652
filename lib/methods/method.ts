/**
 * What a hashing method is: the part of a run in which methods differ. Backbone, head, optimiser,
 * order of the films and evaluation are the same for all.
 *
 * @module
 */
import type { z } from "zod";
import type { Graph, Tensor } from "../autodiff/mod.ts";
import type { SetSource } from "../data/labels/control_sets.ts";
import type { SetFrequencies } from "../data/labels/set_frequencies.ts";
import type { Matrix } from "../graph/cooccurrence.ts";
import type { NodeFeatures } from "../model/label_vectors.ts";

/** What a method may know of the run it is used in, beside its own options. */
export interface MethodContext {
  /** C, the labels that the loss knows. */
  readonly classes: number;
  /** K, the length of a code. */
  readonly bits: number;
  /** Decides every random choice. */
  readonly seed: number;
  /** The label graph, where the run's options ask for one. */
  readonly labelGraph?: LabelGraph | undefined;
  /** π `[C]`, the share of the training films that has each label; see labelFrequencies. */
  readonly labelFrequencies?: readonly number[] | undefined;
  /** The S label sets of the training films, where the method learns sets. */
  readonly labelSets?: SetFrequencies | undefined;
}

/** How labels are joined, and what is known of each. */
export interface LabelGraph {
  /** Â, `[C, C]`. */
  readonly adjacency: Matrix;
  /** E, `[C, F]`. */
  readonly nodes: NodeFeatures;
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
  /** What is known of the films' label sets, where the method learns sets. */
  readonly sets?: SetBatch | undefined;
}

/** N films compared with S label sets; see setDistributions. */
export interface SetBatch {
  /** `[N, S]`, rows that sum to 1: the film's own set, smoothed along sets alike to it. */
  readonly distributions: Tensor;
  /** `[N, S]`, the part of them on the sets that agree with a film; undefined where labels are known. */
  readonly own: Tensor | undefined;
}

/** Values of variables by name. */
export type VariableValues = Readonly<Record<string, Float32Array>>;

/** Where the probability ε of smoothed labels goes; see smoothedDistributions. */
export type LabelSmoothing =
  & { readonly epsilon: number }
  & (
    /** Evenly to all labels. */
    | { readonly kind: "uniform" }
    /** Along P(j | i), of films that count each, or of patients that do. */
    | { readonly kind: "cooccurrence"; readonly patientWeighting: boolean }
  );

/** What label sets a method learns, and how. */
export interface SetLearning {
  /** The share ε that goes to sets alike to a film's own. */
  readonly epsilon: number;
  /** Which sets there are, with which frequencies. */
  readonly source: SetSource;
}

/** What methods have that learn by gradient descent. */
export interface TrainedMethod {
  /** How the labels' `distributions` are smoothed; default: not at all. */
  readonly smoothing?: LabelSmoothing;
  /** Of a method that learns label sets. */
  readonly labelSets?: SetLearning;
  /**
   * Scalar graph inputs by name, which the method has declared, in one epoch (counted from 1) of
   * so many.
   */
  readonly epochInputs?: (epoch: number, epochs: number) => Record<string, number>;
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
  /** The learning rate of what makes the targets, beside the head's; default: 1. */
  readonly targetLearningRate?: number;
  /** Epochs after which the targets stay as they are; default: never. */
  readonly freezeAfter?: number | undefined;
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

/** A method with its options: see the module. */
export type Method = TargetMethod | BatchMethod | FeatureMethod;

/** A method before its options are known: a file of this folder and a line of its `mod.ts`. */
export interface MethodDefinition<
  Name extends string = string,
  Options extends z.ZodObject = z.ZodObject,
  Created extends Method = Method,
> {
  /** Its name in configurations and tables. */
  readonly name: Name;
  /** What its options may be; each has a default, the published one unless its file says why not. */
  readonly options: Options;
  /** Whether it is trained, and by what. */
  readonly kind: Method["kind"];
  /** The method with these options, which are checked; those left out have their defaults. */
  readonly create: (options?: unknown) => Created;
  /**
   * Options to try when the method is tuned, each a part of its `options`; the first are its
   * defaults. Every method that is tuned has as many, so that none is tuned harder. Empty where there
   * is nothing to tune.
   */
  readonly tune: readonly z.input<Options>[];
}

/**
 * A method.
 *
 * @param options What it takes: a strict object in which everything has a default
 * @param create The method with given options
 * @param tune Options to try, see {@linkcode MethodDefinition.tune}; default: none
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { z } from "zod";
 * import { mean, mul } from "../autodiff/mod.ts";
 * import { defineMethod } from "./method.ts";
 *
 * const options = z.strictObject({ weight: z.number().default(2) });
 * const smallest = defineMethod("smallest", options, ({ weight }) => ({
 *   kind: "batch",
 *   loss: ({ codes }) => mul(mean(mul(codes, codes)), weight),
 * }));
 * assertEquals(smallest.create({ weight: 1 }).kind, "batch");
 * ```
 */
export function defineMethod<
  const Name extends string,
  Options extends z.ZodObject,
  Created extends Method,
>(
  name: Name,
  options: Options,
  create: (options: z.output<Options>) => Created,
  { tune = [] }: { readonly tune?: readonly z.input<Options>[] } = {},
): MethodDefinition<Name, Options, Created> {
  const checked = (given: unknown = {}) => create(options.parse(given));
  return { name, options, kind: checked().kind, create: checked, tune };
}
