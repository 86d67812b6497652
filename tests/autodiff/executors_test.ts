import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { headGcnStep } from "../../bench/engine_models.ts";
import { add, createExecutor, type EngineKind, Graph, mul } from "../../lib/autodiff/mod.ts";
import type { Session } from "../../lib/autodiff/mod.ts";
import { fetched } from "../../lib/autodiff/executors/runtimes.ts";
import { InputError } from "../../lib/base/errors.ts";
import { testOnEngines } from "./engines.ts";

const native = await createExecutor("onnxruntime");

Deno.test("createExecutor() takes the native library by default", async () => {
  assertEquals((await createExecutor()).name, "onnxruntime");
});

Deno.test("load() says what a provider needs where it cannot be used", async () => {
  const executor = await createExecutor("onnxruntime", { providers: ["cuda", "cpu"] });
  const session = await executor.load(headGcnStep().program).catch((error) => {
    assert(error instanceof InputError);
    assertStringIncludes(error.message, "engine.providers [cuda, cpu]");
    assertStringIncludes(error.message, "deno install --allow-scripts=npm:onnxruntime-node");
  });
  await session?.dispose();
});

Deno.test("fetched() says what to do where the packages of an engine cannot be fetched", async () => {
  assertEquals(await fetched("tfjs-cpu", () => Promise.resolve(7)), 7);
  const offline = () => Promise.reject(new TypeError("error sending request\nand more"));
  await assertRejects(
    () => fetched("tfjs-cpu", offline),
    InputError,
    'Cannot load the engine "tfjs-cpu" (error sending request); where there is a network, "deno install"',
  );
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

const step = Float32Array.of(1, 2);

testEverywhere("carries variables from run to run", async (session) => {
  const first = await session.run({ step });
  const second = await session.run({ step });
  assertEquals(first, { doubled: Float32Array.of(0, 20), before: Float32Array.of(0, 10) });
  assertEquals(second, { doubled: Float32Array.of(2, 24), before: Float32Array.of(1, 12) });
  assertEquals(await session.readVariables(), { total: Float32Array.of(2, 14) });
});

testEverywhere("hands out copies of variables and takes copies", async (session) => {
  const values = { total: Float32Array.of(5, 6) };
  session.writeVariables(values);
  values.total[0] = 99;
  (await session.readVariables()).total![0] = 77;
  await session.run({ step });
  assertEquals(await session.readVariables(), { total: Float32Array.of(6, 8) });
});

testEverywhere("names what is wrong with feeds and variables", async (session) => {
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
});

/** A test of a counting session on the reference and on every engine. */
function testEverywhere(what: string, check: (session: Session) => Promise<void>): void {
  const run = async (kind: EngineKind) => {
    const graph = new Graph();
    const total = graph.state("total", [2], Float32Array.of(0, 10));
    graph.assign(total, add(total, graph.input("step", [2])));
    graph.output("doubled", mul(total, 2));
    graph.output("before", total);
    const session = await (await createExecutor(kind)).load(graph.toProgram());
    await check(session);
    await session.dispose();
  };
  Deno.test(`reference ${what}`, () => run("reference"));
  testOnEngines((engine) => `${engine} ${what}`, run);
}
