import { adjacencyHeatmap } from "../../lib/charts/adjacency_heatmap.ts";
import { LABELS } from "../report/run/sample_report.ts";
import { testDrawing, testPlot } from "./plots.ts";

testPlot(
  "adjacency_heatmap",
  adjacencyHeatmap({
    labelNames: LABELS,
    adjacency: [[0.8, 0.16, 0], [0.02, 0.9, 0], [0, -0.05, 1]],
    graph: "learned, τ = 0.1, p = 0.2",
    order: [2, 0, 1],
  }),
);

testDrawing(
  "adjacency_heatmap of no labels",
  adjacencyHeatmap({ labelNames: [], adjacency: [], graph: "identity" }),
);
