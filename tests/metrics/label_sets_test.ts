import { assertEquals } from "@std/assert";
import { distinctLabelSets, relate } from "../../lib/metrics/label_sets.ts";

Deno.test("distinctLabelSets() lists each set once and maps the films to them", () => {
  const { sets, ofFilm } = distinctLabelSets({
    names: ["Edema", "Effusion", "Mass"],
    values: new Float32Array([1, 0, 1, 0, 0, 0, 0.7, 0.2, 0.5, 0, NaN, 1]),
  });
  assertEquals(sets, [[0, 2], [], [2]]);
  assertEquals([...ofFilm], [0, 1, 0, 2]);
});

Deno.test("distinctLabelSets() finds no set when there is no film", () => {
  const { sets, ofFilm } = distinctLabelSets({ names: ["Edema"], values: new Float32Array(0) });
  assertEquals([sets.length, ofFilm.length], [0, 0]);
});

Deno.test("relate() tells sets apart by what they share and by how much else they have", () => {
  const sets = [[], [5], [0], [0, 5], [0, 6], [1], [0, 1], [0, 1, 5]];
  const { kinds, ofSet } = relate([0, 1], sets);
  assertEquals(kinds, [
    { shared: [], jaccard: 0 },
    { shared: [0], jaccard: 1 / 2 },
    { shared: [0], jaccard: 1 / 3 },
    { shared: [1], jaccard: 1 / 2 },
    { shared: [0, 1], jaccard: 1 },
    { shared: [0, 1], jaccard: 2 / 3 },
  ]);
  assertEquals([...ofSet], [0, 0, 1, 2, 2, 3, 4, 5]);
});

Deno.test("relate() finds nothing in common with a query without labels", () => {
  const { kinds, ofSet } = relate([], [[], [0], [1, 2]]);
  assertEquals(kinds.length, 1);
  assertEquals([...ofSet], [0, 0, 0]);
});
