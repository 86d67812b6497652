// deno-lint-ignore-file no-console -- this is a command-line entry point
/**
 * Compares how networks read from ONNX files train here with how they train in PyTorch (Debian's
 * python3-torchvision): `deno run -A tools/torch/compare.ts [NAME …]` prints a line for each network
 * of torchvision; `--tiny` takes small ones of the same kinds, and `--record` writes their files and
 * PyTorch's values into tests/autodiff/onnx/networks, where the tests look.
 *
 * @module
 */
import { join } from "node:path";
import {
  addOptimiser,
  createExecutor,
  gradients,
  Graph,
  mean,
  mul,
} from "../../lib/autodiff/mod.ts";
import { sub, type Tensor } from "../../lib/autodiff/mod.ts";
import { addOnnx } from "../../lib/autodiff/onnx/add_onnx.ts";
import { trainableWeights } from "../../lib/autodiff/onnx/network_nodes.ts";
import { type OnnxFile, readOnnx } from "../../lib/autodiff/onnx/read.ts";
import { decodeNpz } from "../../lib/base/npz.ts";

/** What is computed of a network, here or in PyTorch. */
export interface Trained {
  /** `[2, classes]`. */
  readonly output: Float32Array;
  /** The loss before each of five steps of SGD. */
  readonly losses: readonly number[];
  /** Two numbers of each weight's gradient before the first step; see {@linkcode digest}. */
  readonly gradients: Readonly<Record<string, Digest>>;
}

/** The length of a vector, and its product with cos 0, cos 1, …, which tells where it points. */
export type Digest = readonly [length: number, product: number];

/** Films of a step; the same in networks.py. */
const BATCH = 2;
const STEPS = 5;
const LEARNING_RATE = 1e-3;

/** Before the names of weights: what an output and an array in NumPy's file are called. */
const SLOPE = "gradient/";

/** Two numbers that tell a vector from others. */
export function digest(vector: Float32Array): Digest {
  let [squares, product] = [0, 0];
  for (const [i, value] of vector.entries()) {
    squares += value ** 2;
    product += value * Math.cos(i);
  }
  return [Math.sqrt(squares), product];
}

/** Trains a network for five steps as networks.py does. */
export async function trainHere(bytes: Uint8Array, size: number): Promise<Trained> {
  const file = readOnnx(bytes, "network.onnx");
  const films = Float32Array.from(
    { length: BATCH * 3 * size * size },
    (_, i) => Math.sin(Math.fround(i * Math.fround(0.7))),
  );
  const executor = await createExecutor();
  const slopes = await executor.load(gradientProgram(file, size), { threads: 2 });
  const { output, ...vectors } = await slopes.run({ input: films });
  await slopes.dispose();
  const training = await executor.load(trainingProgram(file, size), { threads: 2 });
  const losses: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    const feeds = { input: films, learningRate: Float32Array.of(LEARNING_RATE) };
    losses.push((await training.run(feeds)).loss![0]!);
  }
  await training.dispose();
  const digests = Object.entries(vectors).map(([name, vector]) => [
    name.slice(SLOPE.length),
    digest(vector),
  ]);
  return { output: output!, losses, gradients: Object.fromEntries(digests) };
}

function gradientProgram(file: OnnxFile, size: number) {
  const { graph, output, loss } = lossGraph(file, size);
  graph.output("output", output);
  const weights = graph.parameters();
  gradients(loss, weights).forEach((slope, i) =>
    graph.output(`${SLOPE}${weights[i]!.name}`, slope)
  );
  return graph.toProgram();
}

function trainingProgram(file: OnnxFile, size: number) {
  const { graph, loss } = lossGraph(file, size);
  graph.output("loss", loss);
  addOptimiser(graph, loss, [{ parameters: graph.parameters() }], { kind: "sgd", momentum: 0.9 });
  return graph.toProgram();
}

/** The mean squared distance of the outputs from cos 0, cos 1, …. */
function lossGraph(file: OnnxFile, size: number) {
  const graph = new Graph({ training: true });
  const weights = new Set(trainableWeights(file).map(({ name }) => name));
  const output = addOnnx(graph, file, graph.input("input", [BATCH, 3, size, size]), {
    prefix: "",
    isTrained: (name) => weights.has(name),
    statistics: "frozen",
  });
  const wanted = Float32Array.from({ length: BATCH * output.shape[1]! }, (_, i) => Math.cos(i));
  const distance: Tensor = sub(output, graph.constant(output.shape, wanted));
  return { graph, output, loss: mean(mul(distance, distance)) };
}

/** The greatest differences of two networks, relative to the largest values. */
export function differences(ours: Trained, theirs: Trained) {
  const largest = Math.max(...theirs.output.map(Math.abs));
  const output = Math.max(...ours.output.map((v, i) => Math.abs(v - theirs.output[i]!))) / largest;
  const losses = Math.max(
    ...ours.losses.map((loss, i) => Math.abs(loss - theirs.losses[i]!) / theirs.losses[i]!),
  );
  // A weight whose gradient is 0 but for rounding says nothing by itself.
  const floor = 1e-5 * Math.max(...Object.values(theirs.gradients).map(([length]) => length));
  const weights = Object.entries(theirs.gradients).map(([name, [length, product]]) => {
    const [ourLength, ourProduct] = ours.gradients[name] ?? [NaN, NaN];
    const apart = Math.max(Math.abs(ourLength - length), Math.abs(ourProduct - product));
    return apart / (length + floor);
  });
  return { output, losses, gradients: Math.max(...weights), weights: weights.length };
}

/** What networks.py found out. */
function trainedThere(npz: Uint8Array): Trained {
  const arrays = Object.entries(decodeNpz(npz, "values.npz"));
  const floats = (wanted: string) =>
    arrays.find(([name]) => name === wanted)![1].data as Float32Array;
  const slopes = arrays.filter(([name]) => name.startsWith(SLOPE)).map(([name, { data }]) =>
    [name.slice(SLOPE.length), digest(data as Float32Array)] as const
  );
  return {
    output: floats("output"),
    losses: [...floats("losses")],
    gradients: Object.fromEntries(slopes),
  };
}

async function main(args: readonly string[]): Promise<void> {
  const isRecorded = args.includes("--record");
  const folder = await Deno.makeTempDir();
  try {
    const script = new URL("./networks.py", import.meta.url).pathname;
    const wanted = args.filter((each) => each !== "--record");
    const { stdout, success } = await new Deno.Command("/usr/bin/python3", {
      args: [script, folder, ...wanted],
      stderr: "inherit",
    }).output();
    if (!success) throw new Error("networks.py failed; it needs Debian's python3-torchvision");
    console.log("network              weights   output  gradients  losses (greatest differences)");
    for (const line of new TextDecoder().decode(stdout).trim().split("\n")) {
      const [name = "", size = ""] = line.split(" ");
      const bytes = await Deno.readFile(join(folder, `${name}.onnx`));
      const there = trainedThere(await Deno.readFile(join(folder, `${name}.npz`)));
      const found = differences(await trainHere(bytes, Number(size)), there);
      const numbers = [found.output, found.gradients, found.losses].map((x) => x.toExponential(1));
      console.log(
        `${name.padEnd(20)} ${String(found.weights).padStart(7)}   ${numbers.join("  ")}`,
      );
      if (isRecorded) await record(name, { bytes, there, size: Number(size) });
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function record(
  name: string,
  { bytes, there, size }: {
    readonly bytes: Uint8Array<ArrayBuffer>;
    readonly there: Trained;
    readonly size: number;
  },
): Promise<void> {
  const folder = new URL("../../tests/autodiff/onnx/networks/", import.meta.url);
  await Deno.mkdir(folder, { recursive: true });
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  await Deno.writeFile(new URL(`${name}.onnx.gz`, folder), packed);
  const rounded = JSON.stringify(
    { size, ...there, output: [...there.output] },
    (_, value) => typeof value === "number" ? Number(value.toPrecision(7)) : value,
  );
  await Deno.writeTextFile(new URL(`${name}.json`, folder), `${rounded}\n`);
}

if (import.meta.main) await main(Deno.args);
