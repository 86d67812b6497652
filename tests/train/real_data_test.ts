import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import type { Dataset } from "../../lib/data/dataset.ts";
import { configOf } from "../../cli/shipped.ts";
import { checkSplit, hasUnseenDatabase } from "../../lib/data/split.ts";
import type { RetrievalReport } from "../../lib/metrics/mod.ts";
import type { Config } from "../../lib/config/config.ts";
import { parseConfig } from "../../lib/config/config_file.ts";
import { loadFilms } from "../../lib/run/films.ts";
import { completeRun } from "../../lib/study/complete_run.ts";
import { RunFolder } from "../../lib/run/run_folder.ts";
import { testWithSharedData } from "../helpers/shared_data.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";

/** A run's own rows, one for each way to ask. */
const ASKED = ["cohash", "cohash · target", "cohash · expected"];

const METADATA = "nih/Data_Entry_2017_v2020.csv.gz";

/** Runs a configuration in a folder that does not stay. */
async function withRun(
  config: Config,
  body: (results: RetrievalReport, dataset: Dataset) => void,
): Promise<void> {
  await inTemporaryFolder(async (path) => {
    const folder = new RunFolder(join(path, "run"));
    await folder.open(config);
    const dataset = await loadFilms(config, { cacheDirectory: join(path, "cache") });
    checkSplit(dataset);
    body(await completeRun(config, dataset, { folder }), dataset);
  });
}

/** Asserts that a row is above another in mAP and in macro AP. */
function assertAbove({ rows }: RetrievalReport, better: string, worse: string): void {
  const [above, below] = [better, worse].map((name) => rows.find((row) => row.name === name)!);
  for (const score of ["map", "macro-ap"]) {
    const [a, b] = [above!.scores[score]!, below!.scores[score]!];
    assert(a > b, `${score} of ${better} is ${a}, of ${worse} ${b}`);
  }
}

testWithSharedData(
  "two epochs on real X-rays find more than chance",
  ["nih1000/images", METADATA],
  async ([images, metadata]) => {
    const config = parseConfig({
      data: { kind: "nih", images: images!, metadata: metadata!, positivesOnly: true },
      backbone: { kind: "small-resnet", width: 8, stemStride: 2 },
      train: { epochs: 2, batchSize: 16, learningRate: 0.003 },
      evaluation: { resamples: 20 },
    });
    await withRun(config, (results, { split, labels }) => {
      assertEquals(results.rows.map(({ name }) => name), [...ASKED, "random", "hub"]);
      assertEquals(labels.names.length, 14);
      assertEquals([results.queries, results.database], [
        split.query.length,
        split.database.length,
      ]);
      assertAbove(results, "cohash", "random");
    });
  },
);

testWithSharedData(
  "three epochs on a real network's features find more than LSH and than chance",
  ["chexnet_probs/probabilities.csv.gz", METADATA],
  async ([features, metadata]) => {
    const config = parseConfig({
      data: {
        kind: "features",
        features: features!,
        metadata: metadata!,
        transform: "logit",
        positivesOnly: true,
        split: { kind: "patients", train: 0.6, validation: 0.2, query: 0.2, database: "train" },
      },
      backbone: { kind: "features", hidden: 64 },
      train: { epochs: 3, validationQueries: 100, validationDatabase: 1000 },
      evaluation: { resamples: 5 },
    });
    await withRun(config, (results, { split }) => {
      assertEquals(results.rows.map(({ name }) => name), [...ASKED, "lsh", "random", "hub"]);
      assertEquals([results.queries, results.database], [split.query.length, split.train.length]);
      assertAbove(results, "cohash", "lsh");
      assertAbove(results, "lsh", "random");
    });
  },
);

/** The shipped configurations of features, with the files that they name. */
const SHIPPED = {
  chexnet_probs: { features: "chexnet_probs/probabilities.csv.gz", metadata: METADATA },
  chexnet9: {
    features: "chexnet9/logits126.npy.gz",
    featureIds: "chexnet9/ids.txt.gz",
    metadata: METADATA,
  },
  sexbias: {
    features: "sexbias/fold_01_logits56.npy.gz",
    featureIds: "sexbias/fold_01_ids.txt.gz",
    metadata: METADATA,
  },
  openi: { features: "openi/features28.csv.gz", metadata: "openi/labels52.csv.gz" },
} as const;

for (const [name, files] of Object.entries(SHIPPED)) {
  const keys = Object.keys(files);
  testWithSharedData(
    `an epoch of the configuration ${name} finds more than chance among unseen films`,
    Object.values(files),
    async (paths) => {
      const config = await configOf(name, [
        ...keys.map((key, i) => `data.${key}=${paths[i]}`),
        "train.epochs=1",
        "evaluation.resamples=5",
      ]);
      await withRun(config, (results, { split }) => {
        assert(hasUnseenDatabase(split));
        assertEquals(results.database, split.database.length);
        assertAbove(results, "cohash", "random");
      });
    },
  );
}
