import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { join } from "node:path";
import { InputError } from "../../lib/base/errors.ts";
import { loadDataset } from "../../lib/data/load.ts";
import { sidesOf } from "../../lib/data/split_column.ts";
import { parseTable } from "../../lib/data/tables/parse_table.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";

const COLUMNS = { id: "dicom_id", column: "split" };
const HEADER = "dicom_id,study_id,subject_id,split\n";

Deno.test("sidesOf() throws InputError for another word, and for a film on two sides", () => {
  const sides = (rows: string) => sidesOf(parseTable(HEADER + rows, "split.csv"), COLUMNS);
  assertEquals([...sides("a,1,1,TRAIN\nb,1,1,\nc,2,2,dev\n")], [["a", "train"], [
    "c",
    "validation",
  ]]);
  const error = assertThrows(() => sides("a,1,1,fold1\n"), InputError);
  assertStringIncludes(String(error), 'row 2 of "split.csv" has "fold1" in the column "split"');
  assertThrows(() => sides("a,1,1,train\na,1,1,test\n"), InputError, 'puts "a" in query');
});

Deno.test("loadDataset() splits MIMIC's films as its official table says", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = (name: string) => join(folder, name);
    const films = ["a", "b", "c", "d", "e"];
    const write = (name: string, lines: readonly string[]) =>
      Deno.writeTextFile(path(name), lines.join("\n") + "\n");
    await write("features.csv", ["id,f1", ...films.map((film, n) => `${film},${n}`)]);
    await write("metadata.csv", [
      "dicom_id,subject_id,study_id,ViewPosition",
      ...films.map((film, n) => `${film},p${n},s${n},PA`),
    ]);
    await write("chexpert.csv", [
      "subject_id,study_id,Enlarged Cardiomediastinum,Cardiomegaly,Lung Opacity,Lung Lesion,Edema," +
      "Consolidation,Pneumonia,Atelectasis,Pneumothorax,Pleural Effusion,Pleural Other,Fracture," +
      "Support Devices,No Finding",
      ...films.map((_, n) => `p${n},s${n},,1.0,,,,,,,,,,,,`),
    ]);
    await write("split.csv", [
      HEADER.trim(),
      "a,s0,p0,train",
      "b,s1,p1,validate",
      "c,s2,p2,test",
      "d,s3,p3,train",
    ]);
    const notes: string[] = [];
    const { ids, split } = await loadDataset({
      kind: "features",
      features: path("features.csv"),
      metadata: path("chexpert.csv"),
      imageTable: path("metadata.csv"),
      layout: "mimic",
      split: { kind: "column", table: path("split.csv"), id: "dicom_id" },
    }, { seed: 0, onWarning: (note) => notes.push(note) });
    const named = (rows: Uint32Array) => Array.from(rows, (row) => ids[row]);
    assertEquals(named(split.train), ["a", "d"]);
    assertEquals(named(split.validation), ["b"]);
    assertEquals(named(split.query), ["c"]);
    assertEquals(named(split.database), ["a", "b", "d"]);
    assertStringIncludes(notes.join("\n"), "1 of 5 films are in no part of the split");
  });
});
