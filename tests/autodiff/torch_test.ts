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
  sum,
  tanh,
} from "../../lib/autodiff/mod.ts";
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
