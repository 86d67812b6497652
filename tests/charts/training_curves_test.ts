import { trainingCurves } from "../../lib/charts/training_curves.ts";
import { sampleReport } from "../report/run/sample_report.ts";
import { testDrawing, testPlot } from "./plots.ts";

testPlot("training_curves", trainingCurves(sampleReport().curves!));

testDrawing("training_curves of nothing", trainingCurves([]));
testDrawing(
  "training_curves of NaN",
  trainingCurves([{
    name: "cohash",
    epochs: [{ epoch: 1, loss: NaN, validation: { map: null } }],
  }]),
);
