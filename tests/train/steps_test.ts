import { assert, assertEquals, assertNotEquals, assertRejects, assertThrows } from "@std/assert";
import { join } from "node:path";
import { averageName, LAST_RUN } from "../../lib/autodiff/mod.ts";
import { InputError } from "../../lib/base/errors.ts";
import { selectVectors } from "../../lib/data/labels/annotations.ts";
import type { ConfigInput } from "../../lib/config/config.ts";
import { parseConfig } from "../../lib/config/config_file.ts";
import { Encoder } from "../../lib/run/encoder.ts";
import { loadFilms } from "../../lib/run/films.ts";
import { Batches } from "../../lib/train/batches.ts";
import { prepareTraining } from "../../lib/train/setup.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { tinyFilmConfig } from "../helpers/tiny_film_run.ts";
import { filesOf, runIn, tinyConfig } from "../helpers/tiny_run.ts";

/** Ways to make a step, each of which leaves other weights than the plain one. */
const STEPS: Readonly<Record<string, NonNullable<ConfigInput["train"]>>> = {
  "micro-batches": { microBatch: 4 },
  "clipped gradients": { clip: 0.05 },
  "averaged weights": { ema: 0.9 },
  "a warm-up": { schedule: { kind: "cosine", warmup: 2 } },
  "all of it": { microBatch: 8, clip: 0.05, ema: 0.9, schedule: { kind: "step", warmup: 1 } },
};

for (const [what, options] of Object.entries(STEPS)) {
  Deno.test(`a run with ${what} resumes with identical bytes`, async () => {
    await inTemporaryFolder(async (folder) => {
      const config = await tinyConfig(folder, { train: { ...options, epochs: 3 } });
      await runIn(join(folder, "whole"), config);
      const resumed = join(folder, "resumed");
      await assertRejects(() => runIn(resumed, config, 13), DOMException);
      await runIn(resumed, config);
      const files = await filesOf(join(folder, "whole"));
      assertEquals(await filesOf(resumed), files);
      const plain = await tinyConfig(folder, { train: { epochs: 3 } });
      await runIn(join(folder, "plain"), plain);
      assertNotEquals(
        files["encoder.onnx"],
        (await filesOf(join(folder, "plain")))["encoder.onnx"],
      );
    });
  });
}

Deno.test("a run with averaged weights is judged and exported by these", async () => {
  await inTemporaryFolder(async (folder) => {
    const config = await tinyConfig(folder, { train: { ema: 0.95 }, backbone: { hidden: 0 } });
    const { folder: run } = await runIn(join(folder, "run"), config);
    const { variables } = (await run.readCheckpoint("best"))!;
    const dataset = await loadFilms(config);
    const { query } = dataset.split;
    await using encoder = await Encoder.open(run);
    const { continuous } = await encoder.encode({ inputs: dataset.inputs, rows: query });

    const average = (name: string) => variables[averageName(name)]!;
    const features = await dataset.inputs.read(query);
    const [mean, deviation] = [variables["backbone.mean"]!, variables["backbone.deviation"]!];
    const weight = average("head.weight");
    const normed = average("head.norm.mean").map((centre, bit) => {
      const product = mean.reduce(
        (sum, m, f) => sum + (features[f]! - m) / deviation[f]! * weight[f * 16 + bit]!,
        0,
      );
      const spread = Math.sqrt(average("head.norm.variance")[bit]! + 1e-5);
      const scaled = (product - centre) / spread * average("head.norm.scale")[bit]!;
      return scaled + average("head.norm.bias")[bit]!;
    });
    const first = selectVectors(continuous, 16, [0]);
    normed.forEach((value, bit) => assert(Math.abs(value - first[bit]!) < 1e-4, `bit ${bit}`));
    assertNotEquals(weight, variables["head.weight"]);
  });
});

Deno.test("the micro-batches of a step are its films, in the same order", async () => {
  const config = (microBatch?: number) =>
    parseConfig({
      ...tinyFilmConfig({ kind: "small-resnet", width: 2, stemStride: 2 }),
      train: { batchSize: 8, augment: { shift: 0.1 }, ...microBatch && { microBatch } },
    });
  const fed = async (microBatch?: number) => {
    const dataset = await loadFilms(config());
    const setup = await prepareTraining(config(), dataset);
    const batches = new Batches(setup, dataset.inputs, config(microBatch).train!);
    const films: number[] = [];
    const last: number[] = [];
    for await (const { input, [LAST_RUN]: isLast } of batches.epoch(1)) {
      films.push(...input!);
      last.push(...isLast!);
    }
    assertEquals(last.length, batches.perEpoch * batches.runsPerStep);
    return { films, last: last.slice(0, 4) };
  };
  const [whole, parts] = [await fed(), await fed(2)];
  assertEquals(parts.films, whole.films);
  assertEquals([new Set(whole.last), parts.last], [new Set([1]), [0, 0, 0, 1]]);
});

Deno.test("the learning rate must have risen before the last epoch", () => {
  const config = { data: { kind: "phantom" }, backbone: { kind: "small-resnet" } };
  assertThrows(
    () => parseConfig({ ...config, train: { epochs: 2, schedule: { kind: "cosine", warmup: 2 } } }),
    InputError,
    "train.schedule.warmup is 2: it must be less than train.epochs",
  );
});

Deno.test("train.microBatch must divide train.batchSize", () => {
  const config = { data: { kind: "phantom" }, backbone: { kind: "small-resnet" } };
  assertThrows(
    () => parseConfig({ ...config, train: { batchSize: 32, microBatch: 12 } }),
    InputError,
    "train.microBatch is 12: train.batchSize must be a multiple of it",
  );
});
