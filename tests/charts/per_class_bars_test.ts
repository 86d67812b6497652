import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { perClassBars } from "../../lib/charts/per_class_bars.ts";
import { renderSvg } from "../../lib/charts/render.ts";
import { resultRow, sampleReport } from "../report/run/sample_report.ts";
import { testDrawing, testPlot } from "./plots.ts";

const few = perClassBars(sampleReport().rows, { featured: "cohash" });
const many = ["cohash", ..."abcdef"].map((name, i) => resultRow(name, 0.5 + 0.01 * (i % 4)));
testPlot("per_class_bars", few);
testPlot("per_class_bars_of_many", perClassBars(many));
testPlot("per_class_bars_of_one", perClassBars(many.slice(0, 1)));

testDrawing("per_class_bars of nothing", perClassBars([]));
testDrawing(
  "per_class_bars of nulls",
  perClassBars([{ name: "cohash", perClass: { Mass: null, Edema: NaN } }]),
);

Deno.test("perClassBars() names the rows it has when the featured one is missing", () => {
  assertThrows(
    () => perClassBars([resultRow("hub", 0.5)], { featured: "cohash" }),
    RangeError,
    'no row is named "cohash", expected one of hub',
  );
});

Deno.test("perClassBars() tells the queries of a finding, and why one has no bar", async () => {
  const row = {
    name: "cohash",
    perClass: { Edema: 0.5, Hernia: null },
    perClassInterval: { Edema: [0.4, 0.6] as const, Hernia: null },
    perClassQueries: { Edema: 1200, Hernia: 0 },
  };
  const svg = await renderSvg(perClassBars([row, { ...row, name: "csq" }]));
  assertStringIncludes(svg, ">Edema (1,200)</text>");
  assertStringIncludes(svg, ">Hernia (0)</text>");
  assertEquals(svg.match(/no query shows it/g)?.length, 1);
  // An interval a method.
  assertEquals(svg.match(/<line [^>]*y2="0" stroke="#1b2530"/g)?.length, 2);
});

Deno.test("perClassBars() draws equal scores of several methods side by side", async () => {
  const rows = ["cohash", "csq", "dch", "hub"].map((name) => ({ name, perClass: { Edema: 0.5 } }));
  const svg = await renderSvg(perClassBars(rows));
  const marks = [...svg.matchAll(/<path transform="translate\(([\d.]+),([\d.]+)\)"[^>]*"0.8"/g)];
  assertEquals(new Set(marks.map(([, x]) => x)).size, 1);
  const places = marks.map(([, , y]) => Number(y)).sort((a, b) => a - b);
  assertEquals(places.map((y) => y - places[0]!), [0, 9, 18]);
});
