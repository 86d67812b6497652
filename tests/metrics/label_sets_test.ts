import { assertEquals } from "@std/assert";
import { relate } from "../../lib/metrics/label_sets.ts";

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
