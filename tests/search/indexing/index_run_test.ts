import { assert, assertEquals, assertRejects } from "@std/assert";
import { join, resolve } from "node:path";
import { decodeNpy } from "../../../lib/base/npy.ts";
import { decodeFilm } from "../../../lib/data/images/decode.ts";
import { unitFilms } from "../../../lib/data/images/unit_films.ts";
import { InputError } from "../../../lib/base/errors.ts";
import { exists } from "../../../lib/base/files.ts";
import { Encoder } from "../../../lib/run/encoder.ts";
import { identityOf, readEncoder } from "../../../lib/run/encoder_files.ts";
import { openIndexEncoder } from "../../../lib/search/index_encoder.ts";
import { readFactsTable } from "../../../lib/search/indexing/facts_table.ts";
import { imagePath, withIndex } from "../../../lib/search/indexing/index_folder.ts";
import { indexRun } from "../../../lib/search/indexing/index_run.ts";
import type { ConfigInput } from "../../../lib/config/config.ts";
import { loadFilms } from "../../../lib/run/films.ts";
import { completeRun } from "../../../lib/study/complete_run.ts";
import { RunFolder } from "../../../lib/run/run_folder.ts";
import { tinyFilmConfig, writeFilms } from "../../helpers/tiny_film_run.ts";
import { inTemporaryFolder, readFolder } from "../../helpers/folders.ts";
import { runIn, tinyConfig } from "../../helpers/tiny_run.ts";
import { contentOf, filmsOf, tinyIndex } from "../../helpers/tiny_index.ts";

const NETWORK: ConfigInput["backbone"] = { kind: "small-resnet", width: 4 };

Deno.test("indexRun() indexes every film of a run with the run's own code", async () => {
  await inTemporaryFolder(async (folder) => {
    const { run, index: path } = await tinyIndex(folder);
    const dataset = await loadFilms(await run.config());
    assertEquals(Object.keys(await contentOf(path)).length, 60);
    assertEquals(await withIndex(path, ({ info }) => info), {
      bits: 16,
      model: identityOf(await readEncoder(run.path)),
      labelNames: dataset.labels.names,
    });
    for (const part of ["database", "query"] as const) {
      const { data } = decodeNpy(await Deno.readFile(run.file(`${part}/codes.npy`)), "codes.npy");
      const rows = dataset.split[part];
      const films = await filmsOf(path, Array.from(rows, (row) => dataset.ids[row]!));
      films.forEach((film, n) =>
        assertEquals([...film!.code], [...data.subarray(2 * n, 2 * n + 2)])
      );
    }
    const classes = dataset.labels.names.length;
    for (const [row, film] of (await filmsOf(path, dataset.ids)).entries()) {
      assertEquals(film?.number, row);
      assertEquals(film?.case, {
        id: dataset.ids[row]!,
        patient: dataset.patients[row]!,
        labels: dataset.labels.names.filter((_, c) =>
          dataset.labels.values[row * classes + c] === 1
        ),
        unknown: [],
        sex: dataset.strata.sex[row]!,
        age: dataset.strata.age[row]!,
        view: dataset.strata.view[row]!,
        image: `films/${dataset.ids[row]}.png`,
      });
    }
  });
});

Deno.test("indexRun() draws films that have no file, pixel for pixel", async () => {
  await inTemporaryFolder(async (folder) => {
    const { run, index } = await tinyIndex(folder);
    const { ids, inputs } = await loadFilms(await run.config());
    const path = imagePath(index, { image: `films/${ids[7]}.png` });
    assertEquals(path, resolve(index, `films/${ids[7]}.png`));
    const settings = { size: 64, fit: "squash", window: "file" } as const;
    const drawn = unitFilms([await decodeFilm(await Deno.readFile(path), path, settings)]);
    assertEquals(drawn, await inputs.read([7]));
  });
});

Deno.test("indexRun() leaves an index that needs no run", async () => {
  await inTemporaryFolder(async (folder) => {
    const { run, index } = await tinyIndex(folder);
    const bytes = await Deno.readFile(join(index, "films", "phantom_00000_000.png"));
    const of = async (encoder: Encoder) => {
      const { continuous } = await encoder.encodeFile(bytes, "film");
      await encoder.close();
      return { identity: encoder.identity, continuous };
    };
    const own = await of(await Encoder.open(run.path));
    await run.remove();
    const info = await withIndex(index, ({ info }) => info);
    assertEquals(await of(await openIndexEncoder(index, info)), own);
    assertEquals(own.identity, info.model);
    const names = Array.from(Deno.readDirSync(join(index, "encoder")), ({ name }) => name);
    assertEquals(names.sort(), [
      "asking.npy",
      "encoder.json",
      "encoder.onnx",
      "familiarity.npz",
      "targets.npy",
    ]);
  });
});

Deno.test("indexRun() passes over what is there, and adds what is missing", async () => {
  await inTemporaryFolder(async (folder) => {
    const { run, index: path } = await tinyIndex(folder);
    const content = await contentOf(path);
    const files = await readFolder(path);
    assertEquals(await indexRun(run, path), { added: 0, known: 60, leftOut: 0 });
    assertEquals(await readFolder(path), files);

    await withIndex(path, async (index) => {
      index.remove(["phantom_00000_000", "phantom_00003_000"]);
      await index.save(path);
    });
    await Deno.remove(join(path, "films", "phantom_00000_000.png"));
    const leftover = join(path, "films", "phantom_00000_000.png.77.tmp");
    await Deno.writeTextFile(leftover, "of a killed command");
    assertEquals(await indexRun(run, path), { added: 2, known: 58, leftOut: 0 });
    assertEquals(await exists(leftover), false);
    assertEquals(await contentOf(path), content);
    assert("films/phantom_00000_000.png" in await readFolder(path));
  });
});

Deno.test("indexRun() keeps the paths of image files, and encodes what the run did not", async () => {
  await inTemporaryFolder(async (folder) => {
    const phantom = await loadFilms(tinyFilmConfig(NETWORK));
    const images = join(folder, "images");
    await writeFilms(images, phantom, Uint32Array.from(phantom.ids.keys()));
    const metadata = join(folder, "films.csv");
    // Of the fourth film the first finding is uncertain, which by default is missing.
    const rows = phantom.ids.map((id, n) =>
      `${id},${phantom.patients[n]},${n === 4 ? -1 : n % 2},${1 - n % 2},${20 + n},F,PA`
    );
    await Deno.writeTextFile(metadata, ["id,who,Mass,Edema,years,sex,view", ...rows].join("\n"));
    const config = tinyFilmConfig(NETWORK, {
      kind: "table",
      images,
      metadata,
      columns: { patient: "who", age: "years", sex: "sex", view: "view" },
      split: { kind: "patients", database: "train" },
    });
    const context = { cacheDirectory: join(folder, "cache") };
    const run = new RunFolder(join(folder, "run"));
    await run.open(config);
    const dataset = await loadFilms(config, context);
    await completeRun(config, dataset, { folder: run, withReport: false });
    const { ids, split } = dataset;
    const coded = split.database.length + split.query.length;
    assert(coded < 60 && ids.length === 60, "validation films are in neither part");

    const out = join(folder, "index");
    assertEquals(await indexRun(run, out, context), { added: 60, known: 0, leftOut: 0 });
    const [film, uncertain] = await filmsOf(out, [ids[5]!, ids[4]!]);
    assertEquals([uncertain?.case.labels, uncertain?.case.unknown], [["Edema"], ["Mass"]]);
    assertEquals(film?.case, {
      id: ids[5]!,
      patient: phantom.patients[5]!,
      labels: ["Mass"],
      unknown: [],
      sex: "F",
      age: 25,
      view: "PA",
      image: join(images, `${ids[5]}.png`),
    });
    assertEquals("films" in await readFolder(out), false);
    const encoder = await openIndexEncoder(out, await withIndex(out, ({ info }) => info));
    for (const row of split.validation) {
      const [stored] = await filmsOf(out, [ids[row]!]);
      const { packed } = await encoder.encodeFile(
        await Deno.readFile(stored!.case.image),
        "film",
      );
      assertEquals(packed, stored!.code);
    }
    await encoder.close();
    const table = await readFactsTable(out);
    assert(table?.kind === "table" && table.columns.patient === "who");
    assertEquals(table.metadata, resolve(metadata));
  });
});

Deno.test("indexRun() indexes a run on features, without images", async () => {
  await inTemporaryFolder(async (folder) => {
    const { folder: run } = await runIn(join(folder, "run"), await tinyConfig(folder));
    const out = join(folder, "index");
    assertEquals(await indexRun(run, out), { added: 240, known: 0, leftOut: 0 });
    const [film] = await filmsOf(out, ["film_7.png"]);
    assertEquals([film?.case.image, film?.case.patient, film?.case.view], ["", "2", "PA"]);
  });
});

Deno.test("an index that an earlier cohash made says how to make it anew", async () => {
  await inTemporaryFolder(async (folder) => {
    const { run, index } = await tinyIndex(folder);
    await Deno.rename(join(index, "encoder"), join(index, "model"));
    await Deno.remove(join(index, "model", "encoder.json"));
    await Deno.copyFile(run.file("config.json"), join(index, "model", "config.json"));
    const before = await readFolder(index);
    const info = await withIndex(index, ({ info }) => info);
    const message = "an earlier cohash made it, and its encoder has no card; make it anew";
    await assertRejects(() => openIndexEncoder(index, info), InputError, message);
    await assertRejects(() => indexRun(run, index), InputError, message);
    assertEquals(await readFolder(index), before);
  });
});

Deno.test("indexRun() refuses unfinished runs, other models' indexes and other folders", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index, run } = await tinyIndex(folder);
    const unfinished = new RunFolder(join(folder, "unfinished"));
    await unfinished.open(tinyFilmConfig(NETWORK));
    const out = join(folder, "out");
    await assertRejects(() => indexRun(unfinished, out), InputError, "no encoder.onnx yet");
    await assertRejects(
      () => indexRun(new RunFolder(folder), out),
      InputError,
      "it has no config.json",
    );
    await assertRejects(
      () => indexRun(run, run.path),
      InputError,
      "of something else; choose another --out",
    );
    await assertRejects(
      () => indexRun(run, run.file("config.json")),
      InputError,
      "it is no folder",
    );
    const { folder: other } = await runIn(
      join(folder, "other"),
      tinyFilmConfig({ kind: "small-resnet", width: 2 }),
    );
    const before = await readFolder(index);
    await assertRejects(() => indexRun(other, index), InputError, "index the films again");
    assertEquals(await readFolder(index), before);
  });
});
