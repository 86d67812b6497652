import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { InputError } from "../../lib/base/errors.ts";
import {
  EMPTY_QUERY_POLICIES,
  evaluateRanking,
  type EvaluationOptions,
  hammingRanking,
  hubRanking,
  type LabelledCodes,
  NORMALISERS,
  randomRanking,
  type ScoreName,
} from "../../lib/metrics/mod.ts";
import {
  cutOffs,
  everyOrder,
  mean,
  meanOfTop,
  ndcgOfList,
  weightedPrecisionOfList,
} from "./every_order.ts";

const NAMES = ["Edema", "Effusion", "Mass"];

/** A film as the oracle sees it; its code is a list of bits, its labels as the reader gives them. */
interface Film {
  readonly bits: readonly number[];
  readonly labels: readonly number[];
  readonly patient: string;
}

const filmLists = (maxLength: number) =>
  fc.array(
    fc.record({
      bits: fc.tuple(fc.nat(1), fc.nat(1), fc.nat(1)),
      labels: fc.array(fc.constantFrom(0, 0, 1, 1, 0.5, 0.4, NaN), { minLength: 3, maxLength: 3 }),
      patient: fc.constantFrom("a", "b", "c"),
    }),
    { minLength: 1, maxLength },
  );

/** The films as the library takes them: eight bits, of which the last three differ. */
function labelledCodes(films: readonly Film[]): LabelledCodes {
  return {
    codes: Uint8Array.from(films, ({ bits: [a = 0, b = 0, c = 0] }) => 4 * a + 2 * b + c),
    bits: 8,
    labels: { names: NAMES, values: Float32Array.from(films.flatMap(({ labels }) => labels)) },
    patients: films.map(({ patient }) => patient),
  };
}

const present = (film: Film) => NAMES.map((_, c) => c).filter((c) => film.labels[c]! >= 0.5);
const hammingDistance = (a: Film, b: Film) => a.bits.filter((bit, i) => bit !== b.bits[i]).length;

/** Distances of the three rankings, straight from what they are said to be. */
const RANKINGS = {
  hamming: { make: hammingRanking, distance: hammingDistance },
  random: { make: randomRanking, distance: () => 0 },
  hub: { make: hubRanking, distance: (_: Film, film: Film) => 3 - present(film).length },
};

/** Every score of one query by writing out every order, or undefined if nothing is relevant. */
function bruteForce(
  query: Film,
  candidates: readonly Film[],
  distanceOf: (query: Film, film: Film) => number,
  { k, normaliser }: { k: number; normaliser: typeof NORMALISERS[number] },
) {
  const wanted = present(query);
  const items = candidates.map((film) => {
    const labels = present(film);
    const shared = labels.filter((c) => wanted.includes(c));
    const union = new Set([...labels, ...wanted]).size;
    const jaccard = union === 0 ? 0 : shared.length / union;
    return { distance: distanceOf(query, film), labels, shared: shared.length, jaccard };
  });
  if (items.every(({ shared }) => shared === 0)) return undefined;
  const orders = everyOrder(items);
  type Scored = typeof items[number];
  const over = (score: (gains: number[]) => number, gain: (item: Scored) => number) =>
    orders.map((order) => score(order.map(gain)));
  const ap = (gains: number[]) => weightedPrecisionOfList(gains, k, normaliser);
  const relevant = ({ shared }: Scored) => Math.min(shared, 1);
  const aps = over(ap, relevant);
  const ball = items.filter(({ distance }) => distance <= 2);
  const scores: Record<Exclude<ScoreName, "precisionRadius2">, number> = {
    map: mean(aps),
    mapLow: Math.min(...aps),
    mapHigh: Math.max(...aps),
    wap: mean(over(ap, ({ shared }) => shared)),
    ndcg100: mean(over((gains) => ndcgOfList(gains, 100), ({ shared }) => 2 ** shared - 1)),
    ndcgJaccard100: mean(over((gains) => ndcgOfList(gains, 100), (item) => 2 ** item.jaccard - 1)),
    acg100: mean(over((gains) => meanOfTop(gains, 100), ({ shared }) => shared)),
    precision100: mean(over((gains) => meanOfTop(gains, 100), relevant)),
  };
  return {
    scores,
    precisionRadius2: ball.length === 0 ? 0 : mean(ball.map(relevant)),
    perClass: NAMES.map((_, c) =>
      wanted.includes(c) && items.some(({ labels }) => labels.includes(c))
        ? mean(over(ap, ({ labels }) => labels.includes(c) ? 1 : 0))
        : undefined
    ),
  };
}

Deno.test("evaluateRanking() agrees with every order written out, for every score", () => {
  fc.assert(
    fc.property(
      filmLists(3),
      filmLists(5),
      fc.constantFrom(...Object.values(RANKINGS)),
      fc.record({
        k: cutOffs,
        normaliser: fc.constantFrom(...NORMALISERS),
        emptyQueries: fc.constantFrom("skip" as const, "zero" as const),
        excludeSamePatient: fc.boolean(),
      }),
      (queries, database, { make, distance }, options) => {
        const scores = evaluateRanking(
          make(labelledCodes(queries), labelledCodes(database)),
          options,
        );
        const empty = options.emptyQueries === "skip" ? NaN : 0;
        for (const [i, query] of queries.entries()) {
          const candidates = options.excludeSamePatient
            ? database.filter(({ patient }) => patient !== query.patient)
            : database;
          const oracle = bruteForce(query, candidates, distance, options);
          const near = (actual: number | undefined, expected: number | undefined) =>
            assertAlmostEquals(actual ?? -1, expected ?? empty, 1e-12);
          for (const name of ["map", "mapLow", "mapHigh", "wap", "ndcg100"] as const) {
            near(scores.perQuery[name][i], oracle?.scores[name]);
          }
          for (const name of ["ndcgJaccard100", "acg100", "precision100"] as const) {
            near(scores.perQuery[name][i], oracle?.scores[name]);
          }
          const inBall = make === hammingRanking ? oracle?.precisionRadius2 : NaN;
          near(scores.perQuery.precisionRadius2[i], inBall);
          for (const c of NAMES.keys()) {
            const inClass = present(query).includes(c) ? oracle?.perClass[c] : NaN;
            near(scores.perClass[c]![i], inClass);
          }
        }
      },
    ),
    { seed: 1, numRuns: 400 },
  );
});

const query: Film = { bits: [0, 0, 0], labels: [1, 0, 0], patient: "a" };
const match: Film = { bits: [0, 0, 1], labels: [1, 0, 0], patient: "b" };
const other: Film = { bits: [0, 1, 1], labels: [0, 1, 0], patient: "c" };
const evaluate = (queries: Film[], database: Film[], options: EvaluationOptions = {}) =>
  evaluateRanking(hammingRanking(labelledCodes(queries), labelledCodes(database)), options);

Deno.test("evaluateRanking() leaves the query's own patient out by default", () => {
  const own = { ...other, bits: [0, 0, 0], patient: "a" };
  assertEquals(evaluate([query], [own, match, other]).perQuery.map[0], 1);
  const included = evaluate([query], [own, match, other], { excludeSamePatient: false });
  assertEquals(included.perQuery.map[0], 1 / 2);
});

Deno.test("evaluateRanking() treats queries with nothing relevant as the policy says", () => {
  const normal = { ...query, labels: [0, 0, 0] };
  const lonely = { ...query, labels: [0, 0, 1] };
  const onlyOwn = { ...query, labels: [1, 0, 0], patient: "b" };
  const queries = [normal, lonely, onlyOwn, query];
  const skipped = evaluate(queries, [match, other]);
  assertEquals([...skipped.perQuery.map], [NaN, NaN, NaN, 1]);
  assertEquals([...skipped.perClass[2]!], [NaN, NaN, NaN, NaN]);
  assertEquals(skipped.emptyQueries, 3);
  const zero = evaluate(queries, [match, other], { emptyQueries: "zero" });
  assertEquals([...zero.perQuery.map], [0, 0, 0, 1]);
  assertEquals([...zero.perClass[2]!], [NaN, 0, NaN, NaN]);
  assertEquals(zero.curve?.recall.at(-1), 1 / 4);
  assertThrows(
    () => evaluate([query, lonely], [match, other], { emptyQueries: "error" }),
    InputError,
    "Cannot score query 1: no database film left for it has one of its labels (Mass)",
  );
});

Deno.test("evaluateRanking() applies the policy to a label that no database film has", () => {
  const both = { ...query, labels: [1, 0, 1] };
  for (const emptyQueries of EMPTY_QUERY_POLICIES) {
    const run = () => evaluate([both], [match, other], { emptyQueries }).perClass[2]![0];
    if (emptyQueries === "error") assertThrows(run, InputError, "(Mass)");
    else assertEquals(run(), emptyQueries === "zero" ? 0 : NaN);
  }
});

Deno.test("evaluateRanking() averages the curve over scored queries, by Hamming distance only", () => {
  const { curve } = evaluate([query, query], [match, other]);
  assertEquals([...curve!.precision.subarray(0, 3)], [0, 1, 1 / 2]);
  assertEquals([...curve!.recall.subarray(0, 3)], [0, 1, 1]);
  const films = labelledCodes([query, match]);
  assertEquals(evaluateRanking(randomRanking(films, films)).curve, null);
  assertEquals(evaluate([{ ...query, labels: [0, 0, 0] }], [match]).curve, null);
});

Deno.test("evaluateRanking() reports its progress after every query", () => {
  const seen: number[] = [];
  const queries = [query, { ...query, labels: [0, 0, 0] }, query];
  evaluate(queries, [match], {
    onProgress: (done, total) => {
      assertEquals(total, 3);
      seen.push(done);
    },
  });
  assertEquals(seen, [1, 2, 3]);
});

Deno.test("evaluateRanking() gives no score and no NaN curve when the database is empty", () => {
  const scores = evaluate([query], []);
  assertEquals([...scores.perQuery.map], [NaN]);
  assertEquals([scores.curve, scores.emptyQueries], [null, 1]);
});

Deno.test("evaluateRanking() refuses a k or a choice that makes no sense", () => {
  for (const k of [0, -1, 1.5, NaN]) {
    assertThrows(() => evaluate([query], [match], { k }), RangeError, `k is ${k}`);
  }
  const wrong = JSON.parse('{"normaliser": "max"}');
  assertThrows(() => evaluate([query], [match], wrong), RangeError, 'normaliser is "max"');
});
