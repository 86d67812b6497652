import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import type { Dataset } from "../../lib/data/dataset.ts";
import { Random } from "../../lib/base/random.ts";
import { countSets, type SetSource } from "../../lib/data/labels/control_sets.ts";
import { splitBySides } from "../../lib/data/split.ts";
import { InputError } from "../../lib/base/errors.ts";
import type { ConfigInput } from "../../lib/config/config.ts";
import { parseConfig } from "../../lib/config/config_file.ts";
import {
  graphCooccurrence,
  lossLabels,
  prepareTraining,
  rowsWithLabel,
  trainingCooccurrence,
} from "../../lib/train/setup.ts";
import { trainingProgram } from "../../lib/train/programs.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { madeUpFilms } from "../helpers/made_up_films.ts";

function configOf(changes: Partial<ConfigInput> = {}) {
  return parseConfig({
    data: { kind: "features", features: "features.csv", metadata: "labels.csv" },
    backbone: { kind: "features" },
    ...changes,
  });
}

/** The made-up films with these labels instead, the first of three columns changed. */
function withFirstLabel(value: (row: number) => number): Dataset {
  const dataset = madeUpFilms("features");
  const values = dataset.labels.values.map((_, at) => at % 3 === 0 ? value(at / 3) : 0);
  return { ...dataset, labels: { ...dataset.labels, values } };
}

Deno.test("prepareTraining() counts labels of training films only", async () => {
  const config = configOf({ loss: { kind: "labels", smoothing: { kind: "cooccurrence" } } });
  const dataset = madeUpFilms("features");
  const { smoothing, rows } = await prepareTraining(config, dataset);
  const cooccurrence = trainingCooccurrence(config, dataset);
  // Among the rows 0 … 39 each bit is set in 20, each pair of bits in 10.
  assertEquals(cooccurrence.counts, [[20, 10, 10], [10, 20, 10], [10, 10, 20]]);
  assertEquals(smoothing?.conditional?.[0]?.[1], 0.5);
  assertEquals(rows.length, 35);
});

/** A configuration whose label graph comes from a table with this content. */
async function withTable(
  content: string,
  run: (graph: { kind: "unthresholded"; prior: { path: string } }) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "reports.csv");
    await Deno.writeTextFile(path, content);
    await run({ kind: "unthresholded", prior: { path } });
  });
}

Deno.test("prepareTraining() mines the label graph from a table in the place of the training films", async () => {
  await withTable("labels,count\nmass|nodule,3\nNodule,1\nNo Finding,9\n", async (graph) => {
    const dataset = madeUpFilms("features");
    const config = configOf({ graph });
    assertEquals((await graphCooccurrence(config, dataset)).counts, [
      [3, 3, 0],
      [3, 4, 0],
      [0, 0, 0],
    ]);
    const { context: { labelGraph } } = await prepareTraining(config, dataset);
    // Nothing is said of Edema, which keeps the 1 of its own.
    assertEquals(labelGraph!.adjacency.map((row) => row[2]), [0, 0, 1]);
    assert(labelGraph!.adjacency[0]![1]! > 0);
  });
});

Deno.test("prepareTraining() adds a table to the training films as so many films", async () => {
  await withTable("labels\nMass|Nodule\n", async ({ kind, prior }) => {
    const dataset = madeUpFilms("features");
    const graph = { kind, prior: { ...prior, films: 10 } };
    const added = await graphCooccurrence(configOf({ graph }), dataset);
    assertEquals(added.counts, [[30, 20, 10], [20, 30, 10], [10, 10, 20]]);
    assertEquals(added.positiveFilms, 45);
  });
});

Deno.test("prepareTraining() refuses a table of labels that the data lack, or none", async () => {
  await withTable("labels\nMass|Oedema\n", async (graph) => {
    const train = () => prepareTraining(configOf({ graph }), madeUpFilms("features"));
    await assertRejects(
      train,
      InputError,
      '"Oedema", which is no label of the data (did you mean "Edema"?)',
    );
    await Deno.remove(graph.prior.path);
    await assertRejects(train, InputError, graph.prior.path);
  });
});

Deno.test("prepareTraining() takes the statistics of features from the films it trains on", async () => {
  const { input } = await prepareTraining(configOf(), withFirstLabel((row) => Number(row < 3)));
  // Films 0, 1 and 2 have the features 0, 0.01 and 0.02.
  assertEquals(input.kind === "features" && input.statistics.mean, Float32Array.of(0.01));
});

for (const films of [0, 1]) {
  Deno.test(`prepareTraining() explains that ${films} films are too few to learn from`, async () => {
    await assertRejects(
      () => prepareTraining(configOf(), withFirstLabel((row) => Number(row < films))),
      InputError,
      `Cannot train on "made up": ${films} of its 40 training films have a label, expected at ` +
        "least 2; check data.labels and the label file",
    );
  });
}

Deno.test("rowsWithLabel() takes soft labels and leaves out absent and missing ones", () => {
  const values = Float32Array.of(0, NaN, 0.2, 0, 1, NaN, 0, 0);
  assertEquals(
    rowsWithLabel({ names: ["Mass", "Edema"], values }, Uint32Array.of(0, 1, 2, 3)),
    Uint32Array.of(1, 2),
  );
});

Deno.test("lossLabels() adds No Finding to films that are known to have none", () => {
  const labels = {
    names: ["Mass", "Edema"],
    values: Float32Array.of(0, 0, 1, 0, 0, NaN, 0.5, 0),
  };
  const films = { ids: ["a", "b", "c", "d"], labels, split: splitBySides(["train", "query"]) };
  const extended = lossLabels(configOf({ labels: { unlabelled: "no-finding" } }), films);
  assertEquals(extended.names, ["Mass", "Edema", "No Finding"]);
  assertEquals(extended.values, Float32Array.of(0, 0, 1, 1, 0, 0, 0, NaN, 0, 0.5, 0, 0));
  assertEquals(lossLabels(configOf(), films), labels);
});

Deno.test("lossLabels() hides a share of the labels of training films alone, more of the same ones", () => {
  const ids = Array.from({ length: 400 }, (_, n) => `film ${n}`);
  const labels = { names: ["Mass", "Edema"], values: new Float32Array(800).fill(1) };
  const split = splitBySides(ids.map((_, n) => n < 200 ? "train" : "query"));
  const hiddenAt = (share: number, as: "unknown" | "absent", seed = 0) => {
    const config = configOf({ seed, labels: { hidden: { share, as } } });
    const { values } = lossLabels(config, { ids, labels, split });
    assertEquals(values.subarray(400), new Float32Array(400).fill(1));
    return new Set(values.keys().filter((at) => values[at] !== 1));
  };
  const [few, many] = [hiddenAt(0.3, "unknown"), hiddenAt(0.7, "unknown")];
  assert(few.size > 90 && few.size < 150 && many.size > 250 && many.size < 310);
  assert(few.isSubsetOf(many));
  assertEquals(hiddenAt(0.3, "absent"), few);
  assertNotEquals(hiddenAt(0.3, "unknown", 1), few);
});

Deno.test("prepareTraining() refuses a single label, which the loss could not learn", async () => {
  const dataset = madeUpFilms("features");
  const values = dataset.labels.values.filter((_, at) => at % 3 === 0);
  const one = { ...dataset, labels: { names: ["Edema"], values } };
  await assertRejects(() => prepareTraining(configOf(), one), InputError, "labels.unlabelled");
  const two = await prepareTraining(configOf({ labels: { unlabelled: "no-finding" } }), one);
  assertEquals(two.labels.names, ["Edema", "No Finding"]);
});

Deno.test("prepareTraining() mines the label sets of the films that the loss learns from", async () => {
  const loss = { kind: "sets", epsilon: 0.4 } as const;
  const dataset = withFirstLabel((row) => Number(row % 4 === 0));
  const skip = await prepareTraining(configOf({ loss }), dataset);
  assertEquals(skip.context.labelSets, { sets: [[0]], frequencies: [1] });
  assertEquals(skip.context.labelFrequencies?.[0], 1);

  const asLabel = configOf({ loss, labels: { unlabelled: "no-finding" } });
  const { sets, context } = await prepareTraining(asLabel, dataset);
  assertEquals(context.labelSets, { sets: [[0], [3]], frequencies: [0.25, 0.75] });
  assertEquals(context.labelFrequencies?.at(-1), 0.75);
  // Films without a finding have a set of their own, which shares nothing with the other.
  assertEquals([...sets!.distributions], [1, 0, 0, 1]);

  const uniform = configOf({ loss, labels: { unlabelled: "uniform" } });
  const spread = await prepareTraining(uniform, dataset);
  assertEquals(spread.rows.length, 40);
  assertEquals(spread.context.labelSets, { sets: [[0]], frequencies: [1] });
  assertEquals([...spread.sets!.ofFilm.subarray(0, 5)], [0, 1, 1, 1, 0]);
  assertEquals([...spread.sets!.own], [0.6000000238418579, 0]);
});

Deno.test("prepareTraining() puts labels together by chance where that is the control", async () => {
  const dataset = madeUpFilms("features");
  const of = async (sets: SetSource) => {
    const config = configOf({ loss: { kind: "sets", sets }, seed: 4 });
    return (await prepareTraining(config, dataset)).context.labelSets;
  };
  const { labels, split: { train } } = dataset;
  for (const source of ["mined", "permuted", "independent"] as const) {
    const rows = rowsWithLabel(labels, train);
    const random = new Random(4).fork("label sets");
    assertEquals(await of(source), countSets(labels, rows, { source, random }));
  }
  assertNotEquals(await of("permuted"), await of("independent"));
});

Deno.test("a step over label sets takes what agrees with films only where labels are unknown", async () => {
  const config = configOf({ loss: { kind: "sets" } });
  const known = madeUpFilms("features");
  const values = known.labels.values.map((value, at) => at === 0 ? NaN : value);
  const inputsOf = async (dataset: Dataset) => {
    const setup = await prepareTraining(config, dataset);
    if (setup.method.kind !== "targets") throw new TypeError("cohash has targets");
    const { train, backbone } = config;
    const options = { train: train!, backbone, microBatch: 8, runsPerStep: 1 };
    const { program } = trainingProgram(setup.method, setup, options);
    return program.inputs.map(({ name }) => name).sort();
  };
  const inputs = ["input", "labels", "learningRate", "setDistributions"];
  assertEquals(await inputsOf(known), inputs);
  // Film 0 has no other finding and does not train; film 7 has all three.
  assertEquals(await inputsOf({ ...known, labels: { ...known.labels, values } }), inputs);
  values[3 * 7] = NaN;
  const partial = await inputsOf({ ...known, labels: { ...known.labels, values } });
  assertEquals(partial, [...inputs, "ownSets"].sort());
});
