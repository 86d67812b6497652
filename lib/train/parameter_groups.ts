/**
 * Which parameters move how fast: each part of a model at a learning rate of its own.
 *
 * @module
 */
import type { Graph, ParameterGroup, Tensor } from "../autodiff/mod.ts";
import type { BackboneOptions, TrainOptions } from "../config/config.ts";
import { isTrainedNetwork } from "../config/trained_network.ts";
import type { BatchMethod, TargetMethod } from "../methods/mod.ts";
import { NETWORK_PREFIX } from "../model/trained_network.ts";
import type { TrainingSetup } from "./setup.ts";

/** A method that has steps. */
export type SteppedMethod = TargetMethod | BatchMethod;

/**
 * Groups of parameters: backbone, head, what the method adds, and targets, each at a learning rate
 * of its own. The stages of a network that is trained have one each: `layerDecay` times that of the
 * stage after them, the head being the last (discriminative fine-tuning, Howard & Ruder, ACL 2018;
 * as layer-wise decay in BEiT, Bao et al., ICLR 2022).
 * Weight decay is for weights alone; scales and shifts are not pulled towards 0.
 */
export function parameterGroups(
  graph: Graph,
  method: SteppedMethod,
  { train, backbone, setup }: {
    readonly train: TrainOptions;
    readonly backbone: BackboneOptions;
    readonly setup: TrainingSetup;
  },
): readonly ParameterGroup[] {
  const parts = [
    ...networkParts(backbone, setup),
    { learningRateFactor: backbone.learningRateFactor ?? 1, has: isOf("backbone") },
    { learningRateFactor: 1, has: isOf("head") },
    { learningRateFactor: 1, has: isOf("method") },
    {
      learningRateFactor: method.kind === "targets" ? method.targetLearningRate ?? 1 : 1,
      has: () => true,
    },
  ];
  const groups = Map.groupBy(
    graph.parameters(),
    (parameter) => parts.find(({ has }) => has(parameter.name))!,
  );
  return parts.flatMap((part) =>
    [true, false].map((decayed) => ({
      parameters: (groups.get(part) ?? []).filter((each) => isWeight(each) === decayed),
      learningRateFactor: part.learningRateFactor,
      weightDecay: decayed ? train.weightDecay : 0,
    }))
  ).filter(({ parameters }) => parameters.length > 0);
}

/** A part of a model that has a learning rate of its own. */
interface Part {
  readonly learningRateFactor: number;
  readonly has: (parameter: string) => boolean;
}

/** The stages of a network that is trained; none of another. */
function networkParts(options: BackboneOptions, { backbone }: TrainingSetup): readonly Part[] {
  if (backbone.kind !== "onnx" || !isTrainedNetwork(options)) return [];
  const { train, learningRateFactor = 1 } = options;
  const decay = train.kind === "head" ? 1 : train.layerDecay;
  const { stages } = backbone;
  return stages.map((names, stage) => {
    const own = new Set(names.map((name) => NETWORK_PREFIX + name));
    return {
      learningRateFactor: learningRateFactor * decay ** (stages.length - stage),
      has: (parameter) => own.has(parameter),
    };
  });
}

function isOf(part: "backbone" | "head" | "method"): Part["has"] {
  return (parameter) => parameter.startsWith(`${part}.`);
}

/** Whether a parameter is a matrix or kernel; those of a file may have any name. */
function isWeight({ name, shape }: Tensor): boolean {
  return name.startsWith(NETWORK_PREFIX) ? shape.length > 1 : name.endsWith(".weight");
}
