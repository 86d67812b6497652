/**
 * The graphs of a run: the training step, the encoder, and the target table, built from one
 * configuration so that their variables carry the same names.
 *
 * @module
 */
import {
  accumulate,
  addUpdates,
  averageVariables,
  clipByGlobalNorm,
  gradients,
  Graph,
  isAverage,
  type ParameterGroup,
  type Program,
  recompute,
  type Tensor,
} from "../autodiff/mod.ts";
import type { MethodContext, SetBatch, TargetMethod } from "../methods/mod.ts";
import { buildEncoder, ENCODER_OUTPUT } from "../model/encoder.ts";
import { Random } from "../base/random.ts";
import type { BackboneOptions, Config, TrainOptions } from "../config/config.ts";
import { isTrainedNetwork } from "../config/trained_network.ts";
import type { Inputs } from "../data/dataset.ts";
import { ENCODER_BATCH } from "../run/encode_rows.ts";
import { parameterGroups, type SteppedMethod } from "./parameter_groups.ts";
import type { TrainingSetup } from "./setup.ts";

/** Targets `[C, bits]` that stay as they are from now on, row-major. */
export type FrozenTargets = Float32Array;

/** What decides how parameters move. */
export interface Optimisation {
  readonly train: TrainOptions;
  readonly backbone: BackboneOptions;
}

/** A training step, and what of it begins anew where other weights begin to train. */
export interface TrainingProgram {
  readonly program: Program;
  /** The names of the optimiser's states. */
  readonly moments: readonly string[];
}

/** How many films a step has, and how many of them are in memory at once. */
export interface StepSize {
  /** Films of one run of the program. */
  readonly microBatch: number;
  /** Runs that make one step. */
  readonly runsPerStep: number;
}

/**
 * One training step, or a part of it: inputs `input`, those of `labels`, `distributions` and `known` (each
 * `[batch, C]`) and of `setDistributions` and `ownSets` (each `[batch, S]`) that the method's loss
 * looks at, the method's own of an epoch, and `learningRate`; output `loss`; all variables advance.
 * Where several runs make a step, also {@linkcode LAST_RUN}; weights then advance in the last of them.
 */
export function trainingProgram(
  method: SteppedMethod,
  setup: TrainingSetup,
  { microBatch, runsPerStep, frozen, ...optimisation }: Optimisation & StepSize & {
    readonly frozen?: FrozenTargets;
  },
): TrainingProgram {
  const graph = new Graph({ training: true });
  const { context, context: { classes, bits } } = setup;
  const perLabel = (name: string) => graph.input(name, [microBatch, classes]);
  const batch = {
    codes: addEncoder(graph, setup, microBatch),
    labels: perLabel("labels"),
    distributions: perLabel("distributions"),
    known: perLabel("known"),
    sets: setInputs(graph, setup, microBatch),
  };
  const targets = (method: TargetMethod) =>
    frozen ? graph.constant([classes, bits], frozen) : method.targets(graph, context);
  const loss = method.kind === "targets"
    ? method.loss(batch, targets(method), context)
    : method.loss(batch, context);
  graph.output("loss", loss);
  const ofModel = new Set(graph.variables().map(({ name }) => name));
  optimise(graph, loss, parameterGroups(graph, method, { ...optimisation, setup }), {
    train: optimisation.train,
    runsPerStep,
  });
  const kept = graph.toProgram();
  const program = optimisation.train.recompute ? recompute(kept, { loss: "loss" }) : kept;
  const added = program.variables.map(({ name }) => name).filter((name) => !ofModel.has(name));
  return { program, moments: added.filter((name) => !isAverage(name)) };
}

/** Films or features that a run's encoder takes at once. */
export function encoderBatch({ backbone }: Pick<Config, "backbone">, inputs: Inputs): number {
  return isTrainedNetwork(backbone) ? backbone.batchSize : ENCODER_BATCH[inputs.kind];
}

/** The encoder alone: input `input`, output `code` `[batch, bits]`. */
export function encoderProgram(setup: TrainingSetup, batchSize: number): Program {
  const graph = new Graph();
  graph.output(ENCODER_OUTPUT, addEncoder(graph, setup, batchSize));
  return graph.toProgram();
}

/** The target table alone, of a method that has one: output `targets` `[C, bits]`. */
export function targetsProgram(method: TargetMethod, context: MethodContext): Program {
  const graph = new Graph();
  graph.output("targets", method.targets(graph, context));
  return graph.toProgram();
}

/** The inputs of a batch's label sets, where the method learns sets. */
function setInputs(
  graph: Graph,
  { sets, context: { labelSets } }: TrainingSetup,
  batchSize: number,
): SetBatch | undefined {
  if (sets === undefined || labelSets === undefined) return undefined;
  const perSet = (name: string) => graph.input(name, [batchSize, labelSets.sets.length]);
  return {
    distributions: perSet("setDistributions"),
    own: sets.isPartial ? perSet("ownSets") : undefined,
  };
}

function addEncoder(
  graph: Graph,
  { backbone, context: { bits, seed } }: TrainingSetup,
  batchSize: number,
): Tensor {
  return buildEncoder(graph, backbone, { bits, batchSize, random: new Random(seed) });
}

/** Adds the update of every parameter, and the averages of what changes. */
function optimise(
  graph: Graph,
  loss: Tensor,
  groups: readonly ParameterGroup[],
  { train: { optimiser, clip, ema }, runsPerStep }: {
    readonly train: TrainOptions;
    readonly runsPerStep: number;
  },
): void {
  const ofModel = graph.variables();
  const parameters = groups.flatMap((group) => group.parameters);
  const update = (slopes: readonly Tensor[]) => {
    const kept = clip === undefined ? slopes : clipByGlobalNorm(slopes, clip);
    addUpdates(graph, kept, groups, optimiser);
    const changing = ofModel.filter((variable) => graph.next(variable) !== variable);
    if (ema !== undefined) averageVariables(graph, changing, ema);
  };
  const slopes = gradients(loss, parameters);
  if (runsPerStep === 1) update(slopes);
  else accumulate(graph, slopes, { parameters, runs: runsPerStep, update });
}
