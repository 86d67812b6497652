import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { calibrationError, fitCalibration, noJudgedScores, ONE } from "../../lib/asking/mod.ts";
import { chanceAt } from "../../lib/asking/calibration.ts";
import { Random } from "../../lib/base/random.ts";

/** Pairs whose chance to share a finding is a known function of their score. */
function judged(chance: (relevance: number) => number, pairs: number, random: Random) {
  const scores = noJudgedScores();
  for (let pair = 0; pair < pairs; pair++) {
    const score = random.below(ONE + 1);
    scores.pairs[score]!++;
    if (random.chance(chance(score / ONE))) scores.sharing[score]!++;
  }
  return scores;
}

Deno.test("fitCalibration() finds a known curve, and its error on other pairs is small", () => {
  const truth = (x: number) => 0.05 + 0.9 * x ** 2;
  const curve = fitCalibration(judged(truth, 200_000, new Random(0)))!;
  for (const x of [0.1, 0.3, 0.5, 0.7, 0.9]) {
    assertAlmostEquals(chanceAt(x, curve), truth(x), 0.03);
  }
  const other = judged(truth, 100_000, new Random(1));
  const { error, groups } = calibrationError(other, (score) => chanceAt(score / ONE, curve));
  assert(error < 0.01, `error ${error}`);
  assert(groups.length >= 9);
  assert(calibrationError(other, () => 0.9).error > 0.4);
});

Deno.test("fitCalibration() always rises, whatever the noise", () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const random = new Random(seed);
      const noise = judged(() => random.below(100) / 100, 500, random);
      const curve = fitCalibration(noise)!;
      for (const [i, point] of curve.entries()) {
        assert(i === 0 || point.chance > curve[i - 1]!.chance);
        assert(i === 0 || point.relevance > curve[i - 1]!.relevance);
      }
    }),
    { numRuns: 20 },
  );
});

Deno.test("fitCalibration() knows nothing without pairs", () => {
  assertEquals(fitCalibration(noJudgedScores()), null);
  assertEquals(calibrationError(noJudgedScores(), () => 1), { error: 0, groups: [] });
});
