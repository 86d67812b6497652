import { calibrationChart } from "../../lib/charts/calibration_chart.ts";
import { testDrawing, testPlot } from "./plots.ts";

testPlot(
  "calibration_chart",
  calibrationChart([
    { predicted: 0.12, seen: 0.1, pairs: 4000 },
    { predicted: 0.5, seen: 0.56, pairs: 900 },
    { predicted: 0.9, seen: 0.8, pairs: 20 },
  ]),
);
testDrawing("calibration_chart of no pairs", calibrationChart([]));
