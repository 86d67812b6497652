import { assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  compareFigures,
  type Figure,
  formatLike,
  parseFigure,
} from "../../../cli/reproduce/figure.ts";

/** What runs give now: a value, with a deviation and an interval of the usual widths. */
function now(value: number, changes: Partial<Figure> = {}): Figure {
  const interval = [value - 0.015, value + 0.015] as const;
  return { value, deviation: 0.002, interval, mark: "", ...changes };
}

function compare(quoted: string, figure: Figure, slack?: number) {
  return compareFigures(parseFigure(quoted)!, figure, slack === undefined ? {} : { slack });
}

Deno.test("parseFigure() reads what tables of studies and runs print", () => {
  const { text: _, ...figure } = parseFigure(".420 ± .002 [.413, .431] △")!;
  const interval = [0.413, 0.431] as const;
  assertEquals(figure, { value: 0.42, unit: 0.001, deviation: 0.002, interval, mark: "△" });
  const values = [".406 [.389, .419]", "-.05", "−.05", "1.000", "86,524", "411"]
    .map((text) => [parseFigure(text)!.value, parseFigure(text)!.unit]);
  assertEquals(values, [
    [0.406, 0.001],
    [-0.05, 0.01],
    [-0.05, 0.01],
    [1, 0.001],
    [86524, 1],
    [411, 1],
  ]);
  for (const text of ["", "–", "cohash", ".420 ±", ".4 .5", ".420 (a)", "[.1, .2]"]) {
    assertEquals(parseFigure(text), undefined, text);
  }
});

Deno.test("formatLike() prints a figure as it was quoted", () => {
  const score = fc.integer({ min: -999, max: 1000 }).map((n) => n / 1000);
  fc.assert(
    fc.property(score, score, score, (value, deviation, low) => {
      const figure = now(value, { deviation: Math.abs(deviation), interval: [low, low] });
      const parts = formatLike(figure, parseFigure(".1 ± .1 [.1, .1]")!);
      const parsed = parseFigure(parts)!;
      assertEquals(formatLike(parsed, parsed), parts);
      assertEquals(compareFigures(parsed, figure), "same");
    }),
    { seed: 1, numRuns: 200 },
  );
  assertEquals(formatLike(now(0.42, { mark: "▲" }), parseFigure(".4 ± .1")!), ".420 ± .002 ▲");
  assertEquals(formatLike(now(1589), parseFigure("1,600")!), "1,589");
});

Deno.test("compareFigures() holds a value to the deviation or the interval it is quoted with", () => {
  assertEquals(compare(".420 ± .002", now(0.4204)), "same");
  assertEquals(compare(".420 ± .002", now(0.4218)), "inside");
  assertEquals(compare(".420 ± .002", now(0.4182)), "inside");
  assertEquals(compare(".420 ± .002", now(0.4232)), "outside");
  assertEquals(compare(".420 [.405, .435]", now(0.42)), "same");
  assertEquals(compare(".420 [.405, .435]", now(0.4349)), "inside");
  assertEquals(compare(".420 [.405, .435]", now(0.4366)), "outside");
  assertEquals(compare(".420 ± .002 [.405, .435]", now(0.43)), "outside");
  // A value that was mistyped, beside its interval.
  assertEquals(compare(".490 [.405, .435]", now(0.42)), "outside");
});

Deno.test("compareFigures() finds an interval that is much too wide, too narrow or made up", () => {
  assertEquals(compare(".420 ± .009", now(0.42)), "outside");
  assertEquals(compare(".420 ± .002", now(0.42, { deviation: 0.02 })), "outside");
  assertEquals(compare(".420 [.320, .520]", now(0.42)), "outside");
  assertEquals(compare(".420 ± .002", now(0.42, { deviation: null })), "outside");
  assertEquals(compare(".420 [.405, .435]", now(0.42, { interval: null })), "outside");
});

Deno.test("compareFigures() holds a bare value to its last decimal, or to the slack", () => {
  assertEquals(compare(".420", now(0.4203)), "same");
  assertEquals(compare(".420", now(0.421)), "inside");
  assertEquals(compare(".420", now(0.4212)), "outside");
  assertEquals(compare(".420", now(0.4229), 0.003), "inside");
  assertEquals(compare(".420", now(0.4231), 0.003), "outside");
  assertEquals(compare("411", now(411)), "same");
  assertEquals(compare("411", now(412)), "outside");
});

Deno.test("compareFigures() calls a figure the same only with its mark", () => {
  assertEquals(compare(".420 ± .002 ▲", now(0.42, { mark: "▲" })), "same");
  assertEquals(compare(".420 ± .002 ▲", now(0.42)), "inside");
  assertEquals(compare(".420 ± .002", now(0.42, { mark: "▲" })), "same");
});
