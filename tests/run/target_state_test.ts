import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { codeWords, hammingDistances } from "../../lib/codes/hamming.ts";
import { packCodes } from "../../lib/codes/pack.ts";
import { bitImbalance, targetDistances, targetState } from "../../lib/run/target_state.ts";

const labelNames = ["Mass", "Nodule", "Edema"];

/** Three targets of 8 bits; only the signs count. */
const table = {
  labelNames,
  bits: 8,
  values: Float32Array.of(
    ...[3, 1, -1, -0.1, 1, 1, -1, -1],
    ...[1, -1, 1, -2, 1, -1, 1, -1],
    ...[-1, -9, 0.5, 1, -1, -1, 1, 1],
  ),
};

Deno.test("targetDistances() counts the bits in which two targets differ", () => {
  assertEquals(targetDistances(table), [[0, 4, 8], [4, 0, 4], [8, 4, 0]]);
});

Deno.test("targetDistances() agrees with the distances of packed codes", () => {
  const values = fc.array(fc.float({ noNaN: true }), { minLength: 48, maxLength: 48 });
  fc.assert(
    fc.property(values, (floats) => {
      const values = Float32Array.from(floats);
      const database = codeWords(packCodes(values, 16), 16);
      const expected = labelNames.map((_, label) => {
        const distances = new Uint16Array(3);
        hammingDistances(database.words.slice(label, label + 1), database, distances);
        return [...distances];
      });
      assertEquals(targetDistances({ labelNames, bits: 16, values }), expected);
    }),
    { seed: 1 },
  );
});

Deno.test("targetState() says how far apart, how balanced and how changed targets are", () => {
  const previous = table.values.slice();
  previous[0] = -3;
  previous[11] = 2;
  previous[17] = -1;
  const state = targetState(table, previous);
  assertEquals(state.leastDistance, 4);
  assertAlmostEquals(state.meanDistance, 16 / 3);
  // Every bit has two labels on one side and one on the other: |2 · 2/3 − 1| = 1/3.
  assertAlmostEquals(state.imbalance, 1 / 3);
  assertEquals(state.flips, 2);
  assertEquals(state.codes, { Mass: "cc", Nodule: "aa", Edema: "33" });
});

Deno.test("targetState() sees no change in targets that only grow, and 0 as a positive sign", () => {
  const doubled = table.values.map((value) => 2 * value);
  assertEquals(targetState(table, doubled).flips, 0);
  const zeros = { labelNames, bits: 8, values: Float32Array.from({ length: 24 }, () => -0) };
  assertEquals(targetState(zeros, new Float32Array(24).fill(1)).flips, 0);
});

Deno.test("targetState() reports a collapsed table", () => {
  const values = table.values.slice();
  values.copyWithin(8, 0, 8);
  assertEquals(targetState({ ...table, values }, values).leastDistance, 0);
});

Deno.test("targetState() takes one label, which has nobody to be apart from", () => {
  const values = Float32Array.of(1, -1, 1, 1, -1, -1, -1, -1);
  const state = targetState({ labelNames: ["Mass"], bits: 8, values }, values);
  const codes = { Mass: "b0" };
  assertEquals(state, { leastDistance: 8, meanDistance: 8, imbalance: 1, flips: 0, codes });
});

Deno.test("bitImbalance() is 0 for balanced bits and 1 for constant ones", () => {
  assertEquals(bitImbalance(Float32Array.of(1, -1, -2, 5), 2), 0);
  assertEquals(bitImbalance(Float32Array.of(1, -1, 2, -5), 2), 1);
  assertEquals(bitImbalance(Float32Array.of(1, -1, 2, 5), 2), 0.5);
});
