import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { InputError } from "../../../lib/base/errors.ts";
import { Random } from "../../../lib/base/random.ts";
import { ownPatient, patientOf, patientsOf } from "../../../lib/data/labels/patients.ts";
import { splitByPatient } from "../../../lib/data/split.ts";

const NOTHING = ["", " ", "nan", "NaN", "NA", "N/A", "null", "None", "unknown", "ANONYMOUS"];

/** Further cells that name nobody. */
const NOBODY = [
  "not available",
  "n.a.",
  "[redacted]",
  "Removed",
  "XXXX",
  "***",
  "\u200b",
  "Anonymous^Patient",
  "No ID",
];

/** Films of a table: ids and cells of patients, some of which are named like ids or like nobody. */
const films = fc.uniqueArray(fc.constantFrom(..."abcdefgh", "unknown: a", "nan"), { minLength: 1 })
  .chain((ids) =>
    fc.tuple(
      fc.constant(ids),
      fc.array(fc.oneof(fc.constantFrom(...NOTHING), fc.constantFrom("a", "b", "7", " 7")), {
        minLength: ids.length,
        maxLength: ids.length,
      }),
    )
  );

Deno.test("patientsOf() gives two films one patient where both name the same, never else", () => {
  fc.assert(fc.property(films, ([ids, cells]) => {
    const patients = patientsOf(ids, cells, { name: "t.csv" });
    for (const [i, one] of patients.entries()) {
      for (const [j, other] of patients.entries()) {
        const isNamed = !NOTHING.includes(cells[i]!);
        assertEquals(one === other, i === j || (isNamed && cells[i]!.trim() === cells[j]!.trim()));
      }
    }
  }));
});

Deno.test("patientsOf() leaves films without a patient free to stand on both sides of a split", () => {
  const ids = Array.from({ length: 40 }, (_, i) => `${i}.png`);
  const patients = patientsOf(ids, ids.map((_, i) => i < 20 ? "" : String(i % 5)), { name: "t" });
  const split = splitByPatient(
    patients,
    { train: 0.5, validation: 0, query: 0.5 },
    new Random(1),
  );
  const emptyOf = (part: Uint32Array) => part.filter((row) => row < 20).length;
  assertEquals(emptyOf(split.train) > 0 && emptyOf(split.query) > 0, true);
  const sideOf = (row: number) => split.train.includes(row);
  for (let row = 25; row < 40; row++) assertEquals(sideOf(row), sideOf(20 + row % 5));
});

Deno.test("patientsOf() says how many films have a patient of their own, once", () => {
  const notes: string[] = [];
  const context = { name: "t.csv", onWarning: (note: string) => void notes.push(note) };
  patientsOf(["a", "b", "c", "b"], ["", "nan", "7", ""], context);
  assertEquals(notes, [
    '"t.csv" names no patient for 2 of 3 films: each counts as a patient of its own: "a", "b"',
  ]);
  assertEquals(patientsOf(["a", "b"], undefined, context), [ownPatient("a"), ownPatient("b")]);
  assertEquals(notes.length, 2);
});

Deno.test("patientsOf() takes the patient that any of a film's rows names", () => {
  const patients = patientsOf(["a", "a", "b"], ["", "7", "7"], { name: "t.csv" });
  assertEquals(patients, ["7", "7", "7"]);
});

Deno.test("patientsOf() throws InputError when a film has two patients, or another's own", () => {
  const read = (cells: readonly string[]) => patientsOf(["a", "a"], cells, { name: "t.csv" });
  assertThrows(() => read(["7", "8"]), InputError, 'row 3 gives "a" to patient "8", row 2 to "7"');
  assertThrows(
    () => read(["unknown: b", ""]),
    InputError,
    'row 2 gives "a" to patient "unknown: b"',
  );
  assertEquals(read(["unknown: a", ""]), ["unknown: a", "unknown: a"]);
});

Deno.test("patientOf() reads a header's patient", () => {
  assertEquals(["12", "ANONYMOUS", "", "unknown: b"].map((name) => patientOf("a", name)), [
    "12",
    ...Array(3).fill("unknown: a"),
  ]);
});

Deno.test("patientsOf() makes one patient of no two films whose cells name nobody", () => {
  for (const cell of [...NOTHING, ...NOBODY]) {
    assertEquals(patientsOf(["a", "b"], [cell, cell], { name: "t" }), ["a", "b"].map(ownPatient));
  }
  assertEquals(patientsOf(["a", "b"], ["P1", "P1\u200b"], { name: "t" }), ["P1", "P1"]);
  assertEquals(patientsOf(["a", "b"], ["patient 1", "0"], { name: "t" }), ["patient 1", "0"]);
});

Deno.test("patientsOf() refuses numbers that a spreadsheet rounded, naming the row of the file", () => {
  const context = { name: "t.csv", rowNumbers: [2, 9] };
  const patients = () => patientsOf(["a", "b"], ["7", "1.23E+11"], context);
  assertThrows(patients, InputError, 'row 9 has the patient "1.23E+11", which a spreadsheet made');
});
