import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { Random } from "../../lib/base/random.ts";
import {
  fitSuggestions,
  probabilityOf,
  suggestFindings,
  type TriedFilm,
  voteOf,
} from "../../lib/worth/mod.ts";

const NAMES = ["told", "not told"];
const OPTIONS = { bits: 32, prevalence: [0.3, 0.3] };

/** Films whose neighbours share the first finding more often than chance, and the second by chance. */
function triedFilms(random: Random, count: number): TriedFilm[] {
  return Array.from({ length: count }, (_, n) => {
    const chance = random.float() ** 2;
    const film = () => [Number(random.chance(chance)), Number(random.chance(0.3))];
    return {
      patient: `${n}`,
      findings: film(),
      neighbours: Array.from(
        { length: 50 },
        () => ({ distance: random.below(8), findings: film() }),
      ),
    };
  });
}

Deno.test("suggested probabilities come true as often as they say, and beat the prevalence", () => {
  const random = new Random("votes");
  const prevalence = [1 / 3, 0.3];
  const options = { bits: 32, prevalence };
  const card = fitSuggestions(triedFilms(random, 500), NAMES, options)!;
  assertEquals(card.findings.map(({ tells }) => tells), [true, false]);
  assert(card.findings[0]!.area! > 0.7);
  assert(Math.abs(card.findings[1]!.area! - 0.5) < 3 * card.findings[1]!.areaError!);
  const bins = new Map<number, { told: number; seen: number; films: number }>();
  for (const { neighbours, findings } of triedFilms(random, 3000)) {
    const [suggestion, ...others] = suggestFindings(neighbours, card, 32);
    assertEquals([suggestion!.label, others.length], ["told", 0]);
    const key = Math.floor(5 * suggestion!.probability);
    const bin = bins.get(key) ?? { told: 0, seen: 0, films: 0 };
    bin.told += suggestion!.probability;
    bin.seen += findings[0]!;
    bin.films++;
    bins.set(key, bin);
  }
  for (const { told, seen, films } of bins.values()) {
    if (films > 300) assertAlmostEquals(told / films, seen / films, 0.06);
  }
});

Deno.test("neighbours that say too much are toned down, and those that say nothing are silent", () => {
  const random = new Random("loud");
  const loud = triedFilms(random, 400).map((film): TriedFilm => {
    const copied = film.neighbours.slice(0, 2);
    return { ...film, neighbours: Array.from({ length: 50 }, (_, n) => copied[n % 2]!) };
  });
  const [told] = fitSuggestions(loud, NAMES, OPTIONS)!.findings;
  assert(told!.scale > 0 && told!.scale < 0.8, `${told!.scale}`);
  const silent = triedFilms(random, 200).map((film) => ({
    ...film,
    findings: [Number(random.chance(0.3)), 0],
  }));
  assert(fitSuggestions(silent, NAMES, OPTIONS)!.findings.every(({ tells }) => !tells));
  assertEquals(fitSuggestions([], NAMES, OPTIONS), null);
});

Deno.test("of a finding that hardly any film has nothing is suggested", () => {
  const random = new Random("rare");
  const rare = (patients: number) =>
    triedFilms(random, 300).map((film, n): TriedFilm => {
      const has = Number(n < patients);
      const neighbours = film.neighbours.map((one) => ({ ...one, findings: [has, 0] }));
      return { ...film, findings: [has, 0], neighbours };
    });
  const tells = (patients: number) =>
    fitSuggestions(rare(patients), NAMES, { bits: 32, prevalence: [0.1, 0.3] })!.findings[0]!.tells;
  assertEquals([tells(0), tells(4), tells(60)], [false, false, true]);
});

Deno.test("a neighbour of which a finding is unknown does not vote on it", () => {
  const known = [{ distance: 1, findings: [1, 0] }, { distance: 2, findings: [0, 1] }];
  const partly = [...known, { distance: 1, findings: [NaN, 0] }];
  assertEquals(voteOf(partly, OPTIONS)[0], voteOf(known, OPTIONS)[0]);
  assert(voteOf(partly, OPTIONS)[1]! < voteOf(known, OPTIONS)[1]!);
});

Deno.test("without evidence a probability is the prevalence, and evidence counts by its scale", () => {
  assertAlmostEquals(probabilityOf(0.9, 0.2, 0), 0.2);
  assertAlmostEquals(probabilityOf(0.9, 0.2, 1), 0.9);
  // Half way between the odds 1/4 and 9, in logarithms: 1.5.
  assertAlmostEquals(probabilityOf(0.9, 0.2, 0.5), 0.6);
});
