import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import { Random } from "../../../lib/base/random.ts";
import {
  countSets,
  drawIndependently,
  permuteSets,
  SET_SOURCES,
} from "../../../lib/data/labels/control_sets.ts";
import { distinctLabelSets } from "../../../lib/data/labels/label_sets.ts";
import { setFrequencies } from "../../../lib/data/labels/set_frequencies.ts";

const CLASSES = 4;
const set = fc.uniqueArray(fc.nat(CLASSES - 1), { minLength: 1 }).map((labels) => labels.sort());
const films = fc.array(set, { minLength: 1, maxLength: 30 });

/** How many of the sets have each label. */
function labelCounts(sets: readonly (readonly number[])[]): number[] {
  return Array.from(
    { length: CLASSES },
    (_, label) => sets.filter((set) => set.includes(label)).length,
  );
}

/** The share of sets that are just this one. */
function shareOf(wanted: readonly number[], sets: readonly (readonly number[])[]): number {
  return sets.filter((set) => set.join() === wanted.join()).length / sets.length;
}

Deno.test("permuteSets() keeps how frequent labels and how large sets are", () => {
  fc.assert(fc.property(films, fc.nat(), (before, seed) => {
    const after = permuteSets(before, new Random(seed));
    assertEquals(labelCounts(after), labelCounts(before));
    assertEquals(after.map(({ length }) => length), before.map(({ length }) => length));
    for (const set of after) assertEquals(set, [...new Set(set)].sort());
  }));
});

Deno.test("drawIndependently() keeps how frequent labels are", () => {
  fc.assert(fc.property(films, fc.nat(), (before, seed) => {
    const after = drawIndependently(before, new Random(seed));
    assertEquals(labelCounts(after), labelCounts(before));
    for (const set of after) assertEquals(set, [...new Set(set)].sort());
  }));
});

// Edema only with effusion, a mass only with a nodule.
const PAIRS = Array.from({ length: 6000 }, (_, n) => n % 2 === 0 ? [0, 1] : [2, 3]);

Deno.test("permuteSets() leaves labels of sets of two with any other one equally often", () => {
  const after = permuteSets(PAIRS, new Random(1));
  for (const pair of [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]]) {
    assertAlmostEquals(shareOf(pair, after), 1 / 6, 0.02);
  }
});

Deno.test("drawIndependently() gives sets as often as the product of their labels' frequencies says", () => {
  const after = drawIndependently(PAIRS, new Random(1));
  // Each label is on half of the films, so that each of the 15 sets that are not empty is as likely.
  assertAlmostEquals(after.length / PAIRS.length, 15 / 16, 0.02);
  for (const set of [[0], [0, 1], [0, 2], [1, 2, 3], [0, 1, 2, 3]]) {
    assertAlmostEquals(shareOf(set, after), 1 / 15, 0.02);
  }
});

Deno.test("countSets() has a column for every film's own set, and frequencies that sum to 1", () => {
  const names = ["Edema", "Effusion", "Mass", "Nodule"];
  const row = fc.array(fc.constantFrom(0, 0, 1, NaN), { minLength: 4, maxLength: 4 });
  const films = fc.array(row, { minLength: 1, maxLength: 20 });
  fc.assert(fc.property(films, fc.constantFrom(...SET_SOURCES), fc.nat(), (films, source, seed) => {
    const labels = { names, values: Float32Array.from(films.flat()) };
    const rows = films.map((_, n) => n);
    const { sets, frequencies } = countSets(labels, rows, { source, random: new Random(seed) });
    const listed = sets.map((set) => set.join());
    assertEquals(new Set(listed).size, listed.length);
    for (const own of distinctLabelSets(labels).sets) {
      assertEquals(listed.includes(own.join()), own.length > 0);
    }
    assert(frequencies.every((each) => each > 0));
    const sum = frequencies.reduce((a, b) => a + b, 0);
    assertAlmostEquals(sum, sets.length === 0 ? 0 : 1, 1e-9);
  }));
});

Deno.test("countSets() counts what films have, or what chance made of it the same way each time", () => {
  const values = Float32Array.from(
    PAIRS.slice(0, 40).flatMap((set) => [0, 1, 2, 3].map((label) => Number(set.includes(label)))),
  );
  const labels = { names: ["a", "b", "c", "d"], values };
  const rows = PAIRS.slice(0, 40).map((_, n) => n);
  const of = (source: typeof SET_SOURCES[number], seed = 1) =>
    countSets(labels, rows, { source, random: new Random(seed) });
  assertEquals(of("mined"), setFrequencies(labels, rows));
  for (const source of ["permuted", "independent"] as const) {
    assertEquals(of(source), of(source));
    assertNotEquals(of(source), of(source, 2));
    assertEquals(of(source).sets.slice(0, 2), [[0, 1], [2, 3]]);
    assert(of(source).sets.length > 2);
  }
});
