import { assertEquals } from "@std/assert";
import { radiusCurve } from "../../lib/metrics/mod.ts";

Deno.test("radiusCurve() gives precision and recall of each ball", () => {
  const { precision, recall } = radiusCurve({
    counts: new Float64Array([0, 1, 3, 0, 4]),
    relevant: new Float64Array([0, 1, 1, 0, 2]),
  });
  assertEquals([...precision], [0, 1, 2 / 4, 2 / 4, 4 / 8]);
  assertEquals([...recall], [0, 1 / 4, 2 / 4, 2 / 4, 1]);
});

Deno.test("radiusCurve() has no recall when nothing is relevant", () => {
  const groups = { counts: new Float64Array([1, 1]), relevant: new Float64Array(2) };
  assertEquals(radiusCurve(groups), {
    precision: new Float64Array(2),
    recall: new Float64Array(2),
  });
});
