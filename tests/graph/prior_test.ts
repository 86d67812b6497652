import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { InputError } from "../../lib/base/errors.ts";
import { countCooccurrence } from "../../lib/graph/cooccurrence.ts";
import { withPrior } from "../../lib/graph/prior.ts";

const own = {
  labelNames: ["Mass", "Edema", "Pleural_Thickening"],
  counts: [[4, 1, 0], [1, 3, 2], [0, 2, 2]],
  positiveFilms: 7,
};
const table = {
  labelNames: ["pleural thickening", "Mass"],
  counts: [[10, 5], [5, 20]],
  positiveFilms: 25,
};

Deno.test("withPrior() takes the table alone where nothing says as how many films it counts", () => {
  assertEquals(withPrior(own, { cooccurrence: table, name: "reports.csv" }), {
    labelNames: own.labelNames,
    counts: [[20, 0, 5], [0, 0, 0], [5, 0, 10]],
    positiveFilms: 25,
  });
});

Deno.test("withPrior() adds the table as so many films, and nothing to labels that it lacks", () => {
  assertEquals(withPrior(own, { cooccurrence: table, name: "reports.csv", films: 5 }), {
    labelNames: own.labelNames,
    counts: [[8, 1, 1], [1, 3, 2], [1, 2, 4]],
    positiveFilms: 12,
  });
});

Deno.test("withPrior() counts another collection's films like one's own where all of them count", () => {
  const names = ["A", "B", "C"];
  const films = fc.array(fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()), { minLength: 1 })
    .filter((rows) => rows.flat().some(Boolean));
  const counted = (rows: readonly (readonly boolean[])[]) =>
    countCooccurrence(
      { names, values: Float32Array.from(rows.flat().map(Number)) },
      [...rows.keys()],
    );
  fc.assert(fc.property(films, films, (here, there) => {
    const cooccurrence = counted(there);
    const both = withPrior(counted(here), {
      cooccurrence,
      name: "there.csv",
      films: cooccurrence.positiveFilms,
    });
    const expected = counted([...here, ...there]);
    assertEquals(both.positiveFilms, expected.positiveFilms);
    for (const [i, row] of expected.counts.entries()) {
      for (const [j, count] of row.entries()) assertAlmostEquals(both.counts[i]![j]!, count, 1e-9);
    }
  }));
});

Deno.test("withPrior() refuses labels that the data lack, and a table without findings", () => {
  const cases = [
    [
      ["Mass", "Edemas"],
      'Cannot mine the label graph from "reports.csv": it has "Edemas", which is ' +
      'no label of the data (did you mean "Edema"?); expected Mass, Edema, Pleural_Thickening; ' +
      "rename it there, or take it out",
      2,
    ],
    [["Hernia"], 'it has "Hernia", which is no label of the data; expected Mass', 1],
    [["Mass", "mass"], 'it has "mass" twice', 1],
    [["Mass"], "no film in it has a finding", 0],
  ] as const;
  for (const [labelNames, message, positiveFilms] of cases) {
    const counts = labelNames.map((_, i) => labelNames.map((_, j) => i === j ? positiveFilms : 0));
    const cooccurrence = { labelNames, counts, positiveFilms };
    assertThrows(
      () => withPrior(own, { cooccurrence, name: "reports.csv" }),
      InputError,
      message,
    );
  }
});
