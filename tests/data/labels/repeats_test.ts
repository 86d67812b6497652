import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import fc from "fast-check";
import { InputError } from "../../../lib/base/errors.ts";
import { parseGenericTable, type TableOptions } from "../../../lib/data/labels/generic_table.ts";
import { parseTable } from "../../../lib/data/tables/parse_table.ts";

const FINDINGS = ["Aortic enlargement", "Cardiomegaly", "Nodule/Mass"] as const;

/** What readers found, or "unread" where one left nothing but a row without a word. */
interface Reading {
  readonly film: string;
  readonly reader: string;
  readonly found: readonly string[] | "unread";
  /** How many boxes each finding has. */
  readonly boxes: number;
}

const readings = fc.uniqueArray(
  fc.record({
    film: fc.constantFrom("f1", "f2", "f3"),
    reader: fc.constantFrom("R1", "R2", "R3", "R4"),
    found: fc.oneof(
      { arbitrary: fc.subarray([...FINDINGS]), weight: 5 },
      { arbitrary: fc.constant("unread" as const), weight: 1 },
    ),
    boxes: fc.integer({ min: 1, max: 3 }),
  }),
  { minLength: 1, maxLength: 12, selector: ({ film, reader }) => `${film} ${reader}` },
);

/** The table with one row a box, in the form of VinBigData's train.csv, rows in any order. */
function oneRowABox(all: readonly Reading[], order: readonly number[]): string {
  const rows = all.flatMap(({ film, reader, found, boxes }) => {
    if (found === "unread") return [`${film},,,${reader}`];
    if (found.length === 0) return [`${film},No finding,14,${reader}`];
    return found.flatMap((finding) =>
      Array.from({ length: boxes }, () => `${film},${finding},0,${reader}`)
    );
  });
  const shuffled = rows.map((row, i) => ({ row, key: order[i % order.length]! }))
    .sort((a, b) => a.key - b.key).map(({ row }) => row);
  return ["image_id,class_name,class_id,rad_id", ...shuffled, "f0,No finding,14,R1"].join("\n") +
    "\nf0," + FINDINGS.join(",14,R9\nf0,") + ",14,R9\n";
}

/** The table with one row a reader and one column a label, as image_labels_train.csv. */
function oneRowAReader(all: readonly Reading[]): string {
  const rows = all.map((
    { film, reader, found },
  ) => [film, reader, ...FINDINGS.map((f) => found === "unread" ? "" : Number(found.includes(f)))]);
  return [["image_id", "rad_id", ...FINDINGS], ...rows].map((row) => row.join(",")).join("\n") +
    "\n";
}

/** What a film's readers make of a finding, counted without the code under test. */
function expected(
  all: readonly Reading[],
  film: string,
  finding: string,
  repeats: TableOptions["repeats"],
): number {
  const known = all.filter((each) => each.film === film && each.found !== "unread");
  const gave = known.filter(({ found }) => found.includes(finding)).length;
  if (known.length === 0) return NaN;
  if (repeats === "union") return Math.min(1, gave);
  return repeats === "share" ? Math.fround(gave / known.length) : Number(gave * 2 > known.length);
}

function options(changes: Partial<TableOptions>): TableOptions {
  return {
    columns: { id: "image_id", reader: "rad_id", labels: { kind: "columns", ignore: [] } },
    repeats: "share",
    uncertain: { kind: "ignore" },
    unmentioned: "missing",
    ...changes,
  };
}

const LISTS = { kind: "list", column: "class_name" } as const;
const BOXES = { id: "image_id", reader: "rad_id", labels: LISTS } as const;
const ways = fc.constantFrom("union", "majority", "share");

Deno.test("a film's findings are those of its readers, whatever boxes they drew", () => {
  const order = fc.array(fc.nat(), { minLength: 40, maxLength: 40 });
  fc.assert(
    fc.property(readings, ways, order, (all, repeats, order) => {
      const table = parseTable(oneRowABox(all, order), "train.csv");
      const { ids, labels } = parseGenericTable(table, options({ columns: BOXES, repeats }));
      assertEquals(labels.names, FINDINGS);
      for (const [row, film] of ids.entries()) {
        if (film === "f0") continue;
        for (const [c, finding] of FINDINGS.entries()) {
          assertEquals(labels.values[row * 3 + c], expected(all, film, finding, repeats));
        }
      }
      assertEquals(new Set(ids).size, new Set(all.map(({ film }) => film)).size + 1);
    }),
    { seed: 9, numRuns: 400 },
  );
});

Deno.test("a table with one row a reader gives the same as one with a row a box", () => {
  fc.assert(
    fc.property(readings, ways, fc.boolean(), (all, repeats, isNamed) => {
      const table = parseTable(oneRowAReader(all), "image_labels_train.csv");
      // Without the column each row is a reading of its own.
      const labels = { kind: "columns", ignore: isNamed ? [] : ["rad_id"] } as const;
      const columns = { id: "image_id", labels, ...(isNamed ? { reader: "rad_id" } : {}) };
      const read = parseGenericTable(table, options({ columns, repeats }));
      for (const [row, film] of read.ids.entries()) {
        for (const [c, finding] of FINDINGS.entries()) {
          assertEquals(read.labels.values[row * 3 + c], expected(all, film, finding, repeats));
        }
      }
    }),
    { seed: 10, numRuns: 400 },
  );
});

/** Three readers who each mark three findings: each is worth a third of the rows, and all readers. */
const THREE = "image_id,class_name,rad_id\n" +
  ["R8", "R9", "R10"].flatMap((r) => FINDINGS.map((f) => `a,${f},${r}\n`)).join("") +
  "b,No finding,R8\nb,No finding,R9\nb,Cardiomegaly,R10\n";

Deno.test("a finding of all readers is worth 1 where each finding has a row of its own", () => {
  const notes: string[] = [];
  const onWarning = (note: string) => notes.push(note);
  const given = options({ columns: BOXES });
  const { labels } = parseGenericTable(parseTable(THREE, "vindr.csv"), given, onWarning);
  assertEquals([...labels.values], [1, 1, 1, 0, Math.fround(1 / 3), 0]);
  assertEquals(notes.slice(1), [
    '2 of 2 films of "vindr.csv" have several rows (12 in all): a finding is worth the share of a ' +
    "film's readers who gave it (data.repeats=share)",
  ]);
  const majority = options({ columns: BOXES, repeats: "majority" });
  assertEquals([...parseGenericTable(parseTable(THREE, "t"), majority).labels.values], [
    1,
    1,
    1,
    0,
    0,
    0,
  ]);
});

Deno.test("votes over a list need the column of the readers, and its error names likely ones", () => {
  const columns = { id: "image_id", labels: LISTS };
  for (const repeats of ["share", "majority"] as const) {
    const error = assertThrows(
      () => parseGenericTable(parseTable(THREE, "t.csv"), options({ columns, repeats })),
      InputError,
      `data.repeats=${repeats}`,
    );
    assertStringIncludes(String(error), 'data.columns.reader such as "rad_id"');
  }
});

Deno.test("an empty reader is an error that names its row", () => {
  const table = parseTable("image_id,class_name,rad_id\na,Mass,R1\na,Mass,\n", "t.csv");
  assertThrows(
    () => parseGenericTable(table, options({ columns: BOXES })),
    InputError,
    "row 3 has no reader",
  );
  const nan = parseTable("image_id,class_name,rad_id\na,Mass,nan\na,No finding,nan\n", "t.csv");
  assertThrows(
    () => parseGenericTable(nan, options({ columns: BOXES })),
    InputError,
    'row 2 has no reader but "nan"',
  );
});

Deno.test("sex, age and view of several rows are the first that are known, with a note", () => {
  const csv = "id,sex,age,view,Mass\na,,,PA,1\na,F,50,PA,1\na,M,51,AP,0\n";
  const notes: string[] = [];
  const { strata } = parseGenericTable(
    parseTable(csv, "t.csv"),
    options({
      columns: {
        id: "id",
        sex: "sex",
        age: "age",
        view: "view",
        labels: { kind: "columns", ignore: [] },
      },
    }),
    (note) => notes.push(note),
  );
  assertEquals([strata.sex, [...strata.age], strata.view], [["F"], [50], ["PA"]]);
  assertStringIncludes(notes.join(), "sex of 1 films, age of 1 films, view of 1 films");
});
