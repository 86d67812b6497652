import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { Asker } from "../../lib/asking/asker.ts";
import { InputError } from "../../lib/base/errors.ts";
import { parseFindings, queryOfFindings } from "../../lib/search/find_findings.ts";
import { IndexSearch } from "../../lib/search/index_search.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { asOfEarlierCohash, tinyIndex } from "../helpers/tiny_index.ts";

const labels = ["Edema", "Effusion", "Pleural_Thickening", "Cyst, old"];

Deno.test("parseFindings() reads ANDs, commas and NOTs, whatever the case and spaces", () => {
  assertEquals(parseFindings("Effusion AND edema, not pleural  thickening", labels), {
    wanted: ["Effusion", "Edema"],
    unwanted: ["Pleural_Thickening"],
  });
  assertEquals(parseFindings("effusion, and NOT edema", labels).unwanted, ["Edema"]);
  assertEquals(parseFindings('"Cyst, old"', labels).wanted, ["Cyst, old"]);
});

Deno.test("parseFindings() refuses what it cannot ask for", () => {
  const cases = [
    ["Effusions", 'did you mean "Effusion"?'],
    ["Effusion OR Edema", "more than findings"],
    ["Effusion AND sex=F", "more than findings"],
    ["not Edema", "wants no finding"],
    ["Edema, not edema", "both wanted and not"],
    ["", "Cannot read the filter"],
  ] as const;
  for (const [text, message] of cases) {
    assertThrows(() => parseFindings(text, labels), InputError, message);
  }
});

const card = {
  over: "sets" as const,
  vectors: "targets" as const,
  labels: ["Edema", "Mass"],
  films: [10, 10],
  sets: [{ labels: [0], films: 10 }, { labels: [1], films: 10 }],
  query: { scale: 4, prior: 0 },
  database: { scale: 4, prior: 0 },
  calibration: null,
};
const vectors = {
  names: card.labels,
  values: Float32Array.of(1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, 1, 1, 1, 1),
};

Deno.test("queryOfFindings() has a finding's own code, and the weights of the sets that have it", () => {
  const { code, weights } = queryOfFindings("mass", new Asker(card, vectors));
  assertEquals(code, Uint8Array.of(0b00001111));
  assertEquals([...weights!], [0, 32767]);
});

Deno.test("queryOfFindings() says where no label set fits", () => {
  const asker = new Asker(card, vectors);
  assertThrows(() => queryOfFindings("Edema AND Mass", asker), InputError, "no training film");
});

Deno.test("an index finds cases without a film, the most probable first", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index } = await tinyIndex(folder);
    await using search = await IndexSearch.open({ place: index });
    const finding = search.store.info.labelNames[0]!;
    const query = await search.queryOfFindings(finding);
    const { films } = await search.search(query, { top: 60 });
    const relevances = films.map(({ expected }) => expected!.relevance);
    assertEquals(relevances, relevances.toSorted((a, b) => b - a));
    assertEquals(films[0]!.expected!.chance, null);
    const { films: near } = await search.search(query, { top: 3, ask: "target" });
    assertEquals(near.length, 3);
    await asOfEarlierCohash(index);
    await using earlier = await IndexSearch.open({ place: index });
    await assertRejects(() => earlier.queryOfFindings(finding), InputError, "an earlier cohash");
  });
});
