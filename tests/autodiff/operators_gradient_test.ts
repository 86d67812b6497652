import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { evaluate } from "../../lib/autodiff/executors/reference.ts";
import {
  gradients,
  Graph,
  mul,
  type Program,
  straightThroughSign,
  sum,
} from "../../lib/autodiff/mod.ts";
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
