import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { expectedRelevance } from "../../lib/asking/mod.ts";
import { expectedRanking, isExpectedRanking } from "../../lib/metrics/expected_ranking.ts";
import { Random } from "../../lib/base/random.ts";

const labels = (films: number) => ({
  names: ["Edema", "Mass"],
  values: new Float32Array(2 * films).fill(1),
});
const people = (films: number) => Array.from({ length: films }, (_, film) => `p${film}`);

Deno.test("expectedRanking() orders by score, the greatest first, and ties equal scores only", () => {
  fc.assert(fc.property(fc.nat(), fc.integer({ min: 1, max: 30 }), (seed, films) => {
    const random = new Random(seed);
    // Few values, so that scores tie.
    const values = (rows: number) =>
      Uint16Array.from({ length: 2 * rows }, () => 8000 * random.below(4));
    const [weights, relevances] = [values(3), values(films)];
    const ranking = expectedRanking(
      { labels: labels(3), patients: people(3), weights },
      { labels: labels(films), patients: people(films), relevances },
    );
    assertEquals(isExpectedRanking(ranking), true);
    const distances = new Uint16Array(films);
    const scores = new Uint16Array(films);
    for (const query of [2, 0, 1]) {
      ranking.distances(query, distances);
      ranking.scores(query, scores);
      const own = weights.subarray(2 * query, 2 * query + 2);
      const expected = Array.from(scores, (_, film) => expectedRelevance(own, relevances, film));
      assertEquals([...scores], expected);
      const greater = [...new Set(expected)].sort((a, b) => b - a);
      assertEquals([...distances], expected.map((score) => greater.indexOf(score)));
      assertEquals(Math.max(...distances) < ranking.levels, true);
    }
  }));
});

Deno.test("expectedRanking() refuses relevances of another number of columns", () => {
  const queries = { labels: labels(1), patients: people(1), weights: new Uint16Array(2) };
  const database = { labels: labels(2), patients: people(2), relevances: new Uint16Array(6) };
  assertThrows(() => expectedRanking(queries, database), RangeError, "2 weights of 1 queries");
});
