import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import sharp from "sharp";
import { conv2d, globalAveragePool, Graph, relu, toOnnx } from "../../lib/autodiff/mod.ts";
import { decodeNpy } from "../../lib/codes/npy.ts";
import { encodeNpz } from "../../lib/codes/npz.ts";
import type { Dataset } from "../../lib/data/dataset.ts";
import { InputError } from "../../lib/errors.ts";
import { Random } from "../../lib/random.ts";
import type { Config, ConfigInput } from "../../lib/train/config.ts";
import { parseConfig } from "../../lib/train/config_file.ts";
import { encodeFilms } from "../../lib/train/encode_films.ts";
import { loadFilms } from "../../lib/train/films.ts";
import { completeRun } from "../../lib/train/run.ts";
import { RunFolder } from "../../lib/train/run_folder.ts";
import { inTemporaryFolder } from "./tiny_run.ts";

/** A run of one epoch, on 60 synthetic films unless told. */
function tinyFilmConfig(backbone: ConfigInput["backbone"], data?: ConfigInput["data"]): Config {
  return parseConfig({
    data: data ?? { kind: "phantom", films: 60 },
    backbone,
    codes: { bits: 16 },
    train: { epochs: 1, batchSize: 8, threads: 1 },
    evaluation: { resamples: 10 },
  });
}

/** A network with random weights that gives 16 features for films of three channels. */
async function writeNetwork(path: string): Promise<void> {
  const graph = new Graph();
  const films = graph.input("films", [1, 3, 64, 64]);
  const weights = graph.constant([16, 3, 7, 7], new Random("network").normals(16 * 3 * 49, 0.1));
  graph.output("features", globalAveragePool(relu(conv2d(films, weights, { stride: 4 }))));
  await Deno.writeFile(path, toOnnx(graph.toProgram(), { variables: {}, symbolicBatch: true }));
}

/** A file like MedMNIST's, of random films with 28 pixels. */
async function writeNpz(path: string): Promise<void> {
  const random = new Random("npz");
  const arrays = ["train", "val", "test"].flatMap((part) => {
    const pixels = Uint8Array.from({ length: 20 * 28 * 28 }, () => random.below(256));
    const labels = Uint8Array.from({ length: 20 * 14 }, () => Number(random.chance(0.2)));
    return [
      [`${part}_images`, { shape: [20, 28, 28], data: pixels }],
      [`${part}_labels`, { shape: [20, 14], data: labels }],
    ];
  });
  await Deno.writeFile(path, encodeNpz(Object.fromEntries(arrays)));
}

/** Writes the films of these rows as PNG files named by their ids. */
async function writeFilms(folder: string, { ids, inputs }: Dataset, rows: Uint32Array) {
  assert(inputs.kind === "images");
  const { size } = inputs;
  await Deno.mkdir(folder);
  for (const row of rows) {
    const bytes = Uint8Array.from(await inputs.read([row]), (value) => Math.round(value * 255));
    await sharp(bytes, { raw: { width: size, height: size, channels: 1 } })
      .png().toFile(join(folder, `${ids[row]}.png`));
  }
}

/** By what is run: its configuration, and one whose films are the same but images. */
const RUNS: Readonly<Record<string, (folder: string) => Promise<readonly [Config, Config]>>> = {
  async "a frozen network"(folder) {
    const path = join(folder, "network.onnx");
    await writeNetwork(path);
    const frozen = tinyFilmConfig({ kind: "onnx", path, size: 64, hidden: 16 });
    return [frozen, tinyFilmConfig({ kind: "small-resnet" })];
  },
  "a network trained from scratch"() {
    const config = tinyFilmConfig({ kind: "small-resnet", width: 4 });
    return Promise.resolve([config, config]);
  },
  async "films of an .npz file in their own size"(folder) {
    const images = join(folder, "films.npz");
    await writeNpz(images);
    const config = tinyFilmConfig({ kind: "small-resnet", width: 4 }, { kind: "npz", images });
    return [config, config];
  },
};

for (const [what, configsOf] of Object.entries(RUNS)) {
  Deno.test(`a run with ${what} codes its films alike when they are PNG files`, async () => {
    await inTemporaryFolder(async (folder) => {
      const [config, imagesConfig] = await configsOf(folder);
      const run = new RunFolder(join(folder, "run"));
      const context = { cacheDirectory: join(folder, "cache") };
      await run.open(config);
      const dataset = await loadFilms(config, context);
      const { rows } = await completeRun(config, dataset, { folder: run });
      const controls = dataset.inputs.kind === "features" ? ["lsh"] : [];
      assertEquals(rows.map(({ name }) => name), ["cohash", ...controls, "random", "hub"]);

      const { query } = dataset.split;
      await writeFilms(join(folder, "films"), await loadFilms(imagesConfig), query);
      await Deno.writeTextFile(join(folder, "films", "broken.png"), "no film");
      const warnings: string[] = [];
      const { ids, codes } = await encodeFilms(
        run,
        { kind: "images", folder: join(folder, "films") },
        { ...context, onWarning: (message) => warnings.push(message) },
      );
      assertEquals(ids, Array.from(query, (row) => `${dataset.ids[row]}.png`));
      const ownCodes = decodeNpy(await Deno.readFile(run.file("query/codes.npy")), "codes");
      assertEquals(codes, ownCodes.data);
      assertEquals(warnings.length, 2);
      assert(warnings[0]!.includes("broken.png"));
      assert(warnings[1]!.startsWith(`1 of ${query.length + 1} files`), warnings[1]);
    });
  });
}

Deno.test("encodeFilms() explains what it cannot encode", async () => {
  await inTemporaryFolder(async (folder) => {
    const run = new RunFolder(join(folder, "run"));
    const config = tinyFilmConfig({ kind: "small-resnet", width: 4 });
    await run.open(config);
    const films = { kind: "images", folder: join(folder, "films") } as const;
    await assertRejects(() => encodeFilms(run, films), InputError, "it has no encoder.onnx yet");
    await completeRun(config, await loadFilms(config), { folder: run });
    await assertRejects(() => encodeFilms(run, films), InputError, "films");
    await Deno.mkdir(films.folder);
    await assertRejects(() => encodeFilms(run, films), InputError, "films");
    await Deno.writeTextFile(join(films.folder, "broken.png"), "no film");
    await assertRejects(
      () => encodeFilms(run, films, { cacheDirectory: join(folder, "cache") }),
      InputError,
      "none of the 1 files could be read",
    );
    await assertRejects(
      () => encodeFilms(run, { kind: "features", path: join(folder, "features.csv") }),
      InputError,
      "trained on images; use --images",
    );
  });
});

Deno.test("loadFilms() refuses a backbone that does not fit the data", async () => {
  await assertRejects(
    () => loadFilms(tinyFilmConfig({ kind: "features" })),
    InputError,
    'Cannot use the backbone "features" with data of the kind "phantom"',
  );
  await assertRejects(
    () => loadFilms(tinyFilmConfig({ kind: "onnx", path: "network.onnx", size: 224 })),
    InputError,
    "it takes films of 224 pixels (backbone.size) and these have 64",
  );
});
