import { assert, assertEquals, assertThrows } from "@std/assert";
import { join } from "node:path";
import { add, Graph, matmul, relu, type Tensor, toOnnx } from "../../lib/autodiff/mod.ts";
import { type OnnxFile, readOnnx } from "../../lib/autodiff/onnx/read.ts";
import { InputError } from "../../lib/base/errors.ts";
import { Random } from "../../lib/base/random.ts";
import { chosenStages, networkStages } from "../../lib/model/network_stages.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { testWithSharedData } from "../helpers/shared_data.ts";
import { writeStagedNetwork } from "../helpers/tiny_film_run.ts";

function network(file: OnnxFile, size: number, output = file.outputs[0]!) {
  return {
    file,
    output,
    size,
    channels: 3,
    mean: [0.5],
    deviation: [0.5],
    statistics: "frozen",
  } as const;
}

Deno.test("stages of a network with maps begin where these get smaller", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "network.onnx");
    await writeStagedNetwork(path);
    const staged = network(readOnnx(await Deno.readFile(path), path), 64);
    const weightsOf = (layer: string) =>
      ["weight", "norm.scale", "norm.bias"].map((name) => `${layer}.${name}`);
    const last = [...weightsOf("block.1"), ...weightsOf("block.2")];
    assertEquals(networkStages(staged), [weightsOf("stem"), last]);
    assertEquals(chosenStages(staged, { kind: "last-stage" }), [last]);
    assertEquals(chosenStages(staged, { kind: "head" }), []);
    const from = { kind: "from", from: "block.1.norm.bias" } as const;
    assertEquals(chosenStages(staged, from).flat().includes("stem.weight"), false);
    assertThrows(
      () => chosenStages(staged, { kind: "from", from: "block.2.wieght" }),
      InputError,
      'did you mean "block.2.weight"?',
    );
  });
});

/** Three blocks of two residual layers each, on rows of 4 features, and a last layer. */
function transformer(): OnnxFile {
  const graph = new Graph();
  const random = new Random("transformer");
  const layer = (x: Tensor, name: string) =>
    matmul(relu(x), graph.parameter(name, [4, 4], random.normals(16, 0.5)));
  let x: Tensor = graph.input("films", [1, 3, 4, 4]);
  x = add(x, graph.parameter("places", [1, 3, 4, 4], random.normals(48, 1)));
  for (const block of [1, 2, 3]) {
    x = add(x, layer(x, `block.${block}.attention`));
    x = add(x, layer(x, `block.${block}.perceptron`));
  }
  graph.output("features", layer(x, "last"));
  const program = graph.toProgram();
  const variables = Object.fromEntries(program.variables.map((v) => [v.name, v.initial]));
  return readOnnx(toOnnx(program, { variables, symbolicBatch: true }), "transformer.onnx");
}

Deno.test("a network without maps has a stage a block of two residual additions", () => {
  const blocks = networkStages(network(transformer(), 4));
  assertEquals(blocks, [
    ["places", "block.1.attention", "block.1.perceptron"],
    ["block.2.attention", "block.2.perceptron"],
    ["block.3.attention", "block.3.perceptron", "last"],
  ]);
});

testWithSharedData(
  "the stages of MobileNetV2 are its five resolutions",
  ["networks/mobilenetv2_imagenet.onnx"],
  async ([path = ""]) => {
    const file = readOnnx(await Deno.readFile(path), path);
    for (const size of [96, 224]) {
      const stages = networkStages(network(file, size));
      assertEquals(stages.length, 5);
      const weights = stages.flat();
      assertEquals(new Set(weights).size, weights.length);
      const last = chosenStages(network(file, size), { kind: "last-stage" }).flat();
      assert(last.length > 10 && last.length < weights.length / 2, `${last.length} weights`);
    }
  },
);
