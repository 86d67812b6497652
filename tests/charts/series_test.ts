import { assert, assertEquals } from "@std/assert";
import { levelsOf, seriesScales } from "../../lib/charts/series.ts";
import { STEPS } from "../../lib/charts/theme.ts";

Deno.test("seriesScales() tells fourteen methods apart without colour, and by mark alone", () => {
  const names = ["cohash", "random", "hub", ..."abcdefghijk"];
  const { color, dash, shape } = seriesScales(names);
  assertEquals(color.domain, names);
  const looks = names.map((_, i) => `${dash.range[i]} ${shape.range[i]}`);
  assertEquals(new Set(looks).size, names.length);
  const marks = names.map((_, i) => `${color.range[i]} ${shape.range[i]}`);
  assertEquals(new Set(marks).size, names.length);
});

Deno.test("seriesScales() draws levels of one quantity in one hue, whatever their order", () => {
  const { color, dash, shape } = seriesScales(["64 bits", "16 bits", "32 bits"]);
  const steps = STEPS.map(({ light }) => light);
  assertEquals(color.range.map((tone) => steps.indexOf(tone)), [6, 3, 5]);
  assertEquals(new Set(dash.range.map(String)).size, 1);
  assertEquals(new Set(shape.range).size, 3);
  const many = seriesScales(Array.from({ length: 9 }, (_, n) => String(n)));
  const order = many.color.range.map((tone) => steps.indexOf(tone));
  assert(order.every((step, n) => step >= (order[n - 1] ?? 0)), String(order));
});

Deno.test("levelsOf() takes for levels only what differs in a number alone", () => {
  assertEquals(levelsOf(["K = 16", "K = 8"]), { quantity: "K", numbers: [16, 8] });
  assertEquals(levelsOf(["3.63", "8", "16"]), { quantity: "", numbers: [3.63, 8, 16] });
  assertEquals(levelsOf(["1e-4", "0.1"])?.numbers, [0.0001, 0.1]);
  for (const names of [[], ["8"], ["cohash", "csq"], ["√K", "8"], ["8", "8"], ["hyp2", "crh"]]) {
    assertEquals(levelsOf(names), undefined);
  }
});
