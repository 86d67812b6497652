import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { recall } from "../../lib/metrics/mod.ts";
import { cutOffs, everyOrder, mean, smallRankings, tieGroups } from "./every_order.ts";

Deno.test("recall() is the mean over every order of tied items", () => {
  fc.assert(
    fc.property(smallRankings, cutOffs, (items, k) => {
      const relevant = items.filter(({ gain }) => gain > 0).length;
      const found = everyOrder(items).map((order) =>
        order.slice(0, Math.min(k, order.length)).filter(({ gain }) => gain > 0).length
      );
      const expected = relevant === 0 ? 0 : mean(found) / relevant;
      assertAlmostEquals(recall(tieGroups(items), k), expected, 1e-12);
    }),
    { seed: 1, numRuns: 300 },
  );
});

Deno.test("recall() is 0 when nothing is relevant", () => {
  const groups = { counts: Float64Array.of(3), relevant: Float64Array.of(0) };
  assertEquals(recall(groups, 2), 0);
});
