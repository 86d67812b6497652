import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { greyRange } from "../../../lib/data/images/shade.ts";

Deno.test("greyRange() gives percentiles as counting through the sorted pixels does", () => {
  const pixels = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 300 });
  const percents = fc.tuple(fc.integer({ max: 100, min: 0 }), fc.integer({ max: 100, min: 0 }));
  fc.assert(
    fc.property(pixels, percents, (values, [p, q]) => {
      const counts = new Map<number, number>();
      for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
      const sorted = values.toSorted((a, b) => a - b);
      const full = [sorted[0]!, sorted.at(-1)!];
      assertEquals(greyRange(counts, { kind: "full" }), full as [number, number]);
      const at = (percent: number) =>
        sorted[Math.max(1, Math.ceil(percent * sorted.length / 100)) - 1]!;
      const [low, high] = [Math.min(p, q), Math.max(p, q)];
      const found = greyRange(counts, { kind: "percentiles", low, high });
      assertEquals([...found], at(low) < at(high) ? [at(low), at(high)] : full);
      assert(found[0] <= found[1]);
    }),
    { seed: 3, numRuns: 500 },
  );
});
