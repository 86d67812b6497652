import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  DEFAULT_SCORES,
  evaluateRanking,
  type EvaluationOptions,
  hammingRanking,
  hubRanking,
  type LabelledCodes,
  type NamedScores,
  randomRanking,
  retrievalReport,
  summarise,
} from "../../lib/metrics/mod.ts";
import { Random } from "../../lib/base/random.ts";

const NAMES = ["Edema", "Effusion", "Hernia"];

/** Random films of which no one has a hernia; several films a patient, "" for some strata. */
function randomFilms(films: number, prefix: string, random: Random): LabelledCodes {
  const list = <T>(draw: (film: number) => T) => Array.from({ length: films }, (_, i) => draw(i));
  const finding = () => random.chance(0.5) ? 1 : 0;
  return {
    codes: Uint8Array.from({ length: 2 * films }, () => random.below(256)),
    bits: 16,
    labels: {
      names: NAMES,
      values: Float32Array.from(list(() => [finding(), finding(), 0]).flat()),
    },
    patients: list((film) => `${prefix}${film >> 2}`),
    strata: {
      sex: list((film) => ["F", "M", ""][film % 3]!),
      age: Float32Array.from(list(() => random.between(20, 60))),
      view: list(() => "PA"),
    },
  };
}

const random = new Random(1);
const queries = randomFilms(60, "query ", random);
const database = randomFilms(200, "database ", random);

function scored(options: EvaluationOptions = {}): NamedScores[] {
  return [
    { name: "cohash", scores: evaluateRanking(hammingRanking(queries, database), options) },
    { name: "random", scores: evaluateRanking(randomRanking(queries, database), options) },
    { name: "hub", scores: evaluateRanking(hubRanking(queries, database), options) },
  ];
}

const report = (rankings: readonly NamedScores[]) =>
  retrievalReport({ run: "demo", bits: 16, rankings }, { random: new Random(2), resamples: 200 });

Deno.test("retrievalReport() has the keys that readers of the JSON rely on", () => {
  const result = report(scored());
  assertEquals([result.run, result.bits, result.queries, result.database], ["demo", 16, 60, 200]);
  assertEquals(result.rows.map(({ name }) => name), ["cohash", "random", "hub"]);
  assertEquals(Object.keys(result.rows[0]!), [
    "name",
    "scores",
    "intervals",
    "perClass",
    "perClassInterval",
    "perClassQueries",
    "precisionRecall",
    "strata",
  ]);
  assertEquals(Object.keys(result.rows[0]!.scores), DEFAULT_SCORES);
  assertEquals(Object.keys(result.rows[0]!.intervals), ["macro-ap", "ndcg@100:jaccard", "map"]);
});

Deno.test("retrievalReport() survives JSON, so it holds no NaN", () => {
  const result = report(scored());
  assertEquals(JSON.parse(JSON.stringify(result)), result);
  const [cohash, chance] = result.rows;
  assertEquals(cohash!.perClass["Hernia"], null);
  assertEquals([chance!.scores["precision@radius2"], chance!.precisionRecall], [null, null]);
});

Deno.test("retrievalReport() names its conventions", () => {
  const { conventions } = report(scored({ normaliser: "hits", emptyQueries: "zero" }));
  assertEquals(conventions.normaliser, "hits in the top k");
  assertEquals([conventions.emptyQueries, conventions.samePatient], ["zero", "excluded"]);
  const without = Array.from({ length: 60 }, (_, film) => film)
    .filter((film) => queries.labels.values.subarray(3 * film, 3 * film + 3).every((v) => v === 0));
  assertEquals(conventions.emptyQueryCount, without.length);
  assertEquals("unknownQueryCount" in conventions, false);
});

Deno.test("retrievalReport() counts queries of which nothing is known, where there are any", () => {
  const values = queries.labels.values.map((value, i) => i < 6 ? NaN : value);
  const some = { ...queries, labels: { names: NAMES, values } };
  const scores = evaluateRanking(hammingRanking(some, database));
  assertEquals(report([{ name: "cohash", scores }]).conventions.unknownQueryCount, 2);
});

Deno.test("retrievalReport() puts each mean within its interval and between its ends", () => {
  const inside = (value: number | null, [low, high]: readonly [number, number]) =>
    assert(low - 1e-12 <= value! && value! <= high + 1e-12, `${value} not in ${low} … ${high}`);
  for (const { scores, intervals } of report(scored()).rows) {
    for (const [name, interval] of Object.entries(intervals)) inside(scores[name]!, interval!);
    inside(scores["map"]!, [scores["map:pessimistic"]!, scores["map:optimistic"]!]);
  }
});

Deno.test("retrievalReport() gives the same bits for the same seed", () => {
  assertEquals(JSON.stringify(report(scored())), JSON.stringify(report(scored())));
});

Deno.test("retrievalReport() refuses rows that cannot be compared", () => {
  const [first] = scored();
  for (const options of [{ scores: ["map@10"] }, { normaliser: "hits" as const }]) {
    const [, second] = scored(options);
    assertThrows(() => report([first!, second!]), RangeError, '"random" and "cohash"');
  }
  assertThrows(() => report([]), RangeError, "there is no ranking");
});

Deno.test("summarise() breaks the queries down so that the strata add up", () => {
  const [cohash] = scored();
  const { strata, scores, intervals } = summarise("cohash", cohash!.scores);
  assertEquals(intervals, {});
  const bySex = strata.filter(({ by }) => by === "sex");
  assertEquals(bySex.map(({ value }) => value), ["F", "M", "unknown"]);
  const queriesOf = bySex.reduce((sum, row) => sum + row.queries, 0);
  const weighted = bySex.reduce((sum, row) => sum + row.queries * row.scores["map"]!, 0);
  assertAlmostEquals(weighted / queriesOf, scores["map"]!, 1e-12);
  assertEquals(strata.filter(({ by }) => by === "view").map((row) => row.scores["map"]), [
    scores["map"],
  ]);
});

Deno.test("summarise() averages classes with equal weight in macro AP", () => {
  const [cohash] = scored();
  const { scores, perClass } = summarise("cohash", cohash!.scores);
  assertAlmostEquals(scores["macro-ap"]!, (perClass["Edema"]! + perClass["Effusion"]!) / 2, 1e-12);
});

Deno.test("summarise() tells how many queries each class has, and how sure its AP is", () => {
  const [cohash] = scored();
  const row = summarise("cohash", cohash!.scores, { random: new Random(2), resamples: 200 });
  const withEdema = Array.from({ length: 60 }, (_, film) => queries.labels.values[3 * film])
    .filter((value) => value === 1);
  assertEquals(row.perClassQueries["Edema"], withEdema.length);
  assertEquals(row.perClassQueries["Hernia"], 0);
  const [low, high] = row.perClassInterval["Edema"]!;
  assert(low < row.perClass["Edema"]! && row.perClass["Edema"]! < high);
  assertEquals(row.perClassInterval["Hernia"], null);
});

Deno.test("summarise() gives no interval for a class that fewer than five patients show", () => {
  // Four films a patient.
  const values = queries.labels.values.map((value, i) => i % 3 === 2 && i < 48 ? 1 : value);
  const labels = { names: NAMES, values };
  const hernia = { ...database.labels, values: database.labels.values.map(() => 1) };
  const scores = evaluateRanking(
    hammingRanking({ ...queries, labels }, { ...database, labels: hernia }),
  );
  const row = summarise("cohash", scores, { random: new Random(2), resamples: 50 });
  assertEquals([row.perClassQueries["Hernia"], row.perClassInterval["Hernia"]], [16, null]);
});

Deno.test("summarise() has nothing but nulls when no query was scored", () => {
  const labels = { names: NAMES, values: new Float32Array(180) };
  const normal = evaluateRanking(hammingRanking({ ...queries, labels }, database));
  const row = summarise("normal", normal, { random: new Random(1) });
  const { scores, intervals, perClass, perClassInterval, perClassQueries, strata } = row;
  const all = [scores, intervals, perClass, perClassInterval].flatMap((record) =>
    Object.values(record)
  );
  assertEquals(new Set<unknown>(all), new Set([null]));
  assertEquals(Object.values(perClassQueries), [0, 0, 0]);
  assert(strata.every(({ queries, scores }) => queries === 0 && scores["map"] === null));
});

Deno.test("retrievalReport() of a sample of queries says how many of how many, and scores those", () => {
  const asked = Uint32Array.from([3, 17, 20, 41]);
  const [whole] = scored();
  const [part] = scored({ asked });
  for (const [name, lists] of Object.entries(whole!.scores.scores)) {
    for (const [c, list] of lists.entries()) {
      const expected = list.map((score, query) => asked.includes(query) ? score : NaN);
      assertEquals(part!.scores.scores[name]![c], expected);
    }
  }
  const { queries, conventions } = report([part!]);
  assertEquals([queries, conventions.querySample], [4, "4 of 60"]);
  assertEquals("querySample" in report([whole!]).conventions, false);
});
