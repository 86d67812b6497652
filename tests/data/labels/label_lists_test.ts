import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import fc from "fast-check";
import { InputError } from "../../../lib/base/errors.ts";
import { type ListOptions, readLabelLists } from "../../../lib/data/labels/label_lists.ts";
import { NONE_WORDS, UNWRITTEN_WORDS } from "../../../lib/data/labels/nothing_words.ts";

/** Reads a column of cells, and hears the notes. */
function read(cells: readonly string[], options: Partial<ListOptions> = {}) {
  const notes: string[] = [];
  const table = { name: "t.csv", header: ["labels"], rows: cells.map((cell) => [cell]) };
  const labels = readLabelLists(table, "labels", {
    unmentioned: "absent",
    onWarning: (note) => notes.push(note),
    ...options,
  });
  return { ...labels, values: [...labels.values], notes };
}

/** A word as people write it: in any case, with blanks around, in lists, in quotes. */
const asWritten = (word: string) =>
  fc.tuple(
    fc.constantFrom<(text: string) => string>(
      (text) => text,
      (text) => text.toUpperCase(),
      (text) => text[0] === undefined ? text : text[0].toUpperCase() + text.slice(1),
      (text) => text.replaceAll(" ", "_"),
      (text) => text.replaceAll(" ", "\u00a0"),
    ),
    fc.constantFrom<(text: string) => string>(
      (text) => text,
      (text) => ` ${text}\u00a0`,
      (text) => `['${text}']`,
      (text) => `["${text}"]`,
      (text) => `"${text}"`,
      (text) => `{'${text}'}`,
      (text) => `${text}|`,
    ),
  ).map(([change, wrap]) => wrap(change(word)));

Deno.test("readLabelLists() makes no label of a word for nothing, however it is written", () => {
  const none = fc.constantFrom(...NONE_WORDS).chain(asWritten);
  const unwritten = fc.constantFrom(...UNWRITTEN_WORDS, "", "nan", "none", "null", "na", "n/a", "-")
    .chain(asWritten);
  fc.assert(
    fc.property(none, unwritten, (found, missing) => {
      const absent = read(["Mass", found, missing]);
      assertEquals(absent.names, ["Mass"]);
      assertEquals(absent.values, [1, 0, 0]);
      const unknown = read(["Mass", found, missing], { unmentioned: "missing" });
      assertEquals(unknown.values, [1, 0, NaN]);
      assertStringIncludes(absent.notes.join(), "nothing is written");
    }),
    { seed: 8, numRuns: 500 },
  );
});

Deno.test("readLabelLists() counts each word for nothing, and says what it was taken for", () => {
  const cells = ["['normal']", "nan", "None", "", "['Mass']", "nan", "[]", "No Finding"];
  const { names, values, notes } = read(cells, { unmentioned: "missing" });
  assertEquals(names, ["Mass"]);
  assertEquals(values, [0, NaN, NaN, NaN, 1, NaN, 0, 0]);
  assertEquals(notes, [
    'rows of "labels" that say that nothing was found: "normal" 1, "[]" 1, "No Finding" 1',
    'rows of "labels" where nothing is written: "nan" 2, "None" 1, "" 1; they are read as unknown ' +
    "(data.unmentioned=absent reads them as no finding)",
  ]);
});

Deno.test("readLabelLists() says nothing of a table whose only word is No Finding", () => {
  assertEquals(read(["Mass", "No Finding"]).notes, []);
});

Deno.test("readLabelLists() lets findings win over a word beside them, with a note", () => {
  const { values, notes } = read(["Mass|normal", "nan|Mass", "normal"]);
  assertEquals(values, [1, 1, 0]);
  assertStringIncludes(notes.join(), '2 rows of "labels" have findings beside a word');
});

Deno.test("readLabelLists() takes spellings that differ in case or blanks for one label", () => {
  const cells = [
    "Pleural_Thickening",
    "pleural thickening|Mass",
    "Pleural_Thickening",
    "MASS",
    "Mass",
  ];
  const { names, values, notes } = read(cells);
  assertEquals(names, ["Mass", "Pleural_Thickening"]);
  assertEquals(values, [0, 1, 1, 1, 0, 1, 1, 0, 1, 0]);
  assertEquals(notes, [
    'labels that differ only in case, blanks or the like are one: "MASS" as "Mass", "pleural thickening" as ' +
    '"Pleural_Thickening"',
  ]);
  assertEquals(read(cells, { labels: ["mass"] }).values, [0, 1, 0, 1, 1]);
});

Deno.test("readLabelLists() finds out that ; stands between labels, with a note", () => {
  const { names, notes } = read(["Mass; Edema", "Effusion, left", ""]);
  assertEquals(names, ["Edema", "Effusion, left", "Mass"]);
  assertStringIncludes(notes[0]!, 'taken apart at ";", such as "Mass; Edema"');
});

Deno.test("readLabelLists() asks what a comma means where nobody says", () => {
  const cells = ["Mass,Edema", "Mass"];
  assertThrows(() => read(["Mass，Edema"]), InputError, "data.columns.labels.separator");
  const error = assertThrows(() => read(cells), InputError);
  assertStringIncludes(String(error), '"Mass,Edema"');
  assertStringIncludes(String(error), "data.columns.labels.separator");
  assertEquals(read(cells, { separator: "," }).names, ["Edema", "Mass"]);
  assertEquals(read(["Effusion, left"], { separator: "|" }).names, ["Effusion, left"]);
});

Deno.test("readLabelLists() refuses a label whose parts are labels themselves", () => {
  const cells = ["Mass", "Edema", "Mass;Edema|Hernia"];
  const bar = { separator: "|" };
  const error = assertThrows(() => read(cells, bar), InputError, 'has the label "Mass;Edema"');
  assertStringIncludes(String(error), "data.columns.labels.separator");
  assertEquals(read(cells, { ...bar, labels: ["Mass;Edema"] }).values, [0, 0, 1]);
  assertEquals(read(["Nodule/Mass", "Mass"]).names, ["Mass", "Nodule/Mass"]);
  for (const cell of ["Mass and Edema", "Mass，Edema|Hernia", "Mass + Edema"]) {
    assertThrows(() => read(["Mass", "Edema|Hernia", cell]), InputError, "data.columns.labels");
  }
});

Deno.test("readLabelLists() refuses cells with different marks between labels", () => {
  for (const other of ["Nodule;Hernia", "normal;", "Nodule\nHernia", "Nodule\uff1bHernia"]) {
    const error = assertThrows(() => read(["Mass|Edema", other]), InputError, "between labels");
    assertStringIncludes(String(error), JSON.stringify(other));
  }
  assertEquals(read(["Mass |\n Edema", "Nodule|"]).names, ["Edema", "Mass", "Nodule"]);
  assertThrows(() => read(["Mass\uff0cEdema"]), InputError, "data.columns.labels.separator");
});

Deno.test("readLabelLists() takes a separator with blanks around it, and words that hold it", () => {
  assertEquals(read(["Mass, Edema", "Mass,Nodule"], { separator: ", " }).names, [
    "Edema",
    "Mass",
    "Nodule",
  ]);
  assertEquals(read(["Mass/Edema", "N/A", "n/a"], { separator: "/" }).names, ["Edema", "Mass"]);
});

Deno.test("readLabelLists() makes one label of spellings that look alike", () => {
  const alike = ["Mass", "mass\u200b", "\u200bMass", "Ma\u00adss", "\ufeffMass", "Mass\u200e"];
  assertEquals(read(alike).names, ["Mass"]);
  assertEquals(read(["Pott's", "Pott\u2019s", "Pott's"]).names, ["Pott's"]);
  assertEquals(read(["air-fluid", "air\u2010fluid", "air-fluid"]).names, ["air-fluid"]);
  assertEquals(read(["Opacit\u00e9", "Opacite\u0301", "Opacit\u00e8"]).names.length, 2);
  assertEquals(read(["['\"Mass\"', \"'Edema'\"]", "Mass"]).names, ["Edema", "Mass"]);
  assertEquals(read(["constructor|toString", "Mass"]).names, ["Mass", "constructor", "toString"]);
});

Deno.test("readLabelLists() refuses to choose one label twice", () => {
  const twice = () => read(["Mass", "Edema"], { labels: ["Mass", "mass"] });
  assertThrows(twice, InputError, '"Mass" and "mass" are one label');
});

Deno.test("readLabelLists() keeps unknown what a cell says is unknown", () => {
  const { values, notes } = read(["Mass", "unknown", "['Undetermined']", "nan"]);
  assertEquals(values, [1, NaN, NaN, 0]);
  assertStringIncludes(notes.join(), 'whose findings are unknown: "unknown" 1, "Undetermined" 1');
});

Deno.test("readLabelLists() shows the cell that it does not understand", () => {
  const cells = [
    "['Mass', 'Ede",
    "['pott's disease']",
    "{'Mass': 1}",
    "[['Mass']]",
    "[\"['Mass']\", 'Edema']",
    "[Mass; Edema]",
    "#REF!",
    "Mass|#NAME?",
  ];
  for (const cell of cells) {
    const error = assertThrows(() => read(["Mass", cell]), InputError);
    assertStringIncludes(String(error), `row 3 of "t.csv" has ${JSON.stringify(cell)}`);
  }
});

Deno.test("readLabelLists() refuses to choose a word for nothing", () => {
  assertThrows(
    () => read(["Mass", "normal"], { labels: ["Mass", "normal"] }),
    InputError,
    '"normal" is no label but the absence of the others',
  );
});

Deno.test("readLabelLists() refuses labels that a vocabulary lacks, and reads the others", () => {
  const vocabulary = ["Mass", "Pleural_Thickening", "Edema"];
  const { names, values } = read(["Pleural Thickening", "No Finding"], { vocabulary });
  assertEquals(names, vocabulary);
  assertEquals(values, [0, 1, 0, 0, 0, 0]);
  const error = assertThrows(() => read(["Masses"], { vocabulary }), InputError);
  assert(String(error).includes('names "Masses"') && String(error).includes('mean "Mass"'));
});
