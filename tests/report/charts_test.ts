import { assert, assertEquals, assertThrows } from "@std/assert";
import { compile, type TopLevelSpec } from "vega-lite";
import { cooccurrenceHeatmap } from "../../lib/report/charts/cooccurrence_heatmap.ts";
import { perClassBars } from "../../lib/report/charts/per_class_bars.ts";
import { precisionRecallCurves } from "../../lib/report/charts/precision_recall_curves.ts";
import { targetDistances } from "../../lib/report/charts/target_distances.ts";
import { seriesScales, STEPS, TONES } from "../../lib/report/charts/theme.ts";
import { tieBand } from "../../lib/report/charts/tie_band.ts";
import { trainingCurves } from "../../lib/report/charts/training_curves.ts";
import { renderSvg } from "../../lib/report/render.ts";
import { resultRow, sampleReport } from "./sample_report.ts";

const report = sampleReport();
const CHARTS: Readonly<Record<string, TopLevelSpec>> = {
  cooccurrenceHeatmap: cooccurrenceHeatmap(report.cooccurrence!),
  perClassBars: perClassBars(report.rows, { featured: "cohash" }),
  precisionRecallCurves: precisionRecallCurves(report.precisionRecall!),
  targetDistances: targetDistances(report.targetDistances!),
  tieBand: tieBand(report.rows),
  trainingCurves: trainingCurves(report.curves!),
};

/** Charts of nothing, or of numbers that are none. */
const EMPTY_CHARTS: Readonly<Record<string, TopLevelSpec>> = {
  cooccurrenceHeatmap: cooccurrenceHeatmap({ labelNames: [], counts: [], positiveFilms: 0 }),
  perClassBars: perClassBars([]),
  "perClassBars of nulls": perClassBars([{ name: "cohash", perClass: { Mass: null, Edema: NaN } }]),
  precisionRecallCurves: precisionRecallCurves([]),
  targetDistances: targetDistances({ labelNames: ["Mass"], distances: [[NaN]], bits: 8 }),
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

Deno.test("seriesScales() tells eleven methods apart without colour", () => {
  const names = ["cohash", "random", "hub", ..."abcdefgh"];
  const { color, dash, shape } = seriesScales(names);
  assertEquals(color.domain, names);
  const looks = names.map((_, i) => `${dash.range[i]} ${shape.range[i]}`);
  assertEquals(new Set(looks).size, names.length);
});
