import { assertEquals } from "@std/assert";
import { Random } from "../../lib/base/random.ts";
import { selectVectors } from "../../lib/data/labels/annotations.ts";
import { featureStatistics, featureStatisticsOf } from "../../lib/model/feature_adaptor.ts";

/** Mean and deviation of one column at a time, as the formula stands in a book. */
function byColumn(features: Float32Array, width: number) {
  const rows = features.length / width;
  const columns = Array.from({ length: width }, (_, c) => {
    const values = Array.from({ length: rows }, (_, r) => features[r * width + c]!);
    const mean = values.reduce((sum, x) => sum + x, 0) / rows;
    return { mean, variance: values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / rows };
  });
  return {
    mean: Float32Array.from(columns, ({ mean }) => mean),
    deviation: Float32Array.from(columns, ({ variance }) => Math.sqrt(variance) || 1),
  };
}

Deno.test("featureStatistics() is the mean and deviation of each column, to the bit", () => {
  const features = new Random(1).normals(3 * 101, 5);
  for (let row = 0; row < 101; row++) features[3 * row + 1] = 7;
  assertEquals(featureStatistics(features, 3), byColumn(features, 3));
});

Deno.test("featureStatisticsOf() gives the same bits, holding some of the rows at a time", async () => {
  const features = new Random(2).normals(2 * 3000, 3);
  const rows = Uint32Array.from({ length: 2500 }, (_, n) => 2999 - n);
  let most = 0;
  const read = (some: ArrayLike<number>) => {
    most = Math.max(most, some.length);
    return Promise.resolve(selectVectors(features, 2, some));
  };
  const expected = byColumn(selectVectors(features, 2, rows), 2);
  assertEquals(await featureStatisticsOf({ width: 2, read }, rows), expected);
  assertEquals(most, 1024);
});
