import { assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import type { NpyArray } from "../../lib/base/npy.ts";
import { encodeNpz } from "../../lib/base/npz.ts";
import { CHESTXRAY14_LABELS } from "../../lib/data/dataset.ts";
import { readMedMnist } from "../../lib/data/medmnist.ts";
import { InputError } from "../../lib/base/errors.ts";
import { temporaryFolder } from "../helpers/folders.ts";

/** Films of `size` pixels, each filled with its number, and labels of `width` columns. */
function part(name: string, size: number, labels: readonly (readonly number[])[], width: number) {
  const pixels = new Uint8Array(labels.length * size * size)
    .map((_, i) => Math.floor(i / (size * size)));
  return {
    [`${name}_images`]: { shape: [labels.length, size, size], data: pixels },
    [`${name}_labels`]: { shape: [labels.length, width], data: Uint8Array.from(labels.flat()) },
  };
}

async function write(content: Record<string, NpyArray> | Uint8Array): Promise<string> {
  const path = `${await temporaryFolder()}/films.npz`;
  await Deno.writeFile(path, content instanceof Uint8Array ? content : encodeNpz(content));
  return path;
}

const ONE_HOT = CHESTXRAY14_LABELS.map((_, c) => c === 1 ? 1 : 0);
const NONE = CHESTXRAY14_LABELS.map(() => 0);

const CHEST = {
  ...part("train", 4, [ONE_HOT, NONE], 14),
  ...part("val", 4, [NONE], 14),
  ...part("test", 4, [ONE_HOT], 14),
};

Deno.test("readMedMnist() reads films, labels and the file's own split", async () => {
  const { annotations, sides, size, films } = await readMedMnist(await write(CHEST));
  assertEquals(annotations.ids, ["train_000000", "train_000001", "val_000000", "test_000000"]);
  assertEquals(sides, ["train", "train", "validation", "query"]);
  assertEquals(size, 4);
  assertEquals(films[1], new Uint8Array(16).fill(1));
  assertEquals(annotations.labels.names, CHESTXRAY14_LABELS);
  assertEquals([...annotations.labels.values], [...ONE_HOT, ...NONE, ...NONE, ...ONE_HOT]);
});

Deno.test("readMedMnist() reads arrays of other types and films with an axis of one channel", async () => {
  const parts = {
    ...part("train", 4, [[0], [1], [0]], 1),
    ...part("val", 4, [[1]], 1),
    ...part("test", 4, [[0]], 1),
  };
  const expected = await readMedMnist(await write(parts));
  const [films, classes] = [parts.train_images!.data, parts.train_labels!.data];
  for (
    const [images, labels] of [
      [Uint8Array.from(films), Int8Array.from(classes)],
      [Int16Array.from(films), Uint16Array.from(classes)],
      [BigUint64Array.from(films, BigInt), Float64Array.from(classes)],
    ] as const
  ) {
    const file = await readMedMnist(
      await write({
        ...parts,
        train_images: { shape: [3, 4, 4, 1], data: images },
        train_labels: { shape: [3], data: labels },
      }),
    );
    assertEquals(file, expected);
  }
});

Deno.test("readMedMnist() gives each class a label when films have a class number", async () => {
  const path = await write({
    ...part("train", 4, [[0], [2]], 1),
    ...part("val", 4, [[1]], 1),
    ...part("test", 4, [[2]], 1),
  });
  const { labels } = (await readMedMnist(path, ["a", "b", "c"])).annotations;
  assertEquals(labels.names, ["a", "b", "c"]);
  assertEquals([...labels.values], [1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1]);
});

Deno.test("readMedMnist() gives one label when films have class 0 or 1", async () => {
  const path = await write({
    ...part("train", 4, [[0], [1]], 1),
    ...part("val", 4, [[1]], 1),
    ...part("test", 4, [[0]], 1),
  });
  const { labels } = (await readMedMnist(path)).annotations;
  assertEquals(labels.names, ["label 0"]);
  assertEquals([...labels.values], [0, 1, 1, 0]);
});

for (
  const [what, content, message] of [
    ["is no zip", new Uint8Array([1, 2, 3]), "as a .npz file"],
    ["lacks a part", part("train", 4, [NONE], 14), "has no val_images or no val_labels"],
    [
      "has films of two sizes",
      { ...CHEST, ...part("test", 8, [NONE], 14) },
      "of 4 and of 8 pixels",
    ],
    [
      "has colour films",
      { ...CHEST, train_images: { shape: [2, 2, 2, 3], data: new Uint8Array(24) } },
      "train_images of shape [2, 2, 2, 3]; expected bytes of square gray films",
    ],
    [
      "has films beyond bytes",
      { ...CHEST, train_images: { shape: [2, 4, 4], data: new Int16Array(32).fill(256) } },
      "expected bytes of square gray films",
    ],
    [
      "has more labels than films",
      { ...CHEST, val_labels: { shape: [2, 14], data: new Uint8Array(28) } },
      "has 1 val_images and val_labels of shape [2, 14]",
    ],
    [
      "has a label of 3 among many",
      { ...CHEST, val_labels: { shape: [1, 14], data: new Uint8Array(14).fill(3) } },
      "labels a film with [3, 3",
    ],
    [
      "has a class number that no file has",
      {
        ...part("train", 4, [[0]], 1),
        ...part("val", 4, [[0]], 1),
        test_images: { shape: [1, 4, 4], data: new Uint8Array(16) },
        test_labels: { shape: [1, 1], data: Int32Array.of(2_000_000_000) },
      },
      "labels a film with [2000000000]",
    ],
  ] as const
) {
  Deno.test(`readMedMnist() throws InputError when the file ${what}`, async () => {
    const path = await write(content);
    await assertRejects(() => readMedMnist(path), InputError, message);
  });
}

Deno.test("readMedMnist() throws InputError when the names do not fit the labels", async () => {
  const path = await write(CHEST);
  await assertRejects(() => readMedMnist(path, ["a"]), InputError, "has 14 labels");
});

Deno.test("readMedMnist() gives films or an InputError for any change of a byte", async () => {
  const bytes = encodeNpz(CHEST);
  const path = `${await temporaryFolder()}/films.npz`;
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), async (at, value) => {
      await Deno.writeFile(path, bytes.with(at, value));
      try {
        const { films, annotations } = await readMedMnist(path);
        assertEquals(annotations.ids.length, films.length);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
      }
    }),
    { seed: 6, numRuns: 300 },
  );
});
