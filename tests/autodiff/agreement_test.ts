// deno-lint-ignore-file no-console -- the worst disagreement is worth a line
/**
 * Every engine against float64: operators with their gradients, and whole training steps.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { headGcnStep, smallResidualStep, type TrainingStep } from "../../bench/engine_models.ts";
import { createExecutor, type Executor, type Feeds, matmul } from "../../lib/autodiff/mod.ts";
import type { Program, Tensor, Values } from "../../lib/autodiff/mod.ts";
import { operatorCases, type Trial, tryOut } from "./cases.ts";
import { testOnEngines, type TriedEngine } from "./engines.ts";

const reference = await createExecutor("reference");

/** The largest error an operator or its gradient may have, relative to numbers above 1. */
const TOLERANCE = 1e-5;

/** Where WebGPU's own functions are less exact. */
const TOLERANCES: Partial<Record<TriedEngine, Readonly<Record<string, number>>>> = {
  "tfjs-webgpu": { acos: 5e-4 },
};

testOnEngines(
  (engine) => `${engine} agrees with float64 on every operator and its gradient`,
  async (engine) => {
    const executor = await createExecutor(engine);
    const errors = [];
    for (const { name, domain, examples } of operatorCases) {
      let error = 0;
      await fc.assert(
        fc.asyncProperty(examples, fc.nat(), fc.boolean(), async (example, seed, training) => {
          const { program, feeds } = tryOut(example, { domain, seed, training });
          const results = await runOnce(executor, program, feeds);
          error = Math.max(error, worst(results, await runOnce(reference, program, feeds)));
        }),
        { seed: 2, numRuns: 3 },
      );
      errors.push({ name, error, tolerance: TOLERANCES[engine]?.[name] ?? TOLERANCE });
    }
    const told = errors.toSorted((a, b) => b.error - a.error).slice(0, 3)
      .map(({ name, error }) => `${name} ${brief(error)}`);
    console.log(`${engine}: worst ${told.join(", ")}`);
    for (const { name, error, tolerance } of errors) {
      assert(error <= tolerance, `${name} is off by ${error}, and ${tolerance} is allowed`);
    }
  },
);

testOnEngines(
  (engine) => `${engine} adds up products of 2,500 terms as float64 does`,
  async (engine) => {
    const executor = await createExecutor(engine);
    for (const transposeA of [false, true]) {
      for (const transposeB of [false, true]) {
        const shapes = [transposeA ? [2500, 24] : [24, 2500], transposeB ? [32, 2500] : [2500, 32]];
        const build = (a: Tensor, b: Tensor) => matmul(a, b, { transposeA, transposeB });
        const options = { domain: "any", seed: 1, training: false } as const;
        const { program, feeds } = tryOut({ shapes, build }, options);
        const results = await runOnce(executor, program, feeds);
        const error = worst(results, await runOnce(reference, program, feeds));
        assert(error < 1e-4, `off by ${error}, and 1e-4 is allowed`);
      }
    }
  },
);

testSteps("the steps of head and GCN", {
  make: headGcnStep,
  steps: 3,
  allowed: { losses: 2e-6, variables: 1e-3 },
});

testSteps("five steps of a small residual network", {
  make: () => smallResidualStep(4, { size: 24, width: 4 }),
  steps: 5,
  allowed: { losses: 2e-6, variables: 1e-4 },
});

/**
 * Trains on every engine, and compares every loss and, at the end, every variable. Variables may
 * differ more: Adam divides a gradient by its own size, however small.
 */
function testSteps(what: string, { make, steps, allowed }: {
  readonly make: () => TrainingStep;
  readonly steps: number;
  readonly allowed: { readonly losses: number; readonly variables: number };
}): void {
  let inFloat64: ReturnType<typeof train> | undefined;
  testOnEngines(
    (engine) => `${engine} takes ${what} as float64 does`,
    async (engine) => {
      const expected = await (inFloat64 ??= train(reference, make(), steps));
      const actual = await train(await createExecutor(engine), make(), steps);
      const losses = worst({ losses: actual.losses }, { losses: expected.losses });
      const variables = worst(actual.variables, expected.variables);
      console.log(`${engine}: worst loss ${brief(losses)}, worst variable ${brief(variables)}`);
      assert(losses <= allowed.losses, `losses are off by ${losses}`);
      assert(variables <= allowed.variables, `variables are off by ${variables}`);
    },
  );
}

async function train(executor: Executor, { program, feeds }: TrainingStep, steps: number) {
  const session = await executor.load(program);
  const losses = new Float32Array(steps);
  for (let step = 0; step < steps; step++) losses[step] = (await session.run(feeds)).loss![0]!;
  const variables = await session.readVariables();
  await session.dispose();
  return { losses, variables };
}

async function runOnce(executor: Executor, program: Program, feeds: Trial["feeds"]) {
  const session = await executor.load(program);
  const narrowed = Object.entries(feeds).map(([name, values]) => [
    name,
    values instanceof Int32Array ? values : Float32Array.from(values),
  ]);
  const outputs = await session.run(Object.fromEntries(narrowed) as Feeds);
  const variables = await session.readVariables();
  await session.dispose();
  return { ...outputs, ...variables };
}

/** The largest difference of two numbers in the same place, relative to those above 1. */
function worst(actual: Readonly<Values>, expected: Readonly<Values>): number {
  assertEquals(Object.keys(actual), Object.keys(expected));
  let error = 0;
  for (const [name, numbers] of Object.entries(expected)) {
    numbers.forEach((number, i) => {
      const difference = Math.abs(actual[name]![i]! - number) / Math.max(1, Math.abs(number));
      // Not a number where either is not.
      error = difference <= error ? error : difference;
    });
  }
  return error;
}

function brief(error: number): string {
  return error.toExponential(1);
}
