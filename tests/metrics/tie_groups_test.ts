import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { hitDistribution, rankSums } from "../../lib/metrics/tie_groups.ts";

Deno.test("rankSums() adds reciprocals and discounts of ranks", () => {
  const { harmonic, discount } = rankSums(3);
  assertEquals([...harmonic], [0, 1, 1 + 1 / 2, 1 + 1 / 2 + 1 / 3]);
  assertEquals([...discount], [0, 1, 1 + 1 / Math.log2(3), 1 + 1 / Math.log2(3) + 1 / 2]);
});

Deno.test("hitDistribution() counts the draws of 2 from 5 items with 3 hits", () => {
  const { least, probabilities } = hitDistribution(3, 5, 2);
  assertEquals(least, 0);
  for (const [hits, ways] of [1, 6, 3].entries()) {
    assertAlmostEquals(probabilities[hits]!, ways / 10, 1e-15);
  }
});

Deno.test("hitDistribution() adds up to 1 and has the mean ranks · hits / items", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50_000 }), fc.nat(), fc.nat(), (items, a, b) => {
      const hits = a % (items + 1);
      const ranks = b % (items + 1);
      const { least, probabilities } = hitDistribution(hits, items, ranks);
      const mean = probabilities.reduce((sum, p, i) => sum + p * (least + i), 0);
      assertAlmostEquals(probabilities.reduce((sum, p) => sum + p, 0), 1, 1e-9);
      assertAlmostEquals(mean, ranks * hits / items, 1e-6 * (1 + mean));
    }),
    { seed: 1, numRuns: 200 },
  );
});
