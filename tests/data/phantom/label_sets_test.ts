import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  countLabelSets,
  formatLabelSets,
  type LabelSet,
  parseLabelSets,
  readLabelSets,
  sampleLabelSet,
} from "../../../lib/data/phantom/label_sets.ts";
import { InputError } from "../../../lib/base/errors.ts";
import { readText } from "../../../lib/base/files.ts";
import { Random } from "../../../lib/base/random.ts";
import { testWithSharedData } from "../../helpers/shared_data.ts";

const METADATA = [
  "Image Index,Finding Labels,Patient ID",
  "1.png,No Finding,1",
  "2.png,Effusion|Mass,1",
  "3.png,No Finding,2",
  "4.png,Edema,3",
].join("\n");

Deno.test("countLabelSets() sorts by count, then by name", () => {
  assertEquals(countLabelSets(METADATA), [
    { findings: [], count: 2 },
    { findings: ["Edema"], count: 1 },
    { findings: ["Effusion", "Mass"], count: 1 },
  ]);
});

Deno.test("countLabelSets() names the column it misses and the label it does not know", () => {
  assertThrows(() => countLabelSets("a,b\n1,2\n"), InputError, '"Finding Labels"');
  assertThrows(
    () => countLabelSets("Finding Labels\nEffusions\n"),
    InputError,
    'did you mean "Effusion"?',
  );
});

Deno.test("parseLabelSets() reads back what formatLabelSets() wrote", () => {
  const table = countLabelSets(METADATA);
  assertEquals(parseLabelSets(formatLabelSets(table)), table);
});

Deno.test("parseLabelSets() refuses a count that is no positive integer", () => {
  for (const count of ["0", "1.5", "many", ""]) {
    assertThrows(() => parseLabelSets(`label_set,count\nMass,${count}\n`), InputError, "positive");
  }
});

Deno.test("readLabelSets() gives the 836 label sets of 112,120 films", async () => {
  const table = await readLabelSets();
  assertEquals(table.length, 836);
  assertEquals(table.reduce((sum, { count }) => sum + count, 0), 112_120);
  assertEquals(table[0], { findings: [], count: 60_361 });
});

Deno.test("sampleLabelSet() draws in proportion to the counts", () => {
  const table: LabelSet[] = [
    { findings: [], count: 6 },
    { findings: ["Mass"], count: 3 },
    { findings: ["Edema"], count: 1 },
  ];
  const random = new Random(1);
  const draws = 10_000;
  const seen = new Map<LabelSet, number>();
  for (let i = 0; i < draws; i++) {
    const set = sampleLabelSet(table, random);
    seen.set(set, (seen.get(set) ?? 0) + 1);
  }
  // Pearson's statistic; 13.8 is exceeded once in a thousand seeds at two degrees of freedom.
  const statistic = table.reduce((sum, set) => {
    const expected = draws * set.count / 10;
    return sum + ((seen.get(set) ?? 0) - expected) ** 2 / expected;
  }, 0);
  assert(statistic < 13.8, `chi-square is ${statistic}`);
});

testWithSharedData(
  "data/chestxray14_label_sets.csv is what the published metadata gives",
  ["nih/Data_Entry_2017_v2020.csv.gz"],
  async ([metadata = ""]) => {
    const table = countLabelSets(await readText(metadata, "metadata"));
    const url = new URL("../../../data/chestxray14_label_sets.csv", import.meta.url);
    assertEquals(formatLabelSets(table), await Deno.readTextFile(url));
  },
);
