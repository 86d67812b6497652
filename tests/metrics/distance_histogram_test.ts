import { assertEquals } from "@std/assert";
import { distanceHistogram, hammingRanking } from "../../lib/metrics/mod.ts";
import { Random } from "../../lib/base/random.ts";

const names = ["Edema", "Effusion", "Hernia"];

function films(count: number, seed: string, values: readonly number[] = [0, 1]) {
  const random = new Random(seed);
  const bytes = (length: number, below: number) =>
    Array.from({ length }, () => random.below(below));
  return {
    codes: Uint8Array.from(bytes(2 * count, 256)),
    bits: 16,
    labels: {
      names,
      values: Float32Array.from(bytes(3 * count, values.length), (place) => values[place]!),
    },
    patients: bytes(count, 8).map((patient) => `patient ${patient}`),
  };
}

type Films = ReturnType<typeof films>;

const known = [films(12, "queries"), films(40, "database")] as const;
const [queries, database] = known;

/** Pair by pair. */
function bruteForce(
  chosen: readonly number[],
  excludeSamePatient: boolean,
  [queries, database]: readonly [Films, Films] = known,
) {
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
      const apart = [0, 1, 2].every((label) =>
        queries.labels.values[3 * q + label] === 0 || database.labels.values[3 * d + label] === 0
      );
      if (shares) counts.relevant[distance]!++;
      else if (apart) counts.irrelevant[distance]!++;
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

Deno.test("distanceHistogram() leaves out pairs of which nobody knows whether they share a label", () => {
  const values = [0, 0, 1, NaN];
  const partly = [films(12, "some queries", values), films(40, "some films", values)] as const;
  const ranking = hammingRanking(...partly);
  const all = [...Array(12).keys()];
  const found = distanceHistogram(ranking, { excludeSamePatient: false });
  assertEquals(found, bruteForce(all, false, partly));
  const pairs = [...found.relevant, ...found.irrelevant].reduce((sum, count) => sum + count);
  assertEquals(pairs > 100 && pairs < 12 * 40, true, `${pairs} pairs`);
});
