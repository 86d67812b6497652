import { assertAlmostEquals, assertEquals } from "@std/assert";
import { lshProjections } from "../../lib/methods/lsh.ts";
import { Random } from "../../lib/base/random.ts";

Deno.test("lshProjections() of the mean are 0, and of opposite features opposite", () => {
  const mean = Float32Array.of(1, 2);
  const features = Float32Array.of(1, 2, 3, 5, -1, -1);
  const statistics = { mean, deviation: Float32Array.of(1, 1) };
  const codes = lshProjections(features, { statistics, bits: 8, random: new Random(0) });
  assertEquals(codes.slice(0, 8).every((value) => value === 0), true);
  for (let k = 0; k < 8; k++) assertAlmostEquals(codes[8 + k]!, -codes[16 + k]!, 1e-6);
});

Deno.test("lshProjections() differ in sign as often as their angle says", () => {
  // P(signs differ) = angle / π (Charikar 2002); 60° between these two.
  const features = Float32Array.of(1, 0, 0.5, Math.sqrt(0.75));
  const bits = 20_000;
  const codes = lshProjections(features, {
    statistics: { mean: Float32Array.of(0, 0), deviation: Float32Array.of(1, 1) },
    bits,
    random: new Random(1),
  });
  let differing = 0;
  for (let k = 0; k < bits; k++) differing += Number(codes[k]! >= 0 !== codes[bits + k]! >= 0);
  assertAlmostEquals(differing / bits, 1 / 3, 0.012);
});
