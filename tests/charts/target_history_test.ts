import { assertEquals, assertThrows } from "@std/assert";
import { renderSvg } from "../../lib/charts/render.ts";
import { targetHistory } from "../../lib/charts/target_history.ts";
import { sampleReport } from "../report/run/sample_report.ts";
import { testDrawing, testPlot } from "./plots.ts";

testPlot("target_history", targetHistory(sampleReport().targetHistory!));

testDrawing(
  "target_history of nothing",
  targetHistory({ labelNames: [], bits: 8, epochs: [] }),
);
testDrawing(
  "target_history of one epoch and label",
  targetHistory({ labelNames: ["Mass"], bits: 8, epochs: [{ epoch: 1, distances: [[0]] }] }),
);

Deno.test("targetHistory() shows the first, the middle and the last epoch", async () => {
  const epochs = [1, 2, 3, 4, 5].map((epoch) => ({ epoch, distances: [[0, epoch], [epoch, 0]] }));
  const svg = await renderSvg(targetHistory({ labelNames: ["a", "b"], bits: 8, epochs }));
  const shown = new Set(svg.match(/After epoch \d/g));
  assertEquals([...shown], ["After epoch 1", "After epoch 3", "After epoch 5"]);
});

Deno.test("targetHistory() refuses distances that do not fit the labels", () => {
  const epochs = [{ epoch: 3, distances: [[0]] }];
  assertThrows(
    () => targetHistory({ labelNames: ["a", "b"], bits: 8, epochs }),
    RangeError,
    "Cannot draw the targets of epoch 3: expected 2 × 2 distances",
  );
});
