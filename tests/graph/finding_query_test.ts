import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { InputError } from "../../lib/base/errors.ts";
import { Random } from "../../lib/base/random.ts";
import {
  EVEN_FILMS,
  exampleShare,
  graphDirection,
  graphWeights,
  mixWithExamples,
  shuffledWeights,
} from "../../lib/graph/finding_query.ts";

const reports = {
  labelNames: ["Effusion", "Edema", "Mass", "Cyst"],
  counts: [[4, 2, 0, 0], [2, 3, 1, 0], [0, 1, 3, 0], [0, 0, 0, 0]],
  positiveFilms: 8,
};

Deno.test("graphWeights() are P(l | j), none of a finding itself, P(l) of unknown ones", () => {
  assertEquals(
    graphWeights(reports, "Edema", ["Mass", "Edema", "Effusion", "Hernia", "Cyst"]),
    Float64Array.of(1 / 3, 0, 2 / 4, 3 / 8, 3 / 8),
  );
});

Deno.test("graphWeights() refuses a finding of which the table says nothing", () => {
  assertThrows(() => graphWeights(reports, "Edemas", []), InputError, 'did you mean "Edema"?');
  assertThrows(() => graphWeights(reports, "Cyst", []), InputError, 'no film in it has "Cyst"');
});

Deno.test("graphDirection() is the sum of deviations times unit vectors", () => {
  const vectors = { names: ["A", "B", "C"], values: Float32Array.of(2, 0, 0, 3, -1, 0) };
  // Mean 0.3; deviations 0.3, -0.1, -0.2 over their length.
  const direction = graphDirection([0.6, 0.2, 0.1], vectors);
  const length = Math.hypot(0.3, 0.1, 0.2);
  assertAlmostEquals(direction[0]!, (0.3 + 0.2) / length, 1e-9);
  assertAlmostEquals(direction[1]!, -0.1 / length, 1e-9);
});

Deno.test("graphDirection() leaves findings out whose weight is no number", () => {
  const vectors = { names: ["A", "B", "C"], values: Float32Array.of(2, 0, 0, 3, -1, 0) };
  const two = { names: ["A", "C"], values: Float32Array.of(2, 0, -1, 0) };
  assertEquals(graphDirection([0.6, NaN, 0.1], vectors), graphDirection([0.6, 0.1], two));
});

Deno.test("graphDirection() does not change when all weights grow alike", () => {
  const vectors = { names: ["A", "B", "C"], values: Float32Array.of(1, 1, 1, -1, -1, -1) };
  fc.assert(fc.property(
    fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
    (weights) => {
      fc.pre(Math.max(...weights) - Math.min(...weights) > 1e-3);
      const plain = graphDirection(weights, vectors);
      const grown = graphDirection(weights.map((w) => 2 * w + 0.5), vectors);
      for (const [i, value] of plain.entries()) assertAlmostEquals(grown[i]!, value, 1e-6);
    },
  ));
});

Deno.test("mixWithExamples() goes from the graph to the examples as films grow", () => {
  const [graph, examples] = [Float64Array.of(5, 0), Float64Array.of(0, 0.1)];
  assertEquals(mixWithExamples(graph, examples, 0), Float64Array.of(1, 0));
  assertEquals(mixWithExamples(graph, examples, EVEN_FILMS), Float64Array.of(0.5, 0.5));
  assertEquals(exampleShare(9 * EVEN_FILMS), 0.9);
});

Deno.test("shuffledWeights() are the same weights elsewhere", () => {
  const weights = Float64Array.from({ length: 20 }, (_, i) => i);
  const shuffled = shuffledWeights(weights, new Random(1));
  assertEquals(shuffled.toSorted(), weights);
  assertEquals(shuffled.every((value, i) => value === weights[i]), false);
});
