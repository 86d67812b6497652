/**
 * The stages of a network: which weights belong together, from its input to its output.
 *
 * @module
 */
import { Graph, type Node } from "../autodiff/mod.ts";
import { trainableWeights } from "../autodiff/onnx/network_nodes.ts";
import type { OnnxFile } from "../autodiff/onnx/read.ts";
import { didYouMean, InputError } from "../base/errors.ts";
import { NETWORK_PREFIX, networkFeatures, type TrainedNetwork } from "./trained_network.ts";

/** A network of which it is not decided yet what is trained. */
export type UntrainedNetwork = Omit<TrainedNetwork, "trained" | "stages">;

/** Which weights are trained. */
export type WeightChoice =
  | { readonly kind: "head" | "last-stage" | "all" }
  /** This weight, or those of the node of this name, and all that are used after. */
  | { readonly kind: "from"; readonly from: string };

/** Operations whose windows make the picture smaller. */
const WINDOWS = ["Conv", "MaxPool", "AveragePool"];

/** Residual additions of one block of a transformer: after its attention, and after its perceptron. */
const ADDITIONS_PER_BLOCK = 2;

/**
 * The names of a network's weights by stage, from the input on; within a stage in the order in which
 * they are first used.
 *
 * A stage of a network with feature maps is what computes maps of one size: from the convolution or
 * pooling that makes the map smaller until the next one that does. Maps of one place, such as those
 * of squeeze-and-excitation or after the global pooling, begin no stage. A network without (one
 * convolution that cuts patches, then a transformer) has a stage a block, which ends at every second
 * addition of two tensors that both depend on the film.
 *
 * @throws {InputError} if the network cannot be trained, or does not take such films
 */
export function networkStages(network: UntrainedNetwork): readonly (readonly string[])[] {
  const weights = trainableWeights(network.file, network.output).map(({ name }) => name);
  const graph = new Graph();
  const films = graph.input("films", [1, 1, network.size, network.size]);
  const features = networkFeatures(films, { ...network, trained: new Set(weights), stages: [] });
  graph.output("features", features);
  const { nodes } = graph.toProgram();
  const sizes = new Map(graph.differentiableTensors().map(({ name, shape }) => [name, shape]));
  const stageOf = stagesByMaps(nodes, sizes) ?? stagesByBlocks(nodes, sizes);

  const first = new Map<string, number>();
  for (const [at, { inputs }] of nodes.entries()) {
    for (const name of inputs) if (!first.has(name)) first.set(name, at);
  }
  const firstUse = (name: string) => first.get(NETWORK_PREFIX + name);
  const used = weights.filter((name) => firstUse(name) !== undefined);
  const stages = Map.groupBy(used, (name) => stageOf[firstUse(name)!]!);
  return [...stages.keys()].sort((a, b) => a - b).map((stage) => stages.get(stage)!);
}

/** For each node its stage; undefined where there are no maps of several sizes. */
function stagesByMaps(
  nodes: readonly Node[],
  shapes: ReadonlyMap<string, readonly number[]>,
): number[] | undefined {
  const areas = nodes.map(({ operator, outputs: [output] }) => {
    const [, , height = 1, width = 1] = shapes.get(output!) ?? [];
    return WINDOWS.includes(operator) ? height * width : 1;
  });
  const places = [...new Set(areas)].filter((area) => area > 1).sort((a, b) => b - a);
  if (places.length < 2) return undefined;
  let largest = places.at(-1)!;
  return areas.toReversed().map((area) => {
    largest = Math.max(largest, area);
    return places.indexOf(largest);
  }).reverse();
}

/** For each node the block that it belongs to; what follows the last one belongs to that. */
function stagesByBlocks(
  nodes: readonly Node[],
  shapes: ReadonlyMap<string, readonly number[]>,
): number[] {
  const ofFilms = new Set(["films"]);
  let additions = 0;
  const done = nodes.map(({ operator, inputs, outputs }) => {
    const before = Math.floor(additions / ADDITIONS_PER_BLOCK);
    if (inputs.some((name) => ofFilms.has(name))) { for (const name of outputs) ofFilms.add(name); }
    const [a, b] = inputs.map((name) => shapes.get(name)?.join());
    const isResidual = operator === "Add" && a !== undefined && a === b &&
      inputs.every((name) => ofFilms.has(name));
    if (isResidual) additions++;
    return before;
  });
  const last = Math.max(0, Math.floor(additions / ADDITIONS_PER_BLOCK) - 1);
  return done.map((block) => Math.min(block, last));
}

/**
 * The stages of the weights that are chosen, from the input on.
 *
 * @throws {InputError} if a name is neither a weight's nor a node's
 */
export function chosenStages(
  network: UntrainedNetwork,
  choice: WeightChoice,
): readonly (readonly string[])[] {
  if (choice.kind === "head") return [];
  const stages = networkStages(network);
  if (stages.length === 0) {
    throw new InputError(
      `Cannot train the model "${network.file.name}": it has no weights on the way to ` +
        `"${network.output}"; use backbone.train=head`,
    );
  }
  if (choice.kind !== "from") return choice.kind === "all" ? stages : stages.slice(-1);
  const chosen = weightsFrom(network.file, network.output, choice.from);
  return stages.map((stage) => stage.filter((name) => chosen.has(name)))
    .filter((stage) => stage.length > 0);
}

/** The weights from a weight or a node on. */
function weightsFrom(file: OnnxFile, output: string, from: string): ReadonlySet<string> {
  const weights = trainableWeights(file, output);
  const start = weights.find(({ name, node }) => name === from || node === from);
  if (start === undefined) {
    const known = weights.flatMap(({ name, node }) => [name, node]);
    throw new InputError(
      `Cannot train the model "${file.name}" from "${from}": it has no weight of that name, nor a ` +
        `node that takes one${didYouMean(from, known)}; the first weight is ` +
        `"${weights[0]?.name}", the last "${weights.at(-1)?.name}"`,
    );
  }
  return new Set(weights.filter(({ place }) => place >= start.place).map(({ name }) => name));
}
