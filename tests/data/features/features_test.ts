import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { encodeNpy, type NpyData } from "../../../lib/base/npy.ts";
import {
  featureInputs,
  type FeatureOptions,
  readFeatures,
} from "../../../lib/data/features/features.ts";
import { InputError } from "../../../lib/base/errors.ts";
import { temporaryFolder } from "../../helpers/folders.ts";

async function readCsv(text: string, options: FeatureOptions = {}) {
  const path = `${await temporaryFolder()}/features.csv`;
  await Deno.writeTextFile(path, text);
  return await readFeatures(path, options);
}

async function readNpy(shape: readonly number[], data: NpyData, ids: string) {
  const folder = await temporaryFolder();
  await Deno.writeFile(`${folder}/features.npy`, encodeNpy({ shape, data }));
  await Deno.writeTextFile(`${folder}/ids.txt`, ids);
  return await readFeatures(`${folder}/features.npy`, { featureIds: `${folder}/ids.txt` });
}

Deno.test("readFeatures() reads a CSV file whose first column is the id", async () => {
  const { ids, width, values } = await readCsv("film,f0,f1\na,0.5,-2\nb,1e-3,4\n");
  assertEquals(ids, ["a", "b"]);
  assertEquals(width, 2);
  assertEquals(values, new Float32Array([0.5, -2, 1e-3, 4]));
});

Deno.test("readFeatures() reads a .npy file and its id list", async () => {
  const expected = new Float32Array([1, 2, 3, 4, 5, 6]);
  for (
    const data of [expected, Float64Array.from(expected), BigInt64Array.of(1n, 2n, 3n, 4n, 5n, 6n)]
  ) {
    const { ids, width, values } = await readNpy([2, 3], data, "a\nb\n");
    assertEquals(ids, ["a", "b"]);
    assertEquals(width, 3);
    assertEquals(values, expected);
  }
});

Deno.test("readFeatures() takes logits when asked", async () => {
  const { values } = await readCsv("id,p\na,0.9\nb,0\nc,1\n", { transform: "logit" });
  assertAlmostEquals(values[0]!, Math.log(9), 1e-6);
  assertAlmostEquals(values[1]!, -13.8155, 1e-4);
  assertAlmostEquals(values[2]!, 13.8155, 1e-4);
});

Deno.test("readFeatures() names film and column when a logit is asked of no probability", async () => {
  await assertRejects(
    () => readCsv("id,p,q\na,0.9,0.1\nb,0.5,1.5\n", { transform: "logit" }),
    InputError,
    'holds 1.5 for film "b" in feature 2 of 2; expected a probability in [0, 1]',
  );
});

for (
  const [what, text, message] of [
    [
      "a word",
      "id,p\na,high\n",
      'holds "high" for film "a" in column "p"; expected a finite number',
    ],
    ["an empty cell", "id,p\na,\n", 'holds "" for film "a"'],
    ["an infinity", "id,p\na,1e999\n", 'holds "1e999" for film "a"'],
    ["a number beyond 32 bits", "id,p\na,1e40\n", 'holds "1e40" for film "a"'],
    ["one column", "id\na\n", "has one column"],
    ["a repeated id", "id,p\na,1\na,2\n", 'row 3 repeats "a" of row 2'],
  ] as const
) {
  Deno.test(`readFeatures() throws InputError when a CSV file holds ${what}`, async () => {
    await assertRejects(() => readCsv(text), InputError, message);
  });
}

Deno.test("readFeatures() throws InputError when a .npy file does not fit its id list", async () => {
  const data = new Float32Array(6);
  await assertRejects(() => readNpy([2, 3], data, "a\n"), InputError, "has 2 rows but");
  await assertRejects(() => readNpy([2, 3], data, "a\na\n"), InputError, 'names "a" twice');
  await assertRejects(() => readNpy([2, 3], data, "\n"), InputError, "is empty");
  await assertRejects(() => readNpy([6], data, "a\n"), InputError, "has shape [6]");
});

Deno.test("readFeatures() throws InputError when a .npy file holds NaN", async () => {
  await assertRejects(
    () => readNpy([2, 2], new Float32Array([1, 2, 3, NaN]), "a\nb\n"),
    InputError,
    'holds NaN for film "b" (row 1, column 1, counting from 0)',
  );
});

Deno.test("readFeatures() asks for the id list when a .npy file comes alone", async () => {
  const path = `${await temporaryFolder()}/f.npy`;
  await Deno.writeFile(path, encodeNpy({ shape: [1, 2], data: new Float32Array(2) }));
  await assertRejects(() => readFeatures(path), InputError, "data.featureIds");
});

Deno.test("readFeatures() refuses an id list beside a CSV file, which has its own ids", async () => {
  await assertRejects(
    () => readCsv("id,p\na,1\n", { featureIds: "ids.txt" }),
    InputError,
    'names its films itself, in a column; leave out the list of film ids "ids.txt"',
  );
});

Deno.test("featureInputs() reads the vectors of the films asked for", async () => {
  const table = { ids: ["a", "b"], width: 2, values: new Float32Array([1, 2, 3, 4]) };
  const inputs = featureInputs(table, [1, 0, 1]);
  assertEquals(await inputs.read([0, 1, 0]), new Float32Array([3, 4, 1, 2, 3, 4]));
  await assertRejects(() => inputs.read([3]), RangeError, "Cannot read film 3");
});
