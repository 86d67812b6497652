import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { spreadOut } from "../../lib/charts/spread_out.ts";

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
