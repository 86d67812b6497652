import { assertEquals } from "@std/assert";
import {
  formatCount,
  formatInterval,
  formatScore,
  readableLabel,
  readableLabels,
} from "../../lib/charts/words.ts";

Deno.test("readableLabel() keeps abbreviations and the first capital", () => {
  assertEquals(
    ["Pleural_Thickening", "Enlarged Cardiomediastinum", "Other_ILD", "edema", ""].map(
      readableLabel,
    ),
    ["Pleural thickening", "Enlarged cardiomediastinum", "Other ILD", "edema", ""],
  );
});

Deno.test("readableLabels() never makes two labels one", () => {
  assertEquals(readableLabels(["Lung_Mass", "Lung_mass"]), ["Lung_Mass", "Lung_mass"]);
});

Deno.test("formatScore() and formatInterval() print nothing for what is no number", () => {
  assertEquals([null, undefined, NaN, Infinity].map(formatScore), ["–", "–", "–", "–"]);
  assertEquals([null, undefined, [NaN, 1] as const].map(formatInterval), ["", "", ""]);
  assertEquals(formatInterval([0.405, 1.2]), "[.405, 1.200]");
  assertEquals([0, 0.9996, 0.0004].map(formatScore), [".000", "1.000", ".000"]);
});

Deno.test("formatCount() separates thousands", () => {
  assertEquals([86524, 12.6, NaN].map(formatCount), ["86,524", "13", "–"]);
});
