import { assertStringIncludes } from "@std/assert";
import { labelGraph } from "../../lib/charts/label_graph.ts";
import { renderSvg } from "../../lib/charts/render.ts";
import { sampleReport } from "../report/run/sample_report.ts";
import { testDrawing, testPlot } from "./plots.ts";

const sample = sampleReport().labelGraph!;
testPlot("label_graph", labelGraph(sample));

testDrawing("label_graph without arrows", labelGraph({ ...sample, tau: 1 }));
testDrawing(
  "label_graph without labels",
  labelGraph({ cooccurrence: { labelNames: [], counts: [], positiveFilms: 0 }, tau: 0.1 }),
);

Deno.test("labelGraph() draws an arrow for each share from τ on, and tells how many", async () => {
  const labelNames = ["Edema", "Hernia", "Effusion"];
  const cooccurrence = {
    labelNames,
    counts: [[100, 10, 50], [10, 20, 1], [50, 1, 500]],
    positiveFilms: 600,
  };
  const svg = await renderSvg(labelGraph({ cooccurrence, tau: 0.1 }));
  assertStringIncludes(svg, "(τ = 0.1). 4 arrows of 6");
  for (const name of labelNames) assertStringIncludes(svg, `>${name}</text>`);
});
