import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { join } from "node:path";
import { openOnnxModel } from "../../lib/autodiff/executors/onnx_model.ts";
import { selectVectors } from "../../lib/data/labels/annotations.ts";
import type { ImageInputs } from "../../lib/data/dataset.ts";
import { parseConfig } from "../../lib/config/config_file.ts";
import { loadFilms } from "../../lib/run/films.ts";
import { RunFolder } from "../../lib/run/run_folder.ts";
import { completeRun } from "../../lib/study/complete_run.ts";
import { labelAreas } from "../../lib/worth/mod.ts";
import { inTemporaryFolder, readFolder } from "../helpers/folders.ts";

const FILMS = { kind: "phantom", films: 90 } as const;
const SHORT = {
  engine: { kind: "onnxruntime", threads: 1 },
  evaluation: { resamples: 10, asks: ["code"] },
} as const;

/** A backbone of one's own, in one configuration. */
const CLASSIFY = parseConfig({
  method: "classify",
  data: FILMS,
  backbone: { kind: "small-resnet", width: 2, stemStride: 2 },
  labels: { unlabelled: "uniform" },
  codes: { bits: 16 },
  train: { epochs: 2, batchSize: 8, augment: { rotation: 5, scale: 0.1 } },
  ...SHORT,
});

/** How a run takes the backbone that another has left. */
const backboneAt = (path: string) => ({
  kind: "onnx" as const,
  path,
  size: 64,
  channels: 1 as const,
  mean: [0],
  deviation: [1],
  hidden: 8,
});

/** What hashes it. */
const hashing = (path: string) =>
  parseConfig({
    data: FILMS,
    backbone: backboneAt(path),
    codes: { bits: 16 },
    train: { epochs: 2, batchSize: 8 },
    ...SHORT,
  });

Deno.test("a run that classifies leaves a backbone, which another run hashes", async () => {
  await inTemporaryFolder(async (folder) => {
    const run = new RunFolder(join(folder, "classify"));
    await run.open(CLASSIFY);
    const dataset = await loadFilms(CLASSIFY);
    const { rows, classification } = await completeRun(CLASSIFY, dataset, { folder: run });
    assertEquals(rows.map(({ name }) => name), ["classify", "random", "hub"]);

    const bytes = await run.readProduct("backbone.onnx");
    const { names, values } = dataset.labels;
    const { query } = dataset.split;
    const films = await (dataset.inputs as ImageInputs).read(query);
    const outputs = await Promise.all(
      (["features", "logits"] as const).map(async (output) => {
        const options = { name: "backbone.onnx", output, threads: 1, runtime: "auto" } as const;
        const model = await openOnnxModel(bytes, { ...options, providers: ["cpu"] });
        const answer = await model.run(films, [query.length, 1, 64, 64]);
        await model.dispose();
        return answer;
      }),
    );
    const [features, logits] = outputs;
    assertEquals(features!.shape, [query.length, 16]);
    assertEquals(logits!.shape, [query.length, names.length]);

    // The classifier's areas are those of the logits that the file gives.
    const areas = labelAreas(
      logits!.values,
      { names, values: selectVectors(values, names.length, query) },
      Array.from(query, (row) => dataset.patients[row]!),
    );
    assertEquals(classification!.query.map(({ label }) => label), names);
    for (const [c, { present, area }] of areas.entries()) {
      assertEquals(classification!.query[c]!.present, present);
      if (area === null) assertEquals(classification!.query[c]!.area, null);
      else assertAlmostEquals(classification!.query[c]!.area!, area, 1e-3);
    }
    assert((await run.readProduct("report.html")).length > 0);

    const config = hashing(run.file("backbone.onnx"));
    const second = new RunFolder(join(folder, "hash"));
    await second.open(config);
    const frozen = await loadFilms(config, { cacheDirectory: join(folder, "cache") });
    const read = await frozen.inputs.read(query);
    read.forEach((value, at) => assertAlmostEquals(value, features!.values[at]!, 1e-5));
    const hashed = await completeRun(config, frozen, { folder: second });
    assertEquals(hashed.rows[0]!.name, "cohash");
    assertEquals(hashed.classification, undefined);
    assert(!await second.has("backbone.onnx"));
  });
});

Deno.test("a backbone that a run has left is trained further by another", async () => {
  await inTemporaryFolder(async (folder) => {
    const run = new RunFolder(join(folder, "classify"));
    await run.open(CLASSIFY);
    await completeRun(CLASSIFY, await loadFilms(CLASSIFY), { folder: run });
    const path = run.file("backbone.onnx");
    const { hidden: _, ...backbone } = backboneAt(path);
    const config = parseConfig({ ...hashing(path), backbone: { ...backbone, train: "all" } });
    const second = new RunFolder(join(folder, "tuned"));
    await second.open(config);
    const { rows } = await completeRun(config, await loadFilms(config), { folder: second });
    assertEquals(rows[0]!.name, "cohash");
    const [before, after] = [
      await run.readProduct("backbone.onnx"),
      await second.readProduct("backbone.onnx"),
    ];
    assertEquals(after.length, before.length);
    assertNotEquals(after, before);
  });
});

Deno.test("a run that classifies resumes with identical bytes", async () => {
  await inTemporaryFolder(async (folder) => {
    const dataset = await loadFilms(CLASSIFY);
    const files = async (name: string, stopAfter?: number) => {
      const run = new RunFolder(join(folder, name));
      await run.open(CLASSIFY);
      if (stopAfter !== undefined) {
        const stop = new AbortController();
        const onEpoch = () => stop.abort();
        await completeRun(CLASSIFY, dataset, { folder: run, onEpoch, signal: stop.signal })
          .catch((error) => assertEquals(error.name, "AbortError"));
      }
      await completeRun(CLASSIFY, dataset, { folder: run, withReport: false });
      return await readFolder(run.path);
    };
    const [whole, stopped] = [await files("whole"), await files("stopped", 1)];
    for (const name of ["backbone.onnx", "classification.json", "metrics.jsonl", "encoder.onnx"]) {
      assertEquals(stopped[name], whole[name], name);
    }
  });
});
