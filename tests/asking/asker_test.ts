import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { Asker, type AskingCard, expectedRelevance, ONE } from "../../lib/asking/mod.ts";
import { gainsBetween } from "../../lib/asking/gains.ts";
import { Random } from "../../lib/base/random.ts";
import { packCodes, unpackCodes } from "../../lib/codes/pack.ts";

const BITS = 24;
const LABELS = ["Edema", "Effusion", "Mass"];

const card = (over: AskingCard["over"]): AskingCard => ({
  over,
  vectors: "targets",
  labels: LABELS,
  films: [30, 50, 5],
  sets: [
    { labels: [0], films: 10 },
    { labels: [0, 1], films: 20 },
    { labels: [1], films: 30 },
    { labels: [2], films: 5 },
  ],
  query: { scale: 4, prior: 0.5 },
  database: { scale: 3, prior: 1 },
  calibration: [{ relevance: 0.2, chance: 0.1 }, { relevance: 0.4, chance: 0.9 }],
});

function vectorsOf(random: Random) {
  return { names: LABELS, values: Float32Array.from(random.normals(LABELS.length * BITS)) };
}

/** The expected relevance of a case, in plain numbers and straight from its definition. */
function plainRelevance(
  { over, films, sets, query, database }: AskingCard,
  vectors: Float32Array,
  continuous: Float32Array,
  code: Float32Array,
): number {
  const alternatives = over === "labels" ? films.map((films, l) => ({ labels: [l], films })) : sets;
  const total = alternatives.reduce((sum, { films }) => sum + films, 0);
  const cosine = (v: Float32Array, l: number) => {
    const t = vectors.subarray(l * BITS, (l + 1) * BITS);
    return v.reduce((sum, x, k) => sum + x * t[k]!, 0) / Math.hypot(...v) / Math.hypot(...t);
  };
  const p = (v: Float32Array, { scale, prior }: AskingCard["query"]) => {
    const terms = alternatives.map(({ labels, films }) =>
      Math.exp(scale * labels.reduce((sum, l) => sum + cosine(v, l), 0)) * (films / total) ** prior
    );
    const sum = terms.reduce((a, b) => a + b);
    return terms.map((term) => term / sum);
  };
  const gain = (a: readonly number[], b: readonly number[]) => {
    const shared = a.filter((l) => b.includes(l)).length;
    return over === "labels"
      ? Number(shared === 1)
      : 2 ** (shared / new Set([...a, ...b]).size) - 1;
  };
  const [asks, has] = [p(continuous, query), p(code, database)];
  return asks.reduce(
    (sum, q, i) =>
      sum +
      has.reduce(
        (sum, d, j) => sum + q * d * gain(alternatives[i]!.labels, alternatives[j]!.labels),
        0,
      ),
    0,
  );
}

for (const over of ["labels", "sets"] as const) {
  Deno.test(`Asker over ${over} gives the expected relevance that its definition gives`, () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const random = new Random(seed);
        const vectors = vectorsOf(random);
        const asker = new Asker(card(over), vectors);
        const continuous = Float32Array.from(random.normals(BITS));
        const codes = packCodes(Float32Array.from(random.normals(5 * BITS)), BITS);
        const [weights, relevances] = [asker.weights(continuous), asker.relevances(codes)];
        assertEquals(relevances.length, 5 * asker.columns);
        for (let row = 0; row < 5; row++) {
          const code = unpackCodes(codes.subarray(row * BITS / 8, (row + 1) * BITS / 8), BITS);
          assertAlmostEquals(
            expectedRelevance(weights, relevances, row) / ONE,
            plainRelevance(card(over), vectors.values, continuous, code),
            2e-4,
          );
        }
      }),
      { numRuns: 30 },
    );
  });
}

Deno.test("Asker takes the bits for the continuous code where only they are known", () => {
  const vectors = vectorsOf(new Random(1));
  const same = { ...card("labels"), query: card("labels").database };
  const code = packCodes(Float32Array.from(new Random(2).normals(BITS)), BITS);
  const asker = new Asker(same, vectors);
  assertEquals(asker.weightsOfCode(code), asker.weights(unpackCodes(code, BITS)));
});

Deno.test("targetCode() is the bits of the most probable label, of two alike the more frequent", () => {
  const random = new Random(3);
  const vectors = vectorsOf(random);
  const asker = new Asker(card("labels"), vectors);
  const bitsOf = (l: number) => packCodes(vectors.values.subarray(l * BITS, (l + 1) * BITS), BITS);
  for (const l of [0, 1, 2]) {
    assertEquals(asker.targetCode(vectors.values.subarray(l * BITS, (l + 1) * BITS)), bitsOf(l));
  }
  assertEquals(asker.targetCode(new Float32Array(BITS)), bitsOf(1));
});

Deno.test("chance() follows the curve and stays within it", () => {
  const asker = new Asker(card("labels"), vectorsOf(new Random(4)));
  const chances = [0, 0.2, 0.3, 0.4, 1].map((relevance) => asker.chance(relevance * ONE)!);
  for (const [i, chance] of [0.1, 0.1, 0.5, 0.9, 0.9].entries()) {
    assertAlmostEquals(chances[i]!, chance, 1e-9);
  }
  const never = new Asker({ ...card("labels"), calibration: null }, vectorsOf(new Random(4)));
  assertEquals(never.chance(5), null);
});

Deno.test("askers with the same vectors and shares have one identity, others another", () => {
  const vectors = vectorsOf(new Random(5));
  const { identity } = new Asker(card("labels"), vectors);
  const otherQuery = { ...card("labels"), query: { scale: 9, prior: 0 } };
  assertEquals(new Asker(otherQuery, vectors).identity, identity);
  const others = [
    new Asker(card("sets"), vectors),
    new Asker(card("labels"), vectorsOf(new Random(6))),
    new Asker({ ...card("labels"), films: [1, 2, 3] }, vectors),
    new Asker({ ...card("labels"), database: { scale: 9, prior: 0 } }, vectors),
  ];
  for (const other of others) assert(other.identity !== identity);
});

Deno.test("Asker refuses vectors of other labels", () => {
  const vectors = { ...vectorsOf(new Random(7)), names: ["Edema", "Mass", "Effusion"] };
  assertThrows(() => new Asker(card("labels"), vectors), RangeError, "Edema, Mass, Effusion");
});

Deno.test("expectedRelevance() never exceeds ONE, however much is asked for", () => {
  const all = new Uint16Array(4).fill(ONE);
  assertEquals(expectedRelevance(all, all, 0), ONE);
});

Deno.test("gainsBetween() is symmetric, 1 for equal sets and 0 for disjoint ones", () => {
  const sets = [[0], [0, 1], [2], [0, 1, 2]];
  const gains = gainsBetween(sets);
  for (let i = 0; i < 4; i++) {
    assertEquals(gains[4 * i + i], 1);
    for (let j = 0; j < 4; j++) assertEquals(gains[4 * i + j], gains[4 * j + i]);
  }
  assertEquals(gains[2], 0);
});
