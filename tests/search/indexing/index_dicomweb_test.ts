import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { InputError } from "../../../lib/base/errors.ts";
import type { FilmContext } from "../../../lib/run/films.ts";
import { imagePath } from "../../../lib/search/indexing/index_folder.ts";
import { type DicomWebSource, indexDicomWeb } from "../../../lib/search/indexing/index_dicomweb.ts";
import { indexImages } from "../../../lib/search/indexing/index_images.ts";
import { removeFilms } from "../../../lib/search/indexing/remove_films.ts";
import { filmOf, multipart, STUDIES, withFakeServer } from "../../data/dicomweb/fake_server.ts";
import { inTemporaryFolder, writeFolder } from "../../helpers/folders.ts";
import { AUTHORIZATION, dicomFilm as film, testWithOrthanc, uidOf } from "../../helpers/orthanc.ts";
import { contentOf, filmsOf, tinyIndex } from "../../helpers/tiny_index.ts";

/** Adds a server's films to an index and keeps what is said. */
async function add(
  index: string,
  source: Pick<DicomWebSource, "url"> & Partial<DicomWebSource>,
  context: FilmContext = {},
) {
  const warnings: string[] = [];
  const result = await indexDicomWeb(index, {
    modalities: ["CR", "DX"],
    laterals: false,
    authorization: AUTHORIZATION,
    pauses: [1, 1],
    ...source,
  }, {
    cacheDirectory: join(index, "..", "cache"),
    onWarning: (message) => warnings.push(message),
    ...context,
  });
  return { ...result, reasons: Object.fromEntries(result.reasons), warnings };
}

testWithOrthanc(
  "indexDicomWeb() takes a server's chest films, and later what is new",
  async (orthanc, folder) => {
    const { index } = await tinyIndex(folder);
    const before = Object.keys(await contentOf(index));
    await orthanc.store(film(1, 1));
    await orthanc.store(film(1, 2, { viewPosition: "LL" }));
    await orthanc.store(film(1, 3, { modality: "CT" }));
    await orthanc.store(film(2, 1, { modality: "CR", viewPosition: "AP" }));
    await orthanc.store(film(3, 1, { bodyPart: "HAND" }));
    await orthanc.store(film(4, 1, { bodyPart: undefined as never }));
    await orthanc.store(film(5, 1, { modality: "MR" }));

    const first = await add(index, orthanc);
    assertEquals(first, {
      added: 3,
      known: 0,
      leftOut: 2,
      studies: 4,
      oldStudies: 0,
      otherSeries: 1,
      reasons: { "lateral": 1, "of another part of the body": 1 },
      warnings: [],
    });
    const [found] = await filmsOf(index, [uidOf(1, 1)]);
    const { labels, patient, sex, age, view, date, image } = found!.case;
    assertEquals([labels, patient, sex, age, view], [[], "MRN 1", "F", 58, "PA"]);
    assertEquals([date, image], ["2017-03-02", `films/${uidOf(1, 1)}.dcm`]);
    // What is in the index's folder is the server's file, and its code that of the file in a folder.
    const kept = await Deno.readFile(imagePath(index, found!.case));
    const other = await tinyIndex(join(folder, "other"));
    await writeFolder(join(folder, "files"), { "film.dcm": kept });
    await indexImages(other.index, { images: join(folder, "files") }, {
      cacheDirectory: join(folder, "cache"),
    });
    assertEquals((await filmsOf(other.index, ["film.dcm"]))[0]!.code, found!.code);

    const again = await add(index, orthanc);
    assertEquals([again.added, again.studies, again.oldStudies], [0, 4, 4]);
    await orthanc.store(film(4, 2));
    await orthanc.store(film(6, 1));
    const third = await add(index, orthanc);
    assertEquals([third.added, third.known, third.oldStudies], [2, 1, 3]);

    // A film that somebody took out stays out, and its file is gone.
    await removeFilms(index, [uidOf(1, 1)]);
    await assertRejects(() => Deno.stat(imagePath(index, found!.case)), Deno.errors.NotFound);
    assertEquals((await add(index, orthanc)).added, 0);
    // With laterals it is another selection, which looks through all studies again.
    const withLaterals = await add(index, { ...orthanc, laterals: true });
    assertEquals([withLaterals.added, withLaterals.oldStudies], [2, 0]);
    const ids = Object.keys(await contentOf(index)).filter((id) => !before.includes(id)).sort();
    assertEquals(
      ids,
      [[1, 1], [1, 2], [2, 1], [4, 1], [4, 2], [6, 1]].map(([a, b]) => uidOf(a!, b!)),
    );
  },
);

testWithOrthanc(
  "indexDicomWeb() takes the studies of some days and kinds, and needs the header",
  async (orthanc, folder) => {
    const { index } = await tinyIndex(folder);
    for (const study of [1, 2, 3]) await orthanc.store(film(study, 1));
    await orthanc.store(film(4, 1, { modality: "CR" }));
    const dates = { from: "2017-03-03", to: "2017-03-04" };
    assertEquals((await add(index, { ...orthanc, dates })).added, 2);
    assertEquals((await add(index, { ...orthanc, modalities: ["CR"] })).added, 1);
    await assertRejects(
      () => add(index, { ...orthanc, authorization: undefined }),
      InputError,
      "it answers 401: it wants a header Authorization that it knows, and was given none",
    );
    await assertRejects(
      () => add(index, { ...orthanc, authorization: "Basic wrong" }),
      InputError,
      "and was given one",
    );
    const origin = new URL(orthanc.url).origin;
    await assertRejects(
      () => add(index, { url: `${origin}/nothing` }),
      InputError,
      "it answers 404",
    );
    await assertRejects(
      () => add(index, { url: `${origin}/app/explorer.html#x` }),
      InputError,
      "expected nothing behind ? or #",
    );
    const [port] = [new URL(orthanc.url).port];
    const password = `http://reader:secret@127.0.0.1:${port}/dicom-web`;
    const error = await assertRejects(
      () => add(index, { url: password }),
      InputError,
      "a password",
    );
    assert(!error.message.includes("secret"), error.message);
  },
);

Deno.test("indexDicomWeb() leaves out what is damaged, another object, or gone, and asks for it once", async () => {
  const [whole, other, text, empty, gone] = STUDIES;
  const answers: Record<string, () => Response> = {
    [other!]: () => multipart(filmOf(whole!)),
    [text!]: () => multipart(new TextEncoder().encode("no film".repeat(999))),
    // The header is whole, and the pixels are not.
    [empty!]: () => multipart(filmOf(empty!).slice(0, -390)),
    [gone!]: () => new Response("", { status: 410 }),
  };
  await inTemporaryFolder(async (folder) => {
    const { index } = await tinyIndex(folder);
    await withFakeServer(async (url, asked) => {
      const first = await add(index, { url });
      assertEquals([first.added, first.leftOut, first.studies], [1, 4, 5]);
      assertEquals(first.reasons, {
        "another object was sent": 1,
        "unreadable": 2,
        "gone from the server": 1,
      });
      assertEquals(first.warnings.length, 2, first.warnings.join());
      const files = await Array.fromAsync(Deno.readDir(join(index, "films")), ({ name }) => name);
      assertEquals(files.filter((name) => name.endsWith(".dcm")), [`${whole}.1.1.dcm`]);
      const before = asked.length;
      assertEquals((await add(index, { url })).oldStudies, 5);
      assertEquals(new Set(asked.slice(before)), new Set(["studies"]));
    }, (_, path) => {
      const [, study = "", , , , object] = path.split("/");
      return object === undefined ? undefined : answers[study]?.();
    });
  });
});

Deno.test("indexDicomWeb() keeps what was fetched when the server fails, and goes on from there", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index } = await tinyIndex(folder);
    const own = Object.keys(await contentOf(index)).length;
    let isWell = false;
    await withFakeServer(async (url, asked) => {
      await assertRejects(() => add(index, { url }), InputError, "it answers 500");
      const fetched = asked.filter((path) => path.endsWith(".1.1"));
      assert(fetched.length > 0);
      isWell = true;
      assertEquals((await add(index, { url })).added, STUDIES.length);
      const all = asked.filter((path) => path.endsWith(".1.1"));
      // Each film once, but for the one whose study failed and those just under way then.
      assert(all.length <= STUDIES.length + 4, all.join());
      assertEquals(Object.keys(await contentOf(index)).length, own + STUDIES.length);
    }, (_, path) => {
      const isLast = path.includes(STUDIES.at(-1)!);
      return isLast && !isWell ? new Response("", { status: 500 }) : undefined;
    });
  });
});

Deno.test("indexDicomWeb() reads its notes with the line that a kill cut off, and those of others", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index } = await tinyIndex(folder);
    await withFakeServer(async (url) => {
      await add(index, { url });
      const path = join(index, "dicomweb.jsonl");
      const lines = await Deno.readTextFile(path);
      await Deno.writeTextFile(path, lines.slice(0, lines.indexOf("}") + 20) + '\n{"x":1}\nnull');
      const again = await add(index, { url });
      assertEquals([again.added, again.oldStudies, again.known], [0, 1, 4]);
      assertEquals((await add(index, { url })).oldStudies, 5);
    });
  });
});
