import { assertStringIncludes } from "@std/assert";
import { distanceHistograms } from "../../lib/charts/distance_histograms.ts";
import { renderSvg } from "../../lib/charts/render.ts";
import { sampleReport } from "../report/run/sample_report.ts";
import { testDrawing, testPlot } from "./plots.ts";

testPlot("distance_histograms", distanceHistograms(sampleReport().distances!));

testDrawing(
  "distance_histograms of no pairs",
  distanceHistograms({ relevant: new Float64Array(9), irrelevant: new Float64Array(9) }),
);

Deno.test("distanceHistograms() gives shares of each kind and their overlap", async () => {
  const histogram = { relevant: Float64Array.of(1, 1, 0), irrelevant: Float64Array.of(0, 30, 10) };
  const spec = distanceHistograms(histogram);
  assertStringIncludes(await renderSvg(spec), "the overlap of both kinds, 50 %");
  assertStringIncludes(spec.description!, "0.5 bits apart on average, pairs that share none 1.3");
});
