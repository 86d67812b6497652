import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { asymmetricAgreements } from "../../lib/codes/asymmetric.ts";
import { packCodes } from "../../lib/codes/pack.ts";
import {
  asymmetricRanking,
  type ContinuousCodes,
  evaluateRanking,
  hammingRanking,
} from "../../lib/metrics/mod.ts";

/** Films of distinct patients from their continuous codes; every second film has the label. */
function films(continuous: Float32Array, bits: number): ContinuousCodes {
  const count = continuous.length / bits;
  return {
    continuous,
    codes: packCodes(continuous, bits),
    bits,
    labels: { names: ["Edema"], values: Float32Array.from({ length: count }, (_, n) => n % 2) },
    patients: Array.from({ length: count }, (_, n) => `${n}`),
  };
}

function values(count: number) {
  return fc.float32Array({ minLength: count, maxLength: count, noNaN: true, min: -4, max: 4 });
}

/** Two queries and a database. */
const sides = fc.constantFrom(8, 16, 64).chain((bits) =>
  fc.tuple(values(2 * bits), values(20 * bits))
    .map(([query, database]) => [films(query, bits), films(database, bits)] as const)
);

Deno.test("asymmetricRanking() never contradicts the Hamming distance, nor the agreement by a step", () => {
  fc.assert(fc.property(sides, ([queries, database]) => {
    const ranking = asymmetricRanking(queries, database);
    const [fine, coarse] = [new Uint16Array(20), new Uint16Array(20)];
    for (const query of [0, 1]) {
      ranking.distances(query, fine);
      hammingRanking(queries, database).distances(query, coarse);
      assertEquals(fine.map((distance) => Math.floor(distance / 32)), coarse);
      const { bits } = queries;
      const continuous = queries.continuous.subarray(query * bits, (query + 1) * bits);
      const agreements = asymmetricAgreements(continuous, database.codes);
      for (const [a, distance] of fine.entries()) {
        for (const [b, other] of fine.entries()) {
          if (coarse[a] !== coarse[b] || distance >= other) continue;
          assertEquals(agreements[a]! > agreements[b]!, true, `${a} before ${b}`);
        }
      }
    }
  }));
});

Deno.test("asymmetricRanking() puts the film first that differs where the query is less certain", () => {
  const query = films(Float32Array.of(3, 0.1, 2, 2, 2, 2, 2, -2), 8);
  const database = { ...films(new Float32Array(24), 8) };
  const codes = Uint8Array.of(0b01111110, 0b10111110, 0b11111110);
  const distances = new Uint16Array(3);
  asymmetricRanking(query, { ...database, codes }).distances(0, distances);
  assertEquals([...distances], [32 + 31, 32, 0]);
});

Deno.test("evaluateRanking() scores an asymmetric ranking query by query, with fewer ties", () => {
  const bits = 8;
  // Both queries have the label; the database film with it is the better agreeing one of a tie.
  const continuous = Float32Array.from([...[3, 0.1, 2, 2, 2, 2, 2, 2], ...[
    0.1,
    3,
    2,
    2,
    2,
    2,
    2,
    2,
  ]]);
  const names = ["Edema"];
  const queries = { ...films(continuous, bits), labels: { names, values: Float32Array.of(1, 1) } };
  const database = {
    ...films(new Float32Array(2 * bits), bits),
    codes: Uint8Array.of(0b01111111, 0b10111111),
    patients: ["a", "b"],
    labels: { names, values: Float32Array.of(0, 1) },
  };
  const tied = evaluateRanking(hammingRanking(queries, database), { excludeSamePatient: false });
  const broken = evaluateRanking(asymmetricRanking(queries, database), {
    excludeSamePatient: false,
  });
  assertEquals([...tied.scores["map"]![0]!], [0.75, 0.75]);
  assertEquals([...broken.scores["map"]![0]!], [1, 0.5]);
  assertEquals([...broken.scores["precision@radius2"]![0]!], [NaN, NaN]);
  assertEquals(broken.curve, null);
});

Deno.test("asymmetricRanking() refuses continuous codes that are not as many as the films", () => {
  const some = films(new Float32Array(16), 8);
  const fewer = { ...some, continuous: new Float32Array(8) };
  assertThrows(() => asymmetricRanking(fewer, some), RangeError, "8 continuous values for 2 codes");
});
