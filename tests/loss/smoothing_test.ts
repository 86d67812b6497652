import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { smoothedDistributions } from "../../lib/loss/smoothing.ts";

const names = ["A", "B", "C"];
const uniform = { kind: "uniform" } as const;

function close(actual: Float32Array, expected: readonly number[]): void {
  assertEquals(actual.length, expected.length);
  expected.forEach((value, i) => assertAlmostEquals(actual[i]!, value, 1e-6));
}

Deno.test("smoothedDistributions() is y/|y| at ε = 0", () => {
  const labels = { names, values: Float32Array.of(1, 0, 0, 1, 0, 1) };
  const options = { epsilon: 0, smoothing: uniform };
  close(smoothedDistributions(labels, [0, 1], options).distributions, [1, 0, 0, 0.5, 0, 0.5]);
});

Deno.test("smoothedDistributions() takes the rows asked for, in their order", () => {
  const labels = { names, values: Float32Array.of(1, 0, 0, 0, 1, 0) };
  const options = { epsilon: 0.3, smoothing: uniform };
  const smoothed = smoothedDistributions(labels, [1, 0], options);
  close(smoothed.distributions, [0.1, 0.8, 0.1, 0.8, 0.1, 0.1]);
  close(smoothed.labels, [0, 1, 0, 1, 0, 0]);
});

Deno.test("smoothedDistributions() spreads only over labels that are known", () => {
  const labels = { names, values: Float32Array.of(1, NaN, 0) };
  const smoothed = smoothedDistributions(labels, [0], { epsilon: 0.2, smoothing: uniform });
  close(smoothed.distributions, [0.9, 0, 0.1]);
  close(smoothed.known, [1, 0, 1]);
  close(smoothed.labels, [1, 0, 0]);
});

Deno.test("smoothedDistributions() of a film without a label is even", () => {
  const labels = { names, values: Float32Array.of(0, 0, 0) };
  const { distributions } = smoothedDistributions(labels, [0], { epsilon: 0, smoothing: uniform });
  close(distributions, [1 / 3, 1 / 3, 1 / 3]);
});

Deno.test("smoothedDistributions() spreads along co-occurrence, or evenly where there is none", () => {
  const conditional = [[1, 0.3, 0.1], [0.6, 1, 0], [0, 0, 1]];
  const smoothing = { kind: "cooccurrence", conditional } as const;
  const labels = { names, values: Float32Array.of(1, 0, 0, 0, 0, 1) };
  const { distributions } = smoothedDistributions(labels, [0, 1], { epsilon: 0.4, smoothing });
  close(distributions.slice(0, 3), [0.6, 0.3, 0.1]);
  close(distributions.slice(3), [0.4 / 3, 0.4 / 3, 0.6 + 0.4 / 3]);
});

Deno.test("smoothedDistributions() rows sum to 1 and are never negative", () => {
  const cell = fc.constantFrom(0, 1, 0.5, NaN);
  const film = fc.array(cell, { minLength: 3, maxLength: 3 })
    .filter((values) => values.some((value) => !Number.isNaN(value)));
  const conditional = [[1, 0.3, 0.1], [0.6, 1, 0], [0, 0, 1]];
  fc.assert(
    fc.property(
      film,
      fc.double({ min: 0, max: 0.99, noNaN: true }),
      fc.boolean(),
      (y, epsilon, along) => {
        const { distributions } = smoothedDistributions(
          { names, values: Float32Array.from(y) },
          [0],
          { epsilon, smoothing: along ? { kind: "cooccurrence", conditional } : uniform },
        );
        assertAlmostEquals(distributions.reduce((a, b) => a + b, 0), 1, 1e-5);
        assertEquals(distributions.every((q) => q >= 0), true);
      },
    ),
    { seed: 1 },
  );
});
