import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { Asker, type AskingCard } from "../../lib/asking/mod.ts";
import { emphasise } from "../../lib/asking/emphasis.ts";
import { ONE } from "../../lib/asking/expected_relevance.ts";
import { InputError } from "../../lib/base/errors.ts";
import { findFilms, type Query, queryOfCase, queryOfCode } from "../../lib/search/find_films.ts";
import { queryOfFindings } from "../../lib/search/find_findings.ts";
import { emphasisedQuery, queryOfStudy, refinedQuery } from "../../lib/search/refine.ts";
import type { StoredCase } from "../../lib/store/case.ts";
import { HammingIndex } from "../../lib/store/memory/hamming_index.ts";

const BITS = 8;

function stored(id: string, code: number, patient = id): StoredCase {
  const film = { id, patient, labels: [], unknown: [], sex: "", age: NaN, view: "", image: "" };
  return { number: 0, code: Uint8Array.of(code), case: film };
}

function film(...continuous: number[]): Query {
  const code = Float32Array.from(continuous);
  return { name: "film", continuous: code, onlyBits: false, code: Uint8Array.of(0), image: "" };
}

const near = (actual: Float32Array, expected: readonly number[]) =>
  assert(
    expected.every((value, bit) => Math.abs(value - actual[bit]!) < 1e-6),
    `${actual} is not ${expected}`,
  );

Deno.test("refinedQuery() draws a query by Rocchio's step, as worked by hand", () => {
  // ‖(3, 4, 0, …)‖ = 5; codes of eight bits have 1/√8 each, with the signs of their bits.
  const query = film(3, 4, 0, 0, 0, 0, 0, 0);
  const unit = 1 / Math.sqrt(8);
  const liked = refinedQuery(query, { liked: [stored("a", 0b11110000)], disliked: [] });
  near(liked.continuous, [0.6 + unit, 0.8 + unit, unit, unit, -unit, -unit, -unit, -unit]);
  assertEquals([liked.code, liked.onlyBits], [Uint8Array.of(0b11110000), false]);
  // The means of two liked cases that agree in four bits, less a disliked one.
  const both = refinedQuery(query, {
    liked: [stored("a", 0b11110000), stored("b", 0b11001100)],
    disliked: [stored("c", 0b00001111)],
  });
  const [x, y] = [0.6 + 2 * unit, 0.8 + 2 * unit];
  near(both.continuous, [x, y, unit, unit, -unit, -unit, -2 * unit, -2 * unit]);
  assertEquals(refinedQuery(query, { liked: [], disliked: [] }), query);
});

Deno.test("refinedQuery() refuses marks that leave nothing of the query", () => {
  const one = stored("a", 0b10101010);
  assertThrows(
    () => refinedQuery(queryOfCase(one), { liked: [], disliked: [one] }),
    InputError,
    'Cannot search with "a" and these films: their codes cancel each other out',
  );
});

Deno.test("queryOfStudy() gives the mean of unit codes, whatever their lengths and order", () => {
  const code = fc.array(fc.double({ min: -9, max: 9, noNaN: true }), {
    minLength: BITS,
    maxLength: BITS,
  }).filter((values) => Math.hypot(...values) > 0.1);
  const cosine = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, bit) => sum + value * b[bit]!, 0) / Math.hypot(...a) / Math.hypot(...b);
  near(
    queryOfStudy([film(2, 0, 0, 0, 0, 0, 0, 0), film(0, -7, 0, 0, 0, 0, 0, 0)]).continuous,
    [0.5, -0.5, 0, 0, 0, 0, 0, 0],
  );
  fc.assert(fc.property(code, code, fc.double({ min: 0.5, max: 40, noNaN: true }), (a, b, by) => {
    fc.pre(cosine(a, b) > -0.99);
    const one = queryOfStudy([film(...a), film(...b)]);
    const other = queryOfStudy([film(...b), film(...a.map((value) => by * value))]);
    near(one.continuous, [...other.continuous]);
  }));
  const alone = film(1, 2, 3, 4, 5, 6, 7, 8);
  assertEquals(queryOfStudy([alone]), alone);
  assertThrows(() => queryOfStudy([]), RangeError, "no films");
});

Deno.test("a study finds none of its films, nor others of their patients", async () => {
  const index = HammingIndex.empty({ bits: BITS, model: "5a".repeat(32), labelNames: ["Mass"] });
  const all = [stored("a", 1, "1"), stored("b", 3, "2"), stored("c", 7, "1"), stored("d", 9, "")];
  index.add([...all, stored("e", 11, "")].map((one) => one.case), Uint8Array.of(1, 3, 7, 9, 11));
  const study = queryOfStudy([all[0]!, all[1]!, all[3]!].map(queryOfCase));
  const ids = async (ownPatient: boolean) =>
    (await findFilms(index, study, { top: 2, ownPatient })).films.map((found) => found.case.id);
  assertEquals(await ids(false), ["e"]);
  assertEquals((await ids(true)).sort(), ["c", "e"]);
});

const CARD: AskingCard = {
  over: "labels",
  vectors: "targets",
  labels: ["Edema", "Effusion", "Mass"],
  films: [10, 10, 10],
  sets: [],
  query: { scale: 4, prior: 0 },
  database: { scale: 4, prior: 0 },
  calibration: [{ relevance: 0, chance: 0.1 }, { relevance: 1, chance: 0.9 }],
};
const VECTORS = {
  names: CARD.labels,
  values: Float32Array.from(
    [0b11110000, 0b11001100, 0b10101010].flatMap((bits) =>
      Array.from({ length: BITS }, (_, bit) => bits >> (7 - bit) & 1 ? 1 : -1)
    ),
  ),
};
const asker = new Asker(CARD, VECTORS);
const EXPECTED = { kind: "expected", asker } as const;

Deno.test("emphasisedQuery() multiplies odds: what is worth 1 to 1 becomes 3 to 1", () => {
  const plain = asker.weights(Float32Array.of(1, 1, 1, 1, 1, 1, 1, 1));
  assertEquals(new Set(plain).size, 1);
  const query = film(1, 1, 1, 1, 1, 1, 1, 1);
  const { weights } = emphasisedQuery(query, EXPECTED, { Effusion: 3 });
  assertEquals([...weights!], [0.2, 0.6, 0.2].map((share) => Math.round(share * ONE)));
  assertEquals(emphasisedQuery(query, EXPECTED, { Mass: 1 }), query);
  // Of findings that are sought, those that count for most are worth 1.
  const sought = queryOfFindings("Edema, Effusion", asker);
  const { weights: wanted } = emphasisedQuery(sought, EXPECTED, { Edema: 0.5 });
  assertEquals([...wanted!], [Math.round(ONE / 2), ONE, 0]);
});

Deno.test("emphasisedQuery() asks by bits alone where only they are known", () => {
  const sharper = new Asker({ ...CARD, query: { scale: 40, prior: 0 } }, VECTORS);
  const query = queryOfCode("f0", BITS);
  const { weights } = emphasisedQuery(query, { kind: "expected", asker: sharper }, { Mass: 2 });
  const believed = sharper.weightsOfCode(query.code);
  const expected = emphasise(Float64Array.from(believed), [[0], [1], [2]], [1, 1, 2]);
  assert(weights!.every((weight, j) => Math.abs(weight - ONE * expected[j]!) < 2));
});

Deno.test("emphasisedQuery() refuses unknown findings, and factors that leave nothing", () => {
  const query = film(1, 1, 1, 1, 1, 1, 1, 1);
  const none = { Edema: 0, Effusion: 0, Mass: 0 };
  assertThrows(() => emphasisedQuery(query, EXPECTED, none), InputError, "raise one of them");
  assertThrows(
    () => emphasisedQuery(query, EXPECTED, { Efusion: 2 }),
    InputError,
    'Cannot weight "Efusion": the encoder knows no such finding (did you mean "Effusion"?)',
  );
});

Deno.test("no chance is told of queries that were never measured", async () => {
  const index = HammingIndex.empty({ bits: BITS, model: "5a".repeat(32), labelNames: CARD.labels });
  index.add([stored("a", 1).case, stored("b", 3).case], Uint8Array.of(1, 3));
  const chances = async (query: Query) =>
    (await findFilms(index, query, { top: 1, ask: EXPECTED })).films.map(({ expected }) =>
      expected!.chance
    );
  const plain = film(1, 1, 1, 1, -1, -1, -1, -1);
  assert(typeof (await chances(plain))[0] === "number");
  const marked = refinedQuery(plain, { liked: [stored("b", 3)], disliked: [] });
  for (
    const query of [
      marked,
      emphasisedQuery(plain, EXPECTED, { Mass: 2 }),
      queryOfStudy([plain, plain]),
    ]
  ) {
    assertEquals(await chances(query), [null]);
  }
  // Findings that are drawn towards a case ask with their vectors.
  const sought = refinedQuery(queryOfFindings("Mass", asker), {
    liked: [stored("b", 3)],
    disliked: [],
  });
  assertEquals(sought.weights, undefined);
  assertEquals(await chances(sought), [null]);
});

Deno.test("a study with one strange film is strange, and so is what is made of it", () => {
  const film = (isFamiliar: boolean | undefined) => ({
    ...queryOfCase(stored("a", 1)),
    isFamiliar,
  });
  const of = (...films: readonly (boolean | undefined)[]) =>
    queryOfStudy(films.map(film)).isFamiliar;
  assertEquals([of(true, true), of(true, undefined), of(undefined, false, true)], [
    true,
    undefined,
    false,
  ]);
  const marks = { liked: [stored("b", 3)], disliked: [] };
  assertEquals(refinedQuery(queryOfStudy([film(false)]), marks).isFamiliar, false);
});
