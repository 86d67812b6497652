import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  accumulate,
  addOptimiser,
  addUpdates,
  averagedValues,
  averageName,
  averageVariables,
  clipByGlobalNorm,
  createExecutor,
  gradients,
  Graph,
  LAST_RUN,
  mean,
  mul,
  type OptimiserOptions,
  type Session,
  sub,
} from "../../lib/autodiff/mod.ts";
import { Random } from "../../lib/base/random.ts";

const executor = await createExecutor("reference");

const OPTIMISERS: readonly OptimiserOptions[] = [
  { kind: "sgd", momentum: 0.9 },
  { kind: "adamw" },
];

/** Lines fitted to so many points a run, as half the mean squared error. */
function line(points: number) {
  const graph = new Graph({ training: true });
  const slope = graph.parameter("slope", [2], Float32Array.of(1, -1));
  const x = graph.input("x", [points, 2]);
  const error = sub(mul(x, slope), graph.input("y", [points, 2]));
  return { graph, slope, loss: mean(mul(error, error)) };
}

const random = new Random("points");
const points = { x: random.normals(12, 1), y: random.normals(12, 1) };
const rate = { learningRate: Float32Array.of(0.1) };

/** The slopes after three steps over the same six points. */
async function slopesAfter(session: Session, pointsPerRun: number): Promise<number[]> {
  for (let step = 0; step < 3; step++) {
    for (let start = 0; start < 6; start += pointsPerRun) {
      const part = (values: Float32Array) => values.slice(2 * start, 2 * (start + pointsPerRun));
      const last = { [LAST_RUN]: Float32Array.of(Number(start + pointsPerRun === 6)) };
      const feeds = { x: part(points.x), y: part(points.y), ...rate };
      await session.run(pointsPerRun === 6 ? feeds : { ...feeds, ...last });
    }
  }
  return [...(await session.readVariables())["slope"]!];
}

for (const options of OPTIMISERS) {
  Deno.test(`accumulate() makes of parts of a batch the step of the whole, ${options.kind}`, async () => {
    const whole = line(6);
    const groups = [{ parameters: [whole.slope], weightDecay: 0.01 }];
    addOptimiser(whole.graph, whole.loss, groups, options);
    const expected = await slopesAfter(await executor.load(whole.graph.toProgram()), 6);
    for (const size of [1, 2, 3]) {
      const { graph, slope, loss } = line(size);
      const parameters = [slope];
      accumulate(graph, gradients(loss, parameters), {
        parameters,
        runs: 6 / size,
        update: (means) => addUpdates(graph, means, [{ parameters, weightDecay: 0.01 }], options),
      });
      const actual = await slopesAfter(await executor.load(graph.toProgram()), size);
      actual.forEach((value, i) => assertAlmostEquals(value, expected[i]!, 1e-6));
    }
  });
}

Deno.test("clipByGlobalNorm() keeps short gradients and all directions", async () => {
  const graph = new Graph();
  const inputs = [graph.input("a", [2]), graph.input("b", [])];
  clipByGlobalNorm(inputs, 2).forEach((clipped, i) => graph.output("ab"[i]!, clipped));
  const session = await executor.load(graph.toProgram());
  const run = async (a: number[], b: number) => {
    const clipped = await session.run({ a: Float32Array.from(a), b: Float32Array.of(b) });
    return [...clipped["a"]!, ...clipped["b"]!];
  };
  assertEquals(await run([1, 0], 1), [1, 0, 1]);
  assertEquals(await run([0, 0], 0), [0, 0, 0]);
  const clipped = await run([10, -10], 5);
  assertAlmostEquals(Math.hypot(...clipped), 2, 1e-6);
  assertAlmostEquals(clipped[0]! / clipped[2]!, 2, 1e-6);
  assertAlmostEquals(clipped[1]!, -clipped[0]!, 1e-6);
  assertThrows(() => clipByGlobalNorm(inputs, 0), RangeError, "the limit 0 is not positive");
  assertThrows(() => clipByGlobalNorm([], 1), RangeError, "there is none");
});

Deno.test("averageVariables() keeps the weighted mean of what a variable has been", async () => {
  const { graph, slope, loss } = line(6);
  addOptimiser(graph, loss, [{ parameters: [slope] }], { kind: "sgd" });
  averageVariables(graph, [slope], 0.7);
  const session = await executor.load(graph.toProgram());
  assertEquals([...averagedValues(await session.readVariables())["slope"]!], [1, -1]);
  const passed: Float32Array[] = [];
  for (let t = 0; t < 5; t++) {
    await session.run({ ...points, ...rate });
    passed.push((await session.readVariables())["slope"]!);
  }
  const weights = passed.map((_, i) => 0.7 ** (4 - i));
  const total = weights.reduce((sum, weight) => sum + weight);
  const values = averagedValues(await session.readVariables());
  for (const at of [0, 1]) {
    const expected = passed.reduce((sum, value, i) => sum + value[at]! * weights[i]! / total, 0);
    assertAlmostEquals(values["slope"]![at]!, expected, 1e-6);
    assert(Math.abs(expected - passed[4]![at]!) > 1e-3, "the variable hardly moved");
  }
  assertEquals(values[averageName("slope")], values["slope"]);
});
