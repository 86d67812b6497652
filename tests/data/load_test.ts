import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import sharp from "sharp";
import { encodeNpz } from "../../lib/base/npz.ts";
import { CHESTXRAY14_LABELS, type Dataset, PARTS } from "../../lib/data/dataset.ts";
import { type LoadContext, loadDataset } from "../../lib/data/load.ts";
import type { DataInput } from "../../lib/data/option_types.ts";
import { dataSchema } from "../../lib/data/schema.ts";
import { checkSplit } from "../../lib/data/split.ts";
import { InputError } from "../../lib/base/errors.ts";
import { testWithSharedData } from "../helpers/shared_data.ts";
import { temporaryFolder } from "../helpers/folders.ts";

/** Loads with a cache of its own, and keeps the warnings. */
async function load(options: DataInput, context: Partial<LoadContext> = {}) {
  const warnings: string[] = [];
  const dataset = await loadDataset(dataSchema.parse(options), {
    seed: 1,
    cacheDirectory: await temporaryFolder(),
    onWarning: (message) => warnings.push(message),
    ...context,
  });
  return { dataset, warnings };
}

function assertConsistent(dataset: Dataset): void {
  const { ids, patients, labels, strata, split } = dataset;
  const n = ids.length;
  assertEquals(new Set(ids).size, n);
  assertEquals(patients.length, n);
  assertEquals(labels.values.length, n * labels.names.length);
  assertEquals([strata.sex.length, strata.age.length, strata.view.length], [n, n, n]);
  for (const part of PARTS) assert(split[part].every((row) => row < n));
  checkSplit(dataset);
}

/** A folder with 12 films of 6 patients in ChestX-ray14's form: patient n has Mass if n is odd. */
async function nihFolder() {
  const root = await temporaryFolder();
  const lines = [
    "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,View Position",
  ];
  await Deno.mkdir(`${root}/images_001/images`, { recursive: true });
  for (let n = 0; n < 12; n++) {
    const patient = Math.floor(n / 2);
    const name = `0000000${patient}_00${n % 2}.png`;
    lines.push(`${name},${patient % 2 ? "Mass" : "No Finding"},${n % 2},${patient},50,F,PA`);
    const pixels = new Uint8Array(64).fill(n * 10).with(63, 255);
    const image = sharp(pixels, { raw: { width: 8, height: 8, channels: 1 } });
    await Deno.writeFile(`${root}/images_001/images/${name}`, await image.png().toBuffer());
  }
  await Deno.writeTextFile(`${root}/labels.csv`, lines.join("\n"));
  const options = {
    kind: "nih",
    metadata: `${root}/labels.csv`,
    images: root,
    imageSize: 8,
    split: { kind: "patients", train: 0.5, validation: 0.2, query: 0.3 },
  } satisfies DataInput;
  return { root, options, image: (name: string) => `${root}/images_001/images/${name}` };
}

Deno.test("loadDataset() reads ChestX-ray14's form, pixels in step with labels", async () => {
  const { options } = await nihFolder();
  const { dataset, warnings } = await load(options);
  assertConsistent(dataset);
  assertEquals(warnings, []);
  assertEquals(dataset.name, "nih");
  assertEquals(dataset.ids.length, 12);
  assertEquals(PARTS.map((part) => dataset.split[part].length), [6, 2, 8, 4]);
  assert(dataset.inputs.kind === "images" && dataset.inputs.size === 8);
  const films = await dataset.inputs.read([5, 0]);
  assertEquals([films[0], films[64]], [Math.fround(50 / 255), 0]);
});

Deno.test("loadDataset() depends on the seed in its split alone", async () => {
  const { options } = await nihFolder();
  const first = (await load(options)).dataset;
  assertEquals((await load(options)).dataset.split, first.split);
  const splits = new Set<string>();
  for (let seed = 0; seed < 5; seed++) {
    const { dataset } = await load(options, { seed });
    assertEquals(dataset.ids, first.ids);
    splits.add(dataset.split.query.join());
  }
  assert(splits.size > 1);
});

Deno.test("loadDataset() leaves films without a positive label out before it splits", async () => {
  const { options } = await nihFolder();
  const { dataset } = await load({ ...options, positivesOnly: true, labels: ["Mass", "Edema"] });
  assertConsistent(dataset);
  assertEquals(dataset.ids.length, 6);
  assertEquals([...dataset.labels.values], Array<number[]>(6).fill([1, 0]).flat());
  const films = await dataset.inputs.read([0]);
  assertEquals(films[0], Math.fround(20 / 255));
});

Deno.test("loadDataset() keeps to the lists and counts films in neither", async () => {
  const { root, options } = await nihFolder();
  const list = (...patients: number[]) =>
    patients.flatMap((p) => [`0000000${p}_000.png`, `0000000${p}_001.png`]).join("\n");
  await Deno.writeTextFile(`${root}/train.txt`, list(0, 1, 2));
  await Deno.writeTextFile(`${root}/test.txt`, list(4));
  const [train, query] = [`${root}/train.txt`, `${root}/test.txt`];
  const { dataset, warnings } = await load({
    ...options,
    split: { kind: "lists", train, query, validation: 0.2 / 0.7 },
  });
  assertConsistent(dataset);
  assertEquals(warnings, [
    "4 of 12 films are in neither list and are left out: " +
    '"00000003_000.png", "00000003_001.png", "00000005_000.png" and 1 more',
  ]);
  assertEquals(PARTS.map((part) => dataset.split[part].length), [4, 2, 6, 2]);
  assertEquals(dataset.ids[dataset.split.query[0]!], "00000004_000.png");
});

Deno.test("loadDataset() counts films of a list that have no labels, as by another spelling", async () => {
  const { root, options } = await nihFolder();
  await Deno.writeTextFile(`${root}/train.txt`, "00000000_000.png\n00000001_000");
  await Deno.writeTextFile(`${root}/test.txt`, "00000004_000.png\n00000004_001.png");
  const [train, query] = [`${root}/train.txt`, `${root}/test.txt`];
  const { warnings } = await load({
    ...options,
    split: { kind: "lists", train, query, validation: 0 },
  });
  const note = '1 of 2 films of the training list have no labels: "00000001_000"';
  assertEquals(warnings.filter((warning) => /list have/.test(warning)), [note]);
});

Deno.test("loadDataset() throws InputError when two rows name one image in different ways", async () => {
  const { root, options } = await nihFolder();
  const row = "00000002_000,Mass,0,2,50,F,PA\n";
  await Deno.writeTextFile(`${root}/labels.csv`, `\n${row}`, { append: true });
  const twice = '"00000002_000.png" names too';
  await assertRejects(() => load(options), InputError, twice);
});

Deno.test("loadDataset() throws InputError when the lists put a patient on two sides", async () => {
  const { root, options } = await nihFolder();
  await Deno.writeTextFile(`${root}/train.txt`, "00000000_000.png\n00000001_000.png");
  await Deno.writeTextFile(`${root}/test.txt`, "00000001_001.png");
  const [train, query] = [`${root}/train.txt`, `${root}/test.txt`];
  const split = { kind: "lists", train, query } as const;
  await assertRejects(() => load({ ...options, split }), InputError, 'patient "1" is in');
});

Deno.test("loadDataset() names bad images and leaves them out", async () => {
  const { options, image } = await nihFolder();
  await Deno.writeTextFile(image("00000002_000.png"), "no image");
  await Deno.remove(image("00000003_001.png"));
  const { dataset, warnings } = await load(options);
  assertConsistent(dataset);
  assertEquals(dataset.ids.length, 10);
  assertEquals(warnings.length, 3);
  assertEquals(warnings[0], '1 of 12 films have no image and are left out: "00000003_001.png"');
  assert(warnings[1]!.startsWith(`Cannot read the image "${image("00000002_000.png")}"`));
  assertEquals(
    warnings[2],
    "1 of 11 films have an image that cannot be read and are left out: " +
      `"${image("00000002_000.png")}"`,
  );
  // The film after the gap still has its own pixels.
  const row = dataset.ids.indexOf("00000002_001.png");
  assertEquals((await dataset.inputs.read([row]))[0], Math.fround(50 / 255));
});

Deno.test("loadDataset() stops at the first missing or bad image when strict", async () => {
  const { options, image } = await nihFolder();
  const strict = () => load(options, { strict: true });
  assertEquals((await strict()).dataset.ids.length, 12);
  await Deno.writeTextFile(image("00000002_000.png"), "no image");
  await assertRejects(strict, InputError, "00000002_000.png");
  await Deno.remove(image("00000003_001.png"));
  await assertRejects(strict, InputError, 'Cannot find the image of the film "00000003_001.png"');
});

Deno.test("loadDataset() throws InputError when no film has an image, or none can be read", async () => {
  const { root, options, image } = await nihFolder();
  const elsewhere = await temporaryFolder();
  await Deno.writeTextFile(`${elsewhere}/other.png`, "");
  await assertRejects(
    () => load({ ...options, images: elsewhere }),
    InputError,
    `Cannot find the image of any of the 12 films of "${root}/labels.csv"`,
  );
  for (let n = 0; n < 12; n++) {
    await Deno.writeTextFile(image(`0000000${Math.floor(n / 2)}_00${n % 2}.png`), "no image");
  }
  await assertRejects(() => load(options), InputError, "none can be read; the first: Cannot read");
});

Deno.test("loadDataset() throws InputError when a chosen label is unknown", async () => {
  const { options } = await nihFolder();
  const misspelt = { ...options, labels: ["Effusions"] };
  await assertRejects(() => load(misspelt), InputError, '(did you mean "Effusion"?)');
});

Deno.test("loadDataset() reads CheXpert's form with its images", async () => {
  const root = await temporaryFolder();
  const labels = "No Finding,Enlarged Cardiomediastinum,Cardiomegaly,Lung Opacity,Lung Lesion," +
    "Edema,Consolidation,Pneumonia,Atelectasis,Pneumothorax,Pleural Effusion,Pleural Other," +
    "Fracture,Support Devices";
  const lines = [`Path,Sex,Age,Frontal/Lateral,AP/PA,${labels}`];
  for (let n = 1; n <= 6; n++) {
    const study = `train/patient0000${n}/study1`;
    await Deno.mkdir(`${root}/${study}`, { recursive: true });
    const image = sharp(new Uint8Array(64).fill(n), { raw: { width: 8, height: 8, channels: 1 } });
    await Deno.writeFile(`${root}/${study}/view1_frontal.jpg`, await image.jpeg().toBuffer());
    const cells = `Male,60,Frontal,AP${",".repeat(6)}-1.0${",".repeat(8)}`;
    lines.push(`CheXpert-v1.0/${study}/view1_frontal.jpg,${cells}`);
  }
  await Deno.writeTextFile(`${root}/train.csv`, lines.join("\n"));
  const { dataset } = await load({
    kind: "chexpert",
    metadata: `${root}/train.csv`,
    images: root,
    imageSize: 8,
    uncertain: { kind: "soft", value: 0.75 },
    labels: ["Edema", "Lung Lesion"],
    split: { kind: "patients", train: 0.5, validation: 0, query: 0.5 },
  });
  assertConsistent(dataset);
  assertEquals(dataset.patients[0], "patient00001");
  assertEquals([...dataset.labels.values.subarray(0, 2)], [0.75, 0]);
});

Deno.test("loadDataset() reads a table, warning that it names no patients", async () => {
  const { root, options } = await nihFolder();
  const csv = (await Deno.readTextFile(options.metadata)).replace("Finding Labels", "found");
  await Deno.writeTextFile(`${root}/table.csv`, csv);
  const { dataset, warnings } = await load({
    kind: "table",
    metadata: `${root}/table.csv`,
    images: root,
    imageSize: 8,
    columns: {
      id: "Image Index",
      sex: "Patient Gender",
      labels: { kind: "list", column: "found" },
    },
  });
  assertConsistent(dataset);
  assertEquals(dataset.labels.names, ["Mass"]);
  assertEquals(dataset.strata.sex[0], "F");
  assertEquals(warnings.length, 1);
  assert(warnings[0]!.includes("data.columns.patient"));
});

Deno.test("loadDataset() reads a MedMNIST file with its own split and another size", async () => {
  const path = `${await temporaryFolder()}/chestmnist.npz`;
  const part = (name: string, films: number) => ({
    [`${name}_images`]: { shape: [films, 4, 4], data: new Uint8Array(films * 16).fill(51) },
    [`${name}_labels`]: {
      shape: [films, 14],
      data: new Uint8Array(films * 14).map((_, i) => i % 28 === 0 ? 1 : 0),
    },
  });
  await Deno.writeFile(
    path,
    encodeNpz({ ...part("train", 4), ...part("val", 2), ...part("test", 3) }),
  );
  const { dataset, warnings } = await load({ kind: "npz", images: path });
  assertConsistent(dataset);
  assertStringIncludes(warnings.join(), "names no patients");
  assertEquals(PARTS.map((part) => dataset.split[part].length), [4, 2, 6, 3]);
  assertEquals(await dataset.inputs.read([8]), new Float32Array(16).fill(0.2));

  const resized =
    (await load({ kind: "npz", images: path, imageSize: 8, positivesOnly: true })).dataset;
  assertEquals(PARTS.map((part) => resized.split[part].length), [2, 1, 3, 2]);
  assertEquals(resized.labels.names, CHESTXRAY14_LABELS);
  assertEquals(await resized.inputs.read([0]), new Float32Array(64).fill(0.2));
});

Deno.test("loadDataset() joins features and labels by id and counts what has one alone", async () => {
  const { root, options } = await nihFolder();
  const ids = [...Array(12).keys()].map((n) => `0000000${Math.floor(n / 2)}_00${n % 2}.png`);
  const lines = ids.slice(1).map((id, i) => `${id},${i / 20},0.5`);
  await Deno.writeTextFile(
    `${root}/f.csv`,
    ["id,p,q", "other.png,1,1", ...lines.reverse()].join("\n"),
  );
  const features: DataInput = {
    kind: "features",
    features: `${root}/f.csv`,
    metadata: options.metadata,
  };
  const { dataset, warnings } = await load(features);
  assertConsistent(dataset);
  assertEquals(warnings, [
    '1 of 12 films have labels but no features and are left out: "00000000_000.png"',
    '1 of 12 films have features but no labels and are left out: "other.png"',
  ]);
  assert(dataset.inputs.kind === "features" && dataset.inputs.width === 2);
  assertEquals(dataset.ids, ids.slice(1));
  assertEquals(await dataset.inputs.read([3]), new Float32Array([3 / 20, 0.5]));

  const positives = (await load({ ...features, positivesOnly: true, transform: "logit" })).dataset;
  assertEquals(positives.ids, [2, 3, 6, 7, 10, 11].map((n) => ids[n]!));
  assertEquals(await positives.inputs.read([5]), new Float32Array([0, 0]));
});

Deno.test("loadDataset() draws the phantom", async () => {
  const progress: number[] = [];
  const { dataset } = await load({ kind: "phantom", films: 40 }, {
    onProgress: (done) => progress.push(done),
  });
  assertConsistent(dataset);
  assertEquals(dataset.ids.length, 40);
  assertEquals(progress.at(-1), 40);
});

const METADATA = "nih/Data_Entry_2017_v2020.csv.gz";

testWithSharedData(
  "loadDataset() reads 800 real X-rays, the second time without decoding",
  [METADATA, "nih1000/images", "nih/train_val_list.txt.gz", "nih/test_list.txt.gz"],
  async ([metadata, images, trainList, testList]) => {
    const options: DataInput = { kind: "nih", metadata: metadata!, images: images! };
    const cacheDirectory = await temporaryFolder();
    let steps = 0;
    const onProgress = () => steps++;
    const { dataset, warnings } = await load(options, { cacheDirectory, onProgress });
    assertConsistent(dataset);
    assertEquals(dataset.ids.length, 800);
    assertEquals(new Set(dataset.patients).size, 216);
    assert(warnings[0]!.startsWith("111320 of 112120 films have no image and are left out: "));
    assertEquals(steps, 801);
    const split = { kind: "lists", train: trainList!, query: testList! } as const;
    const official = (await load({ ...options, split }, { cacheDirectory, onProgress })).dataset;
    assertConsistent(official);
    assertEquals(steps, 802);
    const film = await official.inputs.read([0]);
    const mean = film.reduce((sum, value) => sum + value, 0) / film.length;
    assert(mean > 0.2 && mean < 0.8, `mean ${mean}`);
  },
);

testWithSharedData(
  "loadDataset() joins the features of a real network to real labels",
  [METADATA, "chexnet_probs/probabilities.csv.gz"],
  async ([metadata, features]) => {
    const { dataset } = await load({
      kind: "features",
      metadata: metadata!,
      features: features!,
      transform: "logit",
      positivesOnly: true,
    });
    assertConsistent(dataset);
    assertEquals(dataset.ids.length, 8500);
    // The logit of a label is higher where the label is present.
    const effusion = CHESTXRAY14_LABELS.indexOf("Effusion");
    const values = await dataset.inputs.read([...dataset.ids.keys()]);
    const mean = (label: number) => {
      const rows = [...dataset.ids.keys()]
        .filter((row) => dataset.labels.values[row * 14 + effusion] === label);
      return rows.reduce((sum, row) => sum + values[row * 14 + effusion]!, 0) / rows.length;
    };
    assert(mean(1) > mean(0) + 1);
  },
);
