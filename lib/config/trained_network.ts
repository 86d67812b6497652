/**
 * Whether the ONNX network of a configuration is trained, so that films go through it at every step.
 *
 * @module
 */
import type { BackboneOptions, Config } from "./config.ts";

/** An ONNX network that stands in the training graph, with some of its weights trained or none. */
export type TrainedNetwork = Extract<BackboneOptions, { kind: "onnx" }> & {
  readonly train: Exclude<NetworkTraining, { kind: "none" }>;
};

type NetworkTraining = NonNullable<Extract<BackboneOptions, { kind: "onnx" }>["train"]>;

/** Whether films go through the network at every step, and not once for its features. */
export function isTrainedNetwork(backbone: BackboneOptions): backbone is TrainedNetwork {
  return backbone.kind === "onnx" && backbone.train !== undefined && backbone.train.kind !== "none";
}

/** What decides how films are loaded: the same for backbones that take the same films in one form. */
export function filmsKey(backbone: Config["backbone"]): unknown {
  if (isTrainedNetwork(backbone)) return { kind: "films", size: backbone.size };
  return backbone.kind === "onnx" ? backbone : backbone.kind;
}
