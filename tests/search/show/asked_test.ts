import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { parse } from "csv-parse/sync";
import { searchPage } from "../../../lib/search/show/page.ts";
import { searchReport } from "../../../lib/search/show/report.ts";
import { searchCsv, searchJson, searchTable } from "../../../lib/search/show/text.ts";
import type { SearchResult } from "../../../lib/search/index_search.ts";

/** One film, found by expected relevance. */
function resultWith(chance: number | null): SearchResult {
  const film = { id: "a", patient: "1", labels: ["Mass"], unknown: [], sex: "F", age: 40 };
  const code = Uint8Array.of(1);
  const query = { name: "q", continuous: new Float32Array(8), onlyBits: true, code, image: "" };
  return {
    query,
    asked: { kind: "expected" },
    info: { bits: 8, model: "m", labelNames: ["Mass"] },
    films: [{
      number: 0,
      case: { ...film, view: "PA", image: "" },
      code,
      distance: 3,
      expected: { relevance: 0.25, chance },
      near: undefined,
      shared: undefined,
    }],
    ties: undefined,
    warnings: [],
    suggested: [],
  };
}

const pageOf = async (result: SearchResult) =>
  (await searchPage(await searchReport(result, { searched: 9, condition: "" })))
    .replace(/\s+/g, " ");

Deno.test("tables, CSV, JSON and pages show the chance beside the distance", async () => {
  const result = resultWith(0.625);
  const [header, row] = searchTable(result).split("\n").map((line) => line.trim().split(/ {2,}/));
  assertEquals([header!.slice(0, 2), row!.slice(0, 2)], [["expected", "distance"], [".63", "3"]]);
  assertStringIncludes(searchTable(result), "film and query share a finding.");
  assertEquals(parse(searchCsv(result))[1]!.slice(0, 4), ["3", "0.25", "0.625", ""]);
  const { ask, films } = JSON.parse(searchJson(result));
  assertEquals([ask, films[0].distance, films[0].relevance, films[0].chance], [
    "expected",
    3,
    0.25,
    0.625,
  ]);
  const page = await pageOf(result);
  assertStringIncludes(page, "expected to share a finding: <strong>.63</strong>");
  assertStringIncludes(page, "<strong>3</strong> of 8 bits differ");
  assertStringIncludes(page, "The most relevant film of 9");
});

Deno.test("expected relevance that was never measured is shown as no chance", async () => {
  const result = resultWith(null);
  const text = searchTable(result);
  assert(/^ *relevance +distance/.test(text), text);
  assert(!/^ *expected/.test(text) && text.includes("nobody measured"));
  assertEquals(parse(searchCsv(result))[1]!.slice(0, 3), ["3", "0.25", ""]);
  assertEquals(JSON.parse(searchJson(result)).films[0].chance, null);
  const page = await pageOf(result);
  assertStringIncludes(page, "expected relevance <strong>.25</strong>");
  assert(!page.includes("share a finding:"));
});

Deno.test("expected relevance by what is on record says so and gives no chance", async () => {
  const both = { kind: "both", missing: 0.1, wrong: 0.02 } as const;
  for (
    const [record, heading, words] of [
      [{ kind: "recorded" }, "by record", "whatever their codes tell; it is no chance"],
      [
        both,
        "by record and code",
        "records lack 10 % of what is there and name 2 % of what is not",
      ],
    ] as const
  ) {
    const result = { ...resultWith(null), asked: { kind: "expected", record } as const };
    const text = searchTable(result);
    assertEquals(text.trim().split(/ {2,}/)[0], heading);
    assertStringIncludes(text, words);
    assertEquals(JSON.parse(searchJson(result)).labels, record);
    const page = await pageOf(result);
    assertStringIncludes(page, words);
    assertStringIncludes(page, "expected relevance <strong>.25</strong>");
  }
  assertEquals(JSON.parse(searchJson(resultWith(0.5))).labels, { kind: "code" });
});
