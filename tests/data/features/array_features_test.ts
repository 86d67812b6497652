import { assertEquals, assertRejects } from "@std/assert";
import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { encodeNpy, type NpyData } from "../../../lib/base/npy.ts";
import { InputError } from "../../../lib/base/errors.ts";
import { type FeatureOptions, readFeatures } from "../../../lib/data/features/features.ts";
import { temporaryFolder } from "../../helpers/folders.ts";
import { sharedData } from "../../helpers/shared_data.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Writes files into a new folder and reads the features of the first. */
async function read(
  files: Readonly<Record<string, Uint8Array>>,
  options: FeatureOptions & { readonly idsFile?: string } = {},
) {
  const folder = await temporaryFolder();
  for (const [name, bytes] of Object.entries(files)) {
    await Deno.writeFile(`${folder}/${name}`, bytes);
  }
  const { idsFile, ...others } = options;
  const featureIds = idsFile === undefined ? {} : { featureIds: `${folder}/${idsFile}` };
  const notes: string[] = [];
  const onWarning = (note: string) => notes.push(note.replaceAll(`${folder}/`, ""));
  const first = `${folder}/${Object.keys(files)[0]}`;
  return { ...await readFeatures(first, { ...others, ...featureIds, onWarning }), notes };
}

/** A NumPy array of text, which cohash itself never writes. */
function textNpy(texts: readonly string[], kind: "U" | "S", shape = `(${texts.length},)`) {
  const encoded = texts.map((text) =>
    kind === "S"
      ? bytesOf(text)
      : new Uint8Array(Uint32Array.from(text, (letter) => letter.codePointAt(0)!).buffer)
  );
  const size = Math.max(...encoded.map(({ length }) => length));
  const order = kind === "U" ? "<" : "|";
  const header = bytesOf(
    `{'descr': '${order}${kind}${kind === "U" ? size / 4 : size}', 'fortran_order': False, ` +
      `'shape': ${shape}, }\n`,
  );
  const bytes = new Uint8Array(10 + header.length + size * texts.length);
  bytes.set([0x93, ...bytesOf("NUMPY"), 1, 0, header.length & 255, header.length >> 8]);
  bytes.set(header, 10);
  for (const [i, text] of encoded.entries()) bytes.set(text, 10 + header.length + i * size);
  return bytes;
}

const npy = (shape: readonly number[], data: NpyData) => encodeNpy({ shape, data });
const FEATURES = npy([2, 3], Float32Array.of(1, 2, 3, 4, 5, 7));
const EXPECTED = { ids: ["ä b.png", "1/b"], width: 3, values: Float32Array.of(1, 2, 3, 4, 5, 7) };

function tableOf({ ids, width, values }: Awaited<ReturnType<typeof read>>) {
  return { ids, width, values };
}

for (
  const [what, name, bytes] of [
    ["a text", "ids.txt", bytesOf("ä b.png\n1/b\n")],
    ["a gzipped text", "ids.txt.gz", gzipSync("ä b.png\r\n1/b")],
    ["a .npy of characters", "ids.npy", textNpy(["ä b.png", "1/b"], "U")],
    ["a .npy of bytes", "ids.npy", textNpy(["ä b.png", "1/b"], "S")],
    ["a gzipped .npy with two axes", "ids.npy.gz", gzipSync(textNpy(EXPECTED.ids, "U", "(2, 1)"))],
    ["a CSV file", "ids.csv", bytesOf("image,age\nä b.png,3\n1/b,5\n")],
    ["a CSV file without a header", "ids.csv", bytesOf("ä b.png\n1/b\n")],
    ["a gzipped CSV file", "ids.csv.gz", gzipSync("n;id\n0;ä b.png\n1;1/b\n")],
  ] as const
) {
  Deno.test(`readFeatures() reads an array whose ids stand in ${what}`, async () => {
    const table = await read({ "f.npy": FEATURES, [name]: bytes }, { idsFile: name });
    assertEquals(tableOf(table), EXPECTED);
    assertEquals(
      tableOf(
        await read({ "f.npy.gz": gzipSync(FEATURES), [name]: bytes }, {
          idsFile: name,
        }),
      ),
      EXPECTED,
    );
  });
}

Deno.test("readFeatures() reads ids that are whole numbers", async () => {
  const ids = npy([2], BigInt64Array.of(7n, 2n ** 60n));
  const table = await read({ "f.npy": FEATURES, "i.npy": ids }, { idsFile: "i.npy" });
  assertEquals(table.ids, ["7", String(2n ** 60n)]);
});

for (
  const [what, bytes, message] of [
    ["fractions", npy([2], Float64Array.of(1, 2.5)), "holds 2.5; expected text or whole numbers"],
    ["numbers of 32 bits that are rounded", npy([2], Float32Array.of(1, 2 ** 24 + 2)), "rounded"],
    ["an id twice", textNpy(["a", "a"], "U"), 'names "a" twice'],
    ["an empty id", textNpy(["a", ""], "U"), "has an empty id"],
    ["a line break", textNpy(["a", "b\nc"], "U"), "a line break"],
    ["two axes", textNpy(["a", "b"], "U", "(1, 2)"), "has shape [1, 2]; expected [films]"],
    ["too few ids", textNpy(["a"], "U"), "has 2 rows but"],
  ] as const
) {
  Deno.test(`readFeatures() refuses a .npy of ids with ${what}`, async () => {
    const files = { "f.npy": FEATURES, "ids.npy": bytes };
    await assertRejects(() => read(files, { idsFile: "ids.npy" }), InputError, message);
  });
}

Deno.test("readFeatures() reads the features and ids of a .npz file", async () => {
  const files = {
    "emb.npy": FEATURES,
    "names.npy": textNpy(EXPECTED.ids, "U"),
    "epoch.npy": npy([], Int32Array.of(3)),
  };
  assertEquals(tableOf(await read({ "f.npz": zipSync(files) })), EXPECTED);
  assertEquals(tableOf(await read({ "f.npz.gz": gzipSync(zipSync(files)) })), EXPECTED);
  const two = { ...files, "more.npy": npy([2, 1], Float32Array.of(8, 9)) };
  const chosen = await read({ "f.npz": zipSync(two) }, { featureArray: "more" });
  assertEquals(chosen.values, Float32Array.of(8, 9));
  const numbered = { ...two, "n.npy": npy([2], Int32Array.of(5, 6)) };
  const { ids } = await read({ "f.npz": zipSync(numbered) }, {
    featureArray: "emb",
    featureIdColumn: "n",
  });
  assertEquals(ids, ["5", "6"]);
  const beside = { "f.npz": zipSync({ "emb.npy": FEATURES }), "i.txt": bytesOf("a\nb\n") };
  assertEquals((await read(beside, { idsFile: "i.txt" })).ids, ["a", "b"]);
});

Deno.test("readFeatures() says which array of a .npz file is missing or may be meant", async () => {
  const refuse = (
    files: Readonly<Record<string, Uint8Array>>,
    options: FeatureOptions,
    message: string,
  ) => assertRejects(() => read({ "f.npz": zipSync({ ...files }) }, options), InputError, message);
  const ids = textNpy(["a", "b"], "U");
  const both = { "x.npy": FEATURES, "y.npy": FEATURES, "ids.npy": ids };
  await refuse(both, {}, 'has 2 arrays that may be the features: "x", "y"; name one as data.feat');
  await refuse(both, { featureArray: "z" }, 'has no array "z"');
  await refuse({ "x.npy": FEATURES }, {}, "it has no array of text");
  await refuse({ "ids.npy": ids }, {}, "has no array of numbers [films, width]");
  await refuse({ "table.xml": ids }, {}, "without NumPy's arrays; an Excel workbook");
});

Deno.test("readFeatures() notes features that tell nothing, and whole numbers that are rounded", async () => {
  const ids = { "i.txt": bytesOf("a\nb\n") };
  const flat = npy([2, 4], Float32Array.of(1, 0, 5, 2, 1, 0, 6, 2));
  assertEquals((await read({ "f.npy": flat, ...ids }, { idsFile: "i.txt" })).notes, [
    '3 of the 4 features of "f.npy" have one value in all 2 films and tell nothing: "0", "1", ' +
    '"3", 1 of them 0 ("1")',
  ]);
  const large = npy([2, 2], BigInt64Array.of(2n ** 24n, 2n ** 24n + 1n, 0n, -(2n ** 53n) - 1n));
  assertEquals((await read({ "f.npy": large, ...ids }, { idsFile: "i.txt" })).notes, [
    '2 whole numbers of "f.npy" are beyond 16777216 and are rounded to 24 bits',
  ]);
  const fine = npy([2, 1], Float64Array.of(1e9 + 0.5, 3));
  assertEquals((await read({ "f.npy": fine, ...ids }, { idsFile: "i.txt" })).notes, []);
});

Deno.test("readFeatures() names a number that 32 bits do not hold", async () => {
  await assertRejects(
    () =>
      read({ "f.npy": npy([1, 1], Float64Array.of(1e40)), "i.txt": bytesOf("a") }, {
        idsFile: "i.txt",
      }),
    InputError,
    'holds 1e+40 for film "a" (row 0, column 0, counting from 0)',
  );
});

const reported = sharedData("reported/16-npy-types");

Deno.test({
  name: "readFeatures() reads the same numbers in every type that was reported" +
    (reported === undefined ? " (skipped: no ../shared/data/reported)" : ""),
  ignore: reported === undefined,
  fn: async () => {
    const load = async (name: string) =>
      await readFeatures(`${reported}/${name}.npy`, { featureIds: `${reported}/ids.txt` });
    const { values, width } = await load("c");
    for (const name of ["bigend", "fortran", "f16", "i16", "i8", "u2"]) {
      const other = await load(name);
      assertEquals([other.width, other.values.length], [width, values.length], name);
      // Scaled, in those of whole numbers: a straight line from the same films' values.
      assertEquals(correlation(values, other.values) > 0.99, true, name);
    }
  },
});

function correlation(a: Float32Array, b: Float32Array): number {
  const mean = (values: Float32Array) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i]! - ma) * (b[i]! - mb);
    aa += (a[i]! - ma) ** 2;
    bb += (b[i]! - mb) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}
