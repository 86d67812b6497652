import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { macroMean } from "../../lib/metrics/mod.ts";
import { Random } from "../../lib/base/random.ts";
import {
  holm,
  meanAndDeviation,
  meanInterval,
  poolQueries,
  signFlipTest,
  subtractQueries,
} from "../../lib/study/statistics.ts";

const PROPERTY = { seed: 1, numRuns: 100 } as const;

Deno.test("meanAndDeviation() divides by n − 1", () => {
  const { mean, deviation } = meanAndDeviation([2, 4, 4, 4, 5, 5, 7, 9]);
  assertEquals(mean, 5);
  assertAlmostEquals(deviation!, Math.sqrt(32 / 7));
});

Deno.test("meanInterval() is the interval of R's t.test", () => {
  // R: t.test(c(0.011, 0.009, 0.013, 0.010, 0.012))$conf.int
  const [low, high] = meanInterval([0.011, 0.009, 0.013, 0.010, 0.012])!;
  assertAlmostEquals(low, 0.009037, 1e-6);
  assertAlmostEquals(high, 0.012963, 1e-6);
  assertEquals(meanInterval([0.1]), null);
  const many = Array.from({ length: 40 }, (_, n) => n % 2);
  assertAlmostEquals(meanInterval(many)![1], 0.5 + 2.042 * Math.sqrt(10 / 39) / Math.sqrt(40));
});

Deno.test("holm() is right in the worked example of Holm's procedure", () => {
  // R: p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.05), "holm")
  const corrected = holm([0.01, 0.02, 0.03, 0.04, 0.05]);
  [0.05, 0.08, 0.09, 0.09, 0.09].forEach((p, i) => assertAlmostEquals(corrected[i]!, p));
  assertEquals(holm([]), []);
  assertEquals(holm([0.7, 0.6]), [1, 1]);
});

Deno.test("holm() rejects what the step-down procedure rejects", () => {
  const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 });
  fc.assert(
    fc.property(values, (p) => {
      const rejected = new Set<number>();
      const order = p.map((_, i) => i).sort((a, b) => p[a]! - p[b]!);
      for (const [rank, i] of order.entries()) {
        if (p[i]! * (p.length - rank) >= 0.05) break;
        rejected.add(i);
      }
      assertEquals(new Set(p.keys().filter((i) => holm(p)[i]! < 0.05)), rejected);
    }),
    PROPERTY,
  );
});

/** All sign flips by patient, each with the macro mean worked out anew. */
function signFlipOracle(lists: readonly Float64Array[], patients: readonly string[]): number {
  const scored = (query: number) => lists.some((list) => !Number.isNaN(list[query]));
  const names = [...new Set(patients.filter((_, query) => scored(query)))];
  const observed = Math.abs(macroMean(lists));
  let extreme = 0;
  for (let flip = 0; flip < 2 ** names.length; flip++) {
    const sign = (query: number) => flip >> names.indexOf(patients[query]!) & 1 ? -1 : 1;
    const flipped = lists.map((list) => list.map((value, query) => sign(query) * value));
    if (Math.abs(macroMean(flipped)) >= observed - 1e-9) extreme++;
  }
  return extreme / 2 ** names.length;
}

Deno.test("signFlipTest() agrees with trying every flip of every patient", () => {
  const value = fc.oneof(fc.constant(NaN), fc.integer({ min: -4, max: 4 }).map((n) => n / 4));
  const patient = fc.constantFrom("ann", "bob", "cy", "di", "eve");
  const queries = fc.array(fc.tuple(patient, value, value), { minLength: 1, maxLength: 10 })
    .filter((all) => all.some(([, a, b]) => !Number.isNaN(a) || !Number.isNaN(b)));
  fc.assert(
    fc.property(queries, (all) => {
      const lists = [1, 2].map((i) => Float64Array.from(all, (query) => Number(query[i])));
      const patients = all.map(([name]) => name);
      const p = signFlipTest(lists, patients, { random: new Random(0) });
      assertAlmostEquals(p, signFlipOracle(lists, patients));
    }),
    PROPERTY,
  );
});

Deno.test("signFlipTest() comes near the exact p-value with random flips", () => {
  const random = new Random(3);
  const differences = Float64Array.from({ length: 60 }, () => random.normal() + 0.25);
  const patients = Array.from(differences, (_, query) => `patient ${query % 20}`);
  const p = signFlipTest([differences], patients, { random: new Random(0) });
  // A z-test on the 20 patients' sums, which 20 nearly normal sums come close to.
  const sums = Array.from(
    { length: 20 },
    (_, i) => differences[i]! + differences[i + 20]! + differences[i + 40]!,
  );
  const z = sums.reduce((a, b) => a + b) / Math.sqrt(sums.reduce((a, b) => a + b * b, 0));
  const expected = 2 * (1 - normalDistribution(z));
  assert(expected > 0.005 && expected < 0.5, `${expected}`);
  assertAlmostEquals(p, expected, 0.02);
});

/** Φ by Abramowitz & Stegun 26.2.17. */
function normalDistribution(x: number): number {
  const t = 1 / (1 + 0.2316419 * x);
  const tail = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 +
            t * (-1.821255978 + t * 1.330274429))));
  return 1 - Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) * tail;
}

Deno.test("signFlipTest() finds nothing between equal rows, and is seldom fooled by chance", () => {
  const none = signFlipTest([new Float64Array(20)], Array.from({ length: 20 }, String), {
    random: new Random(0),
  });
  assertEquals(none, 1);
  const random = new Random(7);
  let found = 0;
  for (let trial = 0; trial < 200; trial++) {
    const noise = Float64Array.from({ length: 40 }, () => random.normal());
    const patients = Array.from(noise, (_, i) => String(i >> 1));
    if (signFlipTest([noise], patients, { random, flips: 199 }) < 0.05) found++;
  }
  assert(found <= 20, `${found} of 200 at the level 0.05`);
});

Deno.test("poolQueries() averages each query over the runs in which it asked", () => {
  const one = {
    ids: ["a", "b"],
    patients: ["ann", "bob"],
    scores: { map: [Float64Array.of(0.2, NaN)] },
  };
  const two = {
    ids: ["c", "a"],
    patients: ["cy", "ann"],
    scores: { map: [Float64Array.of(0.5, 0.4)] },
  };
  const { ids, patients, scores } = poolQueries([one, two]);
  assertEquals([ids, patients], [["a", "b", "c"], ["ann", "bob", "cy"]]);
  assertAlmostEquals(scores.map[0]![0]!, 0.3);
  assertEquals([...scores.map[0]!.slice(1)], [NaN, 0.5]);
  assertThrows(() => poolQueries([]), RangeError, "there are no runs");
});

Deno.test("subtractQueries() refuses runs whose queries differ", () => {
  const table = (id: string) => ({
    ids: [id],
    patients: ["ann"],
    scores: { map: [Float64Array.of(0.75)] },
  });
  assertEquals(subtractQueries(table("a"), table("a")).scores.map[0]![0], 0);
  assertThrows(() => subtractQueries(table("a"), table("b")), RangeError, "not the same films");
});
