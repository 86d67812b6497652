import { assertEquals, assertThrows } from "@std/assert";
import { renderSvg } from "../../lib/charts/render.ts";
import { targetDistances } from "../../lib/charts/target_distances.ts";
import { STEPS } from "../../lib/charts/theme.ts";
import { sampleReport } from "../report/run/sample_report.ts";
import { testDrawing, testPlot } from "./plots.ts";

testPlot("target_distances", targetDistances(sampleReport().targetDistances!));

testDrawing(
  "target_distances of one label",
  targetDistances({ labelNames: ["Mass"], distances: [[NaN]], bits: 8 }),
);

Deno.test("targetDistances() shades a table without spread in the middle tone", async () => {
  const distances = [[0, 4, 4], [4, 0, 4], [4, 4, 0]];
  const spec = targetDistances({ labelNames: ["a", "b", "c"], distances, bits: 8 });
  const middle = STEPS[3]!.light;
  const cells = (await renderSvg(spec)).match(new RegExp(`fill="${middle}" stroke="#ffffff"`, "g"));
  assertEquals(cells?.length, 6);
});

Deno.test("labelHeatmap() refuses a matrix that does not fit its labels", () => {
  assertThrows(
    () => targetDistances({ labelNames: ["a", "b"], distances: [[0, 1]], bits: 8 }),
    RangeError,
    "expected a 2 × 2 matrix, received 1 rows of 2",
  );
});
