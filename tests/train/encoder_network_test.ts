import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { openOnnxModel } from "../../lib/autodiff/mod.ts";
import { loadFilms } from "../../lib/run/films.ts";
import type { ConfigInput } from "../../lib/config/config.ts";
import { encoderNetwork } from "../../lib/train/encoder_network.ts";
import { encoderProgram } from "../../lib/train/programs.ts";
import { prepareTraining } from "../../lib/train/setup.ts";
import { floats, integers, type SmallFile, smallFile } from "../autodiff/onnx/small_files.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { tinyFilmConfig, writeStagedNetwork } from "../helpers/tiny_film_run.ts";

const BATCH = 4;
const SIZE = 64;

/** An untrained encoder, and the shape of the codes that it gives for so many films. */
async function untrained(backbone: ConfigInput["backbone"]) {
  const config = tinyFilmConfig(backbone, { kind: "phantom", films: 20, imageSize: SIZE });
  const setup = await prepareTraining(config, await loadFilms(config));
  const { variables } = encoderProgram(setup, BATCH);
  const network = encoderNetwork(setup, {
    variables: Object.fromEntries(variables.map(({ name, initial }) => [name, initial])),
    batchSize: BATCH,
    metadata: {},
  });
  return {
    ...network,
    async codesOf(films: number): Promise<readonly number[]> {
      const model = await openOnnxModel(network.onnx, { name: "encoder.onnx" });
      const values = new Float32Array(films * SIZE ** 2).fill(0.5);
      const { shape } = await model.run(values, [films, 1, SIZE, SIZE]);
      await model.dispose();
      return shape;
    },
  };
}

Deno.test("encoders of convolutional networks take any number of films at once", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "network.onnx");
    await writeStagedNetwork(path);
    const backbones = [
      { kind: "small-resnet", width: 2, stemStride: 2 },
      { kind: "onnx", path, size: SIZE, train: { kind: "all" } },
    ] as const;
    for (const backbone of backbones) {
      const { batchSize, codesOf } = await untrained(backbone);
      assertEquals(batchSize, undefined, backbone.kind);
      assertEquals(await codesOf(1), [1, 16]);
      assertEquals(await codesOf(7), [7, 16]);
    }
  });
});

/** A token that is repeated for each film, as transformers do. */
const withToken: SmallFile = {
  nodes: [
    { operator: "GlobalAveragePool", inputs: ["x"], outputs: ["means"] },
    { operator: "Flatten", inputs: ["means"], outputs: ["flat"] },
    { operator: "Shape", inputs: ["flat"], outputs: ["sizes"] },
    { operator: "Expand", inputs: ["token", "sizes"], outputs: ["tokens"] },
    { operator: "Concat", inputs: ["tokens", "flat"], outputs: ["y"], attributes: { axis: 1 } },
  ],
  tensors: [floats("token", [1, 3], [1, 2, 3])],
};

/** A shape that was exported with the number of films in it. */
const withShape: SmallFile = {
  nodes: [
    { operator: "GlobalAveragePool", inputs: ["x"], outputs: ["means"] },
    { operator: "Reshape", inputs: ["means", "sizes"], outputs: ["y"] },
  ],
  tensors: [integers("sizes", [2], [BATCH, 3])],
};

Deno.test("an encoder that holds the number of films says which", async () => {
  for (const file of [withToken, withShape]) {
    await inTemporaryFolder(async (folder) => {
      const path = join(folder, "network.onnx");
      await Deno.writeFile(path, smallFile({ ...file, inputs: { x: ["batch", 3, SIZE, SIZE] } }));
      const { batchSize, codesOf } = await untrained({
        kind: "onnx",
        path,
        size: SIZE,
        train: { kind: "head" },
      });
      assertEquals(batchSize, BATCH);
      assertEquals(await codesOf(BATCH), [BATCH, 16]);
    });
  }
});
