import { assertAlmostEquals } from "@std/assert";
import {
  headGcnStep,
  smallResidualStep,
  spread,
  type TrainingStep,
} from "../../bench/engine_models.ts";
import {
  add,
  addOptimiser,
  batchNorm,
  createExecutor,
  Graph,
  mul,
  type OptimiserOptions,
  sizeOf,
  sum,
  tanh,
  type Tensor,
} from "../../lib/autodiff/mod.ts";
import * as ad from "../../lib/autodiff/mod.ts";
import torch from "./torch_values.json" with { type: "json" };

const executor = await createExecutor();

Deno.test("thirty Adam steps of head and GCN have the losses that PyTorch has", async () => {
  assertClose(await losses(headGcnStep(), 30), torch.headGcn, 1e-5);
});

Deno.test("four steps of the small residual network have the losses that PyTorch has", async () => {
  assertClose(await losses(smallResidualStep(4), 4), torch.smallResidual, 1e-5);
});

const OPTIMISERS: Record<keyof typeof torch.optimisers, OptimiserOptions> = {
  "sgd": { kind: "sgd" },
  "momentum": { kind: "sgd", momentum: 0.9 },
  "nesterov": { kind: "sgd", momentum: 0.9, nesterov: true },
  "adam": { kind: "adam" },
  "adam with its own betas": { kind: "adam", beta1: 0.8, beta2: 0.95, epsilon: 0.01 },
  "adamw": { kind: "adamw" },
};

for (const [name, expected] of Object.entries(torch.optimisers)) {
  Deno.test(`addOptimiser() moves parameters as PyTorch does with ${name}`, async () => {
    const graph = new Graph();
    const a = graph.parameter("a", [3], Float32Array.of(1, -2, 0.5));
    const b = graph.parameter("b", [3], Float32Array.of(0.25, -1.5, 3));
    const error = add(tanh(mul(a, graph.constant([3], [0.5, 1, -1]))), b);
    const groups = [
      { parameters: [a] },
      { parameters: [b], learningRateFactor: 1 / 4, weightDecay: 1 / 8 },
    ];
    addOptimiser(
      graph,
      sum(mul(error, error)),
      groups,
      OPTIMISERS[name as keyof typeof OPTIMISERS],
    );
    const session = await executor.load(graph.toProgram());
    for (let step = 0; step < 5; step++) {
      await session.run({ learningRate: Float32Array.of(1 / 64) });
    }
    const variables = await session.readVariables();
    assertClose(variables.a!, expected.a, 1e-6);
    assertClose(variables.b!, expected.b, 1e-6);
    await session.dispose();
  });
}

Deno.test("batchNorm() keeps the running statistics that PyTorch keeps", async () => {
  const graph = new Graph({ training: true });
  const y = batchNorm(graph.input("x", [2, 3, 2, 2]), {
    runningMean: graph.state("mean", [3], new Float32Array(3)),
    runningVariance: graph.state("variance", [3], new Float32Array(3).fill(1)),
  });
  graph.output("y", y);
  const session = await executor.load(graph.toProgram());
  await session.run({ x: spread(24, 1, 2) });
  const second = await session.run({ x: spread(24, 2, 2) });
  const variables = await session.readVariables();
  assertClose(second.y!, torch.batchNorm.y, 1e-5);
  assertClose(variables.mean!, torch.batchNorm.mean, 1e-6);
  assertClose(variables.variance!, torch.batchNorm.variance, 1e-6);
  await session.dispose();
});

const OPERATORS: Record<keyof typeof torch.operators, (...inputs: Tensor[]) => Tensor> = {
  "conv2d": (x, w, bias) =>
    ad.conv2d(x!, w!, { bias, stride: [2, 1], padding: [1, 2, 1, 2], dilation: [1, 2], groups: 2 }),
  "conv2d depthwise": (x, w) => ad.conv2d(x!, w!, { stride: 2, padding: 1, groups: 4 }),
  "maxPool ceil": (x) => ad.maxPool(x!, { kernel: 3, stride: 2, padding: 1, ceil: true }),
  "averagePool ceil": (x) =>
    ad.averagePool(x!, { kernel: [3, 2], stride: 2, padding: 1, ceil: true }),
  "averagePool without padding": (x) =>
    ad.averagePool(x!, { kernel: 3, stride: 2, padding: 1, ceil: true, countsPadding: false }),
  "gelu": (x) => ad.gelu(x!),
  "gelu by tanh": (x) => ad.gelu(x!, { approximate: "tanh" }),
  "silu": (x) => ad.silu(x!),
  "elu": (x) => ad.elu(x!),
  "hardSigmoid": (x) => ad.hardSigmoid(mul(x!, 3)),
  "hardSwish": (x) => ad.hardSwish(mul(x!, 3)),
  "softmax over channels": (x) => ad.softmax(x!, 1),
  "layerNorm": (x, scale, bias) => ad.layerNorm(x!, { scale, bias, axes: [2, 3] }),
  "groupNorm": (x, scale, bias) => ad.groupNorm(x!, { groups: 2, scale, bias }),
  "instanceNorm": (x, scale, bias) => ad.instanceNorm(x!, { scale, bias }),
  "resize nearest": (x) =>
    ad.resize(x!, {
      size: [10, 4],
      mode: "nearest",
      coordinates: "asymmetric",
      rounding: "floor",
    }),
  "resize linear": (x) => ad.resize(x!, { size: [10, 4], mode: "linear" }),
  "resize linear with aligned corners": (x) =>
    ad.resize(x!, { size: [10, 4], mode: "linear", coordinates: "align_corners" }),
  "attention": (q, k, v) =>
    ad.matmul(ad.softmax(ad.div(ad.matmul(q!, k!, { transposeB: true }), 2)), v!),
  "linear layer of a stack": (x, w, b) => add(ad.matmul(x!, w!), b!),
  "split": (x) => ad.concat(ad.split(x!, [1, 2, 1], 1).map((part, i) => mul(part, i)), 1),
  "pad": (x) => ad.pad(x!, { before: [-1, 1], after: [3, -2], value: 0.5 }),
  "gather": (x) => ad.gather(x!, { shape: [2, 3], data: [0, 3, 3, 1, 0, -1] }, 1),
};

for (const [name, { shapes, loss, gradients }] of Object.entries(torch.operators)) {
  Deno.test(`${name} has the values and gradients that PyTorch has`, async () => {
    const graph = new Graph();
    const inputs = shapes.map((shape, i) => graph.input(`x${i}`, shape));
    const y = OPERATORS[name as keyof typeof OPERATORS](...inputs);
    const weighted = (x: Tensor, stream: number) =>
      sum(mul(x, graph.constant(x.shape, spread(sizeOf(x.shape), stream))));
    graph.output("loss", weighted(y, 7));
    const slopes = ad.gradients(weighted(y, 7), inputs);
    slopes.forEach((slope, i) => graph.output(`gradient${i}`, weighted(slope, 9)));
    const session = await executor.load(graph.toProgram());
    const feeds = shapes.map((shape, i) => [`x${i}`, spread(sizeOf(shape), i + 1, 2)]);
    const results = await session.run(Object.fromEntries(feeds));
    assertClose(results.loss!, [loss], 2e-5);
    gradients.forEach((sum, i) => assertClose(results[`gradient${i}`]!, [sum], 2e-5));
    await session.dispose();
  });
}

async function losses({ program, feeds }: TrainingStep, steps: number): Promise<number[]> {
  const session = await executor.load(program, { threads: 2 });
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) losses.push((await session.run(feeds)).loss![0]!);
  await session.dispose();
  return losses;
}

function assertClose(actual: ArrayLike<number>, expected: readonly number[], tolerance: number) {
  for (const [i, value] of expected.entries()) {
    assertAlmostEquals(actual[i]!, value, tolerance, `[${i}]: ${actual[i]} is not ${value}`);
  }
}
