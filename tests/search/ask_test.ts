import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertRejects,
  assertThrows,
} from "@std/assert";
import { join } from "node:path";
import { Asker, expectedRelevance, ONE } from "../../lib/asking/mod.ts";
import { InputError } from "../../lib/base/errors.ts";
import { bitCount } from "../../lib/codes/mod.ts";
import { readAsker } from "../../lib/run/encoder_files.ts";
import { type Ask, ASKS, chooseAsk, type ShownByOptions, waysToAsk } from "../../lib/search/ask.ts";
import { findFilms, type FoundFilm, type Query } from "../../lib/search/find_films.ts";
import { IndexSearch, type IndexSearchOptions } from "../../lib/search/index_search.ts";
import type { Case, StoredCase } from "../../lib/store/case.ts";
import { everyCase } from "../../lib/store/every_case.ts";
import { HammingIndex } from "../../lib/store/memory/hamming_index.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { asOfEarlierCohash, tinyIndex } from "../helpers/tiny_index.ts";

const ID = "phantom_00003_000";

/** What a search must find, worked out case by case: by (score, number). */
function oracle(
  cases: readonly StoredCase[],
  query: Query,
  { ask, asker, top }: { readonly ask: Ask; readonly asker: Asker; readonly top: number },
): [string, number, number | undefined][] {
  const asks = ask === "target" ? asker.targetCode(query.continuous) : query.code;
  const weights = query.onlyBits
    ? asker.weightsOfCode(query.code)
    : asker.weights(query.continuous);
  return cases.filter((one) => one.case.id !== query.case?.id).map((one) => {
    const distance = asks.reduce((sum, byte, i) => sum + bitCount(byte ^ one.code[i]!), 0);
    const score = expectedRelevance(weights, asker.relevances(one.code), 0);
    return { one, distance, score, rank: ask === "expected" ? -score : distance };
  }).sort((a, b) => a.rank - b.rank || a.one.number - b.one.number).slice(0, top)
    .map(({ one, distance, score }) => [
      one.case.id,
      distance,
      ask === "expected" ? score : undefined,
    ]);
}

/** What {@linkcode oracle} tells of films that were found. */
function told(films: readonly FoundFilm[]): [string, number, number | undefined][] {
  return films.map(({ case: { id }, distance, expected }) => [
    id,
    distance,
    expected && Math.round(expected.relevance * ONE),
  ]);
}

Deno.test("IndexSearch finds what the codes and the asker give, each way, for films, ids and codes", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index: path } = await tinyIndex(folder);
    await using index = await IndexSearch.open({ place: path });
    const asker = (await readAsker(join(path, "encoder")))!;
    const cases = await Array.fromAsync(everyCase(index.store));
    const film = await index.queryOfFile(join(path, "films", `${ID}.png`));
    const queries = [film, await index.queryOfId(ID), index.queryOfCode(film.code.toHex())];
    assertEquals(queries.map(({ onlyBits }) => onlyBits), [false, true, true]);
    for (const query of queries) {
      for (const ask of ASKS) {
        for (const top of [7, 60]) {
          const options = { ask, top, ownPatient: true };
          const { asked, films } = await index.search(query, options);
          assertEquals(told(films), oracle(cases, query, { ask, asker, top }));
          const target = asker.mostProbable(query.continuous);
          assertEquals(asked, ask === "target" ? { kind: ask, target } : { kind: ask });
          for (const { expected } of films) {
            const score = expected && Math.round(expected.relevance * ONE);
            assertEquals(expected?.chance, score && asker.chance(score));
          }
        }
      }
    }
    // Scores tie, and then the order is that in which films were added.
    const { films } = await index.search(film, { ask: "expected", top: 60 });
    const scores = films.map(({ expected }) => expected!.relevance);
    assert(new Set(scores).size < scores.length);
  });
});

Deno.test("IndexSearch asks by expected relevance unless it is told otherwise or a radius is given", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index: path } = await tinyIndex(folder);
    await using index = await IndexSearch.open({ place: path });
    const query = await index.queryOfFile(join(path, "films", `${ID}.png`));
    const search = async (options: Partial<IndexSearchOptions>) =>
      await index.search(query, { top: 60, ...options });
    const [byDefault, expected, byCode] = await Promise.all([
      search({}),
      search({ ask: "expected" }),
      search({ ask: "code" }),
    ]);
    assertEquals(byDefault, expected);
    assertNotEquals(told(byDefault.films), told(byCode.films));
    assertEquals(byDefault.asked, { kind: "expected" });
    const near = await search({ radius: 3 });
    assertEquals(near.asked, { kind: "code" });
    assertEquals(near.films, byCode.films.filter(({ distance }) => distance <= 3));
    const target = await search({ ask: "target", radius: 3 });
    assert(target.films.every(({ distance }) => distance <= 3));
    await assertRejects(
      () => search({ ask: "expected", radius: 3 }),
      InputError,
      'Cannot ask by "expected" within 3 bits',
    );
  });
});

Deno.test("an index of an earlier cohash is asked by code, and says so of other ways", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index: path } = await tinyIndex(folder);
    await asOfEarlierCohash(path);
    await using index = await IndexSearch.open({ place: path });
    const query = await index.queryOfFile(join(path, "films", `${ID}.png`));
    const { asked, films } = await index.search(query, { top: 60 });
    assertEquals(asked, { kind: "code" });
    assertEquals(films, (await index.search(query, { top: 60, ask: "code" })).films);
    assertEquals(new Set(films.map(({ expected }) => expected)), new Set([undefined]));
    for (const ask of ["target", "expected"] as const) {
      await assertRejects(
        () => index.search(query, { top: 60, ask }),
        InputError,
        `Cannot ask by "${ask}": the index has no encoder, or that of an earlier cohash`,
      );
    }
  });
});

Deno.test("a database without a folder is asked by code", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index: path } = await tinyIndex(folder);
    await using index = new IndexSearch(await HammingIndex.open(path));
    const query = await index.queryOfId(ID);
    assertEquals((await index.search(query, { top: 3 })).asked, { kind: "code" });
    await assertRejects(
      () => index.search(query, { top: 3, ask: "target" }),
      InputError,
      'Cannot ask by "target": a database has no encoder; give the index\'s folder too',
    );
  });
});

Deno.test("IndexSearch refuses to ask with what belongs to another encoder", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index: path } = await tinyIndex(folder);
    const card = join(path, "encoder", "encoder.json");
    const { encoder, ...rest } = JSON.parse(await Deno.readTextFile(card));
    const other = { ...rest, encoder: { ...encoder, sha256: "0".repeat(64) } };
    await Deno.writeTextFile(card, JSON.stringify(other));
    await using index = await IndexSearch.open({ place: path });
    await assertRejects(
      async () => await index.search(await index.queryOfId(ID), { top: 3 }),
      InputError,
      "its encoder is not the one that made its codes",
    );
    const byCode = await index.search(await index.queryOfId(ID), { top: 3, ask: "code" });
    assertEquals(byCode.films.length, 3);
  });
});

/** What is known of a film, by its id. */
type Known = Readonly<Record<string, Partial<Case>>>;

/** Four films of 8 bits, and an asker to whom bits are the findings "Edema" and "Mass". */
function fewFilms(
  known: Known = {},
): { readonly store: HammingIndex; readonly asker: Asker } {
  const store = HammingIndex.empty({ bits: 8, model: "m", labelNames: ["Edema", "Mass"] });
  const film = (id: string, patient: string): Case => ({
    ...{ id, patient, labels: [], unknown: [], sex: "", age: NaN, view: "", image: "" },
    ...known[id],
  });
  const films = [film("a", "1"), film("b", "1"), film("c", "2"), film("d", "3")];
  store.add(films, Uint8Array.of(0xff, 0xff, 0xff, 0x00));
  const asker = new Asker({
    over: "labels",
    vectors: "centroids",
    labels: ["Edema", "Mass"],
    films: [10, 10],
    sets: [],
    query: { scale: 4, prior: 0 },
    database: { scale: 4, prior: 0 },
    calibration: [{ relevance: 0, chance: 0 }, { relevance: 1, chance: 1 }],
  }, {
    names: ["Edema", "Mass"],
    values: Float32Array.of(1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1, -1),
  });
  return { store, asker };
}

Deno.test("findFilms() leaves out the film and its patient however it asks", async () => {
  const { store, asker } = fewFilms();
  const [stored] = await store.find(["a"]);
  const { code, case: own } = stored!;
  const continuous = Float32Array.of(1, 1, 1, 1, 1, 1, 1, 1);
  const query = { name: "a", continuous, onlyBits: true, code, image: "", case: own };
  for (const kind of ["target", "expected"] as const) {
    const found = async (top: number, ownPatient: boolean) =>
      (await findFilms(store, query, { top, ownPatient, ask: { kind, asker } }))
        .films.map((film) => film.case.id).join("");
    assertEquals(
      [await found(1, false), await found(9, false), await found(1, true), await found(9, true)],
      ["c", "cd", "b", "bcd"],
    );
  }
});

Deno.test("chooseAsk() gives the way that was told, and refuses what cannot be", () => {
  const { asker } = fewFilms();
  const kinds = (asker: Asker | undefined, radius?: number) =>
    [undefined, ...ASKS].map((ask) => {
      try {
        return chooseAsk(ask, { asker, radius }).kind;
      } catch {
        return "refused";
      }
    });
  assertEquals(kinds(asker), ["expected", "code", "target", "expected"]);
  assertEquals(kinds(asker, 0), ["code", "code", "target", "refused"]);
  assertEquals(kinds(undefined), ["code", "code", "refused", "refused"]);
  assertEquals(kinds(undefined, 0), ["code", "code", "refused", "refused"]);
  assertThrows(() => chooseAsk("target", { asker: undefined }), InputError, "train its run");
  assertEquals([waysToAsk(asker), waysToAsk(undefined)], [ASKS, ["code"]]);
});

/** By their codes "a", "b" and "c" show an edema and "d" a mass; the record differs. */
const RECORD: Known = {
  a: { labels: ["Mass"] },
  b: { labels: ["Edema"] },
  c: { unknown: ["Edema", "Mass"] },
  d: { labels: ["Edema"], unknown: ["Mass"] },
};

Deno.test("IndexSearch asks by what is on record of films, or by both that and their codes", async () => {
  const { store, asker } = fewFilms(RECORD);
  await using index = new IndexSearch(store, { asker });
  const edema = index.queryOfCode("ff");
  const search = (labels: ShownByOptions) => index.search(edema, { top: 4, labels });
  const found = async (labels: ShownByOptions) =>
    (await search(labels)).films.map((film) => film.case.id).join("");
  assertEquals(await found({ kind: "code" }), "abcd");
  // Of "c" nothing is known, "a" is known to have another finding.
  assertEquals(await found({ kind: "recorded" }), "bdac");
  // Codes of "a" to "c" make edema e^8 as probable as a mass; the record of "a" divides that by
  // 9.8·45, that of "d", whose code says the opposite, multiplies by 45.
  const both = { kind: "both", missing: 0.1, wrong: 0.02 } as const;
  assertEquals(await found(both), "bcad");
  const odds = [Math.exp(8) / (9.8 * 45), 45 / Math.exp(8)];
  const relevances = (await search(both)).films.map(({ expected }) => expected!.relevance);
  for (const [n, ratio] of odds.entries()) {
    assertAlmostEquals(relevances[2 + n]!, ratio / (1 + ratio), 1e-3);
  }
  // A record that means nothing leaves what codes tell.
  assertEquals(await found({ kind: "both", missing: 0.5, wrong: 0.5 }), "abcd");

  for (const labels of [{ kind: "recorded" }, both] as const) {
    const { asked, films } = await search(labels);
    assertEquals(asked, { kind: "expected", record: labels });
    // Chances were measured by codes.
    assertEquals(new Set(films.map(({ expected }) => expected!.chance)), new Set([null]));
    assertEquals(films.map(({ distance }) => distance).sort(), [0, 0, 0, 8]);
  }
  const { asked, films } = await search({ kind: "code" });
  assertEquals(asked, { kind: "expected" });
  assert(films.every(({ expected }) => expected!.chance !== null));
});

Deno.test("IndexSearch refuses to ask by a record that is empty, or otherwise than by expected relevance", async () => {
  const { store, asker } = fewFilms();
  await using index = new IndexSearch(store, { asker });
  const query = index.queryOfCode("ff");
  const recorded = { top: 1, labels: { kind: "recorded" } } as const;
  await assertRejects(
    () => index.search(query, recorded),
    InputError,
    'Cannot ask with labels by "recorded": no finding is on record of any film',
  );
  for (const how of [{ ask: "code" }, { ask: "target" }, { radius: 3 }] as const) {
    await assertRejects(
      () => index.search(query, { ...recorded, ...how }),
      InputError,
      `Cannot ask by "${"ask" in how ? how.ask : "code"}" with labels by "recorded"`,
    );
  }
  await using bare = new IndexSearch(store, { asker: null });
  await assertRejects(
    () => bare.search(query, { ...recorded, ask: "expected" }),
    InputError,
    'Cannot ask by "expected"',
  );
});
