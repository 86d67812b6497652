import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { InputError } from "../../../lib/base/errors.ts";
import { CHESTXRAY14_LABELS } from "../../../lib/data/dataset.ts";
import { type LabelSet, readLabelSets } from "../../../lib/data/phantom/label_sets.ts";
import { phantomDataset } from "../../../lib/data/phantom/mod.ts";
import { readOtherLabelSets } from "../../../lib/data/phantom/other_label_sets.ts";
import { testWithSharedData } from "../../helpers/shared_data.ts";

async function readText(text: string): Promise<{ sets: LabelSet[]; notes: string[] }> {
  const path = await Deno.makeTempFile({ suffix: ".csv" });
  try {
    await Deno.writeTextFile(path, text);
    const notes: string[] = [];
    const sets = await readOtherLabelSets(path, (note) => notes.push(note.replace(path, "x.csv")));
    return { sets, notes };
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("readOtherLabelSets() draws labels by other names and leaves out what has no drawing", async () => {
  const { sets, notes } = await readText([
    "findings,films",
    ",5",
    "No Finding,2",
    "Pleural effusion|Support Devices,3",
    "Effusion,4",
    "pleural_thickening|Lung Opacity|Opacity,1",
    '"Hernia, Hiatal|Support Devices",6',
  ].join("\n"));
  assertEquals(sets, [
    { findings: [], count: 5 },
    { findings: [], count: 2 },
    { findings: ["Effusion"], count: 3 },
    { findings: ["Effusion"], count: 4 },
    { findings: ["Pleural_Thickening", "Infiltration"], count: 1 },
    { findings: ["Hernia"], count: 6 },
  ]);
  assertEquals(notes, [
    'the phantom draws findings as they occur in "x.csv": "Pleural effusion" as Effusion (3 films), ' +
    '"Lung Opacity" as Infiltration (1 film), "Opacity" as Infiltration (1 film), "Hernia, Hiatal" as Hernia (6 films); it has no drawing ' +
    'of, and leaves out, "Support Devices" (9 films)',
  ]);
});

Deno.test("readOtherLabelSets() has no note on labels that the phantom draws as they are", async () => {
  const { sets, notes } = await readText("label_set,count\nMass|Mass|edema,2\n");
  assertEquals(sets, [{ findings: ["Mass", "Edema"], count: 2 }]);
  assertEquals(notes, []);
});

const REFUSED = {
  "a count that is none": ["s,n\nMass,3\nEdema,many\n", 'row 3, "Edema", has the count "many"'],
  "a count of nothing": ["s,n\nMass,0\n", 'row 2, "Mass", has the count "0"'],
  "three columns": ["a,b,c\nMass,1,2\n", "expected two columns"],
  "no header": ["Mass,3\nEdema,4\n", "is no header"],
  "nothing to draw": ["s,n\nSupport Devices,4\n", 'has only "Support Devices" (4 films)'],
  "no finding": ["s,n\nNo Finding,4\n", "names no finding"],
} as const;

for (const [what, [text, message]] of Object.entries(REFUSED)) {
  Deno.test(`readOtherLabelSets() refuses ${what}`, async () => {
    await assertRejects(() => readText(text), InputError, message);
  });
}

Deno.test("phantomDataset() draws the same films from the table that comes with it, read as a file", async () => {
  const path = new URL("../../../data/chestxray14_label_sets.csv", import.meta.url).pathname;
  const options = { films: 30, imageSize: 64 } as const;
  const [own, read] = [
    await phantomDataset(options, { seed: 4 }),
    await phantomDataset({ ...options, labelSets: path }, { seed: 4 }),
  ];
  const rows = own.ids.map((_, row) => row);
  assertEquals(read.ids, own.ids);
  assertEquals(read.labels, own.labels);
  assertEquals(await read.inputs.read(rows), await own.inputs.read(rows));
  assertEquals(await readOtherLabelSets(path), await readLabelSets());
});

Deno.test("phantomDataset() has the labels that the label sets have", async () => {
  const folder = await Deno.makeTempDir();
  const labelSets = join(folder, "sets.csv");
  await Deno.writeTextFile(labelSets, "findings,films\nHernia|Mass,1\nMass,1\n");
  const { labels } = await phantomDataset({ films: 40, imageSize: 64, labelSets }, { seed: 0 });
  await Deno.remove(folder, { recursive: true });
  assertEquals(labels.names, ["Mass", "Hernia"]);
  assertEquals([...labels.values].filter((_, i) => i % 2 === 0), Array(40).fill(1));
  const hernias = labels.values.reduce((sum, value) => sum + value, 0) - 40;
  assert(hernias > 5 && hernias < 35, `${hernias} of 40 films have a hernia`);
});

const REAL = {
  chexpert_frontal: { films: 191_027, drawn: 9, leftOut: ["Support Devices", "Fracture"] },
  vinbigdata_two_readers: { films: 15_000, drawn: 9, leftOut: ["Aortic enlargement", "ILD"] },
  openi_52_mesh: { films: 3955, drawn: 11, leftOut: ["Lung", "Calcinosis"] },
} as const;

for (const [name, { films, drawn, leftOut }] of Object.entries(REAL)) {
  testWithSharedData(
    `readOtherLabelSets() reads the label sets of ${name}`,
    [`label_sets/${name}.csv`],
    async ([path = ""]) => {
      const notes: string[] = [];
      const sets = await readOtherLabelSets(path, (note) => notes.push(note));
      assertEquals(sets.reduce((sum, { count }) => sum + count, 0), films);
      const found = CHESTXRAY14_LABELS.filter((label) =>
        sets.some(({ findings }) => findings.includes(label))
      );
      assertEquals(found.length, drawn, found.join());
      for (const label of leftOut) assert(notes[0]!.includes(`"${label}" (`), notes[0]);
    },
  );
}
