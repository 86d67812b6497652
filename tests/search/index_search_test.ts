import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { InputError } from "../../lib/base/errors.ts";
import { explainMatch } from "../../lib/search/explain/explain.ts";
import { readIndexTargets } from "../../lib/search/index_encoder.ts";
import { IndexSearch } from "../../lib/search/index_search.ts";
import type { CodeStore } from "../../lib/store/code_store.ts";
import { HammingIndex } from "../../lib/store/memory/hamming_index.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { tinyIndex } from "../helpers/tiny_index.ts";

const ID = "phantom_00003_000";

/** The store, without asking for cases by their ids. */
function withoutFind(store: CodeStore): CodeStore {
  return {
    info: store.info,
    count: () => store.count(),
    list: (request) => store.list(request),
    search: (request) => store.search(request),
    find: () => Promise.reject(new Error("asked again")),
    close: () => store.close(),
  };
}

Deno.test("IndexSearch explains films by the codes that were found with them", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index: path } = await tinyIndex(folder);
    const store = await HammingIndex.open(path);
    await using index = new IndexSearch(withoutFind(store), { folder: path });
    const film = join(path, "films", `${ID}.png`);
    const query = await index.queryOfFile(film);
    const { query: asked, films, info } = await index.search(query, { top: 5, why: true });
    assertEquals([asked.image, info], [film, store.info]);
    const targets = await readIndexTargets(path);
    for (const { case: found, distance, why } of films) {
      const [stored] = await store.find([found.id]);
      const expected = { query: query.continuous, code: stored!.code, targets };
      assertEquals(why, explainMatch(expected));
      assertEquals(why!.agrees.filter((agree) => !agree).length, distance);
      assertEquals(found.image, join(path, stored!.case.image));
    }
    const [nearest] = await index.nearestTargets(query.continuous);
    const cosines = films[0]!.why!.findings.map(({ queryCosine }) => queryCosine);
    assertEquals(nearest!.cosine, Math.max(...cosines));
    const again = index.queryOfContinuous(query.continuous, film);
    assertEquals(again.code, query.code);
  });
});

Deno.test("IndexSearch asks a database, and says what it cannot do without a folder", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index: path } = await tinyIndex(folder);
    await using index = new IndexSearch(await HammingIndex.open(path));
    const query = await index.queryOfId(ID);
    const { films } = await index.search(query, {
      top: 3,
      filter: index.filter("NOT view=LATERAL"),
    });
    assert(films.every(({ case: { id, image } }) => id !== ID && !image.startsWith("/")));
    const alone = "a database has no encoder; give the index's folder too";
    await assertRejects(() => index.search(query, { top: 3, why: true }), InputError, alone);
    await assertRejects(() => index.queryOfFile("film.png"), InputError, alone);
    await assertRejects(() => IndexSearch.open({}), InputError, "give the folder of an index");

    await using untaught = new IndexSearch(index.store, { targets: null });
    assertEquals(await untaught.nearestTargets(query.continuous), []);
  });
});
