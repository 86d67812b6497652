/**
 * The graphs of a run: the training step, the encoder, and the target table, built from one
 * configuration so that their variables carry the same names.
 *
 * @module
 */
import { add, addOptimiser, Graph, mul, type Program, type Tensor } from "../autodiff/mod.ts";
import { resolveScale, smoothedCosineLoss } from "../loss/smoothed_cosine.ts";
import { type Backbone, buildEncoder, ENCODER_OUTPUT } from "../model/encoder.ts";
import { fixedTargets } from "../model/fixed_targets.ts";
import { labelGcn } from "../model/gcn.ts";
import {
  type Binarisation,
  binariseTargets,
  orthogonalityPenalty,
  pullTowards,
} from "../model/targets.ts";
import { Random } from "../random.ts";
import type { Config } from "./config.ts";
import type { TrainingSetup } from "./setup.ts";

/** Targets `[C, bits]` that stay as they are from now on, row-major. */
export type FrozenTargets = Float32Array;

/**
 * One training step: inputs `input`, `labels`, `distributions`, `known` (each `[batch, C]`),
 * `learningRate` and, for tanh targets, `beta`; output `loss`; all variables advance.
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
  const targets = frozen
    ? graph.constant([classes, config.codes.bits], frozen)
    : targetTable(graph, config, setup);
  const batch = {
    codes,
    targets,
    labels: perLabel("labels"),
    distributions: perLabel("distributions"),
    known: perLabel("known"),
  };
  const { margin, marginForm } = config.loss;
  const scale = resolveScale(config.loss.scale, { classes, bits: config.codes.bits });
  const loss = smoothedCosineLoss(batch, { scale, margin, marginForm });
  graph.output("loss", loss);
  optimise(graph, addPenalty(loss, targets, config, frozen), config);
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

/** The target table alone: output `targets` `[C, bits]`. */
export function targetsProgram(config: Config, setup: TrainingSetup): Program {
  const graph = new Graph();
  graph.output("targets", targetTable(graph, config, setup));
  return graph.toProgram();
}

function backboneOf({ backbone }: Config, { input }: TrainingSetup): Backbone {
  if (input.kind === "features") {
    const hidden = backbone.kind === "small-resnet" ? 0 : backbone.hidden;
    return { kind: "features", inputs: input.width, hidden, statistics: input.statistics };
  }
  if (backbone.kind !== "small-resnet") {
    throw new TypeError(`Cannot build the backbone "${backbone.kind}" over images`);
  }
  return { ...backbone, size: input.size };
}

/** The targets `[C, bits]` that the configuration asks for. */
function targetTable(graph: Graph, config: Config, setup: TrainingSetup): Tensor {
  const { targets } = config;
  const classes = setup.labels.names.length;
  const bits = config.codes.bits;
  const random = new Random(config.seed).fork("targets");
  const fixed = (kind: "hadamard" | "bernoulli" | "max-distance" | "csq") =>
    graph.constant([classes, bits], fixedTargets(kind, { classes, bits, random }));
  if (!("binarise" in targets)) return fixed(targets.kind);
  const how: Binarisation = targets.binarise === "sign"
    ? { kind: "sign", backward: targets.backward }
    : targets.binarise === "tanh"
    ? { kind: "tanh", beta: graph.input("beta", []) }
    : { kind: "real" };
  switch (targets.kind) {
    case "gcn":
      return binariseTargets(gcnTable(graph, config, setup), how);
    case "hadamard-gcn": {
      const pulled = pullTowards(fixed("hadamard"), gcnTable(graph, config, setup), targets.lambda);
      return binariseTargets(pulled, how);
    }
    case "free": {
      const initial = random.normals(classes * bits);
      return binariseTargets(graph.parameter("targets.table", [classes, bits], initial), how);
    }
  }
}

function gcnTable(graph: Graph, config: Config, setup: TrainingSetup): Tensor {
  const classes = setup.labels.names.length;
  const values = Float32Array.from(setup.adjacency.flat());
  const adjacency = config.graph.kind === "learned"
    ? graph.parameter("graph.adjacency", [classes, classes], values)
    : graph.constant([classes, classes], values);
  const nodes = graph.constant([classes, setup.nodes.width], setup.nodes.values);
  const random = new Random(config.seed);
  return labelGcn(adjacency, nodes, { hidden: config.gcn.hidden, bits: config.codes.bits, random });
}

function addPenalty(
  loss: Tensor,
  targets: Tensor,
  { targets: options }: Config,
  frozen: FrozenTargets | undefined,
): Tensor {
  const weight = "orthogonality" in options ? options.orthogonality : 0;
  return weight > 0 && !frozen ? add(loss, mul(orthogonalityPenalty(targets), weight)) : loss;
}

/**
 * Groups of parameters: the backbone, the head and the targets each at a learning rate of its own.
 * Weight decay is for weights alone; scales and shifts of normalisation are not pulled towards 0.
 */
function optimise(graph: Graph, loss: Tensor, { train, backbone, targets }: Config): void {
  const targetFactor = "learningRateFactor" in targets ? targets.learningRateFactor : 1;
  const factors = { backbone: backbone.learningRateFactor, head: 1, targets: targetFactor };
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
function partOf(parameter: string): "backbone" | "head" | "targets" {
  if (parameter.startsWith("backbone.")) return "backbone";
  return parameter.startsWith("head.") ? "head" : "targets";
}
