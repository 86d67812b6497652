import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { InputError } from "../../../lib/base/errors.ts";
import { Arrivals, followFolder } from "../../../lib/search/indexing/follow_folder.ts";
import { removeFilms } from "../../../lib/search/indexing/remove_films.ts";
import { inTemporaryFolder } from "../../helpers/folders.ts";
import { dicomFilm } from "../../helpers/orthanc.ts";
import { contentOf, tinyIndex } from "../../helpers/tiny_index.ts";

Deno.test("Arrivals.whole() gives a file once, when it is as it was", async () => {
  await inTemporaryFolder(async (folder) => {
    const arrivals = new Arrivals(folder);
    const look = async () =>
      Array.from(await arrivals.whole(), (path) => path.slice(folder.length + 1)).sort();
    assertEquals(await look(), []);
    await Deno.mkdir(join(folder, "a/b"), { recursive: true });
    await Deno.writeTextFile(join(folder, "a/b/film"), "half");
    for (const name of ["empty", ".hidden", "film.dcm.part", "film.TMP", "x.filepart"]) {
      await Deno.writeTextFile(join(folder, name), name === "empty" ? "" : "film");
    }
    assertEquals(await look(), []);
    await Deno.writeTextFile(join(folder, "a/b/film"), "half a film");
    assertEquals(await look(), []);
    assertEquals(await look(), ["a/b/film"]);
    assertEquals(await look(), []);
    // Renamed, it is another file; changed, it is one again.
    await Deno.rename(join(folder, "film.dcm.part"), join(folder, "film.dcm"));
    await Deno.writeTextFile(join(folder, "a/b/film"), "another film");
    assertEquals(await look(), []);
    assertEquals(await look(), ["a/b/film", "film.dcm"]);
    await Deno.remove(join(folder, "film.dcm"));
    assertEquals(await look(), []);
    await Deno.writeTextFile(join(folder, "film.dcm"), "film");
    await look();
    assertEquals(await look(), ["film.dcm"]);
  });
  await assertRejects(() => new Arrivals("/nowhere").whole(), InputError, "does not exist");
});

Deno.test("followFolder() adds what is there and what comes, and others change the index meanwhile", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index } = await tinyIndex(folder);
    const own = Object.keys(await contentOf(index)).length;
    const images = join(folder, "films");
    await Deno.mkdir(images);
    await Deno.writeFile(join(images, "1.dcm"), dicomFilm(1, 1));
    const ending = new AbortController();
    const added: number[] = [];
    const warnings: string[] = [];
    let arrived = Promise.withResolvers<void>();
    const following = followFolder(index, { images }, {
      every: 20,
      signal: ending.signal,
      cacheDirectory: join(folder, "cache"),
      onWarning: (message) => {
        warnings.push(message);
        if (message.includes("damaged.dcm")) arrived.resolve();
      },
      onAdded: (result) => {
        added.push(result.added);
        arrived.resolve();
      },
    });
    const arrival = async (act: () => Promise<unknown>) => {
      arrived = Promise.withResolvers();
      await act();
      await Promise.race([arrived.promise, following]);
    };
    await Promise.race([arrived.promise, following]);
    await arrival(() => Deno.writeFile(join(images, "2.dcm"), dicomFilm(2, 1)));
    await removeFilms(index, ["1.dcm"]);
    const whole = dicomFilm(3, 1);
    const damaged = join(images, "damaged.dcm");
    await arrival(() => Deno.writeFile(damaged, whole.slice(0, -300)));
    // A writer that had stalled goes on: then it is a film.
    await arrival(() => Deno.writeFile(damaged, whole));
    ending.abort();
    await assertRejects(() => following, DOMException, "aborted");
    assertEquals(added, [1, 1, 1]);
    assertEquals(warnings.filter((warning) => warning.includes("damaged.dcm")).length, 1);
    const ids = Object.keys(await contentOf(index));
    assertEquals(ids.length, own + 2);
    assert(ids.includes("2.dcm") && ids.includes("damaged.dcm"));
  });
});
