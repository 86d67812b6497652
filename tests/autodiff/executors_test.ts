import { assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import fc from "fast-check";
import { headGcnStep } from "../../bench/engine_models.ts";
import { add, createExecutor, Graph, mul, type Session } from "../../lib/autodiff/mod.ts";
import { type OperatorCase, operatorCases, type Trial, tryOut } from "./cases.ts";

const reference = await createExecutor("reference");
const native = await createExecutor("onnxruntime");

for (const operator of operatorCases) {
  Deno.test(`onnxruntime-node agrees with the reference on ${operator.name}`, async () => {
    await checkAgreement(operator, native, 4);
  });
}

Deno.test({
  name: "onnxruntime-web agrees with the reference on every operator",
  // The runtime opens a message port when it is first loaded and keeps it.
  sanitizeResources: false,
  fn: async () => {
    const web = await createExecutor("onnxruntime-web");
    for (const operator of operatorCases) await checkAgreement(operator, web, 1);
  },
});

Deno.test("createExecutor() takes the native library by default", async () => {
  assertEquals((await createExecutor()).name, "onnxruntime");
});

Deno.test("run() gives the same bits every time at a fixed number of threads", async () => {
  const { program, feeds } = headGcnStep();
  const states = [];
  for (let repetition = 0; repetition < 2; repetition++) {
    const session = await native.load(program, { threads: 2 });
    for (let step = 0; step < 3; step++) await session.run(feeds);
    states.push(await session.readVariables());
    await session.dispose();
  }
  assertEquals(states[0], states[1]);
});

for (const kind of ["reference", "onnxruntime", "onnxruntime-web"] as const) {
  const loadCounter = async (): Promise<Session> => {
    const graph = new Graph();
    const total = graph.state("total", [2], Float32Array.of(0, 10));
    graph.assign(total, add(total, graph.input("step", [2])));
    graph.output("doubled", mul(total, 2));
    graph.output("before", total);
    const executor = await createExecutor(kind);
    return await executor.load(graph.toProgram());
  };
  const step = Float32Array.of(1, 2);

  Deno.test(`${kind} carries variables from run to run`, async () => {
    const session = await loadCounter();
    const first = await session.run({ step });
    const second = await session.run({ step });
    assertEquals(first, { doubled: Float32Array.of(0, 20), before: Float32Array.of(0, 10) });
    assertEquals(second, { doubled: Float32Array.of(2, 24), before: Float32Array.of(1, 12) });
    assertEquals(await session.readVariables(), { total: Float32Array.of(2, 14) });
    await session.dispose();
  });

  Deno.test(`${kind} hands out copies of variables and takes copies`, async () => {
    const session = await loadCounter();
    const values = { total: Float32Array.of(5, 6) };
    session.writeVariables(values);
    values.total[0] = 99;
    (await session.readVariables()).total![0] = 77;
    await session.run({ step });
    assertEquals(await session.readVariables(), { total: Float32Array.of(6, 8) });
    await session.dispose();
  });

  Deno.test(`${kind} names what is wrong with feeds and variables`, async () => {
    const session = await loadCounter();
    await assertRejects(() => session.run(), RangeError, 'input "step" is missing');
    await assertRejects(
      () => session.run({ step, stride: step }),
      RangeError,
      'there is no input "stride"; the inputs are "step"',
    );
    await assertRejects(
      () => session.run({ step: new Float32Array(3) }),
      RangeError,
      'input "step" has 3 numbers, expected 2 numbers of shape [2]',
    );
    await assertRejects(() => session.run({ step: new Int32Array(2) }), TypeError, "Float32Array");
    assertThrows(() => session.writeVariables({}), RangeError, '"total" is missing');
    assertThrows(
      () => session.writeVariables({ total: step, velocity: step }),
      RangeError,
      'there is no variable "velocity"',
    );
    session.writeVariables({ total: step, velocity: step }, { ignoreUnknown: true });
    assertEquals(await session.readVariables(), { total: step });
    await session.dispose();
  });
}

/** Runs random examples, forward and backward, on both executors. */
async function checkAgreement(
  { name, domain, examples }: OperatorCase,
  executor: typeof native,
  numRuns: number,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(examples, fc.nat(), fc.boolean(), async (example, seed, training) => {
      const { program, feeds } = tryOut(example, { domain, seed, training });
      const expected = await runOnce(reference, program, feeds);
      const actual = await runOnce(executor, program, feeds);
      assertEquals(Object.keys(actual), Object.keys(expected));
      for (const [output, numbers] of Object.entries(expected)) {
        numbers.forEach((number, i) => {
          const tolerance = 2e-5 * Math.max(1, Math.abs(number));
          assertAlmostEquals(actual[output]![i]!, number, tolerance, `${name}: ${output}[${i}]`);
        });
      }
    }),
    { seed: 2, numRuns },
  );
}

async function runOnce(executor: typeof native, program: Trial["program"], feeds: Trial["feeds"]) {
  const session = await executor.load(program);
  const narrowed = Object.entries(feeds).map(([name, values]) => [
    name,
    values instanceof Int32Array ? values : Float32Array.from(values),
  ]);
  const outputs = await session.run(Object.fromEntries(narrowed));
  const variables = await session.readVariables();
  await session.dispose();
  return { ...outputs, ...variables };
}
