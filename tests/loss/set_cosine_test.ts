import { assert, assertAlmostEquals } from "@std/assert";
import { evaluate } from "../../lib/autodiff/executors/reference.ts";
import { gradients, Graph } from "../../lib/autodiff/mod.ts";
import type { SetFrequencies } from "../../lib/data/labels/set_frequencies.ts";
import { setCosineLoss, type SetLossOptions } from "../../lib/loss/set_cosine.ts";
import { setDistributions } from "../../lib/loss/set_distributions.ts";
import { smoothedCosineLoss } from "../../lib/loss/smoothed_cosine.ts";
import { smoothedDistributions } from "../../lib/loss/smoothing.ts";
import { Random } from "../../lib/base/random.ts";

const BITS = 8;
const NAMES = ["Mass", "Edema", "Effusion", "Hernia"];
const MINED: SetFrequencies = {
  sets: [[0], [1], [0, 1], [1, 2], [3], [0, 1, 2]],
  frequencies: [0.4, 0.2, 0.15, 0.1, 0.1, 0.05],
};
const OPTIONS: SetLossOptions = { scale: 3, margin: 0.3, prior: 1 };
const EPSILON = 0.4;

interface Films {
  readonly codes: Float32Array;
  readonly targets: Float32Array;
  readonly labels: Float32Array;
}

/** Films with these labels, NaN where unknown, and with random codes and targets. */
function filmsOf(labels: readonly (readonly number[])[], seed = 1): Films {
  const random = new Random(seed);
  return {
    codes: random.normals(labels.length * BITS),
    targets: random.normals(NAMES.length * BITS),
    labels: Float32Array.from(labels.flat()),
  };
}

/** The loss of films in float64, with its gradients. */
function trial(
  { codes, targets, labels }: Films,
  mined: SetFrequencies,
  options: SetLossOptions,
  epsilon: number,
) {
  const films = codes.length / BITS;
  const rows = Array.from({ length: films }, (_, n) => n);
  const matrix = { names: NAMES, values: labels };
  const { distributions, own, ofFilm, isPartial } = setDistributions(matrix, rows, mined, epsilon);
  const sets = mined.sets.length;
  const graph = new Graph({ training: true });
  const perSet = (table: Float32Array) =>
    graph.constant(
      [films, sets],
      [...ofFilm].flatMap((row) => [
        ...table.subarray(row * sets, (row + 1) * sets),
      ]),
    );
  const parameters = [
    graph.parameter("codes", [films, BITS], codes),
    graph.parameter("targets", [NAMES.length, BITS], targets),
  ] as const;
  const loss = setCosineLoss(
    {
      codes: parameters[0],
      targets: parameters[1],
      labels: graph.constant([films, NAMES.length], labels.map((y) => Number.isNaN(y) ? 0 : y)),
      distributions: perSet(distributions),
      own: isPartial ? perSet(own) : undefined,
    },
    mined,
    options,
  );
  graph.output("loss", loss);
  gradients(loss, [...parameters]).forEach((slope, p) =>
    graph.output(`gradient of ${parameters[p]!.name}`, slope)
  );
  const program = graph.toProgram();
  return (variables: Readonly<Record<string, ArrayLike<number>>> = { codes, targets }) =>
    evaluate(program, {}, variables).outputs;
}

/** −(1−ε) ln Σ_{S∼y} p(S) − ε Σ r ln p(S), written out in plain numbers. */
function plainLoss({ codes, targets, labels }: Films): number {
  const row = (
    values: Float32Array,
    n: number,
    width: number,
  ) => [...values.subarray(n * width, (n + 1) * width)];
  const norm = (v: readonly number[]) => Math.hypot(...v);
  const { sets, frequencies } = MINED;
  const films = Array.from({ length: codes.length / BITS }, (_, n) => n);
  const losses = films.map((n) => {
    const [v, y] = [row(codes, n, BITS), row(labels, n, NAMES.length)];
    const cosines = NAMES.map((_, l) => {
      const t = row(targets, l, BITS);
      return v.reduce((sum, x, k) => sum + x * t[k]!, 0) / (norm(v) * norm(t));
    });
    const odds = sets.map((set, s) => {
      const sum = set.reduce((sum, l) => sum + cosines[l]! - (y[l]! >= 0.5 ? 0.3 : 0), 0);
      return frequencies[s]! * Math.exp(3 * sum);
    });
    const p = odds.map((each) => each / odds.reduce((a, b) => a + b));
    const agreeing = sets.map((set) =>
      y.every((value, l) => Number.isNaN(value) || (value >= 0.5) === set.includes(l))
    );
    const likelihood = p.reduce((sum, each, s) => sum + (agreeing[s] ? each : 0), 0);
    const alike = sets.map((set, s) => {
      const gains = sets.map((other, o) => {
        const shared = set.filter((l) => other.includes(l)).length;
        const gain = 2 ** (shared / (set.length + other.length - shared)) - 1;
        return agreeing[o] ? frequencies[o]! * gain : 0;
      });
      return frequencies[s]! * gains.reduce((a, b) => a + b);
    });
    const total = alike.reduce((a, b) => a + b);
    const smooth = p.reduce((sum, each, s) => sum + alike[s]! / total * Math.log(each), 0);
    return -(1 - EPSILON) * Math.log(likelihood) - EPSILON * smooth;
  });
  return losses.reduce((a, b) => a + b) / losses.length;
}

Deno.test("setCosineLoss() is its formula where all labels are known", () => {
  const films = filmsOf([[1, 0, 0, 0], [1, 1, 0, 0], [0, 0.5, 0.9, 0.4], [0, 0, 0, 1]]);
  assertAlmostEquals(trial(films, MINED, OPTIONS, EPSILON)().loss![0]!, plainLoss(films), 1e-6);
});

Deno.test("setCosineLoss() sums out labels that are unknown", () => {
  const films = filmsOf([[1, NaN, 0, 0], [NaN, 1, NaN, 0], [NaN, NaN, NaN, NaN], [1, 1, 0, 0]]);
  assertAlmostEquals(trial(films, MINED, OPTIONS, EPSILON)().loss![0]!, plainLoss(films), 1e-6);
});

Deno.test("setCosineLoss() asks nothing of a film of which nothing is known", () => {
  const films = filmsOf([[NaN, NaN, NaN, NaN]]);
  const outputs = trial(films, MINED, OPTIONS, 0)();
  assertAlmostEquals(outputs.loss![0]!, 0, 1e-6);
  assert(outputs["gradient of codes"]!.every((slope) => Math.abs(slope) < 1e-6));
});

Deno.test("setCosineLoss() stays a number where the film's sets are next to impossible", () => {
  const films = filmsOf([[0, NaN, NaN, 1]]);
  const codes = films.targets.subarray(0, BITS).map((t) => 1e3 * t);
  const mined = { sets: [[3], [1, 3], [0]], frequencies: [1e-30, 1e-30, 1] };
  const { loss } = trial({ ...films, codes }, mined, { scale: 60, margin: 0, prior: 1 }, 0)();
  assert(Number.isFinite(loss![0]!) && loss![0]! > 60, `the loss is ${loss![0]}`);
});

Deno.test("setCosineLoss() with sets of one label, a = 0 and ε = 0 is the loss over labels", () => {
  for (const seed of [1, 2, 3]) {
    const films = filmsOf([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1], [0, 1, 0, 0]], seed);
    const mined = { sets: [[0], [1], [2], [3]], frequencies: [0.1, 0.2, 0.3, 0.4] };
    const options = { scale: 3, margin: 0.3, prior: 0 };
    const overSets = trial(films, mined, options, 0)();
    const graph = new Graph();
    const labels = { names: NAMES, values: films.labels };
    const smoothing = { epsilon: 0, smoothing: { kind: "uniform" } } as const;
    const { distributions } = smoothedDistributions(labels, [0, 1, 2, 3], smoothing);
    const perLabel = (values: Float32Array) => graph.constant([4, 4], values);
    const inputs = {
      codes: graph.constant([4, BITS], films.codes),
      targets: graph.constant([4, BITS], films.targets),
      labels: perLabel(films.labels),
      distributions: perLabel(distributions),
    };
    graph.output(
      "loss",
      smoothedCosineLoss(inputs, { ...options, marginForm: "cos", prior: undefined }),
    );
    const { loss } = evaluate(graph.toProgram(), {}, {}).outputs;
    assertAlmostEquals(overSets.loss![0]!, loss![0]!, 1e-9);
  }
});

for (
  const [what, labels] of [
    ["known", [[1, 0, 0, 0], [1, 1, 0, 0], [0, 1, 1, 0]]],
    ["partly unknown", [[1, NaN, 0, 0], [NaN, 1, NaN, 0], [0, 0, 0, 1]]],
  ] as const
) {
  Deno.test(`setCosineLoss() has the gradient of central differences with labels ${what}`, () => {
    const films = filmsOf(labels);
    const run = trial(films, MINED, OPTIONS, EPSILON);
    const variables = {
      codes: Float64Array.from(films.codes),
      targets: Float64Array.from(films.targets),
    };
    const outputs = run(variables);
    for (const name of ["codes", "targets"] as const) {
      outputs[`gradient of ${name}`]!.forEach((slope, at) => {
        const [above, below] = [1e-5, -1e-5].map((change) => {
          const moved = variables[name].slice();
          moved[at]! += change;
          return run({ ...variables, [name]: moved }).loss![0]!;
        });
        assertAlmostEquals(slope, (above! - below!) / 2e-5, 1e-6, name);
      });
    }
  });
}
