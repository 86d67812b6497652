import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { spreadOut } from "../../lib/charts/spread_out.ts";
import { studyChart, type StudyValue } from "../../lib/charts/study_chart.ts";
import { BASELINE, INK, TONES } from "../../lib/charts/theme.ts";
import { renderSvg } from "../../lib/charts/render.ts";

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
const CHARTS = {
  dots: studyChart(valuesOf(["fixed", "graph"], [""]), { scoreTitle, baseline: "fixed" }),
  lines: studyChart(valuesOf(["fixed", "graph"], ["16", "64"]), { ...bits, baseline: "fixed" }),
  "lines of many": studyChart(valuesOf(many, ["16", "32", "128"]), bits),
  shades: studyChart(valuesOf(["ε = 0", "ε = 0.1", "ε = 0.2"], ["√K", "8"]), {
    scoreTitle,
    baseline: "ε = 0",
    columnTitle: "scale s",
    isGrid: true,
  }),
};

for (const [form, spec] of Object.entries(CHARTS)) {
  Deno.test(`studyChart() keeps its specification as ${form}`, (t) => t.assertSnapshot(spec));

  Deno.test(`studyChart() draws ${form} in the colours that a page can turn dark`, async () => {
    const known = new Set(["none", "transparent", ...TONES.map(({ light }) => light)]);
    const svg = await renderSvg(spec);
    const used = [...svg.matchAll(/ (?:fill|stroke)="([^"]+)"/g)].map(([, colour]) => colour!);
    assertEquals(used.filter((colour) => !known.has(colour)), []);
    assert(!svg.includes("NaN"));
  });
}

Deno.test("studyChart() draws nothing, or what there is of it, without a NaN", async () => {
  const some = valuesOf(["a", "b", "c"], ["16", "32"])
    .map((value, n) => n % 2 === 0 ? value : { ...value, mean: null, interval: null });
  const none = some.map((value) => ({ ...value, mean: null, interval: null }));
  for (const isGrid of [true, false]) {
    for (const values of [[], none, some]) {
      const svg = await renderSvg(studyChart(values, { ...bits, isGrid }));
      assert(!/NaN|undefined|Infinity/.test(svg), svg);
    }
  }
});

Deno.test("studyChart() names every row, and colours the baseline, cohash and the best other", async () => {
  const svg = await renderSvg(CHARTS["lines of many"]);
  for (const row of many) assertStringIncludes(svg, `>${row}</text>`);
  const strong = [...svg.matchAll(new RegExp(`fill="${INK.light}"[^>]*>([^<]+)</text>`, "g"))];
  const named = strong.map(([, text]) => text!).filter((text) => many.includes(text));
  assertEquals(named.sort(), ["cohash", "crh", "dch"]);
  const greyLines = svg.match(new RegExp(`stroke="${BASELINE.light}" stroke-width="1.2"`, "g"));
  // A line each, and the line that ties its name to it.
  assertEquals(greyLines?.length, 2 * (many.length - 3));
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

Deno.test("spreadOut() keeps the order, the gap and the middle of what it moves", () => {
  const places = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 10 });
  fc.assert(
    fc.property(places, (wanted) => {
      const spread = spreadOut(wanted, 5);
      const order = [...wanted.keys()].sort((a, b) => wanted[a]! - wanted[b]! || a - b);
      order.slice(1).forEach((at, n) => {
        const distance = spread[at]! - spread[order[n]!]!;
        assert(distance > 5 - 1e-9, `${wanted} became ${spread}`);
      });
      const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
      assert(Math.abs(sum(spread) - sum(wanted)) < 1e-6);
    }),
    { seed: 1 },
  );
  assertEquals(spreadOut([10, 30, 20], 5), [10, 30, 20]);
});
