import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { InputError } from "../../lib/base/errors.ts";
import { parseTable } from "../../lib/data/tables/parse_table.ts";
import { cooccurrenceOf, readCooccurrence, spellAs } from "../../lib/graph/cooccurrence_table.ts";
import { testWithSharedData } from "../helpers/shared_data.ts";

const read = (text: string) => cooccurrenceOf(parseTable(text, "reports.csv"));

Deno.test("cooccurrenceOf() counts lists, each once or as often as its count says", () => {
  const expected = {
    labelNames: ["Edema", "Mass"],
    counts: [[3, 1], [1, 2]],
    positiveFilms: 4,
  };
  assertEquals(read("findings\nEdema\nEdema\nMass\nMass|Edema\nNo Finding\n"), expected);
  assertEquals(
    read("label_set,count\nEdema,2\nMass,1\nMass|Edema,1\nNo Finding,90\n"),
    expected,
  );
  assertEquals(read("films,findings\n2,Edema\n1,Mass\n1,\"['Mass', 'Edema']\"\n7,\n"), expected);
});

Deno.test("cooccurrenceOf() reads counts of pairs", () => {
  const table = read("finding,Edema,Mass\nedema,3,1\nmass,1,2\n");
  assertEquals(table, {
    labelNames: ["Edema", "Mass"],
    counts: [[3, 1], [1, 2]],
    positiveFilms: 3,
  });
});

Deno.test("cooccurrenceOf() refuses counts that cannot be, and says where", () => {
  const cases = [
    ["a,Edema,Mass\nEdema,3,1\nMass,2,2\n", 'row 2 has 1 for "Mass", whose row has 2 for it'],
    ["a,Edema,Mass\nEdema,1,2\nMass,2,2\n", 'row 2 has 2 for "Mass" and 1 for itself'],
    ["a,Edema,Mass\nEdema,3,x\nMass,1,2\n", 'row 2 has "x" for "Mass"; expected a count'],
    ["labels,count\nMass,-1\n", 'row 2 has "-1" in the column "count"'],
    ["labels,count\nMass,\n", 'row 2 has "" in the column "count"'],
    ["id,age,Mass\n1,50,1\n", 'expected lists of findings in a column "labels"'],
  ] as const;
  for (const [text, message] of cases) assertThrows(() => read(text), InputError, message);
});

Deno.test("readCooccurrence() names a file that is not there", async () => {
  await assertRejects(() => readCooccurrence("/nowhere.csv"), InputError, "/nowhere.csv");
});

Deno.test("spellAs() refuses a table of other findings", () => {
  const table = read("labels\nEffusions\nMasses\n");
  assertThrows(() => spellAs(table, ["Effusion"]), InputError, 'did you mean "Effusions"?');
});

Deno.test("readCooccurrence() reads the label sets that come with cohash", async () => {
  const path = new URL("../../data/chestxray14_label_sets.csv", import.meta.url);
  const { labelNames, counts } = await readCooccurrence(path.pathname);
  assertEquals(labelNames.length, 14);
  const [edema, infiltration] = ["Edema", "Infiltration"].map((name) => labelNames.indexOf(name));
  assertEquals(counts[edema!]![infiltration!], counts[infiltration!]![edema!]);
});

testWithSharedData(
  "readCooccurrence() reads other collections' label sets",
  ["label_sets/openi_52_mesh.csv", "label_sets/chexpert_frontal.csv"],
  async ([openiFile, chexpertFile]) => {
    const openi = await readCooccurrence(openiFile!);
    assertEquals(openi.labelNames.length, 52);
    const chexpert = await readCooccurrence(chexpertFile!);
    const { absent } = spellAs(chexpert, ["Cardiomegaly", "Pleural_Effusion", "Hernia"]);
    assertEquals(absent, ["Hernia"]);
  },
);
