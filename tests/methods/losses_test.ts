import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { Graph, mul, sub } from "../../lib/autodiff/mod.ts";
import { evaluate } from "../../lib/autodiff/executors/reference.ts";
import { InputError } from "../../lib/base/errors.ts";
import { jointCentres } from "../../lib/methods/csq.ts";
import { cosineThreshold } from "../../lib/methods/hyp2.ts";
import { METHOD_NAMES, type MethodName } from "../../lib/methods/mod.ts";
import { labelJaccards } from "../../lib/methods/pairs.ts";
import { Random } from "../../lib/base/random.ts";
import * as formulas from "./formulas.ts";
import { contextOf, type Films, lossOf, type Trial, trialOf } from "./trial.ts";

const TOLERANCE = 1e-6;

/** Nine films of five labels with codes of 8 bits: pairs of every kind, films of several labels. */
function randomFilms(seed: number): Films {
  const random = new Random(seed);
  const rows = (count: number, width: number, draw: (n: number, k: number) => number) =>
    Array.from({ length: count }, (_, n) => Array.from({ length: width }, (_, k) => draw(n, k)));
  return {
    codes: rows(9, 8, () => random.normal()),
    labels: rows(9, 5, (n, c) => c === n % 5 ? 1 : Number(random.chance(0.25))),
    targets: rows(5, 8, () => random.chance(0.5) ? 1 : -1),
  };
}

function matrix(values: ArrayLike<number>, width: number): number[][] {
  const rows = values.length / width;
  return Array.from(
    { length: rows },
    (_, r) => Array.from(values).slice(r * width, (r + 1) * width),
  );
}

/** The fixed bits of CSQ and DPN where centres tie: what a film without labels gets. */
function tiesOf(bits: number): number[] {
  const context = contextOf({ classes: 1, bits });
  const graph = new Graph();
  const centres = graph.constant([1, bits], new Float32Array(bits));
  graph.output("ties", jointCentres(graph.constant([1, 1], [0]), centres, context));
  return [...evaluate(graph.toProgram(), {}, {}).outputs.ties!];
}

function classifierOf({ variables }: Trial): formulas.Classifier {
  return {
    weight: variables["method.classifier.weight"]!,
    bias: variables["method.classifier.bias"]!,
  };
}

/** What the plain formula says of a trial. */
const EXPECTED: Readonly<
  Partial<Record<MethodName, (films: Films, trial: Trial) => number>>
> = {
  dpsh: formulas.dpshLoss,
  hashnet: (films) => formulas.hashnetLoss(films, 1, 3.2 / 8),
  dch: (films) => formulas.dchLoss(films),
  idhn: formulas.idhnLoss,
  greedyhash: (films, trial) => formulas.greedyHashLoss(films, classifierOf(trial)),
  ahdl: (films, trial) => formulas.ahdlLoss(films, classifierOf(trial)),
  osdh: (films, trial) => formulas.osdhLoss(films, classifierOf(trial)),
  csq: (films) => formulas.csqLoss(films, tiesOf(8)),
  dpn: (films) => formulas.dpnLoss(films, tiesOf(8)),
  hyp2: (films, { variables }) =>
    formulas.hyp2Loss(films, matrix(variables["method.proxies"]!, 8), cosineThreshold(5, 8)),
  orthohash: (films) => formulas.orthoHashLoss(films, Math.SQRT2 * Math.log(4)),
  classify: (films, trial) => formulas.classifyLoss(films, classifierOf(trial), 10),
  crh: (films) => formulas.orthoHashLoss(films, Math.SQRT2 * Math.log(4)),
};

for (const name of METHOD_NAMES.filter((name) => name in EXPECTED)) {
  Deno.test(`${name} has the loss of its formula`, () => {
    for (const seed of [1, 2, 3]) {
      const films = randomFilms(seed);
      const trial = trialOf(name, films);
      const expected = EXPECTED[name]!(films, trial);
      assertAlmostEquals(trial.run(trial.variables).loss, expected, TOLERANCE);
    }
  });

  // GreedyHash's gradient goes through a sign and is not that of its loss; see below.
  const fixed = name === "greedyhash" ? ["codes"] : [];
  Deno.test(`${name} has the gradient that central differences have`, () => {
    const trial = trialOf(name, randomFilms(4));
    const { gradients } = trial.run(trial.variables);
    for (const parameter of Object.keys(gradients).filter((name) => !fixed.includes(name))) {
      assert(gradients[parameter]!.some((slope) => Math.abs(slope) > 1e-4), parameter);
      gradients[parameter]!.forEach((slope, at) => {
        const expected = centralDifference(trial, parameter, at);
        assertAlmostEquals(slope, expected, 1e-5 * Math.max(1, Math.abs(expected)), parameter);
      });
    }
  });
}

function centralDifference({ variables, run }: Trial, name: string, at: number): number {
  const step = 1e-5;
  const [above, below] = [step, -step].map((change) => {
    const moved = variables[name]!.slice();
    moved[at]! += change;
    return run({ ...variables, [name]: moved }).loss;
  });
  return (above! - below!) / (2 * step);
}

Deno.test("classify bounds what a rare label weighs, takes soft labels and leaves out unknown ones", () => {
  const films = randomFilms(5);
  const labels = films.labels.map((y, n) => y.map((value, c) => c === 0 && n > 0 ? 0 : value));
  labels[1]![1] = NaN;
  labels[2]![1] = 0.25;
  const partial = { ...films, labels };
  const trial = trialOf("classify", partial, { options: { mostWeight: 4 } });
  const expected = formulas.classifyLoss(partial, classifierOf(trial), 4);
  assertAlmostEquals(trial.run(trial.variables).loss, expected, TOLERANCE);
  const unbounded = formulas.classifyLoss(partial, classifierOf(trial), 1000);
  assert(unbounded > expected + 1e-3);
});

Deno.test("classify refuses more labels than bits, which would not tell them apart", () => {
  const films = { codes: [[1, 2, 3, 4, 5, 6, 7, 8]], labels: [Array(9).fill(1)] };
  assertThrows(() => trialOf("classify", films), InputError, "use codes.bits=16");
});

Deno.test("greedyhash passes the gradient of its signs to the codes unchanged", () => {
  const films = randomFilms(4);
  const trial = trialOf("greedyhash", films);
  const { gradients } = trial.run(trial.variables);
  const classifier = classifierOf(trial);
  const signs = films.codes.map((u) => u.map((x) => x >= 0 ? 1 : -1));
  films.codes.flat().forEach((_, at) => {
    const [n, k] = [Math.floor(at / 8), at % 8];
    const shifted = (rows: readonly (readonly number[])[], step: number) =>
      rows.map((row, r) => row.map((x, c) => r === n && c === k ? x + step : x));
    const [above, below] = [1e-5, -1e-5].map((step) =>
      formulas.greedyHashLoss({ ...films, codes: shifted(films.codes, step) }, {
        ...classifier,
        b: shifted(signs, step),
      })
    );
    assertAlmostEquals(gradients.codes![at]!, (above! - below!) / 2e-5, 1e-5);
  });
});

Deno.test("dpsh, worked out by hand", () => {
  // θ = ½(2·2 + 1·1) = 2.5; each code is 1 and 0 from its signs.
  const films = { codes: [[2, 1], [2, 1]], labels: [[1, 0], [1, 1]] };
  const expected = Math.log(1 + Math.exp(2.5)) - 2.5 + 0.1 * 0.5;
  assertAlmostEquals(lossOf("dpsh", films), expected, TOLERANCE);
});

Deno.test("hashnet, worked out by hand", () => {
  // h = ±1: the similar pair has θ = .2, the two dissimilar ones −.2.
  const codes = [[50, 50], [50, 50], [-50, -50]];
  const films = { codes, labels: [[1, 0], [1, 1], [0, 0]] };
  const expected = 2 * Math.log(1 + Math.exp(-0.2));
  assertAlmostEquals(
    lossOf("hashnet", films, { options: { alpha: "published" } }),
    expected,
    TOLERANCE,
  );
});

/** The same films with codes of so many bits: those of `films` repeated. */
function ofLength(films: Films, bits: number): Films {
  const codes = films.codes.map((u) => Array.from({ length: bits }, (_, k) => u[k % u.length]!));
  return { codes, labels: films.labels };
}

Deno.test("hashnet scales α with the length of a code: 3.2 / K, the published .1 at 32 bits", () => {
  for (const [bits, alpha] of [[16, 0.2], [32, 0.1], [64, 0.05], [128, 0.025]] as const) {
    const films = ofLength(randomFilms(1), bits);
    const expected = formulas.hashnetLoss(films, 1, alpha);
    assertAlmostEquals(lossOf("hashnet", films), expected, TOLERANCE);
    assertEquals(lossOf("hashnet", films), lossOf("hashnet", films, { options: { alpha } }));
    const twice = formulas.hashnetLoss(films, 1, 2 * alpha);
    assertAlmostEquals(lossOf("hashnet", films, { options: { alphaAt32: 0.2 } }), twice, TOLERANCE);
    const published = formulas.hashnetLoss(films, 1, 0.1);
    const options = { alpha: "published" };
    assertAlmostEquals(lossOf("hashnet", films, { options }), published, TOLERANCE);
  }
});

Deno.test("dch scales γ with the length of a code from 64 bits on, 20 below", () => {
  for (const [bits, gamma] of [[16, 20], [32, 20], [48, 20], [64, 40], [128, 80]] as const) {
    const films = ofLength(randomFilms(1), bits);
    assertAlmostEquals(lossOf("dch", films), formulas.dchLoss(films, gamma), TOLERANCE);
    assertEquals(lossOf("dch", films), lossOf("dch", films, { options: { gamma } }));
    const half = formulas.dchLoss(films, gamma / 2);
    assertAlmostEquals(lossOf("dch", films, { options: { gammaAt32: 10 } }), half, TOLERANCE);
    const options = { gamma: "published" };
    assertAlmostEquals(lossOf("dch", films, { options }), formulas.dchLoss(films, 20), TOLERANCE);
  }
});

Deno.test("hashnet takes β = √(⌊epoch / 20⌋ + 1), epochs counted from 0", () => {
  const films = randomFilms(1);
  for (const [epoch, square] of [[1, 1], [20, 1], [21, 2], [40, 2], [41, 3]] as const) {
    const expected = formulas.hashnetLoss(films, Math.sqrt(square), 3.2 / 8);
    assertAlmostEquals(lossOf("hashnet", films, { epoch }), expected, TOLERANCE);
  }
});

Deno.test("dch, worked out by hand", () => {
  // At a right angle d = 1: log(1/20) + log(1 + 20) = log(21/20); the codes lose nothing.
  const films = { codes: [[1, 1], [1, -1]], labels: [[1, 0], [1, 1]] };
  assertAlmostEquals(lossOf("dch", films), Math.log(21 / 20), TOLERANCE);
  // Parallel, the cosine counts as .99: d = .01; dissimilar pairs have log(1 + 20/d).
  const apart = { codes: [[1, 1], [1, 1]], labels: [[1, 0], [0, 1]] };
  assertAlmostEquals(lossOf("dch", apart), Math.log(1 + 2000), TOLERANCE);
});

Deno.test("idhn, worked out by hand", () => {
  // h = (½, ±½), θ = 0. Half similar: .1·(0 + 2 − 2·√½·2)²; h loses ½ a bit.
  const codes = [[1, 1], [1, -1]];
  const partly = .1 * (2 - 4 * Math.SQRT1_2) ** 2 + 0.05;
  assertAlmostEquals(lossOf("idhn", { codes, labels: [[1, 1], [1, 0]] }), partly, TOLERANCE);
  const wholly = Math.LN2 + 0.05;
  assertAlmostEquals(lossOf("idhn", { codes, labels: [[1, 1], [1, 1]] }), wholly, TOLERANCE);
});

Deno.test("greedyhash, worked out by hand", () => {
  // b = (1, −1): logits 1 and 0; |u| is 2 and 0 from 1, cubed 8 and 0.
  const films = { codes: [[3, -1]], labels: [[1, 0]] };
  const variables = { "method.classifier.weight": [1, 0, 0, 0], "method.classifier.bias": [0, 0] };
  const expected = Math.log(1 + Math.exp(-1)) + 0.1 * 4;
  assertAlmostEquals(lossOf("greedyhash", films, { variables }), expected, TOLERANCE);
});

Deno.test("ahdl, worked out by hand", () => {
  // Codes at a right angle lie at half the length; two of three labels shared want a third.
  const films = { codes: [[50, 50], [50, -50]], labels: [[1, 1, 1], [1, 1, 0]] };
  // An untrained classifier of zeros gives every label one half.
  const variables = {
    "method.classifier.weight": [0, 0, 0, 0, 0, 0],
    "method.classifier.bias": [0, 0, 0],
  };
  const expected = Math.log(Math.cosh(1 / 6)) + 2 * 1.5 * 3 * Math.LN2;
  assertAlmostEquals(lossOf("ahdl", films, { variables }), expected, TOLERANCE);
});

Deno.test("ahdl wants the distances that its authors' notebook prints, but for whole bits", () => {
  // Their films 1 to 5 at 16 bits: 6, 4, 8 and 4 bits from the first.
  const labels = [[1, 1, 1, 1, 0], [1, 1, 0, 1, 1], [0, 1, 1, 1, 0], [0, 0, 1, 1, 0], [
    1,
    1,
    1,
    0,
    0,
  ]];
  const graph = new Graph();
  const jaccards = labelJaccards(graph.constant([5, 5], labels.flat()));
  graph.output("wanted", mul(sub(1, jaccards), 16));
  const { wanted } = evaluate(graph.toProgram(), {}, {}).outputs;
  assertEquals([...wanted!.slice(1, 5)].map(Math.round), [6, 4, 8, 4]);
});

Deno.test("osdh, worked out by hand", () => {
  // Film 1 shares two labels with film 2 and none with film 3, which lies as near: 1 bit of 2.
  const films = { codes: [[50, 50], [50, -50], [-50, 50]], labels: [[1, 1], [1, 1], [0, 0]] };
  const variables = { "method.classifier.weight": [0, 0, 0, 0], "method.classifier.bias": [0, 0] };
  // Film 1: 1 − 1 + 5; film 2: 1 − 2 + 5; film 3 has nothing to order.
  const expected = (5 + 4 + 0) / 3 + 0.5 * 2 * Math.LN2;
  assertAlmostEquals(lossOf("osdh", films, { variables }), expected, TOLERANCE);
  // The first film alone asks.
  const options = { queries: 1 };
  assertAlmostEquals(lossOf("osdh", films, { variables, options }), 5 + Math.LN2, TOLERANCE);
});

Deno.test("csq, worked out by hand", () => {
  // One bit on the centre's side, one on the other.
  const films = { codes: [[1, 1]], labels: [[1]], targets: [[1, -1]] };
  const right = Math.log(1 + Math.exp(-2));
  const expected = (right + right + 2) / 2 + 1e-4 * (1 - Math.tanh(1)) ** 2;
  assertAlmostEquals(lossOf("csq", films), expected, TOLERANCE);
});

Deno.test("csq gives a film of several labels their majority, and fixed bits where they tie", () => {
  const bits = 8;
  const context = contextOf({ classes: 3, bits });
  const graph = new Graph();
  const centres = graph.constant([3, bits], [
    ...[1, 1, 1, 1, -1, -1, -1, -1],
    ...[1, 1, -1, -1, 1, 1, -1, -1],
    ...[1, -1, 1, -1, 1, -1, 1, -1],
  ]);
  const labels = graph.constant([2, 3], [1, 1, 1, 1, 1, 0]);
  graph.output("joint", jointCentres(labels, centres, context));
  const joint = matrix(evaluate(graph.toProgram(), {}, {}).outputs.joint!, bits);
  const ties = tiesOf(bits);
  assertEquals(joint[0], [1, 1, 1, -1, 1, -1, -1, -1]);
  assertEquals(joint[1], [1, 1, ...ties.slice(2, 6), -1, -1]);
  assert(ties.every((bit) => Math.abs(bit) === 1));
});

Deno.test("dpn, worked out by hand", () => {
  const films = { codes: [[0.5, -2, 3]], labels: [[1]], targets: [[1, 1, 1]] };
  assertAlmostEquals(lossOf("dpn", films), 0.5 + 3 + 0, TOLERANCE);
});

Deno.test("hyp2, worked out by hand", () => {
  // Two labels, two bits: ζ = −1. On its proxy, orthogonal to the other one: relu(0 + 1).
  const films = { codes: [[1, 0]], labels: [[1, 0]] };
  const variables = { "method.proxies": [2, 0, 0, 3] };
  assertAlmostEquals(lossOf("hyp2", films, { variables }), 1, TOLERANCE);
});

Deno.test("cosineThreshold() is that of known best codes", () => {
  // [7, 4, 3], [8, 4, 4], [16, 5, 8], [24, 12, 8], [31, 5, 16] and [32, 6, 16] codes.
  for (const [classes, bits, distance] of [[14, 7, 3], [14, 8, 4], [32, 16, 8], [32, 31, 16]]) {
    assertAlmostEquals(cosineThreshold(classes!, bits!), 1 - 2 * distance! / bits!, 1e-12);
  }
  assertEquals(cosineThreshold(64, 32), 0);
  assertEquals(cosineThreshold(2, 16), -1);
  assertEquals(cosineThreshold(1, 16), -1);
});

Deno.test("orthohash, worked out by hand", () => {
  // Two labels: s = 1. Cosines ½ and ½, logits .3 and .5.
  const films = {
    codes: [[1, 1, 1, -1]],
    labels: [[1, 0]],
    targets: [[1, 1, 1, 1], [1, -1, 1, -1]],
  };
  assertAlmostEquals(lossOf("orthohash", films), Math.log(1 + Math.exp(0.2)), TOLERANCE);
});
