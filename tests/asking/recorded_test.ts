import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  Asker,
  type AskingCard,
  ONE,
  posteriorWithRecord,
  type RecordedBy,
  recordedRelevances,
  type RecordRates,
} from "../../lib/asking/mod.ts";
import { Random } from "../../lib/base/random.ts";
import { packCodes } from "../../lib/codes/pack.ts";

const BITS = 16;
const LABELS = ["Edema", "Effusion", "Mass"];
const SETS = [[0], [0, 1], [1], [2], [0, 1, 2]];

const card = (over: AskingCard["over"]): AskingCard => ({
  over,
  vectors: "targets",
  labels: LABELS,
  films: [31, 51, 6],
  sets: SETS.map((labels, i) => ({ labels, films: [10, 20, 30, 5, 1][i]! })),
  query: { scale: 4, prior: 0.5 },
  database: { scale: 3, prior: 1 },
  calibration: null,
});

function askerOver(over: AskingCard["over"]): Asker {
  const values = Float32Array.from(new Random(9).normals(LABELS.length * BITS));
  return new Asker(card(over), { names: LABELS, values });
}

const codesOf = (films: number) =>
  packCodes(Float32Array.from(new Random(films).normals(films * BITS)), BITS);

/** What one case is taken to show, as shares of 1. */
function shown(over: AskingCard["over"], record: number[], by: RecordedBy): number[] {
  const labels = { names: LABELS, values: Float32Array.from(record) };
  const relevances = recordedRelevances(askerOver(over), { codes: codesOf(1), labels }, by);
  return Array.from(relevances, (value) => Math.round(1000 * value / ONE) / 1000);
}

const probability = fc.double({ min: 0.01, max: 0.99, noNaN: true });
const answer = fc.constantFrom(0, 1, NaN);
const priorOf = (count: number) =>
  fc.array(probability, { minLength: count, maxLength: count }).map((weights) => {
    const total = weights.reduce((a, b) => a + b);
    return weights.map((weight) => weight / total);
  });
const cases = fc.record({
  prior: priorOf(SETS.length),
  record: fc.tuple(answer, answer, answer),
  rates: fc.record({ missing: probability, wrong: probability }),
});

/** Π_l p(r_l | l ∈ j), straight from its definition. */
function likelihood(set: readonly number[], record: readonly number[], rates: RecordRates): number {
  return record.reduce((product, value, label) => {
    if (Number.isNaN(value)) return product;
    const recorded = set.includes(label) ? 1 - rates.missing : rates.wrong;
    return product * (value === 1 ? recorded : 1 - recorded);
  }, 1);
}

Deno.test("posteriorWithRecord() is Bayes' rule", () => {
  fc.assert(fc.property(cases, ({ prior, record, rates }) => {
    const joint = SETS.map((set, j) => prior[j]! * likelihood(set, record, rates));
    const total = joint.reduce((a, b) => a + b);
    const posterior = posteriorWithRecord(prior, record, { labels: SETS }, rates);
    for (const [j, p] of posterior.entries()) assertAlmostEquals(p, joint[j]! / total, 1e-9);
  }));
});

Deno.test("posteriorWithRecord() leaves what the code says where records are coin tosses or unknown", () => {
  fc.assert(fc.property(cases, ({ prior, record, rates }) => {
    const unknown = posteriorWithRecord(prior, [NaN, NaN, NaN], { labels: SETS }, rates);
    const half = { missing: 0.5, wrong: 0.5 };
    const tossed = posteriorWithRecord(prior, record, { labels: SETS }, half);
    for (const [j, p] of prior.entries()) {
      assertAlmostEquals(unknown[j]!, p, 1e-9);
      assertAlmostEquals(tossed[j]!, p, 1e-9);
    }
  }));
});

Deno.test("posteriorWithRecord() has a complete record without errors decide, whatever the code says", () => {
  const rates = { missing: 0, wrong: 0 };
  fc.assert(fc.property(priorOf(SETS.length), fc.nat(SETS.length - 1), (prior, own) => {
    const record = LABELS.map((_, label) => SETS[own]!.includes(label) ? 1 : 0);
    const doubtful = prior.map((p, j) => j === own ? 0 : p);
    const posterior = posteriorWithRecord(doubtful, record, { labels: SETS }, rates);
    assertAlmostEquals(posterior[own]!, 1, 1e-9);
  }));
});

Deno.test("posteriorWithRecord() believes a recorded finding the more, the rarer records err", () => {
  const prior = [0.2, 0.2, 0.2, 0.2, 0.2];
  const [sure, less] = [0.01, 0.2].map((wrong) =>
    posteriorWithRecord(prior, [1, NaN, NaN], { labels: SETS }, { missing: 0.1, wrong })
  );
  assert(sure![0]! > less![0]!);
  assert(less![0]! > 0.2);
});

const BOTH = { kind: "both", missing: 0.1, wrong: 0.02 } as const;

Deno.test("recordedRelevances() takes the record at its word", () => {
  const by = { kind: "recorded" } as const;
  assertEquals(shown("sets", [1, 1, 0], by), [0, 1, 0, 0, 0]);
  assertEquals(shown("labels", [1, 1, 0], by), [0.5, 0.5, 0]);
  assertEquals(shown("labels", [0, 0, 1], by), [0, 0, 1]);
  // Films with edema and perhaps effusion, 10 and 20 of them.
  assertEquals(shown("sets", [1, NaN, 0], by), [0.333, 0.667, 0, 0, 0]);
  // No training film has just effusion and a mass: effusion alone, a mass alone, or all three.
  assertEquals(shown("sets", [0, 1, 1], by), [0, 0, 0.833, 0.139, 0.028]);
  for (const over of ["labels", "sets"] as const) {
    for (const nothing of [[0, 0, 0], [NaN, 0, 0], [NaN, NaN, NaN]]) {
      assert(shown(over, nothing, by).every((value) => value === 0));
    }
  }
});

for (const over of ["labels", "sets"] as const) {
  Deno.test(`recordedRelevances() over ${over} weighs each case's own code against its record`, () => {
    const asker = askerOver(over);
    const codes = codesOf(3);
    const values = Float32Array.of(NaN, NaN, NaN, 0, 1, 0, 1, 1, NaN);
    const labels = { names: LABELS, values };
    const relevances = recordedRelevances(asker, { codes, labels }, BOTH);
    const alternatives = { labels: over === "sets" ? SETS : [[0], [1], [2]] };
    const ofRow = (all: Uint16Array, row: number) =>
      Array.from(all.subarray(row * asker.columns, (row + 1) * asker.columns), (v) => v / ONE);
    const byCode = asker.relevances(codes);
    assertEquals(ofRow(relevances, 0), ofRow(byCode, 0));
    for (const row of [1, 2]) {
      const record = values.subarray(3 * row, 3 * row + 3);
      const expected = posteriorWithRecord(ofRow(byCode, row), record, alternatives, BOTH);
      for (const [j, p] of ofRow(relevances, row).entries()) {
        assertAlmostEquals(p, expected[j]!, 0.01);
      }
    }
  });
}

Deno.test("recordedRelevances() refuses a record of other labels", () => {
  const labels = { names: ["Edema", "Mass", "Effusion"], values: new Float32Array(3) };
  assertThrows(
    () => recordedRelevances(askerOver("labels"), { codes: codesOf(1), labels }, BOTH),
    RangeError,
    "Edema, Mass, Effusion",
  );
});
