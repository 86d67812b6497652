import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { niceDomain } from "../../lib/charts/axes.ts";

Deno.test("niceDomain() covers the values and ends at round numbers", () => {
  assertEquals(niceDomain([0.268, 0.3061], 8), [0.265, 0.31]);
  assertEquals(niceDomain([0, 0.27], 6), [0, 0.3]);
  assertEquals(niceDomain([], 6), [0, 1]);
  const score = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(score, { minLength: 1 }), (scores) => {
      const [low, high] = niceDomain(scores, 6);
      assert(low < high && scores.every((value) => low <= value && value <= high));
    }),
    { seed: 1 },
  );
});
