import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { compile, type TopLevelSpec } from "vega-lite";
import { adjacencyHeatmap } from "../../lib/charts/adjacency_heatmap.ts";
import { bitBalance, bitCorrelation } from "../../lib/charts/code_bits.ts";
import { cooccurrenceHeatmap } from "../../lib/charts/cooccurrence_heatmap.ts";
import { distanceHistograms } from "../../lib/charts/distance_histograms.ts";
import { labelGraph } from "../../lib/charts/label_graph.ts";
import { perClassBars } from "../../lib/charts/per_class_bars.ts";
import { precisionRecallCurves } from "../../lib/charts/precision_recall_curves.ts";
import { targetDistances } from "../../lib/charts/target_distances.ts";
import { targetHistory } from "../../lib/charts/target_history.ts";
import { seriesScales, STEPS, TONES } from "../../lib/charts/theme.ts";
import { tieBand } from "../../lib/charts/tie_band.ts";
import { trainingCurves } from "../../lib/charts/training_curves.ts";
import { renderSvg } from "../../lib/charts/render.ts";
import { LABELS, resultRow, sampleReport } from "../report/run/sample_report.ts";

const report = sampleReport();
const manyRows = ["cohash", ..."abcdef"].map((name, i) => resultRow(name, 0.5 + 0.01 * (i % 4)));
const CHARTS: Readonly<Record<string, TopLevelSpec>> = {
  adjacencyHeatmap: adjacencyHeatmap({
    labelNames: LABELS,
    adjacency: [[0.8, 0.16, 0], [0.02, 0.9, 0], [0, -0.05, 1]],
    graph: "learned, τ = 0.1, p = 0.2",
    order: [2, 0, 1],
  }),
  bitBalance: bitBalance({
    database: [0.5, 0.25, 0, 1, 0.6, 0.4, 0.5, 0.5],
    query: [0.5, 0.3, 0.1, 1, 0.5, 0.5, 0.5, 0.4],
  }),
  bitCorrelation: bitCorrelation([[1, -0.75, 0.1], [-0.75, 1, 0.3], [0.1, 0.3, 1]]),
  cooccurrenceHeatmap: cooccurrenceHeatmap(report.cooccurrence!),
  "cooccurrenceHeatmap of counts": cooccurrenceHeatmap(report.cooccurrence!, { measure: "counts" }),
  "cooccurrenceHeatmap of PPMI": cooccurrenceHeatmap(report.cooccurrence!, {
    measure: "ppmi",
    order: [2, 1, 0],
  }),
  distanceHistograms: distanceHistograms(report.distances!),
  labelGraph: labelGraph(report.labelGraph!),
  perClassBars: perClassBars(report.rows, { featured: "cohash" }),
  "perClassBars of many": perClassBars(manyRows),
  precisionRecallCurves: precisionRecallCurves(report.precisionRecall!),
  targetDistances: targetDistances(report.targetDistances!),
  targetHistory: targetHistory(report.targetHistory!),
  tieBand: tieBand(report.rows),
  trainingCurves: trainingCurves(report.curves!),
};

const NO_LABELS = { labelNames: [], counts: [], positiveFilms: 0 };

/** Charts of nothing, or of numbers that are none. */
const EMPTY_CHARTS: Readonly<Record<string, TopLevelSpec>> = {
  adjacencyHeatmap: adjacencyHeatmap({ labelNames: [], adjacency: [], graph: "identity" }),
  bitBalance: bitBalance({ database: [], query: [] }),
  bitCorrelation: bitCorrelation([]),
  ...Object.fromEntries((["conditional", "counts", "ppmi"] as const).map((measure) => [
    `cooccurrenceHeatmap of ${measure}, without labels,`,
    cooccurrenceHeatmap(NO_LABELS, { measure }),
  ])),
  distanceHistograms: distanceHistograms({
    relevant: new Float64Array(9),
    irrelevant: new Float64Array(9),
  }),
  "labelGraph without labels": labelGraph({ cooccurrence: NO_LABELS, tau: 0.1 }),
  "labelGraph without arrows": labelGraph({ ...report.labelGraph!, tau: 1 }),
  perClassBars: perClassBars([]),
  "perClassBars of nulls": perClassBars([{ name: "cohash", perClass: { Mass: null, Edema: NaN } }]),
  precisionRecallCurves: precisionRecallCurves([]),
  targetDistances: targetDistances({ labelNames: ["Mass"], distances: [[NaN]], bits: 8 }),
  targetHistory: targetHistory({ labelNames: [], bits: 8, epochs: [] }),
  "targetHistory of one epoch and label": targetHistory({
    labelNames: ["Mass"],
    bits: 8,
    epochs: [{ epoch: 1, distances: [[0]] }],
  }),
  tieBand: tieBand([]),
  "tieBand of nulls": tieBand([{
    name: "cohash",
    map: null,
    mapLow: NaN,
    mapHigh: null,
    mapInterval: null,
  }]),
  trainingCurves: trainingCurves([]),
  "trainingCurves of NaN": trainingCurves([{
    name: "cohash",
    epochs: [{ epoch: 1, loss: NaN, validation: { map: null } }],
  }]),
};

for (const [name, spec] of Object.entries(CHARTS)) {
  Deno.test(`${name}() keeps its specification`, (t) => t.assertSnapshot(spec));

  Deno.test(`${name}() draws in the colours that a page can turn dark`, async () => {
    const known = new Set(["none", "transparent", ...TONES.map(({ light }) => light)]);
    const svg = await renderSvg(spec);
    const used = [...svg.matchAll(/ (?:fill|stroke)="([^"]+)"/g)].map(([, colour]) => colour!);
    assert(used.length > 10);
    assertEquals(used.filter((colour) => !known.has(colour)), []);
    // References by id would meet those of the other charts in the page.
    assert(!/ id=|url\(/.test(svg));
  });
}

for (const [name, spec] of Object.entries({ ...CHARTS, ...EMPTY_CHARTS })) {
  Deno.test(`${name}() compiles without a warning and renders without a NaN`, async () => {
    const warnings: unknown[] = [];
    const logger = {
      level: () => logger,
      error: (...messages: unknown[]) => (warnings.push(...messages), logger),
      warn: (...messages: unknown[]) => (warnings.push(...messages), logger),
      info: () => logger,
      debug: () => logger,
    };
    compile(spec, { logger });
    assertEquals(warnings, []);
    assert(!(await renderSvg(spec)).includes("NaN"));
  });
}

Deno.test("cooccurrenceHeatmap() writes shares in percent, and none on the diagonal", async () => {
  const svg = await renderSvg(CHARTS["cooccurrenceHeatmap"]!);
  const texts = [...svg.matchAll(/>([^<>]+)<\/text>/g)].map(([, text]) => text);
  for (const text of ["25", "50", "&lt;1", "Pleural thickening (40)", "Hernia (400)"]) {
    assert(texts.includes(text), `no cell reads ${text} among ${texts}`);
  }
  assert(!texts.includes("100"));
});

Deno.test("cooccurrenceHeatmap() of counts shades by the number of films, in steps of three", async () => {
  const svg = await renderSvg(CHARTS["cooccurrenceHeatmap of counts"]!);
  const legend = ["&lt; 1", "≥ 1", "≥ 3", "≥ 10", "≥ 30"];
  for (const text of legend) assert(svg.includes(`>${text}</text>`), text);
  const cellsOf = (shade: number) =>
    svg.match(new RegExp(`fill="${STEPS[shade]!.light}" stroke="#ffffff"`, "g"))?.length ?? 0;
  // 10 films in two cells, 1 in two and none in two, beside one square each in the legend.
  assertEquals([0, 1, 2, 3, 4].map(cellsOf), [3, 3, 1, 3, 1]);
});

Deno.test("cooccurrenceHeatmap() puts findings that come together side by side", () => {
  const labelNames = ["Edema", "Hernia", "Effusion"];
  const counts = [[100, 1, 50], [1, 30, 0], [50, 0, 80]];
  const spec = JSON.stringify(cooccurrenceHeatmap({ labelNames, counts, positiveFilms: 150 }));
  assert(spec.includes(`"domain":["Effusion","Edema","Hernia"]`), spec);
});

Deno.test("labelGraph() draws an arrow for each share from τ on, and tells how many", async () => {
  const labelNames = ["Edema", "Hernia", "Effusion"];
  const cooccurrence = {
    labelNames,
    counts: [[100, 10, 50], [10, 20, 1], [50, 1, 500]],
    positiveFilms: 600,
  };
  const svg = await renderSvg(labelGraph({ cooccurrence, tau: 0.1 }));
  assertStringIncludes(svg, "(τ = 0.1). 4 arrows of 6");
  for (const name of labelNames) assertStringIncludes(svg, `>${name}</text>`);
});

Deno.test("distanceHistograms() gives shares of each kind and their overlap", async () => {
  const histogram = { relevant: Float64Array.of(1, 1, 0), irrelevant: Float64Array.of(0, 30, 10) };
  const spec = distanceHistograms(histogram);
  assertStringIncludes(await renderSvg(spec), "the overlap of both kinds, 50 %");
  assertStringIncludes(spec.description!, "0.5 bits apart on average, pairs that share none 1.3");
});

Deno.test("targetHistory() shows the first, the middle and the last epoch", async () => {
  const epochs = [1, 2, 3, 4, 5].map((epoch) => ({ epoch, distances: [[0, epoch], [epoch, 0]] }));
  const svg = await renderSvg(targetHistory({ labelNames: ["a", "b"], bits: 8, epochs }));
  const shown = new Set(svg.match(/After epoch \d/g));
  assertEquals([...shown], ["After epoch 1", "After epoch 3", "After epoch 5"]);
});

Deno.test("charts refuse numbers that do not fit together", () => {
  assertThrows(
    () =>
      targetHistory({
        labelNames: ["a", "b"],
        bits: 8,
        epochs: [{ epoch: 3, distances: [[0]] }],
      }),
    RangeError,
    "Cannot draw the targets of epoch 3: expected 2 × 2 distances",
  );
  assertThrows(
    () => bitBalance({ database: [0.5], query: [] }),
    RangeError,
    "the database has 1, the queries 0",
  );
});

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

Deno.test("perClassBars() names the rows it has when the featured one is missing", () => {
  assertThrows(
    () => perClassBars([resultRow("hub", 0.5)], { featured: "cohash" }),
    RangeError,
    'no row is named "cohash", expected one of hub',
  );
});

Deno.test("seriesScales() tells fourteen methods apart without colour, and by mark alone", () => {
  const names = ["cohash", "random", "hub", ..."abcdefghijk"];
  const { color, dash, shape } = seriesScales(names);
  assertEquals(color.domain, names);
  const looks = names.map((_, i) => `${dash.range[i]} ${shape.range[i]}`);
  assertEquals(new Set(looks).size, names.length);
  const marks = names.map((_, i) => `${color.range[i]} ${shape.range[i]}`);
  assertEquals(new Set(marks).size, names.length);
});
