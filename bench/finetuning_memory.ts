// deno-lint-ignore-file no-console -- this is a command-line entry point
/**
 * How much memory a fine-tuning step takes: the most that a process held, for each file, batch and with
 * and without recomputation, and the largest batch that fits into a machine's memory by a line through
 * these.
 *
 *     deno run -A bench/finetuning_memory.ts --memory 24 small-resnet network.onnx …
 *
 * @module
 */
import { parseArgs } from "node:util";
import { createExecutor, Graph, mean, mul, recompute, type Tensor } from "../lib/autodiff/mod.ts";
import { addOptimiser } from "../lib/autodiff/mod.ts";
import { readOnnx } from "../lib/autodiff/onnx/read.ts";
import { trainableWeights } from "../lib/autodiff/onnx/network_nodes.ts";
import { Random } from "../lib/base/random.ts";
import { smallResnet } from "../lib/model/small_resnet.ts";
import { hashHead } from "../lib/model/head.ts";
import { networkFeatures } from "../lib/model/trained_network.ts";

/** One measurement. */
interface Job {
  readonly path: string;
  readonly batch: number;
  readonly again: boolean;
}

const SIZE = 224;

/** The training step of all weights, Adam included. */
function step({ path, batch, again }: Job) {
  const graph = new Graph({ training: true });
  const films = graph.input("films", [batch, 1, SIZE, SIZE]);
  const features = path === "small-resnet"
    ? smallResnet(films, { width: 16, stemStride: 1, random: new Random(0) })
    : fileFeatures(films, path);
  const codes = hashHead(features, { bits: 32, random: new Random(0) });
  const loss = mean(mul(codes, codes));
  graph.output("loss", loss);
  addOptimiser(graph, loss, [{ parameters: graph.parameters() }], { kind: "adam" });
  const program = graph.toProgram();
  return again ? recompute(program, { loss: "loss" }) : program;
}

/** The features of a network all of whose weights are trained. */
function fileFeatures(films: Tensor, path: string): Tensor {
  const file = readOnnx(Deno.readFileSync(path), path);
  const output = file.outputs[0]!;
  return networkFeatures(films, {
    file,
    output,
    size: SIZE,
    channels: 3,
    mean: [0.5],
    deviation: [0.25],
    statistics: "frozen",
    trained: new Set(trainableWeights(file, output).map(({ name }) => name)),
    stages: [],
  });
}

/** The most memory that this process has held, in MiB. */
function peak(): number {
  const status = Deno.readTextFileSync("/proc/self/status");
  return Number(/VmHWM:\s+(\d+)/.exec(status)![1]) / 1024;
}

async function measure(job: Job): Promise<void> {
  const session = await (await createExecutor()).load(step(job), { threads: 2 });
  const films = new Random(1).normals(job.batch * SIZE ** 2, 0.2);
  const started = performance.now();
  await session.run({ films, learningRate: Float32Array.of(1e-4) });
  console.log(JSON.stringify([peak(), performance.now() - started]));
}

async function inChild(job: Job): Promise<readonly [number, number]> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", import.meta.filename!, JSON.stringify(job)],
    stderr: "inherit",
  }).output();
  return JSON.parse(new TextDecoder().decode(stdout));
}

const { values, positionals } = parseArgs({
  args: Deno.args,
  options: { memory: { type: "string", default: "24" } },
  allowPositionals: true,
});
if (positionals[0]?.startsWith("{")) {
  await measure(JSON.parse(positionals[0]));
} else {
  const most = 1024 * Number(values.memory);
  const BATCHES = [2, 8] as const;
  for (const path of positionals) {
    for (const again of [false, true]) {
      const [few, many] = [
        await inChild({ path, batch: BATCHES[0], again }),
        await inChild({ path, batch: BATCHES[1], again }),
      ];
      const perFilm = (many[0] - few[0]) / (BATCHES[1] - BATCHES[0]);
      const largest = Math.floor(BATCHES[0] + (most - few[0]) / perFilm);
      console.log(
        `${path.split("/").at(-1)}  ${again ? "recomputed" : "kept"}  ` +
          `${few[0].toFixed(0)} MiB at ${BATCHES[0]}, ${many[0].toFixed(0)} at ${BATCHES[1]}, ` +
          `${perFilm.toFixed(0)} a film, ${largest} films in ${values.memory} GiB; ` +
          `a step of ${BATCHES[1]}: ${(many[1] / 1000).toFixed(1)} s`,
      );
    }
  }
}
