import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { CHESTXRAY14_LABELS } from "../../../lib/data/dataset.ts";
import { knownLayout, parseLabels } from "../../../lib/data/layouts/read_labels.ts";
import { parseTable, readTable } from "../../../lib/data/tables/parse_table.ts";
import { type Table } from "../../../lib/data/tables/table.ts";
import { InputError } from "../../../lib/base/errors.ts";
import { testWithSharedData } from "../../helpers/shared_data.ts";

const V2020 = `\
Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,View Position,\
OriginalImage[Width,Height],OriginalImagePixelSpacing[x,y]
00000001_000.png,Cardiomegaly,0,1,57,M,PA,2682,2749,0.143,0.143
00000001_001.png,Cardiomegaly|Emphysema,1,1,58,M,PA,2894,2729,0.143,0.143
00000002_000.png,No Finding,0,2,80,F,AP,2500,2048,0.171,0.171
`;

/** The table of 2017 ends every line with a comma. */
const V2017 = V2020.trimEnd().split("\n").map((line) => `${line},`).join("\n")
  .replace(",57,M,", ",057Y,M,").replace(",58,M,", ",058Y,M,").replace(",80,F,", ",412Y,F,");

const parseNih = (table: Table) => parseLabels(table, { layout: "nih" });

Deno.test("NIH: parseLabels() reads the layout of 2020", () => {
  const { ids, patients, labels, strata } = parseNih(parseTable(V2020, "nih.csv"));
  assertEquals(ids, ["00000001_000.png", "00000001_001.png", "00000002_000.png"]);
  assertEquals(patients, ["1", "1", "2"]);
  assertEquals(labels.names, CHESTXRAY14_LABELS);
  const positives = (row: number) =>
    labels.names.filter((_, c) => labels.values[row * labels.names.length + c] === 1);
  assertEquals([0, 1, 2].map(positives), [["Cardiomegaly"], ["Cardiomegaly", "Emphysema"], []]);
  assertEquals(strata.sex, ["M", "M", "F"]);
  assertEquals([...strata.age], [57, 58, 80]);
  assertEquals(strata.view, ["PA", "PA", "AP"]);
});

Deno.test("NIH: parseLabels() reads the layout of 2017 and takes an impossible age for unknown", () => {
  const old = parseNih(parseTable(V2017, "nih.csv"));
  const recent = parseNih(parseTable(V2020, "nih.csv"));
  assertEquals(old.labels, recent.labels);
  assertEquals(old.patients, recent.patients);
  assertEquals([...old.strata.age], [57, 58, NaN]);
});

Deno.test("NIH: parseLabels() names row and label when a label is misspelt", () => {
  const table = parseTable(V2020.replace("|Emphysema", "|Emphysemia"), "nih.csv");
  assertThrows(
    () => parseNih(table),
    InputError,
    'Cannot read labels: row 3 of "nih.csv" names "Emphysemia", which is not one of the 14 ' +
      'labels (did you mean "Emphysema"?)',
  );
});

Deno.test("NIH: parseLabels() throws InputError when a film occurs twice", () => {
  const table = parseTable(V2020.replace("00000001_001", "00000001_000"), "nih.csv");
  assertThrows(() => parseNih(table), InputError, 'row 3 repeats "00000001_000.png" of row 2');
});

Deno.test("NIH: parseLabels() throws InputError when a column is missing", () => {
  const table = parseTable(V2020.replace("Patient Gender", "Gender"), "nih.csv");
  assertThrows(() => parseNih(table), InputError, 'no column "Patient Gender"');
});

Deno.test("knownLayout() tells ChestX-ray14's table from others", () => {
  assertEquals(knownLayout(parseTable(V2017, "nih.csv")), "nih");
  assertEquals(knownLayout(parseTable("id,labels\nx,Mass\n", "t.csv")), undefined);
});

Deno.test("NIH: parseLabels() reads the list of boxes, which says nothing of other findings", () => {
  const csv = "Image Index,Finding Label,Bbox [x,y,w,h],,,\n" +
    "00013118_008.png,Atelectasis,225.08,547.01,86.77,79.18,,,\n" +
    "00013118_008.png,Infiltrate,125.08,447.01,86.77,79.18,,,\n" +
    "00014716_007.png,Mass,686.1,131.5,185.4,313.4,,,\n";
  const { ids, patients, labels } = parseNih(parseTable(csv, "BBox_List_2017.csv"));
  assertEquals(ids, ["00013118_008.png", "00014716_007.png"]);
  assertEquals(patients, ["00013118", "00014716"]);
  const known = CHESTXRAY14_LABELS.flatMap((label, c) =>
    Number.isNaN(labels.values[c]) ? [] : [[label, labels.values[c]]]
  );
  assertEquals(known, [["Atelectasis", 1], ["Infiltration", 1]]);
});

Deno.test("NIH: parseLabels() gives annotations or an InputError for any change of a character", () => {
  fc.assert(
    fc.property(
      fc.nat(V2020.length - 1),
      fc.constantFrom("", '"', ",", "\n", "|", "x", "0"),
      (at, character) => {
        const text = V2020.slice(0, at) + character + V2020.slice(at + 1);
        try {
          const { ids, labels } = parseNih(parseTable(text, "nih.csv"));
          assertEquals(labels.values.length, ids.length * 14);
          assertEquals(labels.values.every((value) => value === 0 || value === 1), true);
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
        }
      },
    ),
    { seed: 2, numRuns: 500 },
  );
});

testWithSharedData(
  "NIH: parseNih() reads all of ChestX-ray14",
  ["nih/Data_Entry_2017_v2020.csv.gz"],
  async ([path]) => {
    const { ids, patients, labels } = parseNih(await readTable(path!, "labels"));
    assertEquals(ids.length, 112_120);
    assertEquals(new Set(patients).size, 30_805);
    const counts = new Array<number>(14).fill(0);
    let unlabelled = 0;
    for (let row = 0; row < ids.length; row++) {
      const values = labels.values.subarray(row * 14, row * 14 + 14);
      values.forEach((value, c) => counts[c]! += value);
      if (values.every((value) => value === 0)) unlabelled++;
    }
    assertEquals(unlabelled, 60_361);
    assertEquals(counts[labels.names.indexOf("Hernia")], 227);
  },
);
