import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { parseGenericTable, type TableOptions } from "../../../lib/data/labels/generic_table.ts";
import { ownPatient } from "../../../lib/data/labels/patients.ts";
import { parseTable } from "../../../lib/data/tables/parse_table.ts";
import { InputError } from "../../../lib/base/errors.ts";

/** Options of a test: the defaults of the configuration, some columns, some changes. */
function options(
  columns: Partial<TableOptions["columns"]>,
  changes: Partial<TableOptions> = {},
): TableOptions {
  return {
    columns: { id: "id", labels: { kind: "columns", ignore: [] }, ...columns },
    repeats: "error",
    uncertain: { kind: "ignore" },
    unmentioned: "absent",
    ...changes,
  };
}

const LISTS = { kind: "list", column: "labels", separator: "|" } as const;

const read = (csv: string, given: TableOptions) =>
  parseGenericTable(parseTable(csv, "t.csv"), given);

// The form of VinDr-CXR's image_labels_train.csv: three readers a film, one column per label.
const VINDR = `\
image_id,rad_id,Aortic enlargement,Cardiomegaly,Pleural effusion,No finding
000434271f63a053c4128a0ba6352c7f,R10,0,1,0,0
000434271f63a053c4128a0ba6352c7f,R8,0,1,1,0
000434271f63a053c4128a0ba6352c7f,R9,0,1,0,0
00053190460d56c53cc3e57321387478,R1,0,0,0,1
`;

Deno.test("parseGenericTable() takes the share of a film's readers in VinDr-CXR's form", () => {
  const given = options({ id: "image_id", reader: "rad_id" }, { repeats: "share" });
  const { ids, patients, labels } = read(VINDR, given);
  assertEquals(ids, ["000434271f63a053c4128a0ba6352c7f", "00053190460d56c53cc3e57321387478"]);
  assertEquals(patients, ids.map(ownPatient));
  assertEquals(labels.names, ["Aortic enlargement", "Cardiomegaly", "Pleural effusion"]);
  assertEquals(labels.values, new Float32Array([0, 1, 1 / 3, 0, 0, 0]));
});

Deno.test("parseGenericTable() throws InputError when a film has several rows unasked", () => {
  const given = options({ id: "image_id", labels: { kind: "columns", ignore: ["rad_id"] } });
  assertThrows(() => read(VINDR, given), InputError, "row 3 repeats");
  assertThrows(() => read(VINDR, given), InputError, "data.repeats");
});

Deno.test("parseGenericTable() makes no label of a column that says that nothing was found", () => {
  const notes: string[] = [];
  const csv = "id,Normal,Mass,No Finding,Unknown region\na,1,0,1,0\nb,0,1,0,1\n";
  const table = parseTable(csv, "t.csv");
  const { labels } = parseGenericTable(table, options({}), (note) => notes.push(note));
  assertEquals(labels.names, ["Mass", "Unknown region"]);
  const columns = 'columns of "t.csv" that say that nothing was found are no labels: "Normal"';
  assertEquals(notes.includes(columns), true);
});

Deno.test("parseGenericTable() tells how to leave out a column that holds no labels", () => {
  const given = options({ id: "image_id" }, { repeats: "share" });
  assertThrows(
    () => read(VINDR, given),
    InputError,
    'row 2 of "t.csv" has "R10" in the column "rad_id"; expected 0 to 1, -1 or nothing (columns ' +
      "that are no labels are left out by data.labels or data.columns.labels.ignore)",
  );
});

// The form of MIMIC-CXR's mimic-cxr-2.0.0-chexpert.csv and -negbio.csv.
const MIMIC = `\
subject_id,study_id,Atelectasis,Cardiomegaly,No Finding,Support Devices
10000032,50414267,,,1.0,
10000764,57375967,-1.0,1.0,,
10000898,50771383,0.0,,,1.0
`;

Deno.test("parseGenericTable() reads MIMIC-CXR's form", () => {
  const given = options({ id: "study_id", patient: "subject_id" }, {
    uncertain: { kind: "soft", value: 0.25 },
    unmentioned: "missing",
  });
  const { ids, patients, labels } = read(MIMIC, given);
  assertEquals(ids, ["50414267", "57375967", "50771383"]);
  assertEquals(patients, ["10000032", "10000764", "10000898"]);
  assertEquals(labels.names, ["Atelectasis", "Cardiomegaly", "Support Devices"]);
  assertEquals([...labels.values], [0, 0, NaN, 0.25, 1, NaN, 0, NaN, 1]);
});

Deno.test("parseGenericTable() reads only the label columns that are chosen, in that order", () => {
  const given = options({ id: "study_id" }, { labels: ["Support Devices", "Atelectasis"] });
  const { labels } = read(MIMIC, given);
  assertEquals(labels.names, ["Support Devices", "Atelectasis"]);
  assertEquals([...labels.values], [0, 0, 0, NaN, 1, 0]);
});

// The form of PadChest's table: lists as Python prints them, and a projection of its own.
const PADCHEST = `\
,ImageID,StudyID,PatientID,PatientSex_DICOM,Projection,Labels
0,20536686640136348236148679891455886468_k6ga29.png,2053,839860488694292331637988235681460987,F,PA,"['pulmonary fibrosis', 'chronic changes', 'kyphosis', 'pseudonodule']"
1,135803415504923515076821959678074435083_fzis7d.png,1358,313572750430997347502932654319389875966,M,L,"['cardiomegaly', 'pleural effusion']"
2,113855343774216031107737439268243531979_3k951l.png,1138,50783093527901818115346441867348318648,M,AP_horizontal,['normal']
3,252763784289857749730835928312421089012_9jzbzn.png,2527,313572750430997347502932654319389875966,M,L,
`;

Deno.test("parseGenericTable() reads PadChest's form", () => {
  const given = options({
    id: "ImageID",
    patient: "PatientID",
    sex: "PatientSex_DICOM",
    view: "Projection",
    labels: { kind: "list", column: "Labels", separator: "|" },
  }, { labels: ["cardiomegaly", "pleural effusion", "kyphosis"] });
  const { patients, labels, strata } = read(PADCHEST, given);
  assertEquals(patients[1], patients[3]);
  assertEquals([...labels.values], [0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]);
  assertEquals(strata.sex, ["F", "M", "M", "M"]);
  assertEquals(strata.view, ["PA", "LATERAL", "AP", "LATERAL"]);
});

Deno.test("parseGenericTable() takes all labels of a label column when none are chosen", () => {
  const csv = "film,findings\na,Mass; Edema\nb,No Finding\nc,\nd,Edema;Edema\n";
  const lists = { kind: "list", column: "findings", separator: ";" } as const;
  const { labels } = read(csv, options({ id: "film", labels: lists }));
  assertEquals(labels.names, ["Edema", "Mass"]);
  assertEquals([...labels.values], [1, 1, 0, 0, 0, 0, 1, 0]);
});

Deno.test("parseGenericTable() suggests the nearest label when a chosen one never occurs", () => {
  const given = options({ labels: LISTS }, { labels: ["Edemas"] });
  assertThrows(
    () => read("id,labels\na,Edema|Mass\n", given),
    InputError,
    'no film has "Edemas" (did you mean "Edema"?); the labels are "Edema", "Mass"',
  );
});

Deno.test("parseGenericTable() throws InputError when there is nothing to read labels from", () => {
  assertThrows(() => read("id\na\n", options({})), InputError, "has no label columns");
  const lists = options({ labels: LISTS });
  assertThrows(() => read("id,labels\na,\n", lists), InputError, "no film has any");
});

Deno.test("parseGenericTable() throws InputError when a film is given to two patients", () => {
  const given = options({ patient: "who" }, { repeats: "union" });
  assertThrows(
    () => read("id,who,Mass\na,ann,1\nb,bob,1\na,bob,0\n", given),
    InputError,
    'row 4 gives "a" to patient "bob", row 2 to "ann"',
  );
});

Deno.test("parseGenericTable() means missing only where all readers are", () => {
  const given = options({}, { repeats: "share", unmentioned: "missing" });
  const { labels } = read("id,Mass,Edema\na,1,\na,0,\na,,\n", given);
  assertEquals([...labels.values], [0.5, NaN]);
});

Deno.test("parseGenericTable() gives values in [0, 1] or NaN, or an InputError, for any cells", () => {
  const cell = fc.constantFrom("", "0", "1", "-1", "0.3", "2", "NaN", "x", "Infinity", " 1 ");
  const rows = fc.array(fc.tuple(fc.constantFrom("a", "b", "c"), cell, cell), { minLength: 1 });
  fc.assert(
    fc.property(rows, fc.constantFrom("error", "union", "majority", "share"), (rows, repeats) => {
      const csv = `id,Mass,Edema\n${rows.map((row) => row.join(",")).join("\n")}\n`;
      try {
        const { ids, labels } = read(csv, options({}, { repeats }));
        assertEquals(labels.values.length, 2 * ids.length);
        assertEquals(labels.values.every((v) => Number.isNaN(v) || (v >= 0 && v <= 1)), true);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
      }
    }),
    { seed: 3, numRuns: 300 },
  );
});

Deno.test("parseGenericTable() reads unknown as unknown, and notes findings beside No Finding", () => {
  const text = "id,No Finding,Mass,Edema\nf1,1,1,\nf2,0,unknown,\nf3,True,,\n";
  const notes: string[] = [];
  const { labels } = parseGenericTable(
    parseTable(text, "t.csv"),
    options({ id: "id" }, { unmentioned: "missing" }),
    (note) => notes.push(note),
  );
  assertEquals([...labels.values], [1, 0, NaN, NaN, 0, 0]);
  assertEquals(notes.filter((note) => note.startsWith("1 rows have a finding")).length, 1);
  const absent = parseGenericTable(parseTable(text, "t.csv"), options({ id: "id" }));
  assertEquals([...absent.labels.values], [1, 0, NaN, 0, 0, 0]);
});
