import { assertEquals, assertThrows } from "@std/assert";
import {
  hammingRanking,
  hubRanking,
  type LabelledCodes,
  randomRanking,
  type Ranking,
} from "../../lib/metrics/mod.ts";

/** Films of distinct patients with 8-bit codes and three labels. */
function films(codes: number[], labels: number[]): LabelledCodes {
  return {
    codes: new Uint8Array(codes),
    bits: 8,
    labels: { names: ["Edema", "Effusion", "Mass"], values: new Float32Array(labels) },
    patients: codes.map((_, i) => `patient ${i}`),
  };
}

const queries = films([0b1100, 0b0000], [1, 0, 0, 0, 1, 0]);
const database = films([0b1100, 0b0100, 0b0011], [1, 1, 0, 0, 0, 0, 0.5, 1, 1]);

function distances(ranking: Ranking, query: number): number[] {
  const into = new Uint16Array(ranking.database.patients.length);
  ranking.distances(query, into);
  return [...into];
}

Deno.test("hammingRanking() gives the Hamming distances to each query", () => {
  const ranking = hammingRanking(queries, database);
  assertEquals(ranking.levels, 9);
  assertEquals(distances(ranking, 0), [0, 1, 4]);
  assertEquals(distances(ranking, 1), [2, 1, 2]);
});

Deno.test("randomRanking() ties the whole database", () => {
  const ranking = randomRanking(queries, database);
  assertEquals(ranking.levels, 1);
  assertEquals(distances(ranking, 1), [0, 0, 0]);
});

Deno.test("hubRanking() puts films with many labels first, whatever the query", () => {
  const ranking = hubRanking(queries, database);
  assertEquals(ranking.levels, 4);
  assertEquals(distances(ranking, 0), [1, 3, 0]);
  assertEquals(distances(ranking, 1), [1, 3, 0]);
});

Deno.test("rankings refuse sides that do not fit, and say which", () => {
  const refuse = (change: Partial<LabelledCodes>, message: string) =>
    assertThrows(() => hammingRanking(queries, { ...database, ...change }), RangeError, message);
  refuse({ bits: 16 }, "the queries have 8 bits, the database 16");
  refuse({ codes: new Uint8Array(2) }, "the database has 2 codes for 3 films");
  refuse(
    { labels: { names: ["Edema"], values: new Float32Array(3) } },
    "the queries' labels are Edema, Effusion, Mass, the database's Edema",
  );
  refuse(
    { labels: { ...database.labels, values: new Float32Array(8) } },
    "the database side has 8 label values for 3 films, expected 9",
  );
  refuse(
    { strata: { sex: ["F"], age: new Float32Array(3), view: ["", "", ""] } },
    "the database side has 1 entries of strata.sex for 3 films, expected 3",
  );
});
