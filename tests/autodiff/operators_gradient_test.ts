import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { evaluate } from "../../lib/autodiff/executors/reference.ts";
import {
  clip,
  conv2d,
  gradients,
  Graph,
  mul,
  type Program,
  sizeOf,
  straightThroughSign,
  sum,
} from "../../lib/autodiff/mod.ts";
import { Random } from "../../lib/base/random.ts";
import { operatorCases, type Trial, tryOut } from "./cases.ts";

const STEP = 1e-5;
const TOLERANCE = 1e-5;

for (const { name, domain, examples } of operatorCases) {
  Deno.test(`${name} has the gradient that central finite differences have`, () => {
    fc.assert(
      fc.property(examples, fc.nat(), fc.boolean(), (example, seed, training) => {
        checkGradients(tryOut(example, { domain, seed, training }));
      }),
      { seed: 1, numRuns: 12 },
    );
  });
}

Deno.test("conv2d() sums a weight's gradient over the windows of large images", () => {
  const random = new Random(1);
  for (const [channels, stride] of [[1, 1], [3, 2], [16, 1]] as const) {
    const graph = new Graph();
    const [height, width] = [32 * stride, 33 * stride];
    const x = graph.input("x", [2, channels, height, width]);
    const weights = graph.input("weights", [2, channels, 3, 3]);
    const y = conv2d(x, weights, { stride, padding: 1 });
    const d = graph.input("d", y.shape);
    graph.output("gradient", gradients(sum(mul(y, d)), [weights])[0]!);
    const feeds = {
      x: random.uniforms(sizeOf(x.shape), -1, 1),
      weights: random.uniforms(sizeOf(weights.shape), -1, 1),
      d: random.uniforms(sizeOf(d.shape), -1, 1),
    };
    const { gradient } = run(graph.toProgram(), feeds).outputs;

    const at = (n: number, c: number, row: number, column: number) =>
      row < 0 || row >= height || column < 0 || column >= width
        ? 0
        : feeds.x[((n * channels + c) * height + row) * width + column]!;
    for (const [f, c, i, j] of [[0, 0, 0, 0], [1, channels - 1, 1, 2], [0, channels >> 1, 2, 1]]) {
      let expected = 0;
      feeds.d.forEach((slope, place) => {
        const [n, filter] = [Math.floor(place / (2 * 32 * 33)), Math.floor(place / (32 * 33)) % 2];
        const [row, column] = [Math.floor(place / 33) % 32, place % 33];
        if (filter === f) {
          expected += slope * at(n, c!, row * stride + i! - 1, column * stride + j! - 1);
        }
      });
      const place = ((f! * channels + c!) * 3 + i!) * 3 + j!;
      assertAlmostEquals(gradient![place]!, expected, 1e-9);
    }
  }
});

Deno.test("clip() passes gradients inside its bounds, and none at them or beyond", () => {
  for (const [low, high] of [[0, 6], [-0.7, 0.9], [-1000, 3e5]] as const) {
    const graph = new Graph();
    const x = graph.input("x", [5]);
    graph.output("gradient", gradients(sum(clip(x, low, high)), [x])[0]!);
    const values = [low - 1, low, (low + high) / 3, high, high + 1];
    const { gradient } = run(graph.toProgram(), { x: values }).outputs;
    assertEquals(gradient, Float64Array.of(0, 0, 1, 0, 0));
  }
});

Deno.test("straightThroughSign() gives 0 the sign +1 and passes the gradient straight through", () => {
  const graph = new Graph();
  const x = graph.input("x", [3]);
  const y = straightThroughSign(x);
  graph.output("y", y);
  graph.output("gradient", gradients(sum(mul(y, 5)), [x])[0]!);
  const { outputs } = run(graph.toProgram(), { x: [-0.5, 0, 2] });
  assertEquals(outputs, { y: Float64Array.of(-1, 1, 1), gradient: Float64Array.of(5, 5, 5) });
});

Deno.test("straightThroughSign() takes the slope of tanh when asked", () => {
  const graph = new Graph();
  const x = graph.input("x", [2]);
  const y = straightThroughSign(x, { backward: "tanh" });
  graph.output("gradient", gradients(sum(y), [x])[0]!);
  const { gradient } = run(graph.toProgram(), { x: [0, 1] }).outputs;
  assertEquals(gradient![0], 1);
  assertAlmostEquals(gradient![1]!, 1 / Math.cosh(1) ** 2);
});

/** Compares every gradient with (loss(x + h) − loss(x − h)) / 2h at up to eight elements. */
function checkGradients({ program, feeds }: Trial): void {
  const { outputs } = run(program, feeds);
  for (const [name, gradient] of Object.entries(outputs)) {
    if (!name.startsWith("gradient")) continue;
    const input = name.replace("gradient", "x");
    const stride = Math.ceil(gradient.length / 8);
    for (let i = 0; i < gradient.length; i += stride) {
      const [above, below] = [STEP, -STEP].map((step) => {
        const moved = Float64Array.from(feeds[input]!);
        moved[i]! += step;
        return run(program, { ...feeds, [input]: moved }).outputs.loss![0]!;
      });
      const expected = (above! - below!) / (2 * STEP);
      const tolerance = TOLERANCE * Math.max(1, Math.abs(expected));
      assertAlmostEquals(
        gradient[i]!,
        expected,
        tolerance,
        `${name}[${i}]: ${gradient[i]} is not ${expected}`,
      );
    }
  }
}

function run(program: Program, feeds: Readonly<Record<string, ArrayLike<number>>>) {
  const initial = program.variables.map(({ name, initial }) => [name, initial]);
  return evaluate(program, feeds, Object.fromEntries(initial));
}
