/**
 * Our method: targets that a graph network makes of the label graph, and one smoothed cosine loss
 * that trains them together with the codes. Its target tables without the graph are controls.
 *
 * @module
 */
import type { z } from "zod";
import { add, type Graph, mul, type Tensor } from "../autodiff/mod.ts";
import { FIXED_TARGET_KINDS, type FixedTargetKind, fixedTargets } from "../model/fixed_targets.ts";
import { labelGcn } from "../model/gcn.ts";
import {
  type Binarisation,
  binariseTargets,
  orthogonalityPenalty,
  pullTowards,
} from "../model/targets.ts";
import { Random } from "../base/random.ts";
import { cohashLoss } from "./cohash_loss.ts";
import { cohashOptions } from "./cohash_options.ts";
import { defineMethod, type MethodContext } from "./method.ts";

type Options = z.output<typeof cohashOptions>;
type FixedTable = Extract<Options["targets"], { readonly kind: FixedTargetKind }>;

/** See the module. */
export const cohash = defineMethod("cohash", cohashOptions, (options) => {
  const { targets } = options;
  const learning = isFixed(targets) ? undefined : targets;
  const binarise = learning?.binarise;
  const { loss, ...learnt } = cohashLoss(options.loss);
  return {
    kind: "targets",
    ...learnt,
    targets: (graph, context) => targetTable(graph, options, context),
    /** The smoothed cosine cross-entropy, and the optional penalty of targets that learn. */
    loss: (batch, targets, context) => {
      const cosine = loss(batch, targets, context);
      const weight = learning?.orthogonality ?? 0;
      return weight > 0 ? add(cosine, mul(orthogonalityPenalty(targets), weight)) : cosine;
    },
    targetLearningRate: learning?.learningRateFactor ?? 1,
    freezeAfter: learning?.freezeAfter,
    epochInputs: (epoch, epochs) =>
      binarise?.kind === "tanh" ? { beta: betaAt(epoch, epochs, binarise.betaEnd) } : {},
  };
}, {
  tune: [
    {},
    { loss: { kind: "labels", margin: 0.2 } },
    { loss: { kind: "labels", margin: 0.6 } },
    { loss: { kind: "labels", scale: 5 } },
    { loss: { kind: "labels", prior: 0.5 } },
    { loss: { kind: "labels", epsilon: 0.2 } },
  ],
});

function isFixed(targets: Options["targets"]): targets is FixedTable {
  return FIXED_TARGET_KINDS.some((kind) => kind === targets.kind);
}

/** The targets `[C, bits]` that the options ask for. */
function targetTable(graph: Graph, options: Options, context: MethodContext): Tensor {
  const { targets } = options;
  const { classes, bits, seed } = context;
  const random = new Random(seed).fork("targets");
  const fixed = (kind: FixedTargetKind) =>
    graph.constant([classes, bits], fixedTargets(kind, { classes, bits, random }));
  if (isFixed(targets)) return fixed(targets.kind);
  const how: Binarisation = targets.binarise.kind === "tanh"
    ? { kind: "tanh", beta: graph.input("beta", []) }
    : targets.binarise;
  switch (targets.kind) {
    case "gcn":
      return binariseTargets(gcnTable(graph, options, context), how);
    case "hadamard-gcn": {
      const pull = gcnTable(graph, options, context);
      return binariseTargets(pullTowards(fixed("hadamard"), pull, targets.lambda), how);
    }
    case "free": {
      const initial = random.normals(classes * bits);
      return binariseTargets(graph.parameter("targets.table", [classes, bits], initial), how);
    }
  }
}

/** What the graph network makes of the label graph, `[C, bits]`. */
function gcnTable(
  graph: Graph,
  options: Options,
  { classes, bits, seed, labelGraph }: MethodContext,
): Tensor {
  if (labelGraph === undefined) throw new TypeError("Cannot make targets: there is no label graph");
  const { adjacency: weights, nodes: { width, values } } = labelGraph;
  const initial = Float32Array.from(weights.flat());
  const adjacency = options.graph.kind === "learned"
    ? graph.parameter("graph.adjacency", [classes, classes], initial)
    : graph.constant([classes, classes], initial);
  const nodes = graph.constant([classes, width], values);
  const { hidden } = options.gcn;
  return labelGcn(adjacency, nodes, { hidden, bits, random: new Random(seed) });
}

/** β of tanh(βT) in this epoch, growing evenly from 1 to its end. */
function betaAt(epoch: number, epochs: number, end: number): number {
  const progress = epochs === 1 ? 1 : (epoch - 1) / (epochs - 1);
  return 1 + (end - 1) * progress;
}
