import { distanceWorth } from "../../lib/charts/distance_worth.ts";
import { testPlot } from "./plots.ts";

const step = (from: number, to: number, chance: number) => ({
  ...{ from, to, pairs: 300, chance, low: chance - 0.05, high: chance + 0.08, findings: [] },
});

testPlot(
  "distance_worth",
  distanceWorth({
    any: { chance: 0.3, low: 0.26, high: 0.34 },
    nearest: step(0, 1, 0.9),
    steps: [step(0, 2, 0.88), step(3, 3, 0.8), step(4, 4, 0.65), step(5, 16, 0.2)],
  }),
);
