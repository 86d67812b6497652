import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { bootstrapIntervals, macroMean } from "../../lib/metrics/mod.ts";
import { Random } from "../../lib/base/random.ts";

const names = (count: number, films: number) =>
  Array.from({ length: count * films }, (_, i) => `patient ${Math.floor(i / films)}`);

const mapInterval = (scores: Float64Array, patients: readonly string[], seed = 1) =>
  bootstrapIntervals({ map: [scores] }, patients, { random: new Random(seed) }).map!;

Deno.test("bootstrapIntervals() is near the normal interval for many independent patients", () => {
  const random = new Random(3);
  const scores = Float64Array.from({ length: 400 }, () => random.normal());
  const mean = macroMean([scores]);
  const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length;
  const half = 1.96 * Math.sqrt(variance / scores.length);
  const [low, high] = mapInterval(scores, names(400, 1));
  assertAlmostEquals(low, mean - half, 0.15 * half);
  assertAlmostEquals(high, mean + half, 0.15 * half);
});

Deno.test("bootstrapIntervals() moves all films of a patient together", () => {
  const random = new Random(4);
  const byPatient = Array.from({ length: 50 }, () => random.float());
  const films = Float64Array.from({ length: 500 }, (_, i) => byPatient[Math.floor(i / 10)]!);
  // Ten equal films of a patient are worth no more than one.
  const one = mapInterval(Float64Array.from(byPatient), names(50, 1));
  const ten = mapInterval(films, names(50, 10));
  assertAlmostEquals(ten[0], one[0], 1e-12);
  assertAlmostEquals(ten[1], one[1], 1e-12);
  const asIfIndependent = mapInterval(films, names(500, 1));
  assert(asIfIndependent[1] - asIfIndependent[0] < 0.5 * (ten[1] - ten[0]));
});

Deno.test("bootstrapIntervals() narrows with more patients", () => {
  const random = new Random(5);
  const width = (patients: number) => {
    const scores = Float64Array.from({ length: patients }, () => random.float());
    const [low, high] = mapInterval(scores, names(patients, 1));
    return high - low;
  };
  assert(width(1600) < 0.6 * width(200));
});

Deno.test("bootstrapIntervals() repeats with the seed, and only with it", () => {
  const scores = Float64Array.from({ length: 30 }, (_, i) => i % 7);
  const patients = names(30, 1);
  assertEquals(mapInterval(scores, patients), mapInterval(scores, patients));
  assert(mapInterval(scores, patients, 2)[0] !== mapInterval(scores, patients, 1)[0]);
});

Deno.test("bootstrapIntervals() leaves out queries without a score", () => {
  const patients = names(40, 1);
  const scores = Float64Array.from({ length: 40 }, (_, i) => i / 40);
  const padded = Float64Array.from([...scores, ...new Array(20).fill(NaN)]);
  assertEquals(mapInterval(padded, [...patients, ...names(20, 1)]), mapInterval(scores, patients));
});

Deno.test("bootstrapIntervals() does not pull a macro average up where rare classes score low", () => {
  // A resample lacks each rare class one time in seven; its patients score alike.
  const rare = [0, 1, 2].map((c) =>
    Float64Array.from({ length: 60 }, (_, q) => Math.floor(q / 2) === c ? 0.1 : NaN)
  );
  const common = Float64Array.from({ length: 60 }, (_, q) => 0.9 + (q % 2 ? 0.01 : -0.01));
  const lists = [...rare, common];
  const { macro } = bootstrapIntervals({ macro: lists }, names(60, 1), { random: new Random(1) });
  const [low, high] = macro!;
  assertAlmostEquals((low + high) / 2, macroMean(lists), 2e-4);
  assert(high - low < 4e-3, `${low} to ${high}`);
});

Deno.test("bootstrapIntervals() gives a macro average no interval if each class has one patient", () => {
  const [a, b] = [new Float64Array([1, 1, NaN, NaN]), new Float64Array([NaN, NaN, 0, 0])];
  const random = new Random(1);
  assertEquals(bootstrapIntervals({ macro: [a, b] }, ["p", "p", "q", "q"], { random }), {
    macro: null,
  });
});

Deno.test("bootstrapIntervals() takes a class of one patient to vary as the others do", () => {
  const random = new Random(6);
  const patients = names(41, 1);
  const known = Float64Array.from({ length: 41 }, (_, q) => q < 40 ? random.float() : NaN);
  const single = Float64Array.from({ length: 41 }, (_, q) => q === 40 ? 0.5 : NaN);
  const width = (lists: readonly Float64Array[]) => {
    const { macro } = bootstrapIntervals({ macro: lists }, patients, { random: new Random(1) });
    return macro![1] - macro![0];
  };
  // One patient's mean varies by as much as 40 patients' do together: √(1 + 40) of their spread.
  const apart = width([known, known.map(() => NaN)]);
  assertAlmostEquals(width([known, single]) / apart, Math.sqrt(41) / 2, 0.3);
});

Deno.test("bootstrapIntervals() gives no interval when fewer than two patients have a score", () => {
  const random = new Random(1);
  const means = { one: [new Float64Array([1, 0, NaN])], none: [new Float64Array(3).fill(NaN)] };
  assertEquals(bootstrapIntervals(means, ["p", "p", "q"], { random }), { one: null, none: null });
});

Deno.test("bootstrapIntervals() refuses a number of resamples that is no count", () => {
  for (const resamples of [0, -1, 2.5, NaN]) {
    assertThrows(
      () => bootstrapIntervals({}, [], { random: new Random(1), resamples }),
      RangeError,
      `resamples is ${resamples}`,
    );
  }
});
