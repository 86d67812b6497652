import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { Random } from "../../lib/base/random.ts";
import { isFlat, measureDistances, stepAt } from "../../lib/worth/mod.ts";
import type { LabelledCodes } from "../../lib/worth/mod.ts";

const BITS = 16;

/**
 * Films of two kinds with opposite codes, each bit of which is turned with a probability. Each kind has
 * a finding nine times in ten, and the other kind's once in ten.
 */
function twoKinds(
  random: Random,
  { films, turned }: { readonly films: number; readonly turned: number },
): LabelledCodes {
  const packed = new Uint8Array(films * BITS / 8);
  const values = new Float32Array(2 * films);
  for (let film = 0; film < films; film++) {
    const kind = random.chance(0.5);
    values[2 * film] = random.chance(kind ? 0.9 : 0.1) ? 1 : 0;
    values[2 * film + 1] = random.chance(kind ? 0.1 : 0.9) ? 1 : 0;
    for (let bit = 0; bit < BITS; bit++) {
      if (kind !== random.chance(turned)) {
        packed[film * BITS / 8 + (bit >> 3)]! |= 0x80 >> (bit & 7);
      }
    }
  }
  const patients = Array.from({ length: films }, (_, film) => `patient ${film}`);
  return { packed, labels: { names: ["Mass", "Edema"], values }, patients };
}

/** The chance that two such films share a finding, by Bayes' rule over their kinds. */
function truthAt(distance: number, turned: number): number {
  const binomial = (p: number) => p ** distance * (1 - p) ** (BITS - distance);
  const same = binomial(2 * turned * (1 - turned));
  const other = binomial(1 - 2 * turned * (1 - turned));
  const both = 1 - (1 - 0.9 ** 2) * (1 - 0.1 ** 2);
  const mixed = 1 - (1 - 0.9 * 0.1) ** 2;
  return (same * both + other * mixed) / (same + other);
}

Deno.test("a known curve is found, its intervals holding what is true", () => {
  const random = new Random("curve");
  const turned = 0.25;
  let [held, steps] = [0, 0];
  for (let repeat = 0; repeat < 20; repeat++) {
    const films = twoKinds(random, { films: 250, turned });
    const curve = measureDistances({ queries: films, cases: films, bits: BITS })!;
    for (const { from, to, low, high } of curve.steps) {
      if (from !== to) continue;
      steps++;
      const truth = truthAt(from, turned);
      if (low <= truth && truth <= high) held++;
    }
    assert(!isFlat(curve));
    assertAlmostEquals(stepAt(curve, 5)!.chance, truthAt(5, turned), 0.1);
    assertAlmostEquals(stepAt(curve, 10)!.chance, truthAt(10, turned), 0.1);
  }
  assert(steps > 150 && held / steps > 0.9, `${held} of ${steps}`);
});

Deno.test("codes that know nothing give a flat curve", () => {
  const random = new Random("flat");
  let flat = 0;
  for (let repeat = 0; repeat < 20; repeat++) {
    const films = twoKinds(random, { films: 200, turned: 0.5 });
    if (isFlat(measureDistances({ queries: films, cases: films, bits: BITS })!)) flat++;
  }
  assert(flat >= 18, `${flat} of 20`);
});

Deno.test("films of one patient are no pair, and unknown findings decide nothing", () => {
  const films = {
    packed: Uint8Array.of(0, 0, 0, 1, 0, 3),
    labels: { names: ["Mass", "Edema"], values: Float32Array.of(1, 0, 1, 0, NaN, 1) },
    patients: ["a", "a", "b"],
  };
  assertEquals(measureDistances({ queries: films, cases: films, bits: 16 }), null);
  const known = {
    ...films,
    labels: { ...films.labels, values: Float32Array.of(1, 0, 1, 0, 1, 1) },
  };
  const curve = measureDistances({ queries: known, cases: known, bits: 16 })!;
  assertEquals(curve.any.chance, 1);
  assertEquals(curve.steps.map(({ from, to, pairs }) => [from, to, pairs]), [[0, 16, 4]]);
  assertEquals(curve.steps[0]!.findings, [{ label: "Mass", share: 1 }]);
});

Deno.test("steps cover every distance once, and their pairs are those that a slow count finds", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 30, max: 60 }), (seed, count) => {
      const films = twoKinds(new Random(seed), { films: count, turned: 0.3 });
      const curve = measureDistances({ queries: films, cases: films, bits: BITS })!;
      let next = 0;
      for (const { from, to, pairs, chance } of curve.steps) {
        assertEquals(from, next);
        next = to + 1;
        const between = slowPairs(films).filter(({ distance }) =>
          from <= distance && distance <= to
        );
        assertEquals(pairs, between.length);
        assertAlmostEquals(chance, between.filter(({ shares }) => shares).length / pairs);
      }
      assertEquals(next, BITS + 1);
    }),
    { numRuns: 15 },
  );
});

function slowPairs({ packed, labels, patients }: LabelledCodes) {
  const bitsOf = (film: number) =>
    [...packed.subarray(2 * film, 2 * film + 2)].map((byte) => byte.toString(2).padStart(8, "0"))
      .join("");
  return patients.flatMap((_, a) =>
    patients.flatMap((_, b) => {
      if (a === b) return [];
      const [first, second] = [bitsOf(a), bitsOf(b)];
      return {
        distance: [...first].filter((bit, i) => bit !== second[i]).length,
        shares: [0, 1].some((c) =>
          labels.values[2 * a + c] === 1 && labels.values[2 * b + c] === 1
        ),
      };
    })
  );
}
