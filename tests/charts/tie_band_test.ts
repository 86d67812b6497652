import { assertEquals } from "@std/assert";
import { renderSvg } from "../../lib/charts/render.ts";
import { STEPS } from "../../lib/charts/theme.ts";
import { tieBand } from "../../lib/charts/tie_band.ts";
import { resultRow, sampleReport } from "../report/run/sample_report.ts";
import { testDrawing, testPlot } from "./plots.ts";

const lengths = [16, 32, 64].map((bits) => resultRow(`${bits} bits`, 0.4 + bits / 1000));
testPlot("tie_band", tieBand(sampleReport().rows));
testPlot("tie_band_of_code_lengths", tieBand(lengths));

testDrawing("tie_band of nothing", tieBand([]));
testDrawing(
  "tie_band of nulls",
  tieBand([{
    name: "cohash",
    scores: { "map": null, "map:pessimistic": NaN, "map:optimistic": null },
    intervals: { map: null },
  }]),
);

Deno.test("tieBand() shades levels of one quantity in one hue, stronger with it", async () => {
  const svg = await renderSvg(tieBand(lengths));
  const bands = [...svg.matchAll(/fill="(#\w+)" opacity="0.3"/g)].map(([, fill]) => fill!);
  const steps = STEPS.map(({ light }) => light);
  assertEquals(bands.map((fill) => steps.indexOf(fill)), [3, 5, 6]);
});
