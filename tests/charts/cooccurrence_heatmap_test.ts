import { assert, assertEquals } from "@std/assert";
import { cooccurrenceHeatmap } from "../../lib/charts/cooccurrence_heatmap.ts";
import { renderSvg } from "../../lib/charts/render.ts";
import { STEPS } from "../../lib/charts/theme.ts";
import { sampleReport } from "../report/run/sample_report.ts";
import { testDrawing, testPlot } from "./plots.ts";

const cooccurrence = sampleReport().cooccurrence!;
const shares = cooccurrenceHeatmap(cooccurrence);
const films = cooccurrenceHeatmap(cooccurrence, { measure: "counts" });
testPlot("cooccurrence_heatmap", shares);
testPlot("cooccurrence_heatmap_of_counts", films);
testPlot(
  "cooccurrence_heatmap_of_ppmi",
  cooccurrenceHeatmap(cooccurrence, { measure: "ppmi", order: [2, 1, 0] }),
);

for (const measure of ["conditional", "counts", "ppmi"] as const) {
  testDrawing(
    `cooccurrence_heatmap of ${measure} without labels`,
    cooccurrenceHeatmap({ labelNames: [], counts: [], positiveFilms: 0 }, { measure }),
  );
}

Deno.test("cooccurrenceHeatmap() writes shares in percent, and none on the diagonal", async () => {
  const svg = await renderSvg(shares);
  const texts = [...svg.matchAll(/>([^<>]+)<\/text>/g)].map(([, text]) => text);
  for (const text of ["25", "50", "&lt;1", "Pleural thickening (40)", "Hernia (400)"]) {
    assert(texts.includes(text), `no cell reads ${text} among ${texts}`);
  }
  assert(!texts.includes("100"));
});

Deno.test("cooccurrenceHeatmap() of counts shades by the number of films, in steps of three", async () => {
  const svg = await renderSvg(films);
  const legend = ["&lt; 1", "≥ 1", "≥ 3", "≥ 10", "≥ 30"];
  for (const text of legend) assert(svg.includes(`>${text}</text>`), text);
  const cellsOf = (shade: number) =>
    svg.match(new RegExp(`fill="${STEPS[shade]!.light}" stroke="#ffffff"`, "g"))?.length ?? 0;
  // 10 films in two cells, 1 in two and none in two, beside one square each in the legend.
  assertEquals([0, 1, 2, 3, 4].map(cellsOf), [3, 3, 1, 3, 1]);
});

Deno.test("cooccurrenceHeatmap() puts findings that come together side by side", () => {
  const labelNames = ["Edema", "Hernia", "Effusion"];
  const counts = [[100, 1, 50], [1, 30, 0], [50, 0, 80]];
  const spec = JSON.stringify(cooccurrenceHeatmap({ labelNames, counts, positiveFilms: 150 }));
  assert(spec.includes(`"domain":["Effusion","Edema","Hernia"]`), spec);
});
