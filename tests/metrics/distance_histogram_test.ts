import { assertEquals } from "@std/assert";
import { distanceHistogram, hammingRanking } from "../../lib/metrics/mod.ts";
import { Random } from "../../lib/base/random.ts";

const names = ["Edema", "Effusion", "Hernia"];

function films(count: number, seed: string) {
  const random = new Random(seed);
  const bytes = (length: number, below: number) =>
    Array.from({ length }, () => random.below(below));
  return {
    codes: Uint8Array.from(bytes(2 * count, 256)),
    bits: 16,
    labels: { names, values: Float32Array.from(bytes(3 * count, 2)) },
    patients: bytes(count, 8).map((patient) => `patient ${patient}`),
  };
}

const [queries, database] = [films(12, "queries"), films(40, "database")];

/** Pair by pair. */
function bruteForce(chosen: readonly number[], excludeSamePatient: boolean) {
  const counts = { relevant: new Float64Array(17), irrelevant: new Float64Array(17) };
  const bit = ({ codes }: typeof queries, film: number, k: number) =>
    codes[2 * film + (k >> 3)]! >> (7 - k % 8) & 1;
  const has = ({ labels }: typeof queries, film: number, label: number) =>
    labels.values[3 * film + label] === 1;
  for (const q of chosen) {
    for (let d = 0; d < 40; d++) {
      if (excludeSamePatient && queries.patients[q] === database.patients[d]) continue;
      const distance = Array.from({ length: 16 }, (_, k) => k)
        .filter((k) => bit(queries, q, k) !== bit(database, d, k)).length;
      const shares = [0, 1, 2].some((label) => has(queries, q, label) && has(database, d, label));
      counts[shares ? "relevant" : "irrelevant"][distance]!++;
    }
  }
  return counts;
}

Deno.test("distanceHistogram() counts every pair once, without the query's own patient", () => {
  const all = [...Array(12).keys()];
  const ranking = hammingRanking(queries, database);
  assertEquals(distanceHistogram(ranking), bruteForce(all, true));
  assertEquals(
    distanceHistogram(ranking, { excludeSamePatient: false }),
    bruteForce(all, false),
  );
});

Deno.test("distanceHistogram() takes evenly spread queries where not all are wanted", () => {
  const ranking = hammingRanking(queries, database);
  const seen: string[] = [];
  const onProgress = (done: number, total: number) => seen.push(`${done}/${total}`);
  const few = distanceHistogram(ranking, { mostQueries: 4, onProgress });
  assertEquals(few, bruteForce([0, 3, 6, 9], true));
  assertEquals(seen, ["1/4", "2/4", "3/4", "4/4"]);
  assertEquals(distanceHistogram(ranking, { mostQueries: 50 }), distanceHistogram(ranking));
});
