import { assert, assertEquals, assertThrows } from "@std/assert";
import { Asker, expectedRelevance, fitAsking, labelCentroids } from "../../lib/asking/mod.ts";
import { Random } from "../../lib/base/random.ts";
import { packCodes } from "../../lib/codes/pack.ts";

const BITS = 16;
const NAMES = ["Edema", "Effusion", "Mass", "Nodule"];
const OPTIONS = { kind: "labels", vectors: "centroids", prior: 0.25 } as const;
const SURE = { scale: 3, prior: 0.5 } as const;
const OVER_SETS = { kind: "sets", query: SURE, database: SURE } as const;

/** Films whose codes are the sums of their labels' directions, and noise. */
function films(count: number, noise: number, seed: number) {
  const random = new Random(seed);
  const directions = new Random("directions").normals(NAMES.length * BITS);
  const values = new Float32Array(count * NAMES.length);
  const continuous = new Float32Array(count * BITS);
  for (let film = 0; film < count; film++) {
    const own = [random.below(2), 2 + random.below(2)].slice(0, 1 + random.below(2));
    for (const label of own) values[film * NAMES.length + label] = 1;
    for (let bit = 0; bit < BITS; bit++) {
      const sum = own.reduce((sum, label) => sum + directions[label * BITS + bit]!, 0);
      continuous[film * BITS + bit] = sum + noise * random.normal();
    }
  }
  return {
    continuous,
    packed: packCodes(continuous, BITS),
    labels: { names: NAMES, values },
    patients: Array.from({ length: count }, (_, film) => `patient ${seed} ${film}`),
  };
}

const none = { ...films(1, 0, 0), continuous: new Float32Array(0), packed: new Uint8Array(0) };
const nobody = { ...none, labels: { names: NAMES, values: new Float32Array(0) }, patients: [] };

Deno.test("fitAsking() counts labels and sets, and is surer of clear films than of noisy ones", () => {
  const fitted = [0.3, 3].map((noise) =>
    fitAsking({ train: films(400, noise, 1), validation: films(300, noise, 2) }, OPTIONS).card
  );
  const [clear, noisy] = fitted;
  assertEquals(clear!.labels, NAMES);
  const total = clear!.sets.reduce((sum, { films }) => sum + films, 0);
  assertEquals(total, 400);
  for (const [label, count] of clear!.films.entries()) {
    const withIt = clear!.sets.filter(({ labels }) => labels.includes(label));
    assertEquals(withIt.reduce((sum, { films }) => sum + films, 0), count);
  }
  assert(clear!.query.scale > noisy!.query.scale);
  assert(clear!.database.scale > noisy!.database.scale);
});

Deno.test("fitAsking() takes unknown labels to be as frequent as known ones, not to be absent", () => {
  const train = films(400, 1, 1);
  const { card: full } = fitAsking({ train, validation: nobody }, OPTIONS);
  const random = new Random("hidden");
  const values = train.labels.values.map((value) => random.chance(0.5) ? NaN : value);
  const known = { ...train, labels: { ...train.labels, values } };
  const { card } = fitAsking({ train: known, validation: nobody }, OPTIONS);
  for (const [label, count] of card.films.entries()) {
    assert(Math.abs(count - full.films[label]!) < 40, `${count} of ${full.films[label]}`);
  }
  // Of films with two labels both are known one time in four.
  const pairs = ({ sets }: typeof card) =>
    sets.filter(({ labels }) => labels.length > 1).reduce((sum, { films }) => sum + films, 0);
  assert(pairs(card) > 0.7 * pairs(full), `${pairs(card)} of ${pairs(full)}`);
});

Deno.test("films that share a finding are expected to be more relevant than others", () => {
  const targets = { names: NAMES, values: new Random("directions").normals(NAMES.length * BITS) };
  for (const options of [OPTIONS, OVER_SETS]) {
    const validation = films(200, 1, 2);
    const source = { train: films(400, 1, 1), validation, targets };
    const { card, vectors } = fitAsking(source, options);
    assertEquals(card.over, options.kind);
    const asker = new Asker(card, vectors);
    const cases = films(200, 1, 3);
    const relevances = asker.relevances(cases.packed);
    let [shared, others, sharing, not] = [0, 0, 0, 0];
    for (let query = 0; query < 200; query++) {
      const code = validation.continuous.subarray(query * BITS, (query + 1) * BITS);
      const weights = asker.weights(code);
      for (let film = 0; film < 200; film++) {
        const isShared = NAMES.some((_, label) =>
          validation.labels.values[4 * query + label] === 1 &&
          cases.labels.values[4 * film + label] === 1
        );
        const score = expectedRelevance(weights, relevances, film);
        if (isShared) [shared, sharing] = [shared + score, sharing + 1];
        else [others, not] = [others + score, not + 1];
      }
    }
    assert(shared / sharing > 1.8 * others / not, `${shared / sharing} ${others / not}`);
  }
});

Deno.test("fitAsking() measures chances on films that were not trained on, or not at all", () => {
  const train = films(300, 1, 1);
  assertEquals(fitAsking({ train, validation: nobody }, OPTIONS).card.calibration, null);
  const { card } = fitAsking({ train, validation: films(300, 1, 2) }, OPTIONS);
  assert(card.calibration!.at(-1)!.chance > 0.8);
  assert(card.calibration![0]!.chance < 0.4);
});

Deno.test("fitAsking() takes the targets where they are wanted, and says where there are none", () => {
  const train = films(100, 1, 1);
  const targets = { names: NAMES, values: Float32Array.from(new Random(9).normals(4 * BITS)) };
  const options = { ...OPTIONS, vectors: "targets" } as const;
  assertEquals(fitAsking({ train, validation: nobody, targets }, options).vectors, targets);
  assertThrows(() => fitAsking({ train, validation: nobody }, options), RangeError, "targets");
});

Deno.test("labelCentroids() gives a label that no film has zeros, to which every code is as far", () => {
  const labels = { names: ["Edema", "Mass"], values: Float32Array.of(1, 0) };
  const { values } = labelCentroids(Float32Array.of(3, 4), labels);
  assertEquals([...values.subarray(2)], [0, 0]);
  assertThrows(() =>
    labelCentroids(new Float32Array(3), { ...labels, values: new Float32Array(4) })
  );
});
