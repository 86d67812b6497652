import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { SetFrequencies } from "../../lib/data/labels/set_frequencies.ts";
import { setDistributions } from "../../lib/loss/set_distributions.ts";

const NAMES = ["Mass", "Edema", "Effusion"];
const MINED: SetFrequencies = { sets: [[0], [0, 1], [2]], frequencies: [0.5, 0.3, 0.2] };
const HALF = Math.SQRT2 - 1;

function distributionsOf(labels: readonly number[], epsilon: number) {
  const matrix = { names: NAMES, values: Float32Array.from(labels) };
  return setDistributions(matrix, [0], MINED, epsilon);
}

function assertRow(row: Float32Array, expected: readonly number[]): void {
  assertEquals(row.length, expected.length);
  expected.forEach((value, s) => assertAlmostEquals(row[s]!, value, 1e-6));
}

Deno.test("setDistributions() gives the own set 1 − ε and alike sets the rest", () => {
  const { distributions, own, isPartial } = distributionsOf([1, 0, 0], 0.4);
  const total = 0.5 + 0.3 * HALF;
  assertRow(distributions, [0.6 + 0.4 * 0.5 / total, 0.4 * 0.3 * HALF / total, 0]);
  assertRow(own, [0.6, 0, 0]);
  assertEquals(isPartial, false);
});

Deno.test("setDistributions() spreads the own part over all sets that agree with what is known", () => {
  const { distributions, own, isPartial } = distributionsOf([1, NaN, 0], 0.4);
  assertRow(own, [0.3, 0.3, 0]);
  // The mean gain of both sets, by their frequencies, to each.
  const weights = [0.5 * (0.5 + 0.3 * HALF), 0.3 * (0.5 * HALF + 0.3), 0];
  const total = weights[0]! + weights[1]!;
  assertRow(distributions, weights.map((weight, s) => own[s]! + 0.4 * weight / total));
  assertEquals(isPartial, true);
});

Deno.test("setDistributions() gives a film without a finding the frequencies", () => {
  const { distributions, own, isPartial } = distributionsOf([0, 0, 0], 0.4);
  assertRow(distributions, MINED.frequencies);
  assertRow(own, [0, 0, 0]);
  assertEquals(isPartial, false);
});

Deno.test("setDistributions() counts soft labels as present from 0.5", () => {
  assertRow(distributionsOf([0.5, 0.49, 0], 0).distributions, [1, 0, 0]);
  assertRow(distributionsOf([0.9, 0.5, 0], 0).distributions, [0, 1, 0]);
});

Deno.test("setDistributions() gives films in the order asked for rows that sum to 1", () => {
  const value = fc.constantFrom(0, 1, 0.5, 0.3, NaN);
  const film = fc.array(value, { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(
      fc.array(film, { minLength: 1, maxLength: 9 }),
      fc.double({ min: 0, max: 0.99, noNaN: true }),
      (films, epsilon) => {
        const matrix = { names: NAMES, values: Float32Array.from(films.flat()) };
        const rows = films.map((_, n) => films.length - 1 - n);
        const { distributions, ofFilm } = setDistributions(matrix, rows, MINED, epsilon);
        rows.forEach((row, n) => {
          const at = ofFilm[n]! * 3;
          const q = distributions.subarray(at, at + 3);
          assertAlmostEquals(q.reduce((a, b) => a + b), 1, 1e-5);
          assert(q.every((share) => share >= 0));
          assertEquals(q, distributionsOf(films[row]!, epsilon).distributions);
        });
      },
    ),
    { seed: 1 },
  );
});
