/**
 * The films that studies use where no data is given: features of synthetic films, from a small
 * network that was trained on other synthetic films. Made once and kept.
 *
 * @module
 */
import { join } from "node:path";
import { createExecutor, Graph } from "../lib/autodiff/mod.ts";
import { encodeNpy } from "../lib/base/npy.ts";
import type { Dataset } from "../lib/data/dataset.ts";
import { formatIdList } from "../lib/data/tables/id_list.ts";
import { exists, writeWhole } from "../lib/base/files.ts";
import { smallResnet } from "../lib/model/small_resnet.ts";
import { Random } from "../lib/base/random.ts";
import { loadFilms } from "../lib/run/films.ts";
import { completeRun, type RunProgress } from "../lib/study/complete_run.ts";
import { RunFolder } from "../lib/run/run_folder.ts";
import type { ConfigInput } from "../lib/config/config.ts";
import { parseConfig } from "../lib/config/config_file.ts";

/** Films sent through the network at once. */
const BATCH = 50;

/** How many films and epochs, and whom to tell. */
export interface PhantomFeatureOptions extends RunProgress {
  /** Fewer films and epochs, for a first look. */
  readonly quick?: boolean;
}

/**
 * Makes the films' features in a folder, unless they are there, and returns the configuration that
 * uses them. The network never saw these films, so no query is among those it learned from.
 *
 * @throws {DOMException} "AbortError" if the signal ends it; the next call goes on
 */
export async function phantomFeatures(
  folder: string,
  { quick = false, ...progress }: PhantomFeatureOptions = {},
): Promise<ConfigInput> {
  const path = (name: string) => join(folder, name);
  if (!await exists(path("labels.csv"))) await makeFeatures(folder, quick, progress);
  return {
    name: "phantom-features",
    data: {
      kind: "features",
      features: path("features.npy"),
      featureIds: path("ids.txt"),
      metadata: path("labels.csv"),
      columns: { patient: "patient" },
      split: { kind: "patients", train: 0.6, validation: 0.2, query: 0.2, database: "train" },
    },
    backbone: { kind: "features", hidden: 0 },
  };
}

async function makeFeatures(folder: string, quick: boolean, progress: RunProgress): Promise<void> {
  const films = quick ? 600 : 4000;
  const backbone = { kind: "small-resnet", width: quick ? 4 : 16, stemStride: 2 } as const;
  const config = parseConfig({
    name: "backbone",
    seed: 1,
    data: { kind: "phantom", films: quick ? 400 : 2000, positivesOnly: true },
    backbone,
    targets: { kind: "hadamard" },
    train: { epochs: quick ? 3 : 14, batchSize: 32, learningRate: 0.003 },
  });
  const run = new RunFolder(join(folder, "backbone"));
  await run.open(config);
  await completeRun(config, await loadFilms(config), { folder: run, ...progress });
  const variables = (await run.readCheckpoint("best"))!.variables;

  const { data } = parseConfig({ data: { kind: "phantom", films, positivesOnly: true }, backbone });
  const dataset = await loadFilms({ ...config, data, seed: 2 });
  const graph = new Graph();
  const size = dataset.inputs.kind === "images" ? dataset.inputs.size : 0;
  const input = graph.input("films", [BATCH, 1, size, size]);
  graph.output("features", smallResnet(input, { ...backbone, random: new Random(0) }));
  const session = await (await createExecutor()).load(graph.toProgram());
  session.writeVariables(variables, { ignoreUnknown: true });
  const width = 8 * backbone.width;
  const values = new Float32Array(dataset.ids.length * width);
  for (let start = 0; start < dataset.ids.length; start += BATCH) {
    const rows = dataset.ids.slice(start, start + BATCH).map((_, i) => start + i);
    const batch = new Float32Array(BATCH * size * size);
    batch.set(await dataset.inputs.read(rows));
    const { features } = await session.run({ films: batch });
    values.set(features!.subarray(0, rows.length * width), start * width);
    progress.onProgress?.(start + rows.length, dataset.ids.length, "features");
  }
  await session.dispose();
  const array = encodeNpy({ shape: [dataset.ids.length, width], data: values });
  await writeWhole(join(folder, "features.npy"), array);
  await writeWhole(join(folder, "ids.txt"), formatIdList(dataset.ids));
  // Last, since its presence says that the others are there.
  await writeWhole(join(folder, "labels.csv"), labelTable(dataset));
}

/** A row for each film: id, patient, then 0 or 1 for each label. */
function labelTable({ ids, patients, labels: { names, values } }: Dataset): string {
  const rows = ids.map((id, n) =>
    [id, patients[n]!, ...values.subarray(n * names.length, (n + 1) * names.length)].join(",")
  );
  return [["id", "patient", ...names].join(","), ...rows].join("\n") + "\n";
}
