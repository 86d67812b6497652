import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { Random } from "../../lib/base/random.ts";
import { rocArea, type ScoredFilm } from "../../lib/worth/mod.ts";

const film = fc.record({
  score: fc.integer({ min: 0, max: 6 }),
  has: fc.boolean(),
  patient: fc.constantFrom("a", "b", "c", "d", "e"),
});

Deno.test("the area is the share of pairs in the right order, as a slow count finds", () => {
  fc.assert(fc.property(fc.array(film, { maxLength: 40 }), (films) => {
    const having = films.filter(({ has }) => has);
    const lacking = films.filter(({ has }) => !has);
    const right = having.flatMap((one) =>
      lacking.map((other) => one.score > other.score ? 1 : one.score === other.score ? 0.5 : 0)
    );
    const found = rocArea(films);
    if (right.length === 0) return assertEquals(found, undefined);
    const mean = right.reduce<number>((sum, each) => sum + each, 0) / right.length;
    assertAlmostEquals(found!.area, mean);
  }));
});

Deno.test("its standard error is the spread of the area over samples of patients", () => {
  const random = new Random("roc");
  const areas: number[] = [];
  let errors = 0;
  const samples = 300;
  for (let sample = 0; sample < samples; sample++) {
    const films = Array.from({ length: 40 }, (_, patient): ScoredFilm[] => {
      const [has, own] = [random.chance(0.4), 0.8 * random.normal()];
      return Array.from({ length: 3 }, () => ({
        has,
        score: Number(has) + own + 0.5 * random.normal(),
        patient: String(patient),
      }));
    }).flat();
    const { area, error } = rocArea(films)!;
    areas.push(area);
    errors += error / samples;
  }
  const mean = areas.reduce((sum, area) => sum + area, 0) / samples;
  const spread = Math.sqrt(areas.reduce((sum, area) => sum + (area - mean) ** 2, 0) / samples);
  assert(errors / spread > 0.85 && errors / spread < 1.15, `${errors} for ${spread}`);
});
