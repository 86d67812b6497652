import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { openOnnxModel } from "../../lib/autodiff/mod.ts";
import { readOnnx } from "../../lib/autodiff/onnx/read.ts";
import { decodeNpy } from "../../lib/base/npy.ts";
import { InputError } from "../../lib/base/errors.ts";
import type { Config, ConfigInput } from "../../lib/config/config.ts";
import { parseConfig } from "../../lib/config/config_file.ts";
import { encodeFilms } from "../../lib/run/encode_films.ts";
import { readCard } from "../../lib/run/encoder_files.ts";
import { loadFilms } from "../../lib/run/films.ts";
import { parameterGroups } from "../../lib/train/parameter_groups.ts";
import { prepareTraining } from "../../lib/train/setup.ts";
import { buildEncoder } from "../../lib/model/encoder.ts";
import { Graph } from "../../lib/autodiff/graph.ts";
import { Random } from "../../lib/base/random.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { writeFilms, writeStagedNetwork } from "../helpers/tiny_film_run.ts";
import { filesOf, runIn } from "../helpers/tiny_run.ts";

type Training = (ConfigInput["backbone"] & { kind: "onnx" })["train"];

/** A run of three epochs of six steps on a network in a folder. */
async function tunedConfig(
  folder: string,
  train: Training,
  options: ConfigInput["train"] = {},
): Promise<Config> {
  const path = join(folder, "network.onnx");
  await writeStagedNetwork(path);
  return parseConfig({
    // Without validation films the last epoch is the best.
    data: { kind: "phantom", films: 80, imageSize: 64, split: { validation: 0 } },
    backbone: {
      kind: "onnx",
      path,
      size: 64,
      mean: [0.4, 0.5, 0.6],
      deviation: [0.2, 0.3, 0.25],
      batchSize: 8,
      train,
    },
    codes: { bits: 16 },
    train: { epochs: 3, batchSize: 8, ...options },
    engine: { threads: 1 },
    evaluation: { resamples: 10, asks: ["code"] },
  });
}

/** The weights that differ between two files, by name. */
async function changedWeights(before: string, after: string): Promise<string[]> {
  const [a, b] = [before, after].map((path) => readOnnx(Deno.readFileSync(path), path));
  assertEquals([...a!.weights.keys()].sort(), [...b!.weights.keys()].sort());
  return await Promise.resolve(
    [...a!.weights].filter(([name, weight]) => {
      const [was, is] = [weight.values(), b!.weights.get(name)!.values()];
      return was.some((value, at) => !Object.is(value, is[at]));
    }).map(([name]) => name).sort(),
  );
}

const BLOCKS = ["block.1", "block.2"].flatMap((block) =>
  ["norm.bias", "norm.scale", "weight"].map((weight) => `${block}.${weight}`)
);
const STEM = ["norm.bias", "norm.scale", "weight"].map((weight) => `stem.${weight}`);
const STATISTICS = ["block.1", "block.2", "stem"].flatMap((layer) =>
  ["norm.mean", "norm.variance"].map((statistic) => `${layer}.${statistic}`)
);

/** By name: what is trained, how, and the weights that change. */
const TRAININGS: Readonly<Record<string, readonly [Training, ConfigInput["train"], string[]]>> = {
  "the last stage": [{ kind: "last-stage" }, {}, BLOCKS],
  "all weights": [{ kind: "all" }, {}, [...BLOCKS, ...STEM]],
  "all weights from one on": [
    { kind: "from", from: "block.2.weight" },
    {},
    BLOCKS.filter((name) => name.startsWith("block.2")),
  ],
  "statistics of batches": [
    { kind: "all", statistics: "batch" },
    {},
    [...BLOCKS, ...STEM, ...STATISTICS],
  ],
  "one stage after the other": [
    { kind: "all", unfreeze: 1, layerDecay: 0.5 },
    { ema: 0.9, optimiser: { kind: "adamw" } },
    [...BLOCKS, ...STEM],
  ],
  "micro-batches, clipped": [
    { kind: "last-stage", unfreeze: 1 },
    { microBatch: 4, clip: 0.1, schedule: { kind: "cosine", warmup: 1 } },
    BLOCKS,
  ],
};

for (const [what, [training, options, changed]] of Object.entries(TRAININGS)) {
  Deno.test(`a run that trains ${what} resumes to the same bytes, and leaves the network`, async () => {
    await inTemporaryFolder(async (folder) => {
      const config = await tunedConfig(folder, training, options);
      const { folder: run } = await runIn(join(folder, "whole"), config);
      const network = run.file("backbone.onnx");
      assertEquals(await changedWeights(join(folder, "network.onnx"), network), changed.toSorted());
      const resumed = join(folder, "resumed");
      const perEpoch = (await stepsOf(config)) / 3;
      await assertRejects(() => runIn(resumed, config, perEpoch + 1), DOMException);
      await runIn(resumed, config);
      assertEquals(await filesOf(resumed), await filesOf(run.path));
    });
  });
}

async function stepsOf(config: Config): Promise<number> {
  const { rows } = await prepareTraining(config, await loadFilms(config));
  return 3 * Math.floor(rows.length / 8);
}

Deno.test("an encoder with a trained network is the network that is left, and its head", async () => {
  await inTemporaryFolder(async (folder) => {
    const config = await tunedConfig(folder, { kind: "all" });
    const { folder: run } = await runIn(join(folder, "run"), config);
    assertEquals((await readCard(run)).network, null);
    const dataset = await loadFilms(config);
    const { query } = dataset.split;

    const { path, mean, deviation } = config.backbone as typeof config.backbone & { kind: "onnx" };
    const pixels = await dataset.inputs.read(query);
    const films = new Float32Array(3 * pixels.length);
    for (let n = 0; n < query.length; n++) {
      for (let c = 0; c < 3; c++) {
        for (let at = 0; at < 4096; at++) {
          films[(3 * n + c) * 4096 + at] = (pixels[n * 4096 + at]! - mean[c]!) / deviation[c]!;
        }
      }
    }
    const tuned = await openOnnxModel(await Deno.readFile(run.file("backbone.onnx")), {
      name: path,
    });
    const features = (await tuned.run(films, [query.length, 3, 64, 64])).values;
    await tuned.dispose();
    const { variables } = (await run.readCheckpoint("best"))!;
    const codes = decodeNpy(await Deno.readFile(run.file("query/continuous.npy")), "codes").data;
    for (let n = 0; n < query.length; n++) {
      for (let bit = 0; bit < 16; bit++) {
        let value = 0;
        for (let f = 0; f < 8; f++) {
          value += features[8 * n + f]! * variables["head.weight"]![16 * f + bit]!;
        }
        const spread = Math.sqrt(variables["head.norm.variance"]![bit]! + 1e-5);
        const scaled = (value - variables["head.norm.mean"]![bit]!) / spread *
            variables["head.norm.scale"]![bit]! + variables["head.norm.bias"]![bit]!;
        assert(Math.abs(scaled - Number(codes[16 * n + bit])) < 1e-3, `film ${n}, bit ${bit}`);
      }
    }

    await writeFilms(join(folder, "films"), dataset, query);
    const source = { kind: "images", folder: join(folder, "films") } as const;
    const context = { cacheDirectory: join(folder, "cache") };
    const encoded = await encodeFilms(run, source, context);
    const own = decodeNpy(await Deno.readFile(run.file("query/codes.npy")), "codes");
    assertEquals(encoded.codes, own.data);

    const again = parseConfig({
      ...config,
      backbone: { kind: "onnx", path: run.file("backbone.onnx"), size: 64, batchSize: 8 },
      train: { epochs: 1, batchSize: 8 },
    });
    await runIn(join(folder, "again"), again);
  });
});

Deno.test("a run that trains the head alone leaves the network as it was, and changes films anew", async () => {
  await inTemporaryFolder(async (folder) => {
    const config = await tunedConfig(folder, { kind: "head" }, { augment: { shift: 0.1 } });
    const { folder: run } = await runIn(join(folder, "run"), config);
    assert(!await run.has("backbone.onnx"));
    const { variables } = (await run.readCheckpoint("last"))!;
    assertEquals(Object.keys(variables).filter((name) => name.startsWith("backbone.")), []);
    const still = await tunedConfig(folder, { kind: "head" });
    const { folder: other } = await runIn(join(folder, "still"), still);
    assertNotEquals((await run.epochs())[0]!.loss, (await other.epochs())[0]!.loss);
  });
});

Deno.test("stages further from the head have smaller learning rates", async () => {
  await inTemporaryFolder(async (folder) => {
    const config = await tunedConfig(folder, { kind: "all", layerDecay: 0.5 });
    const setup = await prepareTraining(config, await loadFilms(config));
    const graph = new Graph({ training: true });
    buildEncoder(graph, setup.backbone, { bits: 16, batchSize: 2, random: new Random(0) });
    assert(setup.method.kind === "targets");
    const { train, backbone } = config;
    const groups = parameterGroups(graph, setup.method, { train: train!, backbone, setup });
    const rates = groups.flatMap(({ parameters, learningRateFactor, weightDecay }) =>
      parameters.map(({ name }) => [name, learningRateFactor, weightDecay])
    );
    const rateOf = (name: string) => rates.find(([each]) => each === name)?.slice(1);
    const decay = train!.weightDecay;
    assertEquals(rateOf("backbone.network.stem.weight"), [0.25, decay]);
    assertEquals(rateOf("backbone.network.stem.norm.scale"), [0.25, 0]);
    assertEquals(rateOf("backbone.network.block.1.weight"), [0.5, decay]);
    assertEquals(rateOf("backbone.network.block.2.norm.bias"), [0.5, 0]);
    assertEquals(rateOf("head.weight"), [1, decay]);
    assertEquals(rates.length, graph.parameters().length);
  });
});

Deno.test("a network that cannot be trained as asked is refused with what there is", async () => {
  await inTemporaryFolder(async (folder) => {
    const config = await tunedConfig(folder, { kind: "from", from: "block.3.weight" });
    const dataset = await loadFilms(config);
    const error = await assertRejects(() => prepareTraining(config, dataset), InputError);
    assert(error.message.includes('from "block.3.weight": it has no weight of that name'));
    assert(error.message.includes('(did you mean "block.1.weight"?)'), error.message);
  });
  for (
    const [settings, message] of [
      [{ train: { kind: "all" }, hidden: 4 }, "backbone.hidden is read by"],
      [{ train: { kind: "head", unfreeze: 1 } }, 'no key "backbone.train.unfreeze"'],
      [{ train: "al" }, 'did you mean "all"?'],
    ] as const
  ) {
    assertParseError({ kind: "onnx", path: "network.onnx", ...settings }, message);
  }
});

function assertParseError(backbone: object, message: string): void {
  try {
    parseConfig({ data: { kind: "phantom" }, backbone });
  } catch (error) {
    assert(error instanceof InputError && error.message.includes(message), String(error));
    return;
  }
  assert(false, `taken: ${JSON.stringify(backbone)}`);
}

Deno.test("stages that would never train are refused", async () => {
  await inTemporaryFolder(async (folder) => {
    const config = await tunedConfig(folder, { kind: "all", unfreeze: 2 });
    await assertRejects(
      async () => await prepareTraining(config, await loadFilms(config)),
      InputError,
      "backbone.train.unfreeze is 2, so that the last of its 2 stages would begin to train after " +
        "4 epochs, and train.epochs is 3",
    );
  });
});
