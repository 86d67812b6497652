import { assert, assertEquals } from "@std/assert";
import { Random } from "../../lib/base/random.ts";
import { evaluateRanking, hammingRanking, summarise } from "../../lib/metrics/mod.ts";
import { lowGroups } from "../../lib/report/low_groups.ts";

const BITS = 16;

/** Films of men and women with one of two findings, whose codes err more often for women. */
function films(
  random: Random,
  { count, errors }: { count: number; errors: Record<string, number> },
) {
  const values = new Float32Array(2 * count);
  const codes = new Uint8Array(count * BITS / 8);
  const sex: string[] = [];
  for (let film = 0; film < count; film++) {
    const label = random.below(2);
    values[2 * film + label] = 1;
    sex.push(random.chance(0.5) ? "F" : "M");
    for (let bit = 0; bit < BITS; bit++) {
      const isTurned = random.chance(errors[sex[film]!]!);
      if ((label === 1) !== isTurned) codes[film * BITS / 8 + (bit >> 3)]! |= 0x80 >> (bit & 7);
    }
  }
  const none = Array.from({ length: count }, () => "");
  return {
    codes,
    bits: BITS,
    labels: { names: ["Edema", "Mass"], values },
    patients: Array.from({ length: count }, (_, film) => `${film}`),
    strata: { sex, age: new Float32Array(count).fill(NaN), view: none },
  };
}

function resultOf(random: Random, errors: Record<string, number>) {
  const database = films(random, { count: 150, errors: { F: 0.2, M: 0.2 } });
  const queries = films(random, { count: 120, errors });
  const renamed = { ...queries, patients: queries.patients.map((patient) => `query ${patient}`) };
  const scored = evaluateRanking(hammingRanking(renamed, database), { scores: ["map"] });
  return summarise("codes", scored, { random: random.fork("bootstrap"), resamples: 200 });
}

Deno.test("a group for which codes err more often lies below, and the other above", () => {
  const row = resultOf(new Random("gap"), { F: 0.4, M: 0.2 });
  const gapOf = (value: string) => row.strata.find((one) => one.value === value)!.gaps!["map"]!;
  const [women, men] = [gapOf("F"), gapOf("M")];
  assert(women.interval[1] < 0 && men.interval[0] > 0);
  assert(Math.abs(women.gap + men.gap) < 1e-12);
  const score = (value: string) => row.strata.find((one) => one.value === value)!.scores["map"]!;
  assert(Math.abs(women.gap - (score("F") - score("M"))) < 1e-12);
  assertEquals(lowGroups(row).length, 1);
  assert(lowGroups(row)[0]!.startsWith("sex F: mAP is lower than that of the others by ."));
  // Of age and view nothing is known, so that there is no group to compare.
  assert(row.strata.filter(({ by }) => by !== "sex").every(({ gaps }) => gaps!["map"] === null));
});

Deno.test("groups that do not differ are said to lie below about once in forty times", () => {
  const random = new Random("no gap");
  let low = 0;
  const repeats = 120;
  for (let repeat = 0; repeat < repeats; repeat++) {
    low += lowGroups(resultOf(random.fork(`${repeat}`), { F: 0.25, M: 0.25 })).length;
  }
  // Of two groups one lies below whenever the other lies above: 5 % of the repeats.
  assert(low / repeats > 0.005 && low / repeats < 0.12, `${low} of ${repeats}`);
});

Deno.test("without a bootstrap there are no gaps, and a group of few patients has none", () => {
  const random = new Random("few");
  const codes = films(random, { count: 12, errors: { F: 0.2, M: 0.2 } });
  const sex = codes.strata.sex.map((_, film) => film < 3 ? "F" : "M");
  const queries = { ...codes, strata: { ...codes.strata, sex } };
  const database = { ...codes, patients: codes.patients.map((patient) => `other ${patient}`) };
  const scored = evaluateRanking(hammingRanking(queries, database), { scores: ["map"] });
  assert(summarise("codes", scored).strata.every((row) => row.gaps === undefined));
  const { strata } = summarise("codes", scored, { random, resamples: 50 });
  assert(strata.every(({ gaps }) => gaps!["map"] === null));
});
