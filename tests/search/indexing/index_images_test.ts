import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { dataSchema } from "../../../lib/data/schema.ts";
import { InputError } from "../../../lib/base/errors.ts";
import { Random } from "../../../lib/base/random.ts";
import { pngBytes } from "../../../lib/report/film_image.ts";
import { copyEncoder } from "../../../lib/run/encoder_files.ts";
import { openIndexEncoder } from "../../../lib/search/index_encoder.ts";
import { findFilms, queryOfId } from "../../../lib/search/find_films.ts";
import { writeFactsTable } from "../../../lib/search/indexing/facts_table.ts";
import { withIndex } from "../../../lib/search/indexing/index_folder.ts";
import { type ImageSource, indexImages } from "../../../lib/search/indexing/index_images.ts";
import { indexRun } from "../../../lib/search/indexing/index_run.ts";
import { removeFilms } from "../../../lib/search/indexing/remove_films.ts";
import type { FilmContext } from "../../../lib/run/films.ts";
import { writeDicom } from "../../data/images/dicom/dicom_writer.ts";
import { inTemporaryFolder, readFolder, writeFolder } from "../../helpers/folders.ts";
import { runIn, tinyConfig } from "../../helpers/tiny_run.ts";
import { contentOf, filmsOf, tinyIndex } from "../../helpers/tiny_index.ts";

const random = new Random("new films");

function noise(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: 20 * 20 }, () => random.below(256));
}

/** A PNG file of noise. */
async function png(): Promise<Uint8Array> {
  return await pngBytes({ width: 20, height: 20, pixels: noise() });
}

/** Two PNG files, two DICOM files, of which one says nothing and one lacks DICOM's mark, and a text. */
async function newFilms(): Promise<Record<string, Uint8Array>> {
  const dicom = { rows: 20, columns: 20, pixels: noise() };
  return {
    "a.png": await png(),
    "ward/b.png": await png(),
    "c.dcm": writeDicom(dicom),
    "ward/d": writeDicom({
      ...dicom,
      pixels: noise(),
      patientId: "MRN 12",
      patientSex: "M",
      patientAge: "006M",
      viewPosition: "AP",
      studyDate: "20170305",
      start: "nothing",
    }),
    "notes.txt": new TextEncoder().encode("no film"),
  };
}

/** Adds a folder to an index and keeps what is said. */
async function add(index: string, source: ImageSource, context: FilmContext = {}) {
  const warnings: string[] = [];
  const result = await indexImages(index, source, {
    cacheDirectory: join(index, "..", "cache"),
    onWarning: (message) => warnings.push(message),
    ...context,
  });
  return { ...result, warnings };
}

Deno.test("indexImages() adds films with their codes, and names those that it cannot read", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index: path } = await tinyIndex(folder);
    const images = join(folder, "images");
    await writeFolder(images, await newFilms());
    const progress: number[] = [];
    const { warnings, ...result } = await add(path, { images }, {
      onProgress: (done, total, what) => {
        assertEquals([total, what], [5, "indexing"]);
        progress.push(done);
      },
    });
    assertEquals(result, { added: 4, known: 0, leftOut: 1 });
    assertEquals(progress, progress.toSorted((a, b) => a - b));
    assertEquals(progress.at(-1), 5);
    assert(warnings[0]!.includes("notes.txt"), warnings[0]);
    assert(warnings[1]!.startsWith("nothing is known of 2 films"), warnings[1]);
    assert(warnings[2]!.startsWith("no patient is named for 1 films"), warnings[2]);
    assertEquals(warnings.length, 3);

    assertEquals(Object.keys(await contentOf(path)).length, 64);
    const encoder = await openIndexEncoder(path, await withIndex(path, ({ info }) => info));
    for (const id of ["a.png", "ward/b.png", "c.dcm", "ward/d"]) {
      const bytes = await Deno.readFile(join(images, id));
      const [film] = await filmsOf(path, [id]);
      assertEquals(film!.code, (await encoder.encodeFile(bytes, id)).packed);
      assertEquals(film!.case.image, join(images, id));
    }
    await encoder.close();
  });
});

Deno.test("indexImages() takes what is known from DICOM headers, else nothing", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index } = await tinyIndex(folder);
    const images = join(folder, "images");
    await writeFolder(images, await newFilms());
    await add(index, { images });
    const [a, c, d] = await filmsOf(index, ["a.png", "c.dcm", "ward/d"]);
    const { labelNames } = await withIndex(index, ({ info }) => info);
    const unknown = { labels: [], unknown: labelNames, sex: "", age: NaN, view: "" };
    assertEquals(a!.case, {
      id: "a.png",
      patient: "unknown: a.png",
      ...unknown,
      image: a!.case.image,
    });
    assertEquals(c!.case, {
      id: "c.dcm",
      patient: "unknown: c.dcm",
      ...unknown,
      image: c!.case.image,
    });
    const { sex, age, view, date, patient, labels } = d!.case;
    assertEquals([patient, sex, age, view, labels], ["MRN 12", "M", 0.5, "AP", []]);
    assertEquals(date, "2017-03-05");
    assertEquals(d!.case.unknown, labelNames);
  });
});

Deno.test("indexImages() reads facts from a table, in a list of findings or a column each", async () => {
  const nih = "Image Index,Finding Labels,Patient ID,Patient Age,Patient Gender,View Position";
  const tables = {
    list: "id,labels,patient,sex,age,view\na.png,Mass|Edema,p1,female,30,ap\nward/d,,p2,,,\n",
    columns: "id,Edema,Mass,patient,sex,age,view\na.png,1,1,p1,F,30,AP\nd,0,0,p2,,,\n",
    nih: `${nih}\na.png,Edema|Mass,p1,030Y,F,AP\nd,No Finding,p2,,,\n`,
  };
  for (const [name, table] of Object.entries(tables)) {
    await inTemporaryFolder(async (folder) => {
      const { index } = await tinyIndex(folder);
      const images = join(folder, "images");
      const { "a.png": a, "ward/d": d } = await newFilms();
      await writeFolder(images, { "a.png": a!, "ward/d": d! });
      const metadata = join(folder, "films.csv");
      await Deno.writeTextFile(metadata, table);
      const { warnings } = await add(index, { images, metadata });
      assertEquals(
        warnings,
        {
          list: [
            'rows of "labels" where nothing is written: "" 1; they are read as unknown ' +
            "(data.unmentioned=absent reads them as no finding)",
          ],
          columns: [],
          nih: [],
        }[name],
      );
      const films = await filmsOf(index, ["a.png", "ward/d"]);
      // Lists name all that is present, unless they are empty; of findings without a column
      // nothing is said.
      const unknown = films.map((film) => film!.case.unknown.length);
      assertEquals(unknown, { list: [0, 14], columns: [12, 12], nih: [0, 0] }[name]);
      const facts = films.map((film) => {
        const { patient, labels, sex, age, view } = film!.case;
        return { patient, labels, sex, age, view };
      });
      assertEquals(facts, [
        { patient: "p1", labels: ["Mass", "Edema"], sex: "F", age: 30, view: "AP" },
        { patient: "p2", labels: [], sex: "", age: NaN, view: "" },
      ]);
    });
  }
});

Deno.test("indexImages() reads dates, visits and reports from a table, and says which dates it cannot read", async () => {
  const long = "word ".repeat(3000);
  const nih =
    "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,View Position";
  const tables = {
    plain: "id,labels,date,report\na.png,Mass,2017-03-05,Heart normal.\nd,Mass,3/5/2017,\n",
    dated: `id,labels,Study Date,visit,report\na.png,Mass,20170305,2,${long}\nd,Mass,,x,\n`,
    nih: `${nih}\na.png,Mass,0,1,30,F,AP\nd,Mass,12,1,31,F,AP\n`,
  };
  const expected: Record<string, unknown[]> = {
    plain: ["2017-03-05", undefined, "Heart normal.", undefined, undefined, undefined],
    dated: ["2017-03-05", 2, `${long.slice(0, 10_000)} …`, undefined, undefined, undefined],
    nih: [undefined, 0, undefined, undefined, 12, undefined],
  };
  for (const [name, table] of Object.entries(tables)) {
    await inTemporaryFolder(async (folder) => {
      const { index } = await tinyIndex(folder);
      const images = join(folder, "images");
      await writeFolder(images, { "a.png": await png(), "d": await png() });
      const metadata = join(folder, "films.csv");
      await Deno.writeTextFile(metadata, table);
      const { warnings } = await add(index, { images, metadata });
      const films = await filmsOf(index, ["a.png", "d"]);
      const facts = films.flatMap((film) => [
        film!.case.date,
        film!.case.visit,
        film!.case.report,
      ]);
      assertEquals(facts, expected[name]);
      const unread = warnings.filter((warning) => warning.includes("dates of"));
      assertEquals(unread.length, name === "plain" ? 1 : 0, unread.join());
      if (name === "plain") assert(unread[0]!.includes('such as "3/5/2017"'), unread[0]);
    });
  }
});

Deno.test("indexImages() reads a named table that is plain or official, whatever the run's own", async () => {
  const runs = [
    { columns: { id: "who", labels: { kind: "list", column: "found" } } },
    { layout: "padchest" },
    {},
  ] as const;
  const nih = "Image Index,Finding Labels,Patient ID,Patient Age,Patient Gender,View Position";
  const tables = [
    "who,found\na.png,Mass\n",
    "id,labels\na.png,Mass\n",
    `${nih}\na.png,Mass,1,030Y,F,AP\n`,
  ];
  for (const own of runs) {
    // The first table is like that of the first run alone.
    for (const table of own === runs[0] ? tables : tables.slice(1)) {
      await inTemporaryFolder(async (folder) => {
        const { index } = await tinyIndex(folder);
        const images = join(folder, "images");
        await writeFolder(images, { "a.png": await png() });
        await writeFactsTable(
          index,
          dataSchema.parse({ kind: "table", images, metadata: "own.csv", ...own }),
        );
        const metadata = join(folder, "films.csv");
        await Deno.writeTextFile(metadata, table);
        await add(index, { images, metadata });
        const [film] = await filmsOf(index, ["a.png"]);
        assertEquals(film!.case.labels, ["Mass"]);
      });
    }
  }
});

Deno.test("indexImages() uses the run's own table by default, and says if it is gone", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index } = await tinyIndex(folder);
    const images = join(folder, "images");
    await writeFolder(images, { "a.png": await png() });
    const metadata = join(folder, "films.csv");
    await Deno.writeTextFile(metadata, "who,Mass,Edema\na.png,1,0\n");
    await writeFactsTable(
      index,
      dataSchema.parse({ kind: "table", images, metadata, columns: { id: "who" } }),
    );
    const known = await add(index, { images });
    assertEquals(known.warnings.filter((warning) => warning.includes("nothing")), []);
    const [film] = await filmsOf(index, ["a.png"]);
    assertEquals(film!.case.labels, ["Mass"]);

    await removeFilms(index, ["a.png"]);
    await Deno.remove(metadata);
    const { warnings } = await add(index, { images });
    assert(warnings[0]!.includes('films.csv" is gone; --metadata names another'), warnings[0]);

    for (const damage of ["{", '{"kind":"table","metadata":"films.csv","shuffle":1}']) {
      await Deno.writeTextFile(join(index, "facts.json"), damage);
      await assertRejects(() => add(index, { images }), InputError, "remove this file");
    }
  });
});

Deno.test("indexImages() passes over films that are there, also under another name", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index } = await tinyIndex(folder);
    const images = join(folder, "images");
    await writeFolder(images, { "ward/a.png": await png(), "b.png": await png() });
    assertEquals((await add(index, { images })).added, 2);
    const files = await readFolder(index);
    const again = await add(index, { images });
    assertEquals(again, { added: 0, known: 2, leftOut: 0, warnings: [] });
    const ward = await add(index, { images: join(images, "ward") });
    assertEquals(ward, { added: 0, known: 1, leftOut: 0, warnings: [] });
    assertEquals(await readFolder(index), files);
  });
});

Deno.test("indexImages() leaves out another film with a name that is taken, and says so", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index } = await tinyIndex(folder);
    await writeFolder(join(folder, "one"), { "a.png": await png() });
    await writeFolder(join(folder, "two"), { "a.png": await png(), "b.png": await png() });
    await add(index, { images: join(folder, "one") });
    const content = await contentOf(index);
    const { warnings, ...result } = await add(index, { images: join(folder, "two") });
    assertEquals(result, { added: 1, known: 0, leftOut: 1 });
    assert(warnings[0]!.endsWith('other films with these names: "a.png"'), warnings[0]);
    assertEquals((await contentOf(index))["a.png"], content["a.png"]);
  });
});

Deno.test("indexImages() refuses what it cannot add films to, or from", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index } = await tinyIndex(folder);
    const images = join(folder, "images");
    const refuses = async (path: string, source: ImageSource, message: string) => {
      await assertRejects(() => add(path, source), InputError, message);
    };
    await refuses(folder, { images }, "there is no index.json in it");
    await refuses(index, { images }, "it does not exist");
    await writeFolder(images, { "notes.txt": new Uint8Array(3) });
    await refuses(index, { images }, "none of the 1 files");
    const metadata = join(folder, "films.csv");
    await Deno.writeTextFile(metadata, "id,age\na.png,3\n");
    await refuses(index, { images, metadata }, 'neither a column "labels" nor one for a finding');
    await Deno.writeTextFile(metadata, "id,labels\na.png,Fracture\n");
    await refuses(index, { images, metadata }, "none of the index's findings");

    const { folder: run } = await runIn(join(folder, "features"), await tinyConfig(folder));
    await indexRun(run, join(folder, "of features"));
    await refuses(join(folder, "of features"), { images }, "trained on features, not on images");

    await copyEncoder(run.path, join(index, "encoder"));
    await refuses(index, { images }, "its encoder is not the one that made its codes");
    await Deno.writeTextFile(join(index, "encoder", "encoder.onnx"), "another");
    await refuses(index, { images }, "it is not the file that made the codes");
  });
});

Deno.test("removeFilms() loses nothing that others remove or add at once", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index } = await tinyIndex(folder);
    const images = join(folder, "images");
    await writeFolder(images, { "a.png": await png() });
    const [first, second] = await Promise.all([
      removeFilms(index, ["phantom_00000_000", "phantom_00000_000"]),
      removeFilms(index, ["phantom_00000_001"]),
      add(index, { images }),
    ]);
    assertEquals([first, second], [1, 1]);
    const ids = Object.keys(await contentOf(index));
    assertEquals(ids.length, 59);
    assert(ids.includes("a.png") && !ids.some((id) => /^phantom_00000_00[01]$/.test(id)));
  });
});

Deno.test("removeFilms() removes films for good, or none", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index } = await tinyIndex(folder);
    const images = join(folder, "images");
    await writeFolder(images, { "a.png": await png() });
    await add(index, { images });
    const before = await readFolder(folder);
    await assertRejects(
      () => removeFilms(index, ["a.png", "phantom_0000_000"]),
      InputError,
      'Cannot find the film "phantom_0000_000" in the index (did you mean "phantom_00000_000"?)',
    );
    assertEquals(await readFolder(folder), before);

    await removeFilms(index, ["a.png", "phantom_00000_000"]);
    const content = await contentOf(index);
    assertEquals(Object.keys(content).length, 59);
    assert(!("a.png" in content) && !("phantom_00000_000" in content));
    const after = await readFolder(folder);
    assert("images/a.png" in after, "an image file elsewhere stays");
    assert(!("index/films/phantom_00000_000.png" in after));
    for (const [name, bytes] of Object.entries(after)) {
      if (!name.startsWith("index/arrays")) continue;
      assert(!new TextDecoder("latin1").decode(bytes).includes("phantom_00000_000"), name);
    }
  });
});

Deno.test("indexImages() reads a table in the encoding and with the separator that it is told", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index } = await tinyIndex(folder);
    const images = join(folder, "images");
    const { "a.png": film } = await newFilms();
    await writeFolder(images, { "\u00e9.png": film!, "b.png": film!, "c.png": film! });
    const metadata = join(folder, "films.csv");
    const text = "id;labels;patient\n\u00e9.png;Mass;\nb.png;Mass;nan\nc.png;Mass;7\n";
    await Deno.writeFile(metadata, Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
    await assertRejects(
      () => add(index, { images, metadata }),
      InputError,
      "say so with --encoding windows-1252",
    );
    const { warnings } = await add(index, { images, metadata, encoding: "windows-1252" });
    assert(warnings[0]!.includes("names no patient for 2 of 3 films"), warnings[0]);
    const films = await filmsOf(index, ["\u00e9.png", "b.png", "c.png"]);
    const patients = films.map((film) => film!.case.patient);
    assertEquals(patients, ["unknown: \u00e9.png", "unknown: b.png", "7"]);
    // Neither is left out of what the other finds, as films of one patient would be.
    await withIndex(index, async (index) => {
      const { films: found } = await findFilms(index, await queryOfId("b.png", index), { top: 2 });
      assertEquals(found.map(({ case: { id } }) => id).toSorted(), ["c.png", "\u00e9.png"]);
    });
  });
});
