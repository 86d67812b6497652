import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { clusteredOrder } from "../../lib/graph/seriation.ts";

/** Similarities of points on a line: the nearer, the more similar. */
function nearness(points: readonly number[]): number[][] {
  return points.map((a) => points.map((b) => -Math.abs(a - b)));
}

Deno.test("clusteredOrder() puts points of a line in their order, one way or the other", () => {
  const distinct = fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { maxLength: 12 });
  fc.assert(
    fc.property(distinct, (points) => {
      const order = clusteredOrder(nearness(points)).map((i) => points[i]!);
      const sorted = points.toSorted((a, b) => a - b);
      if (order[0] !== sorted[0]) sorted.reverse();
      assertEquals(order, sorted);
    }),
    { seed: 1 },
  );
});

Deno.test("clusteredOrder() keeps blocks together whatever order they come in", () => {
  const block = [0, 1, 2, 0, 1, 2, 0, 1, 2];
  const similarity = block.map((a) => block.map((b) => a === b ? 0.5 : 0.1));
  const blocks = clusteredOrder(similarity).map((i) => block[i]!);
  assertEquals(blocks.filter((b, i) => b !== blocks[i - 1]).length, 3);
});

Deno.test("clusteredOrder() holds every label once, and the given order among equals", () => {
  assertEquals(clusteredOrder([]), []);
  assertEquals(clusteredOrder([[1]]), [0]);
  assertEquals(clusteredOrder([[0, 0, 0], [0, 0, 0], [0, 0, 0]]), [0, 1, 2]);
  const matrix = fc.array(fc.double({ noNaN: true }), { minLength: 49, maxLength: 49 });
  fc.assert(
    fc.property(matrix, (values) => {
      const similarity = Array.from({ length: 7 }, (_, i) => values.slice(7 * i, 7 * i + 7));
      const order = clusteredOrder(similarity);
      assert(new Set(order).size === 7 && order.every((i) => i >= 0 && i < 7), String(order));
    }),
    { seed: 1 },
  );
});
