import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { ndcg, rankSums } from "../../lib/metrics/mod.ts";
import { cutOffs, everyOrder, mean, ndcgOfList, smallRankings, tieGroups } from "./every_order.ts";

const sums = rankSums(10);

Deno.test("ndcg() is the mean over every order of tied items", () => {
  fc.assert(
    fc.property(smallRankings, cutOffs, (items, k) => {
      const byGain = items.map(({ gain }) => ({ distance: 2 - gain, gain }));
      const expected = mean(
        everyOrder(items).map((order) => ndcgOfList(order.map(({ gain }) => gain), k)),
      );
      const value = ndcg(tieGroups(items), tieGroups(byGain), { k, sums });
      assertAlmostEquals(value, expected, 1e-12);
    }),
    { seed: 1, numRuns: 300 },
  );
});

Deno.test("ndcg() is 0 when nothing gains", () => {
  const groups = { counts: new Float64Array([2]), gains: new Float64Array([0]) };
  assertEquals(ndcg(groups, groups, { k: 5, sums }), 0);
});

Deno.test("ndcg() refuses sums that stop before the last rank", () => {
  const groups = { counts: new Float64Array([11]), gains: new Float64Array([1]) };
  assertThrows(() => ndcg(groups, groups, { k: 5, sums }), RangeError, "it has 11 items");
});
