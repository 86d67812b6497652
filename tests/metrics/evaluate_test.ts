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
  type Normaliser,
  NORMALISERS,
  randomRanking,
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
  { k, normaliser }: { k: number; normaliser: Normaliser },
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
  const at = k === Infinity ? "" : `@${k}`;
  const short = Math.min(k, 5);
  const shared = (item: Scored) => item.shared;
  const exponential = (item: Scored) => 2 ** item.shared - 1;
  const exponentialJaccard = (item: Scored) => 2 ** item.jaccard - 1;
  const total = items.map(relevant).reduce((sum, hit) => sum + hit, 0);
  const recall = (gains: number[]) =>
    meanOfTop(gains, short) * Math.min(short, gains.length) / total;
  const scores = {
    [`map${at}`]: mean(aps),
    [`map${at}:pessimistic`]: Math.min(...aps),
    [`map${at}:optimistic`]: Math.max(...aps),
    [`wap${at}`]: mean(over(ap, shared)),
    [`ndcg${at}`]: mean(over((gains) => ndcgOfList(gains, k), exponential)),
    [`ndcg${at}:jaccard`]: mean(over((gains) => ndcgOfList(gains, k), exponentialJaccard)),
    [`acg@${short}`]: mean(over((gains) => meanOfTop(gains, short), shared)),
    [`precision@${short}`]: mean(over((gains) => meanOfTop(gains, short), relevant)),
    [`recall@${short}`]: mean(over(recall, relevant)),
  };
  const inBall = [0, 2].map((radius) => {
    const ball = items.filter(({ distance }) => distance <= radius);
    return [`precision@radius${radius}`, ball.length === 0 ? 0 : mean(ball.map(relevant))] as const;
  });
  return {
    scores,
    inBall: Object.fromEntries(inBall),
    perClass: NAMES.map((_, c) =>
      wanted.includes(c) && items.some(({ labels }) => labels.includes(c))
        ? mean(over(ap, ({ labels }) => labels.includes(c) ? 1 : 0))
        : undefined
    ),
  };
}

/** The names of the scores of {@linkcode bruteForce}, and of macro AP. */
function namesAt(k: number): string[] {
  const [at, short] = [k === Infinity ? "" : `@${k}`, Math.min(k, 5)];
  const whole = ["map", "wap", "ndcg"].map((name) => name + at);
  const ends = [`map${at}:pessimistic`, `map${at}:optimistic`, `ndcg${at}:jaccard`];
  const cut = ["acg", "precision", "recall"].map((name) => `${name}@${short}`);
  return [...whole, ...ends, ...cut, "precision@radius0", "precision@radius2", `macro-ap${at}`];
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
        const names = namesAt(options.k);
        const { scores } = evaluateRanking(
          make(labelledCodes(queries), labelledCodes(database)),
          { ...options, scores: names },
        );
        for (const [i, query] of queries.entries()) {
          const isLeftOut = options.emptyQueries === "skip" || query.labels.every(Number.isNaN);
          const empty = isLeftOut ? NaN : 0;
          const candidates = options.excludeSamePatient
            ? database.filter(({ patient }) => patient !== query.patient)
            : database;
          const oracle = bruteForce(query, candidates, distance, options);
          const near = (name: string, expected: number | undefined, list = 0) =>
            assertAlmostEquals(scores[name]![list]![i]!, expected ?? empty, 1e-12);
          for (const name of names.filter((name) => !/macro|radius/.test(name))) {
            near(name, oracle?.scores[name]);
          }
          for (const name of ["precision@radius0", "precision@radius2"]) {
            near(name, make === hammingRanking ? oracle?.inBall[name] : NaN);
          }
          for (const c of NAMES.keys()) {
            const inClass = present(query).includes(c) ? oracle?.perClass[c] : NaN;
            near(names.at(-1)!, inClass, c);
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
function evaluate(queries: Film[], database: Film[], options: EvaluationOptions = {}) {
  const ranking = hammingRanking(labelledCodes(queries), labelledCodes(database));
  const { scores, ...rest } = evaluateRanking(ranking, options);
  return { map: scores["map"]![0]!, perClass: scores["macro-ap"]!, ...rest };
}

Deno.test("evaluateRanking() leaves the query's own patient out by default", () => {
  const own = { ...other, bits: [0, 0, 0], patient: "a" };
  assertEquals(evaluate([query], [own, match, other]).map[0], 1);
  const included = evaluate([query], [own, match, other], { excludeSamePatient: false });
  assertEquals(included.map[0], 1 / 2);
});

Deno.test("evaluateRanking() treats queries with nothing relevant as the policy says", () => {
  const normal = { ...query, labels: [0, 0, 0] };
  const lonely = { ...query, labels: [0, 0, 1] };
  const onlyOwn = { ...query, labels: [1, 0, 0], patient: "b" };
  const queries = [normal, lonely, onlyOwn, query];
  const skipped = evaluate(queries, [match, other]);
  assertEquals([...skipped.map], [NaN, NaN, NaN, 1]);
  assertEquals([...skipped.perClass[2]!], [NaN, NaN, NaN, NaN]);
  assertEquals(skipped.emptyQueries, 3);
  const zero = evaluate(queries, [match, other], { emptyQueries: "zero" });
  assertEquals([...zero.map], [0, 0, 0, 1]);
  assertEquals([...zero.perClass[2]!], [NaN, 0, NaN, NaN]);
  assertEquals(zero.curve?.recall.at(-1), 1 / 4);
  assertThrows(
    () => evaluate([query, lonely], [match, other], { emptyQueries: "error" }),
    InputError,
    "Cannot score query 1: no database film left for it has one of its labels (Mass)",
  );
});

Deno.test("evaluateRanking() leaves queries out of which nothing is known, whatever the policy", () => {
  const unknown = { ...query, labels: [NaN, NaN, NaN] };
  for (const emptyQueries of EMPTY_QUERY_POLICIES) {
    const found = evaluate([unknown, query], [match, other], { emptyQueries });
    assertEquals([...found.map], [NaN, 1]);
    assertEquals([found.emptyQueries, found.unknownQueries], [0, 1]);
    assertEquals(found.isScored, [false, true]);
  }
  const partly = { ...query, labels: [0, NaN, NaN] };
  const zero = evaluate([partly], [match, other], { emptyQueries: "zero" });
  assertEquals([zero.map[0], zero.emptyQueries, zero.unknownQueries], [0, 1, 0]);
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
  assertEquals([...scores.map], [NaN]);
  assertEquals([scores.curve, scores.emptyQueries], [null, 1]);
});

Deno.test("evaluateRanking() refuses a score or a choice that there is not", () => {
  for (const name of ["map@0", "map@-1", "map@1.5", "map@NaN"]) {
    assertThrows(() => evaluate([query], [match], { scores: [name] }), InputError, `"${name}"`);
  }
  const wrong = JSON.parse('{"normaliser": "max"}');
  assertThrows(() => evaluate([query], [match], wrong), RangeError, 'normaliser is "max"');
});
