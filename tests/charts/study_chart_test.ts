import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { renderSvg } from "../../lib/charts/render.ts";
import { studyChart, type StudyValue } from "../../lib/charts/study_chart.ts";
import { BASELINE, FEATURED, STEPS } from "../../lib/charts/theme.ts";
import { testDrawing, testPlot } from "./plots.ts";

/** A value for each row in each column, the later the row, the better. */
function valuesOf(rows: readonly string[], columns: readonly string[]): StudyValue[] {
  return rows.flatMap((row, r) =>
    columns.map((column, c) => {
      const mean = 0.4 + 0.01 * r + 0.002 * c;
      const isChosen = r === 1 && c === 1;
      return { row, column, mean, interval: [mean - 0.01, mean + 0.02] as const, isChosen };
    })
  );
}

const scoreTitle = "mAP";
const many = ["csq", "dch", "dpn", "hyp2", "itq", "cohash", "crh"];
const bits = { scoreTitle, baseline: "dch", columnTitle: "bits" };
const grid = { scoreTitle, baseline: "ε = 0", columnTitle: "scale s", isGrid: true };
const smoothing = ["ε = 0", "ε = 0.1", "ε = 0.2"];
const panels = studyChart(valuesOf(many, ["16", "32", "128"]), bits);
const lines = studyChart(valuesOf(smoothing, ["3.63", "8", "16"]), grid);

testPlot(
  "study_dots",
  studyChart(valuesOf(["fixed", "graph"], [""]), { scoreTitle, baseline: "fixed" }),
);
testPlot(
  "study_lines",
  studyChart(valuesOf(["fixed", "graph"], ["16", "64"]), { ...bits, baseline: "fixed" }),
);
testPlot("study_lines_of_a_grid", lines);
testPlot("study_panels", panels);
testPlot("study_shades", studyChart(valuesOf(["uniform", "cooccurrence"], ["√K", "8"]), grid));

const some = valuesOf(["a", "b", "c"], ["16", "32"])
  .map((value, n) => n % 2 === 0 ? value : { ...value, mean: null, interval: null });
const none = some.map((value) => ({ ...value, mean: null, interval: null }));
const levels = none.map((value, n) => ({ ...value, row: `ε = 0.${n}` }));
const sparse = valuesOf(many, ["16", "32"]).map((value, n) =>
  n < 4 ? { ...value, mean: null } : value
);
for (const [what, values] of Object.entries({ nothing: [], some, none, levels, sparse })) {
  testDrawing(`study of ${what}`, studyChart(values, bits));
  testDrawing(`study of a grid of ${what}`, studyChart(values, { ...bits, isGrid: true }));
}

Deno.test("studyChart() gives each of many rows a plot of its own, the best first", async () => {
  const svg = await renderSvg(panels);
  const heads = [...svg.matchAll(/>(\w+)<\/text>/g)].map(([, text]) => text!)
    .filter((text) => many.includes(text));
  assertEquals(heads, many.toReversed());
  const linesOf = (style: string) =>
    svg.match(new RegExp(`<path[^>]*d="M[^Z"]*" stroke="${style}`, "g"))?.length;
  // All rows in grey behind each, and the row itself.
  assertEquals(linesOf(`${BASELINE.light}" stroke-width="1"`), many.length ** 2);
  assertEquals(linesOf(`${FEATURED.light}" stroke-width="2"`), many.length);
  for (const [, dashes] of svg.matchAll(/stroke-dasharray="([^"]*)"/g)) assertEquals(dashes, "4,3");
});

Deno.test("studyChart() draws a grid over levels as lines, shaded in their order", async () => {
  const svg = await renderSvg(lines);
  for (const text of ["scale s", "ε", "3.63", "8", "16", "0.2"]) {
    assertStringIncludes(svg, `>${text}</text>`);
  }
  const colours = [...svg.matchAll(/stroke="(#\w+)" stroke-width="2" stroke-dasharray/g)];
  const steps = STEPS.map(({ light }) => light);
  assertEquals(colours.map(([, colour]) => steps.indexOf(colour!)), [3, 5, 6]);
  assertEquals(svg.match(/d="M7\.\d+,0A/g)?.length, 1);
});

Deno.test("studyChart() places columns that are numbers by their value", () => {
  const axisOf = (columns: readonly string[]) => {
    const text = JSON.stringify(studyChart(valuesOf(["a"], columns), bits));
    return /"type":"(log|linear|point)"/.exec(text)?.[1];
  };
  assertEquals(axisOf(["16", "32", "128"]), "linear");
  assertEquals(axisOf(["0.0001", "0.001", "0.1"]), "log");
  assertEquals(axisOf(["0", "0.001", "0.1"]), "linear");
  assertEquals(axisOf(["small", "large"]), "point");
});

Deno.test("studyChart() shades no wider than an interval as if it were a difference", async () => {
  const value = (row: string, mean: number) => ({ row, column: "8", mean });
  const narrow = ["a", "b"].map((row, r) => ({
    ...value(row, 0.4 + 0.001 * r),
    interval: [0.39, 0.42] as const,
  }));
  const fillsOf = async (values: readonly StudyValue[]) => {
    const svg = await renderSvg(studyChart(values, { ...bits, isGrid: true }));
    const cells = svg.matchAll(/fill="(#\w+)" stroke="#ffffff" stroke-width="1.5"/g);
    return [...cells].map(([, fill]) => fill!);
  };
  assertEquals(new Set(await fillsOf(narrow)).size, 1);
  const wide = [narrow[0]!, { ...narrow[1]!, mean: 0.45 }];
  assertEquals(new Set(await fillsOf(wide)).size, 2);
});

Deno.test("studyChart() tells good settings apart although one corner of the grid is bad", async () => {
  const scores = [0.5, 0.49, 0.48, 0.47, 0.46, 0.45, 0.1, 0.1];
  const values = scores.map((mean, n) => ({
    row: `row ${"abcdefgh"[n]}`,
    column: "8",
    mean,
    interval: null,
  }));
  const svg = await renderSvg(studyChart(values, { ...bits, isGrid: true }));
  const fills = [...svg.matchAll(/fill="(#\w+)" stroke="#ffffff" stroke-width="1.5"/g)];
  assert(new Set(fills.slice(0, 6).map(([, fill]) => fill)).size >= 5);
});
