import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  averagePrecision,
  averagePrecisionEnds,
  NORMALISERS,
  rankSums,
} from "../../lib/metrics/mod.ts";
import { Random } from "../../lib/base/random.ts";
import {
  cutOffs,
  everyOrder,
  mean,
  smallRankings,
  tieGroups,
  weightedPrecisionOfList,
} from "./every_order.ts";

const sums = rankSums(2000);
const normalisers = fc.constantFrom(...NORMALISERS);

Deno.test("averagePrecision() is the mean over every order of tied items", () => {
  fc.assert(
    fc.property(smallRankings, cutOffs, normalisers, (items, k, normaliser) => {
      const { counts, relevant } = tieGroups(items);
      const expected = mean(
        everyOrder(items).map((order) =>
          weightedPrecisionOfList(order.map(({ gain }) => Math.min(gain, 1)), k, normaliser)
        ),
      );
      const ap = averagePrecision({ counts, relevant }, { k, normaliser, sums });
      assertAlmostEquals(ap, expected, 1e-12);
    }),
    { seed: 1, numRuns: 400 },
  );
});

Deno.test("averagePrecision() with gains is the mean WAP over every order of tied items", () => {
  fc.assert(
    fc.property(smallRankings, cutOffs, normalisers, (items, k, normaliser) => {
      const expected = mean(
        everyOrder(items).map((order) =>
          weightedPrecisionOfList(order.map(({ gain }) => gain), k, normaliser)
        ),
      );
      const wap = averagePrecision(tieGroups(items), { k, normaliser, sums });
      assertAlmostEquals(wap, expected, 1e-12);
    }),
    { seed: 2, numRuns: 400 },
  );
});

Deno.test("averagePrecisionEnds() are the least and greatest AP of every order", () => {
  fc.assert(
    fc.property(smallRankings, cutOffs, normalisers, (items, k, normaliser) => {
      const { counts, relevant } = tieGroups(items);
      const values = everyOrder(items).map((order) =>
        weightedPrecisionOfList(order.map(({ gain }) => Math.min(gain, 1)), k, normaliser)
      );
      const { low, high } = averagePrecisionEnds({ counts, relevant }, { k, normaliser, sums });
      assertAlmostEquals(low, Math.min(...values), 1e-12);
      assertAlmostEquals(high, Math.max(...values), 1e-12);
    }),
    { seed: 3, numRuns: 400 },
  );
});

Deno.test("averagePrecision() divides by what the normaliser names", () => {
  // hit, miss, hit, hit: the precisions at the hits of the top 2 add up to 1.
  const groups = {
    counts: new Float64Array([1, 1, 1, 1]),
    relevant: new Float64Array([1, 0, 1, 1]),
  };
  const at = (normaliser: typeof NORMALISERS[number]) =>
    averagePrecision(groups, { k: 2, normaliser, sums });
  assertEquals([at("hits"), at("min"), at("relevant")], [1, 1 / 2, 1 / 3]);
});

Deno.test("averagePrecision() lets a worse list score higher when Z is the hits", () => {
  const list = (...relevant: number[]) => ({
    counts: new Float64Array(relevant.length).fill(1),
    relevant: new Float64Array(relevant),
  });
  const options = { k: 3, normaliser: "hits", sums } as const;
  assert(averagePrecision(list(1, 0, 0), options) > averagePrecision(list(1, 0, 1), options));
});

Deno.test("averagePrecision() is 0 when nothing is relevant and when there is no item", () => {
  for (const normaliser of NORMALISERS) {
    const options = { k: 10, normaliser, sums };
    const nothing = { counts: new Float64Array([3, 0]), relevant: new Float64Array(2) };
    const empty = { counts: new Float64Array(2), relevant: new Float64Array(2) };
    assertEquals(averagePrecision(nothing, options), 0);
    assertEquals(averagePrecision(empty, options), 0);
    assertEquals(averagePrecisionEnds(empty, options), { low: 0, high: 0 });
  }
});

Deno.test("averagePrecision() never exceeds 1, whatever the groups of a perfect ranking", () => {
  const random = new Random(1);
  for (let ranking = 0; ranking < 500; ranking++) {
    const counts = Float64Array.from({ length: 6 }, () => 1 + random.below(12));
    const groups = { counts, relevant: counts };
    for (const normaliser of NORMALISERS) {
      const ap = averagePrecision(groups, { k: 1 + random.below(60), normaliser, sums });
      assert(ap <= 1, `${ap} for groups of ${counts}`);
    }
  }
});

Deno.test("averagePrecision() and its ends refuse sums that stop before the last rank", () => {
  const groups = { counts: new Float64Array([2, 3]), relevant: new Float64Array([1, 1]) };
  const options = { k: Infinity, normaliser: "min", sums: rankSums(4) } as const;
  const message = "it has 5 items, the rank sums cover 4";
  assertThrows(() => averagePrecision(groups, options), RangeError, message);
  assertThrows(() => averagePrecisionEnds(groups, options), RangeError, message);
});

Deno.test("averagePrecision() agrees with shuffles when a tie of a thousand straddles k", () => {
  const random = new Random(1);
  const [items, hits, k] = [1000, 300, 100];
  const groups = { counts: new Float64Array([items]), relevant: new Float64Array([hits]) };
  const shuffles = Array.from(
    { length: 3000 },
    () => Array.from(random.permutation(items), (item) => item < hits ? 1 : 0),
  );
  for (const normaliser of NORMALISERS) {
    const expected = mean(shuffles.map((list) => weightedPrecisionOfList(list, k, normaliser)));
    assertAlmostEquals(averagePrecision(groups, { k, normaliser, sums }), expected, 0.003);
  }
});
