import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Dataset } from "../../../lib/data/dataset.ts";
import { phantomDataset } from "../../../lib/data/phantom/mod.ts";
import { checkSplit } from "../../../lib/data/split.ts";
import { InputError } from "../../../lib/base/errors.ts";

/** All films, to be compared in full. */
async function filmsOf({ inputs, ids }: Dataset): Promise<Float32Array> {
  return await inputs.read(Array.from(ids.keys()));
}

Deno.test("phantomDataset() gives the same bytes for the same seed", async () => {
  const options = { films: 25, imageSize: 64 } as const;
  const [one, same, other] = await Promise.all(
    [7, 7, 8].map((seed) => phantomDataset(options, { seed })),
  );
  assert(one !== undefined && same !== undefined && other !== undefined);
  assertEquals(one.labels.values, same.labels.values);
  assertEquals(one.split, same.split);
  const films = await filmsOf(one);
  assertEquals(films, await filmsOf(same));
  assert((await filmsOf(other)).some((value, i) => value !== films[i]));
});

Deno.test("phantomDataset() does not change films when more are asked for", async () => {
  const few = await phantomDataset({ films: 20, imageSize: 64 }, { seed: 3 });
  const many = await phantomDataset({ films: 40, imageSize: 64 }, { seed: 3 });
  assertEquals(many.ids.slice(0, 20), few.ids);
  assertEquals(many.patients.slice(0, 20), few.patients);
  assertEquals(many.labels.values.slice(0, 20 * 14), few.labels.values);
  assertEquals((await filmsOf(many)).slice(0, 20 * 64 * 64), await filmsOf(few));
});

Deno.test("phantomDataset() describes every film and splits by patient", async () => {
  const phantom = await phantomDataset({ films: 60, imageSize: 64 }, { seed: 0 });
  assertEquals(phantom.ids.length, 60);
  assertEquals(new Set(phantom.ids).size, 60);
  for (const [row, id] of phantom.ids.entries()) {
    assertEquals(id.slice(0, -4), `phantom_${phantom.patients[row]}`);
    assert(["F", "M"].includes(phantom.strata.sex[row]!));
    assert(["PA", "AP"].includes(phantom.strata.view[row]!));
    assert(phantom.strata.age[row]! >= 18 && phantom.strata.age[row]! <= 90);
  }
  checkSplit(phantom);
  const { train, validation, query } = phantom.split;
  assertEquals(train.length + validation.length + query.length, 60);
});

Deno.test("phantomDataset() reads films between 0 and 1, in the order asked for", async () => {
  const { inputs } = await phantomDataset({ films: 20, imageSize: 128 }, { seed: 2 });
  assert(inputs.kind === "images");
  assertEquals(inputs.size, 128);
  const both = await inputs.read([4, 1]);
  const [fifth, second] = [await inputs.read([4]), await inputs.read([1])];
  assertEquals(both, Float32Array.from([...fifth, ...second]));
  assert(both.every((value) => value >= 0 && value <= 1));
  for (const row of [-1, 20, 0.5, NaN]) {
    await assertRejects(async () => await inputs.read([row]), RangeError, `film ${row}`);
  }
});

Deno.test("phantomDataset() draws only films with a finding when told so", async () => {
  const options = { films: 30, imageSize: 64, positivesOnly: true } as const;
  const { labels } = await phantomDataset(options, { seed: 1 });
  for (let film = 0; film < 30; film++) {
    assert(labels.values.subarray(film * 14, film * 14 + 14).includes(1));
  }
});

Deno.test("phantomDataset() reports its progress to the end", async () => {
  const calls: [number, number][] = [];
  const onProgress = (done: number, total: number) => calls.push([done, total]);
  await phantomDataset({ films: 60, imageSize: 64 }, { seed: 1, onProgress });
  assertEquals(calls, [[50, 60], [60, 60]]);
});

Deno.test("phantomDataset() refuses options it cannot draw", async () => {
  for (const films of [0, -3, 1.5, NaN, Infinity]) {
    const drawn = () => phantomDataset({ films, imageSize: 64 }, { seed: 1 });
    await assertRejects(drawn, RangeError, `films is ${films}`);
  }
  const size = 100 as 64; // as from a configuration that was not checked
  const drawn = () => phantomDataset({ films: 10, imageSize: size }, { seed: 1 });
  await assertRejects(drawn, RangeError, "imageSize is 100");
  await assertRejects(
    () => phantomDataset({ films: 1, imageSize: 64 }, { seed: 1 }),
    InputError,
    "Cannot split",
  );
});
