import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { bitStatistics } from "../../lib/codes/bit_statistics.ts";
import { unpackCodes } from "../../lib/codes/pack.ts";

/** Pearson's correlation, of which φ is the case of two values. */
function pearson(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((x, y) => x + y, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const product = (x: readonly number[], mx: number, y: readonly number[], my: number) =>
    x.reduce((sum, value, n) => sum + (value - mx) * (y[n]! - my), 0);
  const spread = product(a, meanA, a, meanA) * product(b, meanB, b, meanB);
  return spread < 1e-12 ? 0 : product(a, meanA, b, meanB) / Math.sqrt(spread);
}

Deno.test("bitStatistics() agrees with correlations of the bits as numbers", () => {
  const codes = fc.uint8Array({ minLength: 2, maxLength: 140 })
    .map((bytes) => bytes.subarray(0, 2 * Math.floor(bytes.length / 2)));
  fc.assert(
    fc.property(codes, (codes) => {
      const signs = unpackCodes(codes, 16);
      const columns = Array.from(
        { length: 16 },
        (_, bit) => Array.from({ length: signs.length / 16 }, (_, row) => signs[16 * row + bit]!),
      );
      const { ones, correlation } = bitStatistics(codes, 16);
      columns.forEach((a, i) => {
        assertAlmostEquals(ones[i]!, a.filter((sign) => sign > 0).length / a.length, 1e-12);
        columns.forEach((b, j) =>
          assertAlmostEquals(correlation[i]![j]!, i === j ? 1 : pearson(a, b), 1e-9)
        );
      });
    }),
    { seed: 1, numRuns: 50 },
  );
});

Deno.test("bitStatistics() calls a constant bit uncorrelated", () => {
  const { ones, correlation } = bitStatistics(Uint8Array.of(0b10000000, 0b11000000), 8);
  assertEquals(ones.slice(0, 3), [1, 0.5, 0]);
  assertEquals(correlation[0]!.slice(0, 3), [1, 0, 0]);
});

Deno.test("bitStatistics() refuses bytes that are no codes", () => {
  assertThrows(() => bitStatistics(new Uint8Array(3), 16), RangeError, "not whole rows");
  assertThrows(() => bitStatistics(new Uint8Array(0), 16), RangeError, "there are no codes");
});
