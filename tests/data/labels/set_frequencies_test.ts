import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { agreeingSets, knownLabels } from "../../../lib/data/labels/known_labels.ts";
import { labelFrequencies } from "../../../lib/data/labels/label_frequencies.ts";
import { setFrequencies } from "../../../lib/data/labels/set_frequencies.ts";
import { Random } from "../../../lib/base/random.ts";

const NAMES = ["Mass", "Edema", "Effusion"];

function matrix(films: readonly (readonly number[])[]) {
  return { names: NAMES, values: Float32Array.from(films.flat()) };
}

function rowsOf(films: readonly unknown[]): number[] {
  return films.map((_, n) => n);
}

Deno.test("setFrequencies() counts known sets, each once too, and passes empty ones over", () => {
  const films = [[1, 0, 0], [0, 0, 0], [1, 0.5, 0], [1, 0, 0.4], [0, 0, 1]];
  const { sets, frequencies } = setFrequencies(matrix(films), rowsOf(films));
  assertEquals(sets, [[0], [0, 1], [2]]);
  assertEquals(frequencies, [0.5, 0.25, 0.25]);
  assertEquals(setFrequencies(matrix(films), [2, 2]), { sets: [[0, 1]], frequencies: [1] });
});

Deno.test("setFrequencies() finds the frequencies that labels were drawn from, a third of them lost", () => {
  const random = new Random("lost labels");
  const truth = [[1, 0, 0], [1, 1, 0], [0, 0, 1], [1, 1, 1]];
  const shares = [0.4, 0.3, 0.2, 0.1];
  const films = Array.from({ length: 20_000 }, () => {
    let draw = random.float();
    const set = truth[shares.findIndex((share) => (draw -= share) < 0)]!;
    return set.map((label) => random.chance(1 / 3) ? NaN : label);
  });
  const { sets, frequencies } = setFrequencies(matrix(films), rowsOf(films));
  const found = (set: readonly number[]) =>
    frequencies[sets.findIndex((other) => other.join() === set.join())]!;
  assertAlmostEquals(found([0]), 0.4, 0.02);
  assertAlmostEquals(found([0, 1]), 0.3, 0.02);
  assertAlmostEquals(found([2]), 0.2, 0.02);
  assertAlmostEquals(found([0, 1, 2]), 0.1, 0.02);
  // Sets that only lost labels made, such as Edema alone.
  assert(found([1]) < 0.02);
});

Deno.test("setFrequencies() leaves half a film to a set that only a lost label made", () => {
  const films = [[1, 1, 0], [1, NaN, 0]];
  const { sets, frequencies } = setFrequencies(matrix(films), [...Array(99).fill(0), 1]);
  assertEquals(sets, [[0, 1], [0]]);
  assertAlmostEquals(frequencies[1]!, 0.5 / 100.5, 1e-6);
});

Deno.test("setFrequencies() are above 0 and sum to 1, whatever is unknown", () => {
  const film = fc.array(fc.constantFrom(0, 1, NaN), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(fc.array(film, { minLength: 1, maxLength: 20 }), (films) => {
      const { sets, frequencies } = setFrequencies(matrix(films), rowsOf(films));
      assert(frequencies.every((each) => each > 0));
      const sum = frequencies.reduce((a, b) => a + b, 0);
      assertAlmostEquals(sum, sets.length === 0 ? 0 : 1, 1e-9);
    }),
    { seed: 1 },
  );
});

Deno.test("agreeingSets() are those that the film has or may have", () => {
  const sets = [[0], [0, 1], [0, 2], [0, 1, 2], [1]];
  const answers = (film: readonly number[]) => knownLabels(matrix([film]), [0]).answers[0]!;
  assertEquals(agreeingSets(answers([1, 0, 0]), sets), [0]);
  assertEquals(agreeingSets(answers([1, NaN, 0]), sets), [0, 1]);
  assertEquals(agreeingSets(answers([NaN, 1, 0]), sets), [1, 4]);
  assertEquals(agreeingSets(answers([NaN, NaN, NaN]), sets), [0, 1, 2, 3, 4]);
  assertEquals(agreeingSets(answers([0, 0, 0]), sets), []);
  assertEquals(agreeingSets(answers([0, 0, 1]), sets), []);
});

Deno.test("labelFrequencies() weighs soft labels and gives labels without films half a film", () => {
  const films = [[1, 0, NaN], [0.5, 0, NaN], [1, NaN, NaN], [0, 0, NaN]];
  assertEquals(labelFrequencies(matrix(films), rowsOf(films)), [0.625, 0.5 / 3, 0.125]);
  assertEquals(labelFrequencies(matrix(films), [0, 0]), [1, 0.25, 0.25]);
});
