import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { filmSheet, galleryPicture } from "../../lib/report/film_pictures.ts";
import { svgToPng } from "../../lib/charts/render.ts";

const image = { width: 2, height: 2, pixels: Uint8Array.of(0, 85, 170, 255) };

Deno.test("galleryPicture() ticks and frames the films that share a finding", async () => {
  const svg = await galleryPicture([{
    query: { id: "q", findings: ["Edema", "Mass"], image },
    neighbours: [
      { id: "a", findings: ["Edema", "Hernia"], image, distance: 1 },
      { id: "b", findings: [], image, distance: 4 },
    ],
  }]);
  assertStringIncludes(svg, "✓ 1 bit away");
  assertStringIncludes(svg, "✗ 4 bits away");
  assertStringIncludes(svg, "No finding");
  assertEquals(svg.match(/stroke-width="4"/g)?.length, 1);
  // The query's two findings, and the one that is shared.
  assertEquals(svg.match(/font-weight="bold"/g)?.length, 3);
});

Deno.test("galleryPicture() tells expected chances, and how the query asked", async () => {
  const svg = await galleryPicture([{
    query: { id: "q", findings: ["Edema"] },
    title: "By expected relevance",
    neighbours: [{ id: "a", findings: ["Edema"], distance: 0, chance: 0.625 }],
  }]);
  assertStringIncludes(svg, "By expected relevance");
  assertStringIncludes(svg, "✓ expected 62.5 %");
});

Deno.test("galleryPicture() says what is unknown instead of No finding", async () => {
  const svg = await galleryPicture([{
    query: { id: "q", findings: ["Edema"] },
    neighbours: [
      { id: "a", findings: [], unknown: { names: ["Edema", "Mass"], of: 2 }, distance: 1 },
      { id: "b", findings: ["Mass"], unknown: { names: ["Hernia"], of: 5 }, distance: 4 },
    ],
  }]);
  assertStringIncludes(svg, "? 1 bit away");
  assertStringIncludes(svg, "✗ 4 bits away");
  assertStringIncludes(svg, "findings unknown");
  assertStringIncludes(svg, "1 of 5 unknown");
  assert(!svg.includes("No finding"));
});

Deno.test("filmSheet() begins a new row after six films, and shows ids where there are no images", async () => {
  const films = Array.from({ length: 7 }, (_, n) => ({ id: `film <${n}>`, findings: ["Mass"] }));
  const svg = await filmSheet(films);
  assertStringIncludes(svg, "film &lt;6&gt;");
  const size = (text: string) => /width="(\d+)" height="(\d+)"/.exec(text)!.slice(1).map(Number);
  const [width, height] = size(svg);
  const [sixWide, sixHigh] = size(await filmSheet(films.slice(0, 6)));
  assertEquals([width, height], [sixWide, 2 * sixHigh!]);
});

Deno.test("svgToPng() draws the films, the same each time", async () => {
  const svg = await filmSheet([{ id: "film", findings: ["Mass"], image }]);
  const png = svgToPng(svg);
  assertEquals([...png.subarray(1, 4)], [0x50, 0x4e, 0x47]);
  assertEquals(svgToPng(svg), png);
  const blank = svgToPng(await filmSheet([{ id: "film", findings: ["Mass"] }]));
  assert(png.length !== blank.length);
});
