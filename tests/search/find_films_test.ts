import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { parse } from "csv-parse/sync";
import { join } from "node:path";
import sharp from "sharp";
import { InputError } from "../../lib/base/errors.ts";
import type { Case } from "../../lib/store/case.ts";
import { openIndexEncoder } from "../../lib/search/index_encoder.ts";
import { findFilms, queryOfCode, queryOfFilm, queryOfId } from "../../lib/search/find_films.ts";
import { IndexSearch, type SearchResult } from "../../lib/search/index_search.ts";
import { HammingIndex } from "../../lib/store/memory/hamming_index.ts";
import { searchPage } from "../../lib/search/show/page.ts";
import { searchReport } from "../../lib/search/show/report.ts";
import { searchCsv, searchJson, searchTable } from "../../lib/search/show/text.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { tinyIndex } from "../helpers/tiny_index.ts";

/** Films of codes 0, 1, 3, 7 and 15; "b" and "c" are of one patient. */
function fiveFilms(): HammingIndex {
  const labelNames = ["Edema", "Mass", "Pleural_Thickening"];
  const index = HammingIndex.empty({ bits: 8, model: "m", labelNames });
  const film = (id: string, patient: string, labels: readonly string[], age = 40): Case => ({
    id,
    patient,
    labels,
    unknown: [],
    sex: "F",
    age,
    view: "PA",
    image: id === "e" ? "" : `/films/${id}.png`,
  });
  index.add([
    film("a", "1", ["Edema"]),
    film("b", "2", ["Edema", "Mass"], NaN),
    film("c", "2", ["Mass"]),
    film('d, "the second"', "3", []),
    film("e", "4", ["Mass", "Pleural_Thickening"], 0.5),
  ], Uint8Array.of(0, 1, 3, 7, 15));
  return index;
}

Deno.test("findFilms() does not take films of unknown patients for one patient's", async () => {
  const index = fiveFilms();
  const { case: film } = (await index.find(["a"]))[0]!;
  const unknown = ["f", "g"].map((id) => ({ ...film, id, patient: "" }));
  index.add(unknown, Uint8Array.of(255, 255));
  const { films: found } = await findFilms(index, await queryOfId("f", index), { top: 1 });
  assertEquals(found.map(({ case: { id } }) => id), ["g"]);
});

Deno.test("findFilms() leaves out the film itself and its own patient", async () => {
  const index = fiveFilms();
  const query = await queryOfId("b", index);
  const found = async (options: Partial<Parameters<typeof findFilms>[2]>) =>
    (await findFilms(index, query, { top: 10, ...options })).films.map((film) => film.case.id);
  assertEquals(await found({}), ["a", 'd, "the second"', "e"]);
  assertEquals(await found({ ownPatient: true }), ["a", "c", 'd, "the second"', "e"]);
  assertEquals(await found({ top: 1 }), ["a"]);
  assertEquals(await found({ top: 1, ownPatient: true }), ["a"]);
  assertEquals(await found({ radius: 2, ownPatient: true }), ["a", "c", 'd, "the second"']);
  assertEquals(await found({ filter: { kind: "label", label: "Mass" } }), ["e"]);
  assertEquals(await found({ filter: { kind: "patient", patient: "2" } }), []);
});

Deno.test("findFilms() says which findings a film shares, if the query's are known", async () => {
  const index = fiveFilms();
  const { films: byId } = await findFilms(index, await queryOfId("b", index), {
    top: 9,
    ownPatient: true,
  });
  assertEquals(byId.map(({ shared }) => shared), [["Edema"], ["Mass"], [], ["Mass"]]);
  const { films: byCode } = await findFilms(index, queryOfCode("01", 8), { top: 9 });
  assertEquals(byCode.map(({ distance }) => distance), [0, 1, 1, 2, 3]);
  assertEquals(byCode.map(({ shared }) => shared), Array(5).fill(undefined));
});

Deno.test("queryOfFilm() finds an indexed film at distance 0", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index: path } = await tinyIndex(folder);
    const index = await HammingIndex.open(path);
    const encoder = await openIndexEncoder(path, index.info);
    try {
      const film = join(path, "films", "phantom_00003_000.png");
      const query = await queryOfFilm(film, encoder);
      assertEquals(query.code, (await queryOfId("phantom_00003_000", index)).code);
      const { films } = await findFilms(index, query, { top: 60, radius: 0 });
      assert(films.some((found) => found.case.id === "phantom_00003_000"));
      await assertRejects(
        () => queryOfFilm(join(folder, "none.png"), encoder),
        InputError,
        'Cannot read the film: "' + join(folder, "none.png") + '": there is no such file',
      );
      assertEquals(query.notes, []);
      const flat = join(folder, "flat.png");
      const raw = { raw: { width: 8, height: 8, channels: 1 } } as const;
      await sharp(new Uint8Array(64).fill(9), raw).png().toFile(flat);
      assertEquals((await queryOfFilm(flat, encoder)).notes, [
        `of "${flat}" all pixels have one value, so that the code says nothing of the film`,
      ]);
      await Deno.writeTextFile(join(folder, "text.png"), "text");
      await assertRejects(
        () => queryOfFilm(join(folder, "text.png"), encoder),
        InputError,
        "text.png",
      );
    } finally {
      await index.close();
      await encoder.close();
    }
  });
});

Deno.test("queryOfId() and queryOfCode() explain what they cannot use", async () => {
  const index = fiveFilms();
  await assertRejects(
    () => queryOfId("f", index),
    InputError,
    'Cannot find the film "f" in the index (did you mean "a"?)',
  );
  assertEquals(queryOfCode("0xF0", 8).code, Uint8Array.of(0xf0));
  assertEquals(queryOfCode("F0", 8).name, "f0");
  assertThrows(() => queryOfCode("f00", 8), InputError, "it has 3 digits; codes of 8 bits have 2");
  assertThrows(() => queryOfCode("", 8), InputError, "it has 0 digits");
  assertThrows(() => queryOfCode("g0", 8), InputError, "expected hexadecimal digits");
});

/** What a search by id finds, explained. */
async function explained(): Promise<SearchResult> {
  const index = fiveFilms();
  const query = await queryOfId("b", index);
  const targets = {
    names: index.info.labelNames,
    // The first is the query's own code, 00000001; the others are not near to it.
    values: Float32Array.from(
      { length: 24 },
      (_, i) => i < 8 ? (i === 7 ? 1 : -1) : (i >> 3) + 1 & (i & 3) ? 1 : -1,
    ),
  };
  const search = new IndexSearch(index, { targets });
  return await search.search(query, { top: 9, ownPatient: true, why: true });
}

Deno.test("searchJson() gives an object that says everything, with null for what is unknown", async () => {
  const result = await explained();
  const text = searchJson(result);
  assert(!text.includes("\n"));
  const { ask, target, query, bits, model, films } = JSON.parse(text);
  assertEquals([ask, target], ["code", null]);
  assertEquals(query, {
    name: "b",
    code: "01",
    patient: "2",
    labels: ["Edema", "Mass"],
    unknown: [],
  });
  assertEquals([bits, model, films.length], [8, "m", 4]);
  const { why, ...first } = films[0];
  assertEquals(first, {
    distance: 1,
    relevance: null,
    chance: null,
    near: null,
    id: "a",
    patient: "1",
    labels: ["Edema"],
    unknown: [],
    sex: "F",
    age: 40,
    view: "PA",
    image: "/films/a.png",
    shared: ["Edema"],
  });
  assertEquals(why.agreeing, 7);
  assertEquals(why.findings.length, 3);
  const index = fiveFilms();
  const plain = queryOfCode("01", 8);
  const unknown = await new IndexSearch(index).search(plain, { top: 1 });
  const [only] = JSON.parse(searchJson(unknown)).films;
  assertEquals([only.id, only.age, only.shared, "why" in only], ["b", null, null, false]);
});

Deno.test("searchCsv() gives a table that reads back as it was", async () => {
  const [header, ...rows] = parse(searchCsv(await explained()));
  const scores = "distance,relevance,chance,near,near_low,near_high";
  const facts = "sex,age,view,image,date,visit,report";
  assertEquals(header!.join(), `${scores},id,patient,labels,unknown,shared,${facts}`);
  const unmeasured = ["", "", "", "", ""];
  assertEquals(rows, [
    [
      "1",
      ...unmeasured,
      "a",
      "1",
      "Edema",
      "",
      "Edema",
      "F",
      "40",
      "PA",
      "/films/a.png",
      "",
      "",
      "",
    ],
    ["1", ...unmeasured, "c", "2", "Mass", "", "Mass", "F", "40", "PA", "/films/c.png", "", "", ""],
    [
      "2",
      ...unmeasured,
      'd, "the second"',
      "3",
      "",
      "",
      "",
      "F",
      "40",
      "PA",
      '/films/d, "the second".png',
      ...["", "", ""],
    ],
    ["3", ...unmeasured, "e", "4", "Mass|Pleural_Thickening", "", "Mass", "F", "0.5", "PA", ...[
      "",
      "",
      "",
      "",
    ]],
  ]);
});

Deno.test("searchTable() lists films for people, and explains them", async () => {
  const lines = searchTable(await explained()).split("\n");
  assertEquals(lines[0]!.split(/ {2,}/), [
    "distance",
    "film",
    "patient",
    "sex",
    "age",
    "view",
    "findings",
    "shared",
  ]);
  assertEquals(lines[4]!.trim().split(/ {2,}/), [
    ..."3 e 4 F 0.5 PA".split(" "),
    "Mass, Pleural thickening",
    "Mass",
  ]);
  assertEquals(lines[5], "");
  assertEquals(
    lines[6],
    "The query's code is near the targets of (by cosine): Edema 1.000; chance gives one code in " +
      "twenty a cosine of .753. They explain the code, not the disease.",
  );
  assertEquals(lines[8], "a: 7 of 8 bits agree");

  const { films, ...rest } = await explained();
  const bare = films.map(({ why, ...film }) => ({ ...film, why: { ...why!, findings: [] } }));
  const text = searchTable({ ...rest, films: bare.slice(0, 1) });
  assert(text.endsWith("no targets that would explain its bits.\n\na: 7 of 8 bits agree"), text);
});

/** Films of one code, of whose findings something is not known. */
function partlyKnown(): HammingIndex {
  const labelNames = ["Edema", "Hernia", "Mass", "Nodule", "Pneumonia"];
  const index = HammingIndex.empty({ bits: 8, model: "m", labelNames });
  const film = (id: string, labels: readonly string[], unknown: readonly string[]): Case => ({
    ...{ id, patient: id, labels, unknown, sex: "", age: NaN, view: "", image: "" },
  });
  index.add([
    film("query", ["Edema", "Mass"], ["Nodule"]),
    film("nothing known", [], labelNames),
    film("little known", ["Nodule"], ["Edema", "Hernia", "Mass", "Pneumonia"]),
    film("much known", ["Mass"], ["Edema"]),
    film("normal", [], []),
  ], new Uint8Array(5));
  return index;
}

/** The cells of some columns of the table that a search prints. */
async function cellsOf(index: HammingIndex, id: string): Promise<readonly (readonly string[])[]> {
  const query = await queryOfId(id, index);
  const text = searchTable(await new IndexSearch(index).search(query, { top: 9 }));
  return text.split("\n").slice(1).map((line) => line.trim().split(/ {2,}/).slice(-2));
}

Deno.test("searchTable() says what is unknown, and of no such film that it has no finding", async () => {
  const index = partlyKnown();
  assertEquals(await cellsOf(index, "query"), [
    ["findings unknown", "2 unknown"],
    ["Nodule; 4 of 5 unknown", "3 unknown"],
    ["Mass; unknown: Edema", "Mass; 1 unknown"],
    ["no finding", "–"],
  ]);
  assertEquals(
    new Set((await cellsOf(index, "nothing known")).map((cells) => cells[1])),
    new Set(["unknown"]),
  );
});

Deno.test("a search shows dates, visits and reports where there are some", async () => {
  const index = HammingIndex.empty({ bits: 8, model: "m", labelNames: ["Mass"] });
  const film = { patient: "1", labels: [], unknown: [], sex: "", age: NaN, view: "", image: "" };
  const report = "Heart <b>normal</b>.";
  index.add([
    { ...film, id: "query" },
    { ...film, id: "a", date: "2017-03-05", visit: 2, report },
    { ...film, id: "b", visit: 3 },
    { ...film, id: "c" },
  ], new Uint8Array(4));
  const query = await queryOfId("query", index);
  const result = await new IndexSearch(index).search(query, { top: 9, ownPatient: true });
  const lines = searchTable(result).split("\n").map((line) => line.trim().split(/ {2,}/));
  assertEquals(lines.map((cells) => cells[6]), ["date", "2017-03-05", "visit 3", "–"]);
  const json = JSON.parse(searchJson(result)).films;
  assertEquals(json.map((film: Case) => [film.date, film.visit, film.report]), [
    ["2017-03-05", 2, report],
    [undefined, 3, undefined],
    [undefined, undefined, undefined],
  ]);
  const [header, ...rows] = parse(searchCsv(result));
  const from = header!.indexOf("date");
  assertEquals(header!.slice(from, from + 3), ["date", "visit", "report"]);
  assertEquals(rows.map((row) => row.slice(from, from + 3)), [
    ["2017-03-05", "2", report],
    ["", "3", ""],
    ["", "", ""],
  ]);
  const page = await searchPage(await searchReport(result, { searched: 4, condition: "" }));
  assert(page.includes("patient 1, 2017-03-05"), "the date is among the facts");
  assertEquals(page.split("<summary>Report</summary>").length, 2);
  assert(page.includes("Heart &lt;b&gt;normal&lt;/b&gt;."), "reports are escaped");
});

Deno.test("searchJson(), searchCsv() and searchPage() tell unknown findings from absent ones", async () => {
  const index = partlyKnown();
  const query = await queryOfId("query", index);
  const result = await new IndexSearch(index).search(query, { top: 9 });
  const json = JSON.parse(searchJson(result));
  assertEquals(json.query.unknown, ["Nodule"]);
  assertEquals(json.films.map((film: Case) => film.unknown.length), [5, 4, 1, 0]);
  const [header, ...rows] = parse(searchCsv(result));
  const column = header!.indexOf("unknown");
  assertEquals(rows.map((row) => row[column]), [
    "Edema|Hernia|Mass|Nodule|Pneumonia",
    "Edema|Hernia|Mass|Pneumonia",
    "Edema",
    "",
  ]);
  const page = await searchPage(await searchReport(result, { searched: 5, condition: "" }));
  const chips = (text: string) => page.split(`<li class="none">${text}</li>`).length - 1;
  assertEquals(["findings unknown", "4 of 5 unknown", "unknown: Edema", "no finding"].map(chips), [
    1,
    1,
    1,
    1,
  ]);
  const nobody = await queryOfId("nothing known", index);
  const { films: strangers } = await findFilms(index, nobody, { top: 9 });
  assertEquals(new Set(strangers.map(({ shared }) => shared)), new Set([undefined]));
});
