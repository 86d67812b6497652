import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { Random } from "../../lib/base/random.ts";
import { PairShares } from "../../lib/worth/pair_shares.ts";

/** Pairs of films of patients who share things more or less often, all of one population. */
function drawPairs(random: Random, { patients, films }: { patients: number; films: number }) {
  const readiness = Array.from({ length: patients }, () => 0.7 * random.normal());
  const shares = new PairShares(patients);
  for (let a = 0; a < patients; a++) {
    for (let b = 0; b < patients; b++) {
      if (a === b) continue;
      for (let film = 0; film < films; film++) {
        shares.add(a, b, random.chance(sigmoid(-1 + readiness[a]! + readiness[b]!)));
      }
    }
  }
  return shares;
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

Deno.test("95 % intervals hold the truth as often as they say, though patients' pairs are alike", () => {
  const random = new Random("coverage");
  const draws = 200_000;
  let truth = 0;
  for (let n = 0; n < draws; n++) {
    truth += sigmoid(-1 + 0.7 * random.normal() + 0.7 * random.normal()) / draws;
  }
  const samples = 400;
  let [covered, pairs] = [0, 0];
  for (let sample = 0; sample < samples; sample++) {
    const shares = drawPairs(random, { patients: 25, films: 2 });
    const { low, high } = shares.interval();
    if (low <= truth && truth <= high) covered++;
    pairs = shares.pairs;
  }
  assertEquals(pairs, 25 * 24 * 2);
  assert(covered / samples > 0.92 && covered / samples < 0.98, `covered ${covered / samples}`);
});

Deno.test("two pairs of four patients have Wilson's interval, worked out by hand", () => {
  const shares = new PairShares(4);
  shares.add(0, 1, true);
  shares.add(2, 3, false);
  const { chance, low, high } = shares.interval();
  assertEquals(chance, 0.5);
  // V = 4 · (1/2 · 1/2)² · 4/3 = 1/3, which is more than one pair's 1/4: they count as one pair, with
  // Student's quantile t for three degrees of freedom, 3.182, in (1/2 ± t/2 · √(1 + t²)/(1 + t²)).
  assertAlmostEquals(high - 0.5, 3.182 / 2 / Math.sqrt(1 + 3.182 ** 2), 0.001);
  assertAlmostEquals(low, 1 - high);
});

Deno.test("a share of none or all keeps an interval that knows how few patients there were", () => {
  const none = new PairShares(4);
  for (let repeat = 0; repeat < 100; repeat++) none.add(0, 1 + repeat % 3, false);
  const { chance, low, high } = none.interval();
  assertEquals([chance, low], [0, 0]);
  // Rule of three for four patients, not for a hundred pairs.
  assert(high > 0.4, `high ${high}`);
});

Deno.test("pairs counted apart and joined are pairs counted together", () => {
  const pair = fc.tuple(fc.nat(5), fc.nat(5), fc.boolean()).filter(([a, b]) => a !== b);
  fc.assert(fc.property(fc.array(pair, { minLength: 1 }), fc.array(pair), (some, others) => {
    const [together, first, second] = [new PairShares(6), new PairShares(6), new PairShares(6)];
    for (const one of some) first.add(...one);
    for (const one of others) second.add(...one);
    for (const one of [...some, ...others]) together.add(...one);
    first.addAll(second);
    assertEquals(first.interval(), together.interval());
    const { chance, low, high } = together.interval();
    assert(0 <= low && low <= chance + 1e-12 && chance <= high + 1e-12 && high <= 1);
  }));
});

Deno.test("no pairs have no share", () => {
  assertThrows(() => new PairShares(2).interval(), RangeError, "there are no pairs");
});
