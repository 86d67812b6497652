import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { evaluate } from "../../lib/autodiff/executors/reference.ts";
import { Graph } from "../../lib/autodiff/mod.ts";
import { crh, dealCodes } from "../../lib/methods/crh.ts";
import type { TargetMethod } from "../../lib/methods/mod.ts";
import { contextOf, trialOf } from "./trial.ts";

const METHOD: TargetMethod = crh.create();
const [CLASSES, BITS] = [3, 8];

/** The table that training starts with. */
function firstTable(): Float64Array {
  const graph = new Graph();
  graph.output(
    "table",
    METHOD.targets(graph, contextOf({ classes: CLASSES, bits: BITS })),
  );
  const program = graph.toProgram();
  const values = program.variables.map(({ name, initial }) => [name, initial]);
  return evaluate(program, {}, Object.fromEntries(values)).outputs.table!;
}

Deno.test("crh deals the codes that lie nearest, and forgets the epoch's sums", () => {
  const context = contextOf({ classes: CLASSES, bits: BITS });
  const table = Float32Array.from(firstTable());
  // Each label's films lie on the next label's target.
  const sums = Float32Array.from(
    { length: table.length },
    (_, at) => 5 * table[(at + BITS) % table.length]!,
  );
  const variables = { "targets.table": table, "method.sums": sums, other: Float32Array.of(7) };
  const after = METHOD.afterEpoch!(variables, { ...context, epoch: 1 });
  assertEquals(after["targets.table"], sums.map((value) => value / 5));
  assertEquals(after["method.sums"], new Float32Array(table.length));
  assertEquals(after.other, variables.other);
});

Deno.test("crh deals after every epoch to the 20th, then after every fifth", () => {
  const context = contextOf({ classes: CLASSES, bits: BITS });
  const table = Float32Array.from(firstTable());
  const sums = Float32Array.from(
    { length: table.length },
    (_, at) => table[(at + BITS) % table.length]!,
  );
  const deals = (epoch: number) => {
    const variables = { "targets.table": table, "method.sums": sums };
    const after = METHOD.afterEpoch!(variables, { ...context, epoch });
    assertEquals(after["method.sums"], new Float32Array(table.length));
    return after["targets.table"] !== table;
  };
  const epochs = Array.from({ length: 31 }, (_, n) => n + 1).filter(deals);
  const everyOne = Array.from({ length: 20 }, (_, n) => n + 1);
  assertEquals(epochs, [...everyOne, 25, 30]);
});

Deno.test("crh sums up the codes of each label's films, at length 1", () => {
  const films = { codes: [[3, 4], [0, -2]], labels: [[1, 0], [1, 1]], targets: [[1, 1], [1, -1]] };
  const { variables, run } = trialOf("crh", films);
  const { after } = run({ ...variables, "method.sums": [10, 0, 0, 0] });
  const expected = [10 + 0.6, 0.8 - 1, 0, -1];
  after["method.sums"]!.forEach((sum, at) => assertAlmostEquals(sum, expected[at]!, 1e-6));
});

Deno.test("dealCodes() deals different codes, and a first pair that no other beats", () => {
  const values = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
    minLength: CLASSES * BITS,
    maxLength: CLASSES * BITS,
  });
  const codes = Float32Array.from(
    { length: 2 * CLASSES * BITS },
    (_, at) => (Math.floor(at / BITS) + 1) >> (at % BITS) & 1 ? 1 : -1,
  );
  const cosine = (a: Float32Array, b: Float32Array) => {
    const length = Math.hypot(...a) * Math.hypot(...b) || 1;
    return a.reduce((sum, x, k) => sum + x * b[k]!, 0) / length;
  };
  const rows = (table: Float32Array) =>
    Array.from({ length: table.length / BITS }, (_, n) => table.subarray(n * BITS, (n + 1) * BITS));
  fc.assert(
    fc.property(values, (numbers) => {
      const means = Float32Array.from(numbers);
      const dealt = rows(dealCodes(means, codes, BITS));
      assertEquals(new Set(dealt.map(String)).size, CLASSES);
      const best = Math.max(...rows(means).flatMap((m) => rows(codes).map((t) => cosine(m, t))));
      const own = Math.max(...rows(means).map((m, label) => cosine(m, dealt[label]!)));
      assertAlmostEquals(own, best, 1e-6);
    }),
    { seed: 1, numRuns: 50 },
  );
});
