import { assert } from "@std/assert";
import { bootstrapIntervals, macroMean } from "../../lib/metrics/mod.ts";
import { Random } from "../../lib/base/random.ts";

const PATIENTS = 120;
const REPLICATIONS = 1500;
const RESAMPLES = 400;

/** Patients of each class; every class scores differently, the rare ones least. */
const CLASSES = {
  "one class, a plain mean": [60],
  "classes that are all common": [40, 60, 80, 100],
  "some rare classes": [2, 3, 4, 6, 8, 10, 15, 20, 30, 40, 60, 80],
  "rare classes alone": [2, 2, 3, 4, 5, 8, 10],
  "classes of two and three patients beside common ones": [2, 2, 3, 3, 40, 80],
};

/** Scores of one to three films a patient, who have the known mean of their class. */
function drawScores(patientsOf: readonly number[], random: Random) {
  const films = Array.from({ length: PATIENTS }, () => 1 + random.below(3));
  const patients = films.flatMap((count, p) => Array<string>(count).fill(`patient ${p}`));
  const quality = films.map(() => random.normal());
  const means = patientsOf.map((_, c) => 0.1 + 0.6 * (c + 1) / (patientsOf.length + 1));
  const lists = patientsOf.map((count, c) => {
    const mean = means[c]!;
    const reach = Math.min(mean, 1 - mean);
    const having = new Set([...random.permutation(PATIENTS).slice(0, count)]);
    // A patient's classes go well or badly together.
    const own = quality.map((q) => (q + random.normal()) / Math.SQRT2 / 3)
      .map((z) => mean + 0.9 * reach * Math.max(-1, Math.min(1, z)));
    const ofFilms = films.flatMap((count, p) =>
      Array.from(
        { length: count },
        () => having.has(p) ? own[p]! + 0.1 * reach * random.between(-1, 1) : NaN,
      )
    );
    return Float64Array.from(ofFilms);
  });
  return { lists, patients, truth: means.reduce((sum, mean) => sum + mean, 0) / means.length };
}

for (const [name, patientsOf] of Object.entries(CLASSES)) {
  Deno.test(`95 % intervals cover a known mean 93 to 97 times of 100: ${name}`, () => {
    const random = new Random(name);
    let [covered, error, offCentre] = [0, 0, 0];
    for (let n = 0; n < REPLICATIONS; n++) {
      const { lists, patients, truth } = drawScores(patientsOf, random);
      const options = { random: random.fork(`${n}`), resamples: RESAMPLES };
      const [low, high] = bootstrapIntervals({ mean: lists }, patients, options).mean!;
      if (low <= truth && truth <= high) covered++;
      error += Math.abs(macroMean(lists) - truth) / REPLICATIONS;
      offCentre += ((low + high) / 2 - macroMean(lists)) / REPLICATIONS;
    }
    const coverage = covered / REPLICATIONS;
    assert(coverage >= 0.93 && coverage <= 0.97, `${coverage}`);
    assert(Math.abs(offCentre) < 0.1 * error, `off centre by ${offCentre}, errors are ${error}`);
  });
}
