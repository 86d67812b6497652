import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { join } from "node:path";
import ort from "onnxruntime-node";
import { addOptimiser, createExecutor, Graph, mean, mul, sub } from "../../../lib/autodiff/mod.ts";
import { addOnnx } from "../../../lib/autodiff/onnx/add_onnx.ts";
import { trainableWeights } from "../../../lib/autodiff/onnx/network_nodes.ts";
import { type OnnxFile, readOnnx } from "../../../lib/autodiff/onnx/read.ts";
import { withWeights } from "../../../lib/autodiff/onnx/write_weights.ts";
import { decodeFilm } from "../../../lib/data/images/decode.ts";
import { testWithSharedData } from "../../helpers/shared_data.ts";

const SIZE = 224;
const FILMS = 8;
const AREA = SIZE * SIZE;

/** A network of the real data, and how it wants its films. */
interface RealNetwork {
  readonly file: string;
  readonly channels: number;
  readonly mean: number;
  readonly deviation: number;
}

const NETWORKS: readonly RealNetwork[] = [
  { file: "mobilenetv2_imagenet.onnx", channels: 3, mean: 0.5, deviation: 0.5 },
  { file: "mobilenetv3small_nih_int8.onnx", channels: 1, mean: 0.485, deviation: 0.229 },
];

/** The first films of a folder as a network wants them, `[FILMS, channels, SIZE, SIZE]`. */
async function filmsFor(folder: string, network: RealNetwork): Promise<Float32Array> {
  const { channels, mean, deviation } = network;
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort().slice(0, FILMS);
  const values = new Float32Array(FILMS * channels * AREA);
  for (const [n, name] of names.entries()) {
    const film = await decodeFilm(await Deno.readFile(join(folder, name)), name, {
      size: SIZE,
      fit: "squash",
      window: "file",
    });
    for (let c = 0; c < channels; c++) {
      const start = (n * channels + c) * AREA;
      film.forEach((grey, at) => values[start + at] = (grey / 255 - mean) / deviation);
    }
  }
  return values;
}

/** The first output of a file's bytes, by ONNX Runtime. */
async function outputOf(bytes: Uint8Array, films: Float32Array, { channels }: RealNetwork) {
  const session = await ort.InferenceSession.create(bytes, { logSeverityLevel: 3 });
  const shape = [FILMS, channels, SIZE, SIZE];
  const feeds = { [session.inputNames[0]!]: new ort.Tensor("float32", films, shape) };
  const results = await session.run(feeds);
  await session.release();
  return results[session.outputNames[0]!]!.data as Float32Array;
}

/** The first output by our graph with these weights, and one step of training of the last ones. */
async function trainLast(file: OnnxFile, films: Float32Array, { channels }: RealNetwork) {
  const weights = trainableWeights(file);
  const last = new Set(weights.slice(-2).map(({ name }) => name));
  const graph = new Graph({ training: true });
  const x = graph.input("films", [FILMS, channels, SIZE, SIZE]);
  const y = addOnnx(graph, file, x, {
    prefix: "",
    isTrained: (name) => last.has(name),
    statistics: "frozen",
  });
  graph.output("y", y);
  const loss = mean(mul(sub(y, 1), sub(y, 1)));
  graph.output("loss", loss);
  addOptimiser(graph, loss, [{ parameters: graph.parameters() }], { kind: "sgd" });
  const session = await (await createExecutor()).load(graph.toProgram());
  const feeds = { films, learningRate: Float32Array.of(0.01) };
  const before = await session.run(feeds);
  const trained = await session.readVariables();
  const after = await session.run(feeds);
  await session.dispose();
  return {
    before: before.y!,
    after: after.y!,
    losses: [before.loss![0]!, after.loss![0]!],
    trained,
  };
}

for (const network of NETWORKS) {
  testWithSharedData(
    `${network.file} is read, trained and written back`,
    [`networks/${network.file}`, "nih1000/images"],
    async ([path, folder]) => {
      const bytes = await Deno.readFile(path!);
      const file = readOnnx(bytes, network.file);
      const films = await filmsFor(folder!, network);
      const { before, after, losses, trained } = await trainLast(file, films, network);
      const original = await outputOf(bytes, films, network);
      // Rounding to 256 steps between layers is left out.
      const isRounded = network.file.includes("int8");
      assert(correlation(before, original) > (isRounded ? 0.9 : 0.999999));
      assert(losses[1]! < losses[0]!);

      const written = withWeights(file, trained);
      const again = readOnnx(written, network.file);
      const output = await outputOf(written, films, network);
      output.forEach((value, i) => assertAlmostEquals(value, after[i]!, 1e-3));
      for (const { name } of trainableWeights(file)) {
        if (name in trained) continue;
        assertEquals(again.weights.get(name)!.values(), file.weights.get(name)!.values(), name);
      }
    },
  );
}

function correlation(a: Float32Array, b: Float32Array): number {
  const centred = (values: Float32Array) => {
    const average = values.reduce((total, value) => total + value, 0) / values.length;
    return [...values].map((value) => value - average);
  };
  const [x, y] = [centred(a), centred(b)];
  const product = (p: number[], q: number[]) => p.reduce((sum, value, i) => sum + value * q[i]!, 0);
  return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
}
