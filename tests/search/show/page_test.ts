import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { type FoundCard, searchPage, type SearchReport } from "../../../lib/search/show/page.ts";

const image = { width: 2, height: 2, pixels: new Uint8Array(4) };

const CARD: FoundCard = {
  id: "<b>",
  findings: ["Edema", "Mass"],
  distance: 2,
  facts: "patient 7, PA",
  image,
  why: {
    agrees: [true, false, true, true, true, true, true, false],
    findings: [{
      label: "Pleural_Thickening",
      queryCosine: 0.75,
      isNear: true,
      caseCosine: 0.5,
      agreeing: 5,
      disagreeing: 1,
      share: 0.625,
      disagreeingShare: 0.5,
    }],
    nearFrom: 0.7,
  },
};

const REPORT: SearchReport = {
  query: { id: "a.png", findings: ["Mass"], facts: "patient 3", image },
  asked: { kind: "code" },
  bits: 8,
  searched: 12345,
  condition: 'view=PA AND "a<b"',
  films: [CARD],
};

Deno.test("searchPage() shows query, films and reasons, with every text escaped", async () => {
  const occlusion = { size: 2, values: Float32Array.of(0, 0.5, 1, 0), greatest: 0.25 };
  const page = await searchPage({ ...REPORT, query: { ...REPORT.query, occlusion } });
  assertStringIncludes(page, "<h1>Films like a.png</h1>");
  assertStringIncludes(page, "The nearest film of 12,345");
  assertStringIncludes(page, "<em>view=PA AND &quot;a&lt;b&quot;</em>");
  assertStringIncludes(page, "&lt;b&gt;");
  assert(!page.includes("<b>"));
  assertMatch(page, /<li class="shared">✓\sMass<\/li>/);
  assertStringIncludes(page, "6 of 8 bits agree");
  assertEquals(page.match(/class="same"/g)?.length, 6);
  assertStringIncludes(page, "63 %");
  assertEquals(page.match(/<i style="opacity: [\d.]+"><\/i>/g), [
    '<i style="opacity: 0.00"></i>',
    '<i style="opacity: 0.38"></i>',
    '<i style="opacity: 0.75"></i>',
    '<i style="opacity: 0.00"></i>',
  ]);
  assertStringIncludes(page, "by up to");
  assertStringIncludes(page, "Not a medical device");
});

Deno.test("searchPage() claims nothing about findings that are not known", async () => {
  const { why: _, image: __, ...plain } = CARD;
  const query = { id: "a.png", findings: undefined, facts: "" };
  const page = await searchPage({ ...REPORT, query, condition: "", films: [plain] });
  for (const text of ["✓", "hit", "tick", "Why", "heat", "among those", "<img"]) {
    assert(!page.split("</head>")[1]!.includes(text), text);
  }
  assertStringIncludes(await searchPage({ ...REPORT, films: [] }), "No film of 12,345");
});
