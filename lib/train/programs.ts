/**
 * The graphs of a run: the training step, the encoder, and the target table, built from one
 * configuration so that their variables carry the same names.
 *
 * @module
 */
import { addOptimiser, Graph, type Program, type Tensor } from "../autodiff/mod.ts";
import { type BatchMethod, methodOf, type TargetMethod } from "../methods/mod.ts";
import { type Backbone, buildEncoder, ENCODER_OUTPUT } from "../model/encoder.ts";
import { Random } from "../base/random.ts";
import type { Config } from "../config/config.ts";
import type { TrainingSetup } from "./setup.ts";

/** Targets `[C, bits]` that stay as they are from now on, row-major. */
export type FrozenTargets = Float32Array;

/**
 * One training step: inputs `input`, those of `labels`, `distributions` and `known` (each
 * `[batch, C]`) that the method's loss looks at, the method's own of an epoch, and `learningRate`;
 * output `loss`; all variables advance.
 */
export function trainingProgram(
  config: Config,
  setup: TrainingSetup,
  { batchSize, frozen }: { readonly batchSize: number; readonly frozen?: FrozenTargets },
): Program {
  const graph = new Graph({ training: true });
  const classes = setup.labels.names.length;
  const perLabel = (name: string) => graph.input(name, [batchSize, classes]);
  const codes = buildEncoder(graph, backboneOf(config, setup), {
    bits: config.codes.bits,
    batchSize,
    random: new Random(config.seed),
  });
  const batch = {
    codes,
    labels: perLabel("labels"),
    distributions: perLabel("distributions"),
    known: perLabel("known"),
  };
  const method = trainedMethodOf(config);
  const context = { config, setup };
  const targets = (method: TargetMethod) =>
    frozen ? graph.constant([classes, config.codes.bits], frozen) : method.targets(graph, context);
  const loss = method.kind === "targets"
    ? method.loss(batch, targets(method), context)
    : method.loss(batch, context);
  graph.output("loss", loss);
  optimise(graph, loss, config);
  return graph.toProgram();
}

/** The encoder alone: input `input`, output `code` `[batch, bits]`. */
export function encoderProgram(
  config: Config,
  setup: TrainingSetup,
  batchSize: number,
): Program {
  const graph = new Graph();
  const random = new Random(config.seed);
  const options = { bits: config.codes.bits, batchSize, random };
  graph.output(ENCODER_OUTPUT, buildEncoder(graph, backboneOf(config, setup), options));
  return graph.toProgram();
}

/** The target table alone, of a method that has one: output `targets` `[C, bits]`. */
export function targetsProgram(
  config: Config,
  setup: TrainingSetup,
  method: TargetMethod,
): Program {
  const graph = new Graph();
  graph.output("targets", method.targets(graph, { config, setup }));
  return graph.toProgram();
}

/**
 * The run's method, as one that is trained.
 *
 * @throws {TypeError} if it is none
 */
export function trainedMethodOf(config: Config): TargetMethod | BatchMethod {
  const method = methodOf(config);
  if (method.kind !== "features") return method;
  throw new TypeError(`Cannot train "${config.method}": it is known in closed form`);
}

function backboneOf(config: Config, { input }: TrainingSetup): Backbone {
  const { backbone } = config;
  if (input.kind === "features") {
    const isLinear = backbone.kind === "small-resnet" || methodOf(config).kind === "features";
    const hidden = isLinear ? 0 : backbone.hidden;
    return { kind: "features", inputs: input.width, hidden, statistics: input.statistics };
  }
  if (backbone.kind !== "small-resnet") {
    throw new TypeError(`Cannot build the backbone "${backbone.kind}" over images`);
  }
  return { ...backbone, size: input.size };
}

/**
 * Groups of parameters: backbone, head, what the method adds, and targets, each at a learning rate
 * of its own.
 * Weight decay is for weights alone; scales and shifts of normalisation are not pulled towards 0.
 */
function optimise(graph: Graph, loss: Tensor, { train, backbone, targets }: Config): void {
  const targetFactor = "learningRateFactor" in targets ? targets.learningRateFactor : 1;
  const factors = {
    backbone: backbone.learningRateFactor,
    head: 1,
    method: 1,
    targets: targetFactor,
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
  const kind = train.optimiser;
  addOptimiser(graph, loss, groups, kind === "sgd" ? { kind, momentum: train.momentum } : { kind });
}

/** Which part of the model a parameter belongs to; the GCN and the graph make the targets. */
function partOf(parameter: string): "backbone" | "head" | "method" | "targets" {
  const parts = ["backbone", "head", "method"] as const;
  return parts.find((part) => parameter.startsWith(`${part}.`)) ?? "targets";
}
