import { assert, assertEquals, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import util from "node:util";
import { smallResidualStep } from "../../bench/engine_models.ts";
import {
  add,
  addOptimiser,
  averagePool,
  batchNorm,
  conv2d,
  createExecutor,
  gather,
  globalAveragePool,
  Graph,
  maxPool,
  mean,
  mul,
  relu,
  sum,
  type Tensor,
  transpose,
} from "../../lib/autodiff/mod.ts";
import { InputError } from "../../lib/base/errors.ts";
import { spread } from "../../bench/engine_models.ts";
import { testOnEngines } from "./engines.ts";

/** A step with the operators that the residual network does without. */
function poolingStep() {
  const graph = new Graph({ training: true });
  const rows = gather(
    graph.parameter("table", [3, 64], spread(192, 1)),
    graph.input("rows", [2], "int32"),
  );
  const images = mul(graph.input("images", [2, 2, 8, 8]), mean(rows));
  const weights = graph.parameter("weights", [4, 1, 3, 3], spread(36, 2));
  const y = maxPool(conv2d(images, weights, { groups: 2, padding: 1 }), {
    kernel: 3,
    stride: 2,
    padding: 1,
  });
  const loss = sum(transpose(averagePool(y, { kernel: 2 }), [3, 1, 2, 0]));
  graph.output("loss", loss);
  addOptimiser(graph, loss, [{ parameters: graph.parameters() }], { kind: "adam" });
  return {
    program: graph.toProgram(),
    feeds: {
      rows: Int32Array.of(2, 2),
      images: spread(256, 3),
      learningRate: Float32Array.of(0.01),
    },
  };
}

testOnEngines(
  (engine) => `${engine} holds as many tensors after every step, and none in the end`,
  async (engine) => {
    const executor = await createExecutor(engine);
    const before = tf.memory().numTensors;
    for (
      const { program, feeds } of [smallResidualStep(2, { size: 16, width: 4 }), poolingStep()]
    ) {
      const session = await executor.load(program);
      const counts = [];
      for (let step = 0; step < 4; step++) {
        await session.run(feeds);
        await session.readVariables();
        counts.push([tf.memory().numTensors, tf.memory().numBytes]);
      }
      assertEquals(counts.slice(2), counts.slice(1, 3));
      session.writeVariables(await session.readVariables());
      await session.dispose();
      assertEquals(tf.memory().numTensors, before);
    }
  },
  ["tfjs-cpu", "tfjs-wasm", "tfjs-webgpu"],
);

/** Counts the values that leave the GPU while something runs; those that it has not got yet do not. */
async function downloadsOf(work: () => Promise<unknown>): Promise<number> {
  const backend = tf.backend() as tf.KernelBackend & {
    readonly tensorMap: { get(id: object): { readonly values?: unknown } };
  };
  const { read, readSync } = backend;
  let downloads = 0;
  const count = (id: object) => {
    if (!backend.tensorMap.get(id).values) downloads++;
  };
  backend.read = (id) => (count(id), read.call(backend, id));
  backend.readSync = (id) => (count(id), readSync.call(backend, id));
  try {
    await work();
    return downloads;
  } finally {
    Object.assign(backend, { read, readSync });
  }
}

testOnEngines(
  (engine) => `${engine} leaves variables on the GPU until they are asked for`,
  async (engine) => {
    const executor = await createExecutor(engine);
    const { program, feeds } = smallResidualStep(2, { size: 16, width: 4 });
    const session = await executor.load(program);
    for (let step = 0; step < 3; step++) {
      assertEquals(await downloadsOf(() => session.run(feeds)), program.outputs.length);
    }
    const all = await downloadsOf(() => session.readVariables());
    assertEquals(all, program.variables.length);
    await session.dispose();
  },
  ["tfjs-webgpu"],
);

Deno.test("images are reordered at the ends of a stretch of convolutions, not within", async () => {
  const graph = new Graph();
  const norm = (x: Tensor) =>
    batchNorm(x, {
      runningMean: graph.state(`mean of ${x.name}`, [4], new Float32Array(4)),
      runningVariance: graph.state(`variance of ${x.name}`, [4], new Float32Array(4)),
    });
  const images = graph.input("images", [2, 1, 8, 8]);
  const first = norm(conv2d(images, graph.constant([4, 1, 3, 3], spread(36, 1))));
  const second = norm(conv2d(relu(first), graph.constant([4, 4, 3, 3], spread(144, 2))));
  graph.output("features", globalAveragePool(relu(add(second, second))));

  const session = await (await createExecutor("tfjs-cpu")).load(graph.toProgram());
  const { kernels } = await tf.profile(() => {
    void session.run({ images: spread(128, 3) });
  });
  await session.dispose();
  // The images once, and the weights of each convolution.
  assertEquals(kernels.filter(({ name }) => name === "Transpose").length, 3);
});

Deno.test("sessions on two backends do not get in each other's way", async () => {
  const { program, feeds } = poolingStep();
  const sessions = [];
  for (const kind of ["tfjs-cpu", "tfjs-wasm"] as const) {
    sessions.push(await (await createExecutor(kind)).load(program));
  }
  for (let step = 0; step < 2; step++) {
    const [a, b] = await Promise.all(sessions.map((session) => session.run(feeds)));
    assert(Math.abs(a!.loss![0]! - b!.loss![0]!) < 1e-5);
  }
  for (const session of sessions) await session.dispose();
});

for (const kind of ["tfjs-node", "tfjs-node-gpu"] as const) {
  Deno.test({
    name: `createExecutor() says how ${kind} is installed where it is not` +
      (isInstalled(`@tensorflow/${kind}`) ? ` (skipped: ${kind} is there)` : ""),
    ignore: isInstalled(`@tensorflow/${kind}`),
    fn: async () => {
      const { version_core: version } = tf;
      await assertRejects(
        () => createExecutor(kind),
        InputError,
        `deno install --allow-scripts=npm:@tensorflow/${kind} npm:@tensorflow/${kind}@${version}`,
      );
      assert(!("isNullOrUndefined" in util));
    },
  });
}

Deno.test("createExecutor() loads no more than its engine needs", async () => {
  for (const [kind, expected] of [["auto", "false false"], ["tfjs-cpu", "true false"]]) {
    const command = new Deno.Command(Deno.execPath(), {
      args: [
        "eval",
        `
        import { createExecutor } from "./lib/autodiff/mod.ts";
        import util from "node:util";
        await createExecutor("${kind}");
        console.log("_tfengine" in globalThis, "isNullOrUndefined" in util);
      `,
      ],
      env: { NO_COLOR: "1" },
    });
    assertEquals(new TextDecoder().decode((await command.output()).stdout).trim(), expected);
  }
});

function isInstalled(name: string): boolean {
  try {
    return import.meta.resolve(name) !== "";
  } catch {
    return false;
  }
}
