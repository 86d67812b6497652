import { assertEquals } from "@std/assert";
import { distinctLabelSets, mineLabelSets } from "../../../lib/data/labels/label_sets.ts";

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

Deno.test("mineLabelSets() counts the sets of the rows asked for, and no empty one", () => {
  const labels = {
    names: ["Edema", "Effusion"],
    values: Float32Array.of(1, 1, 1, 0, NaN, 1, 0, 0, 0, 1, 1, 1),
  };
  assertEquals(mineLabelSets(labels, [5, 4, 3, 2, 0]), { sets: [[0, 1], [1]], films: [2, 2] });
});
