/**
 * Our method: targets that a graph network makes of the label graph, and one smoothed cosine loss
 * that trains them together with the codes. Its target tables without the graph are controls.
 *
 * @module
 */
import { add, type Graph, mul, type Tensor } from "../autodiff/mod.ts";
import { resolveScale, smoothedCosineLoss } from "../loss/smoothed_cosine.ts";
import { fixedTargets } from "../model/fixed_targets.ts";
import { labelGcn } from "../model/gcn.ts";
import {
  type Binarisation,
  binariseTargets,
  orthogonalityPenalty,
  pullTowards,
} from "../model/targets.ts";
import { Random } from "../base/random.ts";
import type { Config } from "../config/config.ts";
import { type Batch, type MethodContext, sizesOf, type TargetMethod } from "./method.ts";

/** See the module. */
export const cohash: TargetMethod = {
  kind: "targets",
  smoothsLabels: true,
  targets: targetTable,
  loss,
  freezeAfter: ({ targets }) => "freezeAfter" in targets ? targets.freezeAfter : undefined,
  epochInputs: ({ config }, epoch) => annealsTargets(config) ? { beta: beta(config, epoch) } : {},
};

/** The smoothed cosine cross-entropy, and the optional penalty of targets that learn. */
function loss(batch: Batch, targets: Tensor, context: MethodContext): Tensor {
  const { loss: { margin, marginForm, scale }, targets: table } = context.config;
  const s = resolveScale(scale, sizesOf(context));
  const cosine = smoothedCosineLoss({ ...batch, targets }, { scale: s, margin, marginForm });
  const weight = "orthogonality" in table ? table.orthogonality : 0;
  return weight > 0 ? add(cosine, mul(orthogonalityPenalty(targets), weight)) : cosine;
}

/** The targets `[C, bits]` that the configuration asks for. */
function targetTable(graph: Graph, context: MethodContext): Tensor {
  const { config } = context;
  const { targets } = config;
  const { classes, bits } = sizesOf(context);
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
      return binariseTargets(gcnTable(graph, context), how);
    case "hadamard-gcn": {
      const pulled = pullTowards(fixed("hadamard"), gcnTable(graph, context), targets.lambda);
      return binariseTargets(pulled, how);
    }
    case "free": {
      const initial = random.normals(classes * bits);
      return binariseTargets(graph.parameter("targets.table", [classes, bits], initial), how);
    }
  }
}

function gcnTable(graph: Graph, context: MethodContext): Tensor {
  const { config, setup } = context;
  const { classes, bits } = sizesOf(context);
  const values = Float32Array.from(setup.adjacency.flat());
  const adjacency = config.graph.kind === "learned"
    ? graph.parameter("graph.adjacency", [classes, classes], values)
    : graph.constant([classes, classes], values);
  const nodes = graph.constant([classes, setup.nodes.width], setup.nodes.values);
  const random = new Random(config.seed);
  return labelGcn(adjacency, nodes, { hidden: config.gcn.hidden, bits, random });
}

function annealsTargets({ targets }: Config): boolean {
  return "binarise" in targets && targets.binarise === "tanh";
}

/** β of tanh(βT) in this epoch, growing evenly from 1 to its end. */
function beta({ targets, train }: Config, epoch: number): number {
  const end = "betaEnd" in targets ? targets.betaEnd : 1;
  const progress = train.epochs === 1 ? 1 : (epoch - 1) / (train.epochs - 1);
  return 1 + (end - 1) * progress;
}
