/**
 * The network that a run trained before its hash head, as an ONNX file of its own: a backbone for
 * other runs.
 *
 * @module
 */
import { Graph, type Program, toOnnx } from "../autodiff/mod.ts";
import { withWeights } from "../autodiff/onnx/write_weights.ts";
import { Random } from "../base/random.ts";
import type { Config } from "../config/config.ts";
import { classifierLogits } from "../methods/classifier.ts";
import type { VariableValues } from "../methods/mod.ts";
import { buildBackbone } from "../model/encoder.ts";
import { hashHead } from "../model/head.ts";
import { NETWORK_PREFIX, statisticsOf, type TrainedNetwork } from "../model/trained_network.ts";
import { ENCODER_BATCH } from "../run/encode_rows.ts";
import { VERSION } from "../run/environment.ts";
import type { TrainingSetup } from "./setup.ts";

/** The file of a run that has its backbone. */
export const BACKBONE = "backbone.onnx";

/** What the file takes and gives. */
const OUTPUTS = { features: "features", logits: "logits" } as const;

/**
 * The bytes of `backbone.onnx`. Of a run that trained a user's own network, this with the trained
 * weights in place of its own. Of one that classifies, films `[batch, 1, size, size]` in, 0 black to
 * 1 white; out `features` `[batch, D]`, and the `logits` `[batch, C]` of the labels. Undefined of a
 * run that has no backbone to export: one over features, or one that classifies nothing.
 *
 * @param variables Of the run's best epoch
 */
export function exportBackbone(
  { method }: Pick<Config, "method">,
  setup: TrainingSetup,
  variables: VariableValues,
): Uint8Array | undefined {
  const { backbone, labels } = setup;
  if (backbone.kind === "onnx") return tunedNetwork(backbone, variables);
  if (method !== "classify" || backbone.kind !== "small-resnet") return undefined;
  return toOnnx(classifierProgram(setup), {
    variables,
    symbolicBatch: true,
    metadata: {
      "cohash.version": VERSION,
      "cohash.input": `[batch, 1, ${backbone.size}, ${backbone.size}] 0 black to 1 white`,
      "cohash.labels": labels.names.join(", "),
    },
  });
}

/** The classifier without its training: output `features`, `[N, D]`, and `logits`, `[N, C]`. */
function classifierProgram({ backbone, context }: TrainingSetup): Program {
  const graph = new Graph();
  const { bits, seed } = context;
  const random = new Random(seed);
  const features = buildBackbone(graph, backbone, { batchSize: ENCODER_BATCH.images, random });
  graph.output(OUTPUTS.features, features);
  const codes = hashHead(features, { bits, random });
  graph.output(OUTPUTS.logits, classifierLogits(codes, context));
  return graph.toProgram();
}

/** The user's file with the trained weights in place of its own; undefined where none are trained. */
function tunedNetwork(network: TrainedNetwork, variables: VariableValues): Uint8Array | undefined {
  const { file, trained, statistics } = network;
  if (trained.size === 0) return undefined;
  const names = [...trained, ...statistics === "batch" ? statisticsOf(network) : []];
  const values = names.map((name) => [name, variables[NETWORK_PREFIX + name]!] as const);
  return withWeights(file, Object.fromEntries(values));
}
