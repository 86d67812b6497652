import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import fc from "fast-check";
import { InputError } from "../../lib/base/errors.ts";
import { type Config, parseConfig } from "../../lib/config/mod.ts";
import type { Dataset } from "../../lib/data/dataset.ts";
import { inOrder } from "../../lib/data/film_order.ts";
import { encodeFilms } from "../../lib/run/encode_films.ts";
import { fingerprintOf } from "../../lib/run/data_fingerprint.ts";
import { loadFilms } from "../../lib/run/films.ts";
import { changesOf } from "../../lib/run/fingerprint_changes.ts";
import { checkData, claimData, loadRunFilms, readFingerprint } from "../../lib/run/run_data.ts";
import { RunFolder } from "../../lib/run/run_folder.ts";
import { indexRun } from "../../lib/search/indexing/index_run.ts";
import { completeRun } from "../../lib/study/complete_run.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { madeUpFilms } from "../helpers/made_up_films.ts";
import { tinyFilmConfig, writeFilms, writeNetwork } from "../helpers/tiny_film_run.ts";
import { tinyConfig } from "../helpers/tiny_run.ts";

const CONFIG = parseConfig({ data: { kind: "memory" }, backbone: { kind: "features" } });

/** What has changed between two data sets. */
async function changes(then: Dataset, now: Dataset): Promise<readonly string[]> {
  return changesOf(await fingerprintOf(CONFIG, then), await fingerprintOf(CONFIG, now));
}

Deno.test("changesOf() finds nothing in the same films in any order", async () => {
  for (const kind of ["features", "images"] as const) {
    const films = madeUpFilms(kind);
    assertEquals(await changes(films, madeUpFilms(kind)), []);
    const other = inOrder(films, films.ids.toReversed());
    assertEquals(other.ids[0], films.ids.at(-1));
    assertEquals(await changes(films, other), []);
    const again = inOrder(other, films.ids);
    assertEquals(await again.inputs.read([3, 0]), await films.inputs.read([3, 0]));
    assertEquals(again.split, films.split);
  }
});

Deno.test("changesOf() names any film that is another, and no other film", async () => {
  const films = madeUpFilms("features");
  const width = films.labels.names.length;
  const changed: Record<string, (row: number, to: number) => Dataset> = {
    labels: (row, to) => {
      const values = films.labels.values.slice();
      values[row * width + to % width] = 0.25 + to / 1000;
      return { ...films, labels: { names: films.labels.names, values } };
    },
    patients: (row, to) => ({ ...films, patients: films.patients.with(row, `other_${to}`) }),
    features: (row, to) => ({
      ...films,
      inputs: {
        kind: "features",
        width: 1,
        read: async (rows) => {
          const values = await films.inputs.read(rows);
          Array.from(rows).forEach((each, n) => each === row && (values[n] = 2 + to));
          return values;
        },
      },
    }),
  };
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(changed)),
      fc.nat(films.ids.length - 1),
      fc.nat(100),
      fc.shuffledSubarray([...films.ids], { minLength: films.ids.length }),
      async (what, row, to, order) => {
        const other = inOrder(changed[what]!(row, to), order);
        assertEquals(await changes(films, other), [
          `${what} of 1 of 50 films differs (such as "film_${row}")`,
        ]);
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("changesOf() takes every NaN for unknown, and an unknown label for no absent one", async () => {
  const films = madeUpFilms("features");
  const labelled = (change: (values: Float32Array) => void) => {
    const values = films.labels.values.slice();
    change(values);
    return { ...films, labels: { names: films.labels.names, values } };
  };
  const nan = (bits: number) => labelled((values) => new Uint32Array(values.buffer)[0] = bits);
  assertEquals(await changes(nan(0x7fc00000), nan(0xffc12345)), []);
  assertEquals(await changes(films, labelled((values) => values[0] = -0)), []);
  assertEquals(await changes(films, nan(0x7fc00000)), [
    'labels of 1 of 50 films differs (such as "film_0")',
  ]);
});

Deno.test("changesOf() names other findings, films of another size and other parts", async () => {
  const films = madeUpFilms("images");
  const { names, values } = films.labels;
  assertEquals(await changes(films, { ...films, labels: { names: names.toReversed(), values } }), [
    "its findings were Mass, Nodule, Edema and are Edema, Nodule, Mass",
  ]);
  assertEquals(await changes(films, madeUpFilms("features")), [
    "a film was 4 × 4 pixels and is 1 features",
  ]);
  const split = { ...films.split, query: films.split.query.slice(1) };
  assertEquals(await changes(films, { ...films, split }), [
    'the part in the split of 1 of 50 films differs (such as "film_40")',
  ]);
});

Deno.test("claimData() records any id, and what it has recorded can be read", async () => {
  const films = madeUpFilms("features");
  const ids = films.ids.map((id, n) => `${id}\n"é\u{1f4a9}${n === 0 ? "\ud800" : ""}`);
  const dataset = { ...films, ids };
  const folder = RunFolder.inMemory();
  assertEquals(await readFingerprint(folder), undefined);
  await claimData(folder, { config: CONFIG, dataset });
  assertEquals(await readFingerprint(folder), await fingerprintOf(CONFIG, dataset));
});

Deno.test("claimData() records anew what a run begins with that has learned nothing yet", async () => {
  const folder = RunFolder.inMemory();
  await claimData(folder, { config: CONFIG, dataset: madeUpFilms("features") });
  const dataset = madeUpFilms("images");
  await claimData(folder, { config: CONFIG, dataset });
  await folder.write("checkpoints/last.npz", "");
  assertEquals(await claimData(folder, { config: CONFIG, dataset }), dataset);
  await assertRejects(
    () => claimData(folder, { config: CONFIG, dataset: madeUpFilms("features") }),
    InputError,
    "not what it learned from",
  );
});

Deno.test("a word vector that changes is noticed where the run needs it", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "vectors.csv");
    const names = ["Mass", "Nodule", "Edema"];
    await Deno.writeTextFile(path, names.map((name, n) => `${name},${n}`).join("\n"));
    const config = { ...CONFIG, gcn: { hidden: 1, nodes: { kind: "file" as const, path } } };
    const run = new RunFolder(join(folder, "run"));
    const use = { config, dataset: madeUpFilms("features") };
    await claimData(run, use);
    await checkData(run, use);
    await Deno.writeTextFile(path, names.map((name, n) => `${name},${n + 1}`).join("\n"));
    await assertRejects(
      () => checkData(run, use),
      InputError,
      "the file of gcn.nodes.path differs",
    );
    await Deno.remove(path);
    await checkData(run, use);
  });
});

Deno.test("co-occurrence from elsewhere that changes is noticed where the run needs it", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "reports.csv");
    await Deno.writeTextFile(path, "labels\nMass|Edema\n");
    const run = new RunFolder(join(folder, "run"));
    const config = parseConfig({ ...CONFIG, graph: { prior: { path } } });
    const use = { config, dataset: madeUpFilms("features") };
    await claimData(run, use);
    await checkData(run, use);
    await Deno.writeTextFile(path, "labels\nMass|Nodule\n");
    await assertRejects(() => checkData(run, use), InputError, "file of graph.prior.path differs");
  });
});

/** A folder of films with a table, a network, and a configuration that sends the one through the other. */
async function imageFilms(folder: string): Promise<Config> {
  const phantoms = await loadFilms(tinyFilmConfig({ kind: "small-resnet" }));
  const { ids, patients, labels: { names, values } } = phantoms;
  await writeFilms(join(folder, "films"), phantoms, Uint32Array.from(ids.keys()));
  const rows = ids.map((
    id,
    n,
  ) => [`${id}.png`, patients[n], ...values.subarray(n * names.length, (n + 1) * names.length)]);
  const table = [["id", "patient", ...names], ...rows].map((row) => row.join(",")).join("\n");
  await Deno.writeTextFile(join(folder, "labels.csv"), table);
  await writeNetwork(join(folder, "network.onnx"));
  return tinyFilmConfig(
    { kind: "onnx", path: join(folder, "network.onnx"), size: 64, hidden: 16 },
    {
      kind: "table",
      metadata: join(folder, "labels.csv"),
      images: join(folder, "films"),
      columns: { patient: "patient" },
    },
  );
}

Deno.test("no use of a run on images takes an exchanged film, table or network for what was there", async () => {
  await inTemporaryFolder(async (folder) => {
    const config = await imageFilms(folder);
    const context = { cacheDirectory: join(folder, "cache") };
    const run = new RunFolder(join(folder, "run"));
    await run.open(config);
    await completeRun(config, await loadFilms(config, context), { folder: run });
    const uses = {
      "load its films": () => loadRunFilms(run, context),
      "go on": async () => completeRun(config, await loadFilms(config, context), { folder: run }),
      "index it": () => indexRun(run, join(folder, "index"), context),
    };
    const refuse = async (what: string) => {
      for (const use of Object.values(uses)) await assertRejects(use, InputError, what);
    };

    // The contents of two films of equal length change places, and keep all their times but one.
    const [one, other] = await equallyLong(join(folder, "films"));
    const exchange = async () => {
      const stats = await Promise.all([one, other].map((path) => Deno.stat(path)));
      const [a, b] = await Promise.all([one, other].map((path) => Deno.readFile(path)));
      await Deno.writeFile(one, b!);
      await Deno.writeFile(other, a!);
      for (const [n, path] of [one, other].entries()) {
        await Deno.utime(path, stats[n]!.atime!, stats[n]!.mtime!);
      }
    };
    await exchange();
    await refuse("images of 2 of 60 films differ");
    await exchange();
    await uses["load its films"]();

    const films = { kind: "images", folder: join(folder, "films") } as const;
    const network = await Deno.readFile(
      config.backbone.kind === "onnx" ? config.backbone.path : "",
    );
    const weight = network.slice();
    // A byte within the weights, whose change leaves a usable network.
    weight[Math.floor(weight.length / 2)]! ^= 1;
    await Deno.writeFile(join(folder, "network.onnx"), weight);
    await assertRejects(uses["load its films"], InputError, "the file of backbone.path differs");
    await assertRejects(uses["go on"], InputError, "the file of backbone.path differs");
    await assertRejects(uses["index it"], InputError, "not the file that made the codes");
    await assertRejects(
      () => encodeFilms(run, films, context),
      InputError,
      "not the file that made",
    );
    await Deno.writeFile(join(folder, "network.onnx"), network);

    // All of it elsewhere.
    const there = join(folder, "there");
    await Deno.mkdir(there);
    for (const name of ["films", "labels.csv", "network.onnx"]) {
      await Deno.rename(join(folder, name), join(there, name));
    }
    const settings = [
      `data.images=${join(there, "films")}`,
      `data.metadata=${join(there, "labels.csv")}`,
      `backbone.path=${join(there, "network.onnx")}`,
    ];
    const moved = await loadRunFilms(run, { ...context, settings });
    assertEquals(moved.dataset.ids.length, 60);
    const index = join(folder, "index");
    assertEquals((await indexRun(run, index, { ...context, settings })).added, 60);
    const error = await assertRejects(() => indexRun(run, index, context), InputError);
    assertStringIncludes(error.message, "Cannot read");
  });
});

/** Two files of the folder that are equally long. */
async function equallyLong(folder: string): Promise<readonly [string, string]> {
  const bySize = new Map<number, string>();
  for (const { name } of Deno.readDirSync(folder)) {
    const path = join(folder, name);
    const { size } = await Deno.stat(path);
    const other = bySize.get(size);
    if (other !== undefined) return [other, path];
    bySize.set(size, path);
  }
  throw new Error("no two films are equally long");
}

Deno.test("RunFolder.open() does not give the folder of a run without training to another", async () => {
  await inTemporaryFolder(async (folder) => {
    const config = await tinyConfig(folder);
    const lsh = (bits: number) =>
      parseConfig({
        ...config,
        method: "lsh",
        backbone: { kind: "features" },
        codes: { bits },
        ...NONE,
      });
    const run = new RunFolder(join(folder, "run"));
    await run.open(lsh(16));
    await completeRun(lsh(16), await loadFilms(lsh(16)), { folder: run });
    await assertRejects(() => run.open(lsh(32)), InputError, "codes.bits: 16 there, 32 asked for");
  });
});

/** What a method without training does not read. */
const NONE = {
  graph: undefined,
  gcn: undefined,
  targets: undefined,
  loss: undefined,
  train: undefined,
};

Deno.test("checkData() takes films in another form only to be looked at, and only the same ones", async () => {
  const folder = RunFolder.inMemory();
  const dataset = madeUpFilms("features");
  await claimData(folder, { config: CONFIG, dataset });
  // What says that a run has learned something.
  await folder.write("checkpoints/last.npz", new Uint8Array());
  const whole = { ...madeUpFilms("images"), labels: dataset.labels, patients: dataset.patients };
  const look = { config: CONFIG, dataset: { ...whole, split: dataset.split } };
  await assertRejects(() => checkData(folder, look), InputError, "a film was 1 features and is");
  assertEquals((await checkData(folder, { ...look, otherForm: true })).inputs.kind, "images");
  const values = dataset.labels.values.map((value) => 1 - value);
  const labels = { ...dataset.labels, values };
  const other = { config: CONFIG, dataset: { ...look.dataset, labels }, otherForm: true };
  await assertRejects(() => checkData(folder, other), InputError, "labels of");
});
