import { assert } from "@std/assert";
import { findingBars } from "../../lib/charts/finding_bars.ts";
import { testDrawing, testPlot } from "./plots.ts";

const words = {
  title: "What the film probably shows",
  subtitle: "Blue: what it shows",
  valueTitle: "Probability",
};
const chart = findingBars([
  { name: "Mass", value: 0.05, isMarked: false },
  { name: "Pleural_Thickening", value: 0.6 },
  { name: "Edema", value: 0.35, isMarked: false },
], words);

testPlot("finding_bars", chart);
testDrawing("finding_bars of no findings", findingBars([], words));

Deno.test("findingBars() puts the longest first", () => {
  const text = JSON.stringify(chart);
  const places = ["Pleural thickening", "Edema", "Mass"].map((name) =>
    text.indexOf(`"finding":"${name}"`)
  );
  assert(places.every((place, i) => place > (places[i - 1] ?? 0)));
});
