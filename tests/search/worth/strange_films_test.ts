import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { Random } from "../../../lib/base/random.ts";
import { oddFilm } from "../../../lib/data/phantom/odd_films.ts";
import { greyImage, pngBytes } from "../../../lib/report/film_image.ts";
import { IndexSearch, type SearchResult } from "../../../lib/search/index_search.ts";
import { searchPage } from "../../../lib/search/show/page.ts";
import { searchReport } from "../../../lib/search/show/report.ts";
import { searchCsv, searchJson, searchTable } from "../../../lib/search/show/text.ts";
import { ASKS } from "../../../lib/search/ask.ts";
import { inTemporaryFolder } from "../../helpers/folders.ts";
import { tinyIndex } from "../../helpers/tiny_index.ts";

const SIZE = 64;

async function writeOddFilm(path: string, kind: "noise" | "black" | "screenshot"): Promise<void> {
  const source = { size: SIZE, random: new Random(kind), film: new Float32Array(SIZE ** 2) };
  await Deno.writeFile(path, await pngBytes(greyImage(oddFilm(kind, source), SIZE)));
}

/** All that is told of a search, in every form. */
async function toldOf(result: SearchResult): Promise<Record<string, string>> {
  const report = await searchReport(result, { searched: 60, condition: "" });
  // Style sheets have percentages of their own.
  const page = (await searchPage(report)).replace(/<style>[\s\S]*?<\/style>/g, "");
  return { table: searchTable(result), json: searchJson(result), csv: searchCsv(result), page };
}

Deno.test("noise, a black film and a screenshot get a warning and no percentage, however they ask", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index: place } = await tinyIndex(folder);
    await using index = await IndexSearch.open({ place });
    for (const kind of ["noise", "black", "screenshot"] as const) {
      const path = join(folder, `${kind}.png`);
      await writeOddFilm(path, kind);
      const query = await index.queryOfFile(path);
      assertEquals(query.isFamiliar, false, kind);
      for (const ask of ASKS) {
        const result = await index.search(query, { ask, top: 5, why: true });
        assertEquals(result.films.length, 5);
        const [warning, ...others] = result.warnings;
        assert(warning?.kind === "strange" && others.length === 0);
        assert(warning.films! > 10 && warning.falseAlarms! > 0);
        for (const [form, text] of Object.entries(await toldOf(result))) {
          assert(
            !/\d %|"share":|"chance":0|"probability":0|of the agreement/.test(text),
            `${form} ${ask}: ${text}`,
          );
        }
        const json = JSON.parse(searchJson(result));
        for (const { near, relevance, chance, why } of json.films) {
          assertEquals([near, relevance, chance, why], [null, null, null, undefined]);
        }
        assertEquals(json.warnings[0].kind, "strange");
        assertStringIncludes((await toldOf(result)).page!, 'role="alert"');
      }
    }
  });
});

Deno.test("a film like those of the encoder is told what its distances are worth", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index: place } = await tinyIndex(folder);
    await using index = await IndexSearch.open({ place });
    const { entries } = await index.store.list({ limit: 60 });
    const familiar = [];
    for (const { case: film } of entries) {
      const query = await index.queryOfFile(join(place, film.image));
      if (query.isFamiliar) familiar.push(query);
    }
    assert(familiar.length > 40, `${familiar.length} of 60`);
    const result = await index.search(familiar[0]!, { ask: "code", top: 5 });
    const { curve, of } = (await index.worth())!.distances!;
    assertEquals(of, "encoder");
    for (const { near, distance } of result.films) {
      const step = curve.steps.find(({ from, to }) => from <= distance && distance <= to)!;
      assertEquals(near, step);
    }
    const { table, page, json } = await toldOf(result);
    assertStringIncludes(table!, "share a finding");
    assertStringIncludes(page!, "share a finding");
    const { chance, low, high } = result.films[0]!.near!;
    assertEquals(JSON.parse(json!).films[0].near, { chance, low, high });
    // A target is no film: how far films lie from it was never measured. Nor are findings.
    const byTarget = await index.search(familiar[0]!, { ask: "target", top: 5 });
    assert(byTarget.films.every(({ near }) => near === undefined));
    const byFinding = await index.search(await index.queryOfFindings("Effusion"), {
      ask: "code",
      top: 5,
    });
    assert(byFinding.films.every(({ near }) => near === undefined));
  });
});

Deno.test("a useless encoder's distances are said to say little", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index: place } = await tinyIndex(folder);
    const path = join(place, "encoder", "encoder.json");
    const card = JSON.parse(await Deno.readTextFile(path));
    const search = async (nearest: object) => {
      card.worth.distances.nearest = nearest;
      card.worth.distances.any = { chance: 0.3, low: 0.25, high: 0.35 };
      await Deno.writeTextFile(path, JSON.stringify(card));
      await using index = await IndexSearch.open({ place });
      return await index.search(index.queryOfCode("00ff"), { top: 3 });
    };
    const flat = await search({ chance: 0.32, low: 0.24, high: 0.4 });
    assertEquals(flat.warnings.map(({ kind }) => kind), ["flat"]);
    const told = await toldOf(flat);
    assertStringIncludes(
      told.page!.replace(/\s+/g, " "),
      "of the nearest films of other patients 32 % (24–40) share a finding, of any two films 30 %",
    );
    assertEquals((await search({ chance: 0.8, low: 0.7, high: 0.9 })).warnings, []);
  });
});
