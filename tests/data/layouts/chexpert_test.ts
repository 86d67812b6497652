import { assertEquals, assertThrows } from "@std/assert";
import { CHEXPERT_LABELS } from "../../../lib/data/layouts/chexpert.ts";
import { parseLabels } from "../../../lib/data/layouts/read_labels.ts";
import type { CellPolicy } from "../../../lib/data/labels/label_columns.ts";
import { parseTable } from "../../../lib/data/tables/parse_table.ts";
import { type Table } from "../../../lib/data/tables/table.ts";
import { InputError } from "../../../lib/base/errors.ts";

const HEADER = "Path,Sex,Age,Frontal/Lateral,AP/PA,No Finding,Enlarged Cardiomediastinum," +
  "Cardiomegaly,Lung Opacity,Lung Lesion,Edema,Consolidation,Pneumonia,Atelectasis,Pneumothorax," +
  "Pleural Effusion,Pleural Other,Fracture,Support Devices\n";

const TRAIN = HEADER +
  "CheXpert-v1.0-small/train/patient00001/study1/view1_frontal.jpg,Female,68,Frontal,AP,1.0," +
  ",,,,,,,,0.0,,,,1.0\n" +
  "CheXpert-v1.0-small/train/patient00002/study2/view1_frontal.jpg,Male,87,Frontal,PA,," +
  ",-1.0,1.0,,-1.0,-1.0,,-1.0,,-1.0,,1.0,\n" +
  "CheXpert-v1.0-small/train/patient00002/study1/view2_lateral.jpg,Unknown,83,Lateral,,," +
  ",,1.0,,,-1.0,,,,,,1.0,\n";

const POLICY: CellPolicy = { uncertain: { kind: "ignore" }, unmentioned: "absent" };

const parseChexpert = (table: Table, policy: CellPolicy) =>
  parseLabels(table, { ...policy, layout: "chexpert" });

function row(n: number, policy: Partial<CellPolicy> = {}): number[] {
  const { labels } = parseChexpert(parseTable(TRAIN, "train.csv"), { ...POLICY, ...policy });
  return [...labels.values.subarray(n * 13, n * 13 + 13)];
}

Deno.test("CheXpert: parseLabels() reads paths, patients, strata and thirteen labels", () => {
  const { ids, patients, labels, strata } = parseChexpert(parseTable(TRAIN, "train.csv"), POLICY);
  assertEquals(ids[0], "CheXpert-v1.0-small/train/patient00001/study1/view1_frontal.jpg");
  assertEquals(patients, ["patient00001", "patient00002", "patient00002"]);
  assertEquals(labels.names, CHEXPERT_LABELS);
  assertEquals(labels.names.some((name) => name.includes("No Finding")), false);
  assertEquals(strata.sex, ["F", "M", ""]);
  assertEquals([...strata.age], [68, 87, 83]);
  assertEquals(strata.view, ["AP", "PA", "LATERAL"]);
});

Deno.test("CheXpert: parseLabels() reads a cell by the policy when it is uncertain", () => {
  const cardiomegaly = CHEXPERT_LABELS.indexOf("Cardiomegaly");
  assertEquals(row(1, { uncertain: { kind: "ignore" } })[cardiomegaly], NaN);
  assertEquals(row(1, { uncertain: { kind: "zeros" } })[cardiomegaly], 0);
  assertEquals(row(1, { uncertain: { kind: "ones" } })[cardiomegaly], 1);
  assertEquals(row(1, { uncertain: { kind: "soft", value: 0.75 } })[cardiomegaly], 0.75);
});

Deno.test("CheXpert: parseLabels() reads an empty cell as absent or missing", () => {
  assertEquals(row(0), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  const missing = row(2, { unmentioned: "missing" });
  assertEquals(missing[CHEXPERT_LABELS.indexOf("Lung Opacity")], 1);
  assertEquals(missing[CHEXPERT_LABELS.indexOf("Edema")], NaN);
});

Deno.test("CheXpert: parseLabels() knows that findings are absent where there is No Finding", () => {
  const missing = row(0, { unmentioned: "missing" });
  assertEquals(missing, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  const withoutDevices = TRAIN.replace(",,,1.0\n", ",,,\n");
  const { labels } = parseChexpert(parseTable(withoutDevices, "train.csv"), {
    ...POLICY,
    unmentioned: "missing",
  });
  assertEquals(labels.values[12], NaN);
});

Deno.test("CheXpert: parseLabels() names row, cell and column when a cell is no label value", () => {
  const table = parseTable(TRAIN.replace(",0.0,", ",R10,"), "train.csv");
  assertThrows(
    () => parseChexpert(table, POLICY),
    InputError,
    'row 2 of "train.csv" has "R10" in the column "Pneumothorax"; expected 0 to 1, -1 or nothing',
  );
});

Deno.test("CheXpert: parseLabels() throws InputError when a path names no patient", () => {
  const table = parseTable(TRAIN.replace("patient00001/", ""), "train.csv");
  assertThrows(() => parseChexpert(table, POLICY), InputError, 'a folder such as "patient00001"');
});

Deno.test("CheXpert: parseLabels() throws InputError when a label column is missing", () => {
  const table = parseTable(TRAIN.replace("Fracture", "Fractures"), "train.csv");
  assertThrows(
    () => parseChexpert(table, POLICY),
    InputError,
    'no column "Fracture" (did you mean "Fractures"?)',
  );
});

Deno.test("CheXpert: parseLabels() reads the table of the test set, which has labels alone", () => {
  const header = `Path,${CHEXPERT_LABELS.join(",")},No Finding\n`;
  const path = "test/patient64741/study1/view1_frontal.jpg";
  const csv = `${header}${path},1,1,0,0,0,0,0,0,0,0,0,0,1,0\n`;
  for (const layout of ["chexpert", undefined] as const) {
    const { ids, patients, labels, strata } = parseLabels(parseTable(csv, "t.csv"), { layout });
    assertEquals([ids, patients, strata.view], [[path], ["patient64741"], [""]]);
    assertEquals(labels.names, CHEXPERT_LABELS);
    assertEquals([...labels.values], [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  }
});
