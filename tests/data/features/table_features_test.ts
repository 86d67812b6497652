import { assert, assertEquals, assertRejects } from "@std/assert";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { parquetWriteBuffer } from "hyparquet-writer";
import { InputError } from "../../../lib/base/errors.ts";
import { type FeatureOptions, readFeatures } from "../../../lib/data/features/features.ts";
import { temporaryFolder } from "../../helpers/folders.ts";

const folder = await temporaryFolder();

async function read(content: string | Uint8Array, options: FeatureOptions = {}) {
  const path = `${folder}/features`;
  await Deno.writeFile(
    path,
    typeof content === "string" ? new TextEncoder().encode(content) : content,
  );
  const notes: string[] = [];
  const onWarning = (note: string) => notes.push(note.replaceAll(path, "F"));
  const { ids, width, values, names } = await readFeatures(path, { ...options, onWarning });
  return { ids, width, values: [...values], names, notes };
}

for (
  const [what, text] of [
    ["a header", "film,p,q\na,1,2\nb,3,5\n"],
    ["no header", "a.png,1,2\nb.png,3,5\n"],
    ["no header and plain ids", "x01,1,2\nx02,3,5\n"],
    ["no header and ids without digits", "anna,1.0,2\nbert,3,5\n"],
    ["a header that counts from 0", "image,0,1\na,1,2\nb,3,5\n"],
    ["a header that counts under a name left empty", ",0,1,2\na,1,2,4\nb,3,5,9\n"],
    ["the ids last", "p,q,film\n1,2,a\n3,5,b\n"],
    ["the ids last and no header", "1,2,a.png\n3,5,b.png\n"],
    ["the ids in the middle, and semicolons and commas", "p;ID;q\n1,0;7;2,0\n3,0;8;5,0\n"],
    ["tabs", "film\tp\tq\na\t1\t2\nb\t3\t5\n"],
    ["pandas' numbers of the rows", ",film,p,q\n0,a,1,2\n1,b,3,5\n"],
    ["one feature of the name 0", "id,0\na,0\nb,1\n"],
  ] as const
) {
  Deno.test(`readFeatures() reads a CSV file with ${what}`, async () => {
    const { ids, values, width } = await read(text);
    assertEquals(ids.length, 2);
    assert(ids.every((id) => /^(a|b|anna|bert|x01|x02|7|8)(\.png)?$/.test(id)), `${ids}`);
    if (width === 1) assertEquals(values, [0, 1]);
    else if (width === 2) assertEquals(values, [1, 2, 3, 5]);
    else assertEquals(values, [1, 2, 4, 3, 5, 9]);
  });
}

Deno.test("readFeatures() takes the column of the ids that is named", async () => {
  const text = "p,film,id\n1,5,a\n2,6,b\n";
  assertEquals((await read(text)).ids, ["a", "b"]);
  const named = await read("p,film,q\n1,5,4\n2,6,3\n", { featureIdColumn: "film" });
  assertEquals([named.ids, named.names, named.values], [["5", "6"], ["p", "q"], [1, 4, 2, 3]]);
  await assertRejects(
    () => read(text, { featureIdColumn: "fim" }),
    InputError,
    'has no column "fim" (did you mean "film"?)',
  );
});

for (
  const [what, text, message] of [
    ["may be a film or a header", "anna,nan\nbert,0.5\n", "may name its columns or be a film"],
    [
      "may be one that counts or a film",
      "anna,0,1\nbert,3,4\n",
      "may name its columns or be a film",
    ],
    [
      "has two columns of words",
      "id,view,p\na,PA,1\nb,AP,2\n",
      'holds "PA" for film "a" in column',
    ],
    ["has a missing number above a film", "f01,,3\nf02,1,2\n", 'holds "" for film "f01"'],
  ] as const
) {
  Deno.test(`readFeatures() refuses a CSV file whose first row ${what}`, async () => {
    await assertRejects(() => read(text), InputError, message);
  });
}

Deno.test("readFeatures() never loses the first film of a CSV file nor makes one of its header", async () => {
  const number = fc.integer({ min: -80_000, max: 80_000 }).map((eighths) => eighths / 8);
  const id = fc.oneof(
    fc.stringMatching(/^[a-z]{2,8}$/).filter((text) =>
      !/^(id|ids|nan|na|inf|none|null)$/.test(text)
    ),
    fc.nat(99999).map((n) => `film${n}.png`),
    fc.nat(99999).map((n) => `p${n}_001`),
  );
  const table = fc.integer({ min: 1, max: 4 }).chain((width) =>
    fc.record({
      rows: fc.uniqueArray(fc.tuple(id, fc.array(number, { minLength: width, maxLength: width })), {
        selector: ([name]) => name,
        minLength: 2,
        maxLength: 6,
      }),
      header: fc.constantFrom(undefined, "named", "counted"),
      at: fc.nat(width),
      separator: fc.constantFrom(",", ";", "\t"),
    })
  );
  await fc.assert(
    fc.asyncProperty(table, async ({ rows, header, at, separator }) => {
      const names = rows[0]![1].map((_, i) => header === "named" ? `feature_${i}` : String(i));
      const lines = [
        ...header === undefined ? [] : [names.toSpliced(at, 0, "image")],
        ...rows.map(([name, numbers]) => numbers.map(String).toSpliced(at, 0, name)),
      ];
      const text = lines.map((cells) => cells.join(separator) + "\n").join("");
      try {
        const { ids, values } = await read(text);
        assertEquals(ids, rows.map(([name]) => name));
        assertEquals(values, rows.flatMap(([, numbers]) => numbers.map((n) => n + 0)));
      } catch (error) {
        // A film may be refused, and never lost.
        assert(error instanceof InputError && header === undefined, String(error));
        assert(error.message.includes("may name its columns or be a film"), error.message);
      }
    }),
    { seed: 9, numRuns: 300 },
  );
});

const EXPECTED = { ids: ["a", "b", "c"], values: [1, 2, 3, 4, 5, 7] };

function parquet(
  columns: Readonly<Record<string, { readonly type?: string; readonly data: readonly unknown[] }>>,
): Uint8Array {
  const columnData = Object.entries(columns).map(([name, { data, type }]) => ({
    name,
    data: [...data],
    ...type === undefined ? {} : { type: type as "FLOAT" },
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}

const IDS = { data: ["a", "b", "c"], type: "STRING" };

for (
  const [what, columns, options] of [
    ["a column a feature", {
      p: { data: [1, 3, 5], type: "FLOAT" },
      q: { data: [2n, 4n, 7n], type: "INT64" },
      film: IDS,
    }, {}],
    ["a column of lists", { id: IDS, emb: { data: [[1, 2], [3, 4], [5, 7]] } }, {}],
    ["named ids", {
      other: { data: [1, 3, 5], type: "DOUBLE" },
      q: { data: [2, 4, 7], type: "INT32" },
      key: IDS,
    }, { featureIdColumn: "key" }],
    ["pandas' numbers of the rows", {
      film: IDS,
      emb: { data: [[1, 2], [3, 4], [5, 7]] },
      __index_level_0__: { data: [0n, 1n, 2n], type: "INT64" },
    }, {}],
    ["pandas' index of ids", {
      emb: { data: [[1, 2], [3, 4], [5, 7]] },
      __index_level_0__: IDS,
    }, {}],
  ] as const
) {
  Deno.test(`readFeatures() reads a Parquet file with ${what}`, async () => {
    for (const bytes of [parquet(columns), gzipSync(parquet(columns))]) {
      const { ids, width, values } = await read(bytes, options);
      assertEquals([ids, width, values], [EXPECTED.ids, 2, EXPECTED.values]);
    }
  });
}

Deno.test("readFeatures() reads the ids of a Parquet file from another", async () => {
  await Deno.writeTextFile(`${folder}/ids.txt`, "x\ny\nz\n");
  const bytes = parquet({ emb: { data: [[1, 2], [3, 4], [5, 7]] } });
  const { ids, names } = await read(bytes, { featureIds: `${folder}/ids.txt` });
  assertEquals([ids, names], [["x", "y", "z"], ["emb[0]", "emb[1]"]]);
});

for (
  const [what, columns, message] of [
    [
      "no number",
      { id: IDS, p: { data: ["x", "y", "z"], type: "STRING" } },
      'holds "x" for film "a"',
    ],
    ["a number missing", { id: IDS, p: { data: [1, null, 2] } }, 'for film "b" in column "p"'],
    ["no features", { id: IDS }, "has no column beside the film ids"],
    [
      "lists of two lengths",
      { id: IDS, e: { data: [[1, 2], [3], [4, 5]] } },
      "has 1 numbers for film",
    ],
    ["an id twice", {
      id: { data: ["a", "a", "b"], type: "STRING" },
      p: { data: [1, 2, 3], type: "INT32" },
    }, 'names "a" twice'],
  ] as const
) {
  Deno.test(`readFeatures() refuses a Parquet file with ${what}`, async () => {
    await assertRejects(() => read(parquet(columns)), InputError, message);
  });
}

Deno.test("readFeatures() refuses a Parquet file that is cut off anywhere", async () => {
  const whole = parquet({ id: IDS, emb: { data: [[1, 2], [3, 4], [5, 7]] } });
  for (let length = 4; length < whole.length; length += 3) {
    await assertRejects(
      () => read(whole.subarray(0, length)),
      InputError,
      "is a damaged Parquet file, or of a kind that is not read",
    );
  }
});

Deno.test("readFeatures() finds numeric ids by the name of their column, wherever it stands", async () => {
  const found = await read("p,q,image_id\n1,2,11\n3,4,12\n");
  assertEquals([found.ids, found.values], [["11", "12"], [1, 2, 3, 4]]);
  await assertRejects(
    () => read("film,p,q\n1,0.5,nan\n2,0.25,0.1\n"),
    InputError,
    'holds "nan" for film "1"',
  );
});

Deno.test("readFeatures() leaves out the numbers of the rows, from 0 or 1, with a note", async () => {
  for (const text of [",id,p\n1,a,7\n2,b,8\n", "index,id,p\n0,a,7\n1,b,8\n"]) {
    const { ids, values, notes } = await read(text);
    assertEquals([ids, values], [["a", "b"], [7, 8]]);
    assertEquals(notes, ['the column of "F" that counts the rows is left out']);
  }
  assertEquals((await read("index,id,p\n0,a,7\n3,b,8\n")).values, [0, 7, 3, 8]);
});
