import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { PARTS, type Split } from "../../lib/data/dataset.ts";
import { isHeldOut } from "../../lib/data/held_out.ts";
import {
  checkSplit,
  hasUnseenDatabase,
  type Side,
  splitByLists,
  splitByPatient,
  splitByPublishedSides,
  splitBySides,
} from "../../lib/data/split.ts";
import { InputError } from "../../lib/base/errors.ts";
import { Random } from "../../lib/base/random.ts";

const SHARES = { train: 0.6, validation: 0.2, query: 0.2 };

/** Films of at least 10 patients, so that no part is empty, in any order. */
const patientsOfFilms = fc.array(fc.nat(30), { maxLength: 100 }).map((extra) =>
  [...Array(10).keys(), ...extra].map((n) => `patient ${n}`)
);

const patientsIn = (patients: readonly string[], rows: Uint32Array) =>
  new Set(Array.from(rows, (row) => patients[row]!));

function assertDisjoint(patients: readonly string[], split: Split): void {
  const [train, validation, query] = [split.train, split.validation, split.query]
    .map((rows) => patientsIn(patients, rows));
  assert(train!.isDisjointFrom(validation!));
  assert(train!.isDisjointFrom(query!));
  assert(validation!.isDisjointFrom(query!));
}

Deno.test("splitByPatient() keeps every patient on one side and loses no film", () => {
  fc.assert(
    fc.property(patientsOfFilms, fc.integer(), (patients, seed) => {
      const split = splitByPatient(patients, SHARES, new Random(seed));
      assertDisjoint(patients, split);
      const sides = [...split.train, ...split.validation, ...split.query].sort((a, b) => a - b);
      assertEquals(sides, [...patients.keys()]);
      const database = [...split.train, ...split.validation].sort((a, b) => a - b);
      assertEquals([...split.database], database);
      for (const part of PARTS) assertEquals(split[part], split[part].toSorted());
      checkSplit({ ids: patients, patients, split });
    }),
    { seed: 7 },
  );
});

Deno.test("splitByPatient() gives the shares of the patients", () => {
  const patients = Array.from({ length: 1000 }, (_, i) => `p${i % 500}`);
  const { train, validation, query } = splitByPatient(patients, SHARES, new Random(1));
  assertEquals([train, validation, query].map((rows) => rows.length), [600, 200, 200]);
});

Deno.test("splitByPatient() leaves out what the shares leave of 1", () => {
  const patients = Array.from({ length: 100 }, (_, i) => `p${i}`);
  const shares = { train: 0.1, validation: 0, query: 0.1 };
  const split = splitByPatient(patients, shares, new Random(1));
  assertEquals(PARTS.map((part) => split[part].length), [10, 0, 10, 10]);
});

Deno.test("splitByPatient() is decided by the seed and not by the order of the films", () => {
  fc.assert(
    fc.property(patientsOfFilms, fc.integer(), (patients, seed) => {
      const split = splitByPatient(patients, SHARES, new Random(seed));
      const reversed = patients.toReversed();
      const again = splitByPatient(reversed, SHARES, new Random(seed));
      for (const part of PARTS) {
        assertEquals(
          patientsIn(patients, split[part]).symmetricDifference(patientsIn(reversed, again[part])),
          new Set(),
        );
      }
    }),
    { seed: 8, numRuns: 50 },
  );
});

Deno.test("splitByPatient() takes the training films alone as database when asked", () => {
  const patients = Array.from({ length: 20 }, (_, i) => `p${i}`);
  const split = splitByPatient(patients, { ...SHARES, database: "train" }, new Random(1));
  assertEquals(split.database, split.train);
});

const UNSEEN = { train: 0.5, validation: 0.1, database: 0.2, query: 0.2 };

Deno.test("splitByPatient() searches other patients when the database is a share", () => {
  fc.assert(
    fc.property(patientsOfFilms, fc.integer(), (patients, seed) => {
      const split = splitByPatient(patients, UNSEEN, new Random(seed));
      assertDisjoint(patients, split);
      assert(hasUnseenDatabase(split));
      const searched = patientsIn(patients, split.database);
      for (const part of ["train", "validation", "query"] as const) {
        assert(searched.isDisjointFrom(patientsIn(patients, split[part])));
      }
      const rows = PARTS.flatMap((part) => [...split[part]]).sort((a, b) => a - b);
      assertEquals(rows, [...patients.keys()]);
      checkSplit({ ids: patients, patients, split });
    }),
    { seed: 9 },
  );
  const patients = Array.from({ length: 1000 }, (_, i) => `p${i % 500}`);
  const split = splitByPatient(patients, UNSEEN, new Random(1));
  assertEquals(PARTS.map((part) => split[part].length), [500, 100, 200, 200]);
});

Deno.test("splitByPatient() trains the same patients when others are searched or held out", () => {
  const patients = Array.from({ length: 300 }, (_, i) => `p${i}`);
  const split = (seed: number, asked: boolean) =>
    splitByPatient(patients, { ...UNSEEN, heldOut: { share: 0.1, asked } }, new Random(seed));
  const heldOut = new Set(
    patients.keys().filter((row) => isHeldOut(patients[row]!, { share: 0.1, asked: false })),
  );
  assert(heldOut.size > 15 && heldOut.size < 45);
  for (const seed of [0, 1]) {
    const [unasked, asked] = [split(seed, false), split(seed, true)];
    for (const part of PARTS) assert(heldOut.isDisjointFrom(new Set(unasked[part])));
    for (const part of ["train", "validation", "database"] as const) {
      assertEquals(asked[part], unasked[part]);
    }
    assertEquals(new Set(asked.query), heldOut);
    checkSplit({ ids: patients, patients, split: asked });
  }
  const plain = splitByPatient(patients, { ...UNSEEN, database: "train" }, new Random(0));
  const unseen = splitByPatient(patients, UNSEEN, new Random(0));
  assertEquals(unseen.train, plain.train);
});

Deno.test("splitByPatient() throws InputError when nobody is left to be searched", () => {
  const shares = { train: 0.5, validation: 0, database: 0.001, query: 0.49 };
  const split = () => splitByPatient(["a", "b", "c", "d"], shares, new Random(1));
  assertThrows(split, InputError, 'no film is left for the part "database"');
});

Deno.test("splitByPatient() throws InputError when a part stays empty", () => {
  const split = () => splitByPatient(["ann", "ann"], SHARES, new Random(1));
  assertThrows(split, InputError, 'no film is left for the part "query"');
});

Deno.test("splitByLists() keeps to the lists and carves validation patients out of the first", () => {
  const ids = Array.from({ length: 40 }, (_, i) => `film ${i}`);
  const patients = ids.map((_, i) => `p${Math.floor(i / 2)}`);
  const lists = { trainIds: ids.slice(0, 30), testIds: ids.slice(30, 38), validation: 0.2 };
  const split = splitByLists({ ids, patients }, lists, new Random(1));
  assertEquals(PARTS.map((part) => split[part].length), [24, 6, 30, 8]);
  assertEquals([...split.query], [30, 31, 32, 33, 34, 35, 36, 37]);
  assertDisjoint(patients, split);
});

Deno.test("splitByLists() sets patients of the first list aside to be searched only", () => {
  const ids = Array.from({ length: 40 }, (_, i) => `film ${i}`);
  const patients = ids.map((_, i) => `p${Math.floor(i / 2)}`);
  const lists = {
    trainIds: ids.slice(0, 30),
    testIds: ids.slice(30),
    validation: 0.2,
    database: 0.4,
  };
  const split = splitByLists({ ids, patients }, lists, new Random(1));
  assertEquals(PARTS.map((part) => split[part].length), [12, 6, 12, 10]);
  assert(hasUnseenDatabase(split));
  checkSplit({ ids, patients, split });
});

Deno.test("splitByPublishedSides() sets training patients aside, and asks with held-out ones", () => {
  const patients = Array.from({ length: 200 }, (_, i) => `p${i}`);
  const sides = patients.map((_, row): Side => row < 100 ? "train" : "query");
  const heldOut = { share: 0.2, asked: true };
  const split = splitByPublishedSides(patients, sides, { database: 0.5, heldOut }, new Random(1));
  const held = patients.flatMap((patient, row) => isHeldOut(patient, heldOut) ? [row] : []);
  assertEquals([...split.query], held);
  const learning = 100 - held.filter((row) => row < 100).length;
  assertEquals(split.database.length, Math.round(learning / 2));
  assertEquals(split.train.length, learning - Math.round(learning / 2));
  checkSplit({ ids: patients, patients, split });
});

Deno.test("splitByLists() throws InputError when no film is in a list", () => {
  const films = { ids: ["a", "b"], patients: ["p", "q"] };
  const lists = { trainIds: ["a"], testIds: ["c"], validation: 0 };
  assertThrows(() => splitByLists(films, lists, new Random(1)), InputError, 'the part "query"');
});

Deno.test("splitByLists() throws InputError when both lists name a film", () => {
  const films = { ids: ["a", "b", "c"], patients: ["p", "q", "r"] };
  const lists = { trainIds: ["a", "b"], testIds: ["b", "c"], validation: 0 };
  const split = () => splitByLists(films, lists, new Random(1));
  assertThrows(split, InputError, '1 of them are named by both lists, such as "b"');
});

Deno.test("splitBySides() leaves films without a side out", () => {
  const split = splitBySides(["query", undefined, "train", "validation"]);
  assertEquals(split, {
    train: Uint32Array.of(2),
    validation: Uint32Array.of(3),
    database: Uint32Array.of(2, 3),
    query: Uint32Array.of(0),
  });
});

for (
  const [one, other] of [
    ["train", "query"],
    ["validation", "query"],
    ["train", "validation"],
    ["train", "database"],
    ["validation", "database"],
  ] as const
) {
  Deno.test(`checkSplit() names the patient when it is in ${one} and in ${other}`, () => {
    const sides: Side[] = [one, "train", "query", other, "database"];
    const films = {
      ids: ["a.png", "b.png", "c.png", "d.png", "e.png"],
      patients: ["ann", "bob", "cy", "ann", "di"],
      split: splitBySides(sides, 0.2),
    };
    assertThrows(
      () => checkSplit(films),
      InputError,
      `Cannot use the split: patient "ann" is in ${one} ("a.png") and in ${other} ("d.png")`,
    );
  });
}

Deno.test("checkSplit() names the patient when only the database shares it with the queries", () => {
  const films = {
    ids: ["a", "b", "c"],
    patients: ["ann", "bob", "ann"],
    split: {
      train: Uint32Array.of(1),
      validation: Uint32Array.of(),
      database: Uint32Array.of(0, 1),
      query: Uint32Array.of(2),
    },
  };
  assertThrows(() => checkSplit(films), InputError, 'patient "ann" is in database ("a")');
});
