import { assertEquals, assertRejects } from "@std/assert";
import { InputError } from "../../lib/base/errors.ts";
import { labelVectors } from "../../lib/model/label_vectors.ts";
import { Random } from "../../lib/base/random.ts";

async function withFile(text: string, body: (path: string) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempFile({ suffix: ".csv" });
  try {
    await Deno.writeTextFile(path, text);
    await body(path);
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("labelVectors() one-hot is the identity", async () => {
  const nodes = await labelVectors(["A", "B"], { kind: "one-hot" }, new Random(0));
  assertEquals(nodes, { width: 2, values: Float32Array.of(1, 0, 0, 1) });
});

Deno.test("labelVectors() reads the labels of a file in the order asked for", async () => {
  await withFile("Mass,1,2\nEdema,3,4\nother,5,6\n", async (path) => {
    const nodes = await labelVectors(["Edema", "Mass"], { kind: "file", path }, new Random(0));
    assertEquals(nodes, { width: 2, values: Float32Array.of(3, 4, 1, 2) });
  });
});

Deno.test("labelVectors() names what is wrong with a file", async () => {
  const reads = (path: string) =>
    labelVectors(["Edema", "Mass"], { kind: "file", path }, new Random(0));
  await withFile("Mass,1,2\nOedema,3,4\n", async (path) => {
    await assertRejects(() => reads(path), InputError, 'no vector for the label "Edema" (did you');
  });
  await withFile("Mass,1,2\nEdema,3,x\n", async (path) => {
    await assertRejects(() => reads(path), InputError, 'value 2 of "Edema" is "x"');
  });
  await withFile("Mass,1,2\nEdema,3\n", async (path) => {
    await assertRejects(() => reads(path), InputError, "Cannot read label vectors");
  });
  await assertRejects(() => reads("/nowhere.csv"), InputError, "there is no such file");
});
