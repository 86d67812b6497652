import { assertEquals } from "@std/assert";
import { precisionRecallCurves } from "../../lib/charts/precision_recall_curves.ts";
import { renderSvg } from "../../lib/charts/render.ts";
import { sampleReport } from "../report/run/sample_report.ts";
import { testDrawing, testPlot } from "./plots.ts";

testPlot("precision_recall_curves", precisionRecallCurves(sampleReport().precisionRecall!));

testDrawing("precision_recall_curves of nothing", precisionRecallCurves([]));

Deno.test("precisionRecallCurves() ends its axis at the first tick above the curves", async () => {
  const curve = { precision: [0, 0.27, 0.21, 0.2], recall: [0.1, 0.4, 0.8, 1] };
  const svg = await renderSvg(precisionRecallCurves([{ name: "cohash", curve }]));
  const labels = [...svg.matchAll(/text-anchor="end"[^>]*>([^<]+)<\/text>/g)].map(([, text]) =>
    text
  );
  assertEquals(labels, ["0", "0.05", "0.1", "0.15", "0.2", "0.25", "0.3"]);
});
