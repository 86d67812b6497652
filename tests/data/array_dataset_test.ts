import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { InputError } from "../../lib/base/errors.ts";
import { arrayDataset, type FilmArrays } from "../../lib/data/array_dataset.ts";
import type { DataInput } from "../../lib/data/option_types.ts";
import { loadDataset } from "../../lib/data/load.ts";

/** Ten films of five patients: two labels, two features. */
const FILMS: FilmArrays = {
  labels: {
    names: ["Effusion", "Mass"],
    values: Float32Array.from({ length: 20 }, (_, n) => n % 2),
  },
  inputs: { kind: "features", width: 2, values: Float32Array.from({ length: 20 }, (_, n) => n) },
  patients: Array.from({ length: 10 }, (_, film) => `patient ${film % 5}`),
};

Deno.test("arrayDataset() gives the rows that it was given, and no patient on two sides", async () => {
  const { ids, patients, split, inputs } = arrayDataset(FILMS);
  assertEquals(ids, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
  assertEquals([...await inputs.read([9, 0])], [18, 19, 0, 1]);
  assertEquals(split.database.length + split.query.length, 10);
  const asking = new Set(Array.from(split.query, (row) => patients[row]));
  assert(split.database.every((row) => !asking.has(patients[row])));
  await assertRejects(() => inputs.read([10]), RangeError, "the rows are 0 to 9");
});

Deno.test("arrayDataset() splits by seed and shares", () => {
  const split = { train: 0.6, validation: 0, query: 0.4 };
  const queries = [0, 1, 2].map((seed) => arrayDataset(FILMS, { seed, split }).split.query.join());
  assertEquals(queries[0], arrayDataset(FILMS, { split }).split.query.join());
  assert(new Set(queries).size > 1);
});

Deno.test("arrayDataset() takes pixels", async () => {
  const values = new Float32Array(40).fill(0.5);
  const { inputs } = arrayDataset({ ...FILMS, inputs: { kind: "images", size: 2, values } });
  assertEquals([...await inputs.read([3])], [0.5, 0.5, 0.5, 0.5]);
});

const WRONG: readonly (readonly [string, Partial<FilmArrays>, string])[] = [
  ["too few inputs", {
    inputs: { kind: "features", width: 2, values: new Float32Array(18) },
  }, "the labels are those of 10 films, the inputs of 9"],
  ["too few patients", { patients: ["ann"] }, "the patients of 1"],
  ["ids that repeat", { ids: Array.from({ length: 10 }, () => "1") }, "ids repeat"],
  ["a label above 1", {
    labels: { names: ["Effusion", "Mass"], values: new Float32Array(20).fill(2) },
  }, "entry 0 of the labels is 2, expected 0 to 1"],
  ["a feature that is no number", {
    inputs: { kind: "features", width: 2, values: new Float32Array(20).fill(NaN) },
  }, "entry 0 of the features is NaN"],
  ["pixels up to 255", {
    inputs: { kind: "images", size: 1, values: new Float32Array(10).fill(255) },
  }, "entry 0 of the pixels is 255, expected 0 (black) to 1 (white)"],
];

for (const [what, change, message] of WRONG) {
  Deno.test(`arrayDataset() refuses ${what}`, () => {
    assertThrows(() => arrayDataset({ ...FILMS, ...change }), RangeError, message);
  });
}

const WRONG_OPTIONS: readonly (readonly [object, string])[] = [
  [{ kind: "foo" }, 'kind is "foo", expected phantom, nih'],
  [{ kind: "nhi" }, 'did you mean "nih"?'],
  [{ kind: "nih", metadata: "labels.csv" }, "images: "],
  [{ kind: "nih", trainList: "train.txt" }, "trainList is now split.train of the kind lists"],
  [{ kind: "chexpert", softValue: 1 }, "softValue is now uncertain.value"],
  [{ kind: "table", columns: { ignore: ["who"] } }, "columns.ignore is now columns.labels.ignore"],
  [{ kind: "phantom", film: 20 }, '"film"'],
];

for (const [options, message] of WRONG_OPTIONS) {
  Deno.test(`loadDataset() refuses ${JSON.stringify(options)}`, async () => {
    const load = () => loadDataset(options as DataInput, { seed: 0 });
    const error = await assertRejects(load, InputError);
    assert(error.message.includes(message), error.message);
  });
}

Deno.test("loadDataset() says that films in memory are in no file", async () => {
  const error = await assertRejects(() => loadDataset({ kind: "memory" }, { seed: 0 }), InputError);
  assert(error.message.includes("arrayDataset"));
});
