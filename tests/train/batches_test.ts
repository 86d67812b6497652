import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import type { ImageInputs } from "../../lib/data/dataset.ts";
import { temporaryFolder } from "../helpers/folders.ts";
import { smoothedDistributions } from "../../lib/loss/smoothing.ts";
import { Batches, type Feeds } from "../../lib/train/batches.ts";
import type { Config, ConfigInput } from "../../lib/config/config.ts";
import { parseConfig } from "../../lib/config/config_file.ts";
import { prepareTraining } from "../../lib/train/setup.ts";
import { madeUpFilms, SIZE } from "../helpers/made_up_films.ts";

const AUGMENT = { shift: 0.3, rotation: 20, brightness: 0.2 };

function configOf(changes: Partial<ConfigInput> = {}): Config {
  return parseConfig({
    data: { kind: "features", features: "features.csv", metadata: "labels.csv" },
    backbone: { kind: "features" },
    ...changes,
    train: { batchSize: 8, ...changes.train },
  });
}

async function batchesOf(config: Config, kind: "features" | "images" = "features") {
  const dataset = madeUpFilms(kind);
  return new Batches(await prepareTraining(config, dataset), dataset.inputs, config.train!);
}

async function epochOf(batches: Batches, epoch: number): Promise<Feeds[]> {
  return await Array.fromAsync(batches.epoch(epoch));
}

/** The films of an epoch in their order, as their features tell. */
async function orderOf(batches: Batches, epoch: number): Promise<number[]> {
  const feeds = await epochOf(batches, epoch);
  return feeds.flatMap(({ input }) => Array.from(input!, (value) => Math.round(value * 100)));
}

Deno.test("Batches draws every labelled training film at most once an epoch", async () => {
  const batches = await batchesOf(configOf());
  // 5 of the 40 training films, the multiples of 8, have no label.
  assertEquals([batches.batchSize, batches.perEpoch], [8, 4]);
  const seen = new Set<number>();
  for (let epoch = 1; epoch <= 20; epoch++) {
    const order = await orderOf(batches, epoch);
    assertEquals(order.length, 32);
    assertEquals(new Set(order).size, 32);
    assert(order.every((film) => film < 40 && film % 8 !== 0));
    order.forEach((film) => seen.add(film));
  }
  assertEquals(seen.size, 35);
});

Deno.test("Batches keeps unlabelled films where the configuration wants them", async () => {
  for (const unlabelled of ["uniform", "no-finding"] as const) {
    const batches = await batchesOf(configOf({ labels: { unlabelled } }));
    const order = (await orderOf(batches, 1)).sort((a, b) => a - b);
    assertEquals(order, Array.from({ length: 40 }, (_, film) => film));
  }
});

Deno.test("Batches takes all films at once when a batch could hold more", async () => {
  const batches = await batchesOf(configOf({ train: { batchSize: 100 } }));
  assertEquals([batches.batchSize, batches.perEpoch], [35, 1]);
});

Deno.test("Batches orders films by seed and epoch, and by nothing else", async () => {
  const batches = await batchesOf(configOf());
  const third = await orderOf(batches, 3);
  assertNotEquals(await orderOf(batches, 4), third);
  assertNotEquals(await orderOf(await batchesOf(configOf({ seed: 1 })), 3), third);
  assertEquals(await orderOf(batches, 3), third);
  const other = configOf({
    loss: { kind: "labels", epsilon: 0.3 },
    codes: { bits: 64 },
    train: { epochs: 7 },
  });
  assertEquals(await orderOf(await batchesOf(other), 3), third);
});

Deno.test("Batches gives every film its own labels and smoothed distribution", async () => {
  const config = configOf({
    loss: { kind: "labels", epsilon: 0.3 },
    labels: { unlabelled: "uniform" },
  });
  const { labels } = madeUpFilms("features");
  for (const feeds of await epochOf(await batchesOf(config), 1)) {
    const rows = Array.from(feeds.input!, (value) => Math.round(value * 100));
    const expected = smoothedDistributions(labels, rows, {
      epsilon: 0.3,
      smoothing: { kind: "uniform" },
    });
    assertEquals(feeds.labels, expected.labels);
    assertEquals(feeds.distributions, expected.distributions);
    assertEquals(feeds.known, expected.known);
    rows.forEach((row, n) => assertEquals(feeds.labels![3 * n + 1], (row >> 1) & 1));
  }
});

Deno.test("Batches spreads ε along the co-occurrence of the training films", async () => {
  const config = configOf({
    loss: { kind: "labels", epsilon: 0.4, smoothing: { kind: "cooccurrence" } },
  });
  const feeds = await epochOf(await batchesOf(config), 1);
  const film = feeds.flatMap(({ labels, distributions }) =>
    Array.from({ length: 8 }, (_, n) => ({
      labels: [...labels!.subarray(3 * n, 3 * n + 3)].join(""),
      distribution: distributions!.subarray(3 * n, 3 * n + 3),
    }))
  ).find(({ labels }) => labels === "100");
  // Each of the other two labels is on half of the films with Mass, and Mass itself gets none.
  [0.6, 0.2, 0.2].forEach((q, c) => assertAlmostEquals(film!.distribution[c]!, q, 1e-6));
});

Deno.test("Batches changes images only when told to, and the same way in every run", async () => {
  const images = { data: { kind: "phantom" }, backbone: { kind: "small-resnet" } } as const;
  const plain = await epochOf(await batchesOf(configOf(images), "images"), 2);
  const config = configOf({ ...images, train: { augment: AUGMENT } });
  const changed = await epochOf(await batchesOf(config, "images"), 2);
  assertEquals(await epochOf(await batchesOf(config, "images"), 2), changed);
  assertNotEquals(
    (await epochOf(await batchesOf(config, "images"), 3))[0]!.labels,
    changed[0]!.labels,
  );
  for (const [b, { input, ...others }] of changed.entries()) {
    const { input: original, ...originals } = plain[b]!;
    assertEquals(others, originals);
    assertEquals(original!.length, 8 * SIZE ** 2);
    assert(input!.some((value, at) => value !== original![at]));
    assert(input!.every((value) => value >= 0 && value <= 1));
  }
});

Deno.test("Batches gives the same bits however many threads read ahead", async () => {
  const images = { data: { kind: "phantom" }, backbone: { kind: "small-resnet" } } as const;
  const config = configOf({ ...images, train: { augment: { ...AUGMENT, crop: 0.2, flip: 0.5 } } });
  const dataset = madeUpFilms("images");
  const setup = await prepareTraining(config, dataset);
  const alone = await epochOf(new Batches(setup, dataset.inputs, config.train!), 2);
  for (const workers of [1, 3]) {
    await using batches = new Batches(setup, dataset.inputs, { ...config.train!, workers });
    assertEquals(await epochOf(batches, 2), alone);
    assert(batches.takeReadingRate()! > 0);
    assertEquals(batches.takeReadingRate(), undefined);
  }
});

Deno.test("Batches ends its threads where training stops between two steps", async () => {
  const images = { data: { kind: "phantom" }, backbone: { kind: "small-resnet" } } as const;
  const config = configOf({ ...images, train: { augment: AUGMENT } });
  const dataset = madeUpFilms("images");
  const setup = await prepareTraining(config, dataset);
  const stop = async () => {
    await using batches = new Batches(setup, dataset.inputs, { ...config.train!, workers: 2 });
    for await (const _ of batches.epoch(1)) throw new Error("stopped");
  };
  await assertRejects(stop, Error, "stopped");
});

Deno.test("Batches tells of films that cannot be read when their turn comes", async () => {
  const images = { data: { kind: "phantom" }, backbone: { kind: "small-resnet" } } as const;
  const config = configOf({ ...images, train: { augment: AUGMENT } });
  const dataset = madeUpFilms("images");
  const setup = await prepareTraining(config, dataset);
  const path = `${await temporaryFolder()}/gone.u8`;
  const inputs = {
    ...dataset.inputs as ImageInputs,
    stored: (rows: ArrayLike<number>) => ({
      kind: "files" as const,
      films: Array.from(rows, (slot) => ({ path, slot })),
    }),
  };
  for (const workers of [0, 2]) {
    await using batches = new Batches(setup, inputs, { ...config.train!, workers });
    await assertRejects(() => epochOf(batches, 1), Error, "gone.u8");
  }
});

Deno.test("Batches never changes features", async () => {
  const config = configOf();
  const images = { data: { kind: "phantom" }, backbone: { kind: "small-resnet" } } as const;
  const { augment } = configOf({ ...images, train: { augment: AUGMENT } }).train!;
  const changed = { ...config, train: { ...config.train!, augment: augment! } };
  assertEquals(
    await epochOf(await batchesOf(changed), 1),
    await epochOf(await batchesOf(config), 1),
  );
});

Deno.test("Batches gives films their label sets only where the method learns sets", async () => {
  const labelled = await epochOf(await batchesOf(configOf()), 1);
  assert(labelled.every((feeds) => !("setDistributions" in feeds) && !("ownSets" in feeds)));
  const config = configOf({ loss: { kind: "sets", epsilon: 0 } });
  const setup = await prepareTraining(config, madeUpFilms("features"));
  const { sets } = setup.context.labelSets!;
  // Every set of the three labels but the empty one.
  assertEquals(sets.length, 7);
  for (const feeds of await epochOf(await batchesOf(config), 1)) {
    Array.from(feeds.input!, (value) => Math.round(value * 100)).forEach((row, n) => {
      const distribution = feeds.setDistributions!.subarray(7 * n, 7 * n + 7);
      const own = [...distribution.keys()].filter((set) => distribution[set] === 1);
      assertEquals(own.length, 1);
      assertEquals(sets[own[0]!]!.map((label) => 1 << label).reduce((a, b) => a + b), row % 8);
      assertEquals(feeds.ownSets!.subarray(7 * n, 7 * n + 7), distribution);
    });
  }
});
