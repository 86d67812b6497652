import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { logit } from "../../../lib/data/features/logit.ts";

Deno.test("logit() is odd about one half, monotone and finite", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (p) => {
      assertEquals(Number.isFinite(logit(p)), true);
      assertAlmostEquals(logit(p), -logit(1 - p), 1e-9);
    }),
    { seed: 4 },
  );
});
