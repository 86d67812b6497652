/**
 * The graphs of a run: the training step, the encoder, and the target table, built from one
 * configuration so that their variables carry the same names.
 *
 * @module
 */
import { addOptimiser, Graph, type Program, type Tensor } from "../autodiff/mod.ts";
import type { BatchMethod, MethodContext, SetBatch, TargetMethod } from "../methods/mod.ts";
import { buildEncoder, ENCODER_OUTPUT } from "../model/encoder.ts";
import { Random } from "../base/random.ts";
import type { BackboneOptions, TrainOptions } from "../config/config.ts";
import type { TrainingSetup } from "./setup.ts";

/** Targets `[C, bits]` that stay as they are from now on, row-major. */
export type FrozenTargets = Float32Array;

/** A method that has steps. */
type SteppedMethod = TargetMethod | BatchMethod;

/** What decides how parameters move. */
export interface Optimisation {
  readonly train: TrainOptions;
  readonly backbone: Pick<BackboneOptions, "learningRateFactor">;
}

/**
 * One training step: inputs `input`, those of `labels`, `distributions` and `known` (each
 * `[batch, C]`) and of `setDistributions` and `ownSets` (each `[batch, S]`) that the method's loss
 * looks at, the method's own of an epoch, and `learningRate`; output `loss`; all variables advance.
 */
export function trainingProgram(
  method: SteppedMethod,
  setup: TrainingSetup,
  { batchSize, frozen, ...optimisation }: Optimisation & {
    readonly batchSize: number;
    readonly frozen?: FrozenTargets;
  },
): Program {
  const graph = new Graph({ training: true });
  const { context, context: { classes, bits } } = setup;
  const perLabel = (name: string) => graph.input(name, [batchSize, classes]);
  const batch = {
    codes: addEncoder(graph, setup, batchSize),
    labels: perLabel("labels"),
    distributions: perLabel("distributions"),
    known: perLabel("known"),
    sets: setInputs(graph, setup, batchSize),
  };
  const targets = (method: TargetMethod) =>
    frozen ? graph.constant([classes, bits], frozen) : method.targets(graph, context);
  const loss = method.kind === "targets"
    ? method.loss(batch, targets(method), context)
    : method.loss(batch, context);
  graph.output("loss", loss);
  optimise(graph, loss, method, optimisation);
  return graph.toProgram();
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

/**
 * Groups of parameters: backbone, head, what the method adds, and targets, each at a learning rate
 * of its own.
 * Weight decay is for weights alone; scales and shifts of normalisation are not pulled towards 0.
 */
function optimise(
  graph: Graph,
  loss: Tensor,
  method: SteppedMethod,
  { train, backbone }: Optimisation,
): void {
  const factors = {
    backbone: backbone.learningRateFactor ?? 1,
    head: 1,
    method: 1,
    targets: method.kind === "targets" ? method.targetLearningRate ?? 1 : 1,
  };
  const groups = Object.entries(factors).flatMap(([part, learningRateFactor]) =>
    [true, false].map((decayed) => ({
      parameters: graph.parameters().filter(({ name }) =>
        partOf(name) === part && name.endsWith(".weight") === decayed
      ),
      learningRateFactor,
      weightDecay: decayed ? train.weightDecay : 0,
    }))
  ).filter(({ parameters }) => parameters.length > 0);
  addOptimiser(graph, loss, groups, train.optimiser);
}

/** Which part of the model a parameter belongs to; the GCN and the graph make the targets. */
function partOf(parameter: string): "backbone" | "head" | "method" | "targets" {
  const parts = ["backbone", "head", "method"] as const;
  return parts.find((part) => parameter.startsWith(`${part}.`)) ?? "targets";
}
