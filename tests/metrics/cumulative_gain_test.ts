import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { averageCumulativeGain } from "../../lib/metrics/mod.ts";
import { cutOffs, everyOrder, mean, meanOfTop, smallRankings, tieGroups } from "./every_order.ts";

Deno.test("averageCumulativeGain() is the mean over every order of tied items", () => {
  fc.assert(
    fc.property(smallRankings, cutOffs, (items, k) => {
      const expected = mean(
        everyOrder(items).map((order) => meanOfTop(order.map(({ gain }) => gain), k)),
      );
      assertAlmostEquals(averageCumulativeGain(tieGroups(items), k), expected, 1e-12);
    }),
    { seed: 1, numRuns: 300 },
  );
});

Deno.test("averageCumulativeGain() is 0 when there is no item", () => {
  const empty = { counts: new Float64Array(3), gains: new Float64Array(3) };
  assertEquals(averageCumulativeGain(empty, 100), 0);
});
