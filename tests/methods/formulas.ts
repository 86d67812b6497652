/**
 * The peers' losses once more, film by film and pair by pair in plain numbers, as their papers
 * write them: what the graphs are tested against.
 *
 * @module
 */
import type { Films } from "./trial.ts";

type Vector = readonly number[];

const dot = (a: Vector, b: Vector) => a.reduce((sum, x, k) => sum + x * b[k]!, 0);
const cosine = (a: Vector, b: Vector) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
const mean = (values: Vector) =>
  values.length === 0 ? 0 : values.reduce((sum, x) => sum + x, 0) / values.length;
const sign = (x: number) => x >= 0 ? 1 : -1;

interface Pair {
  readonly u: Vector;
  readonly v: Vector;
  readonly y: Vector;
  readonly z: Vector;
  readonly similar: boolean;
}

/** All ordered pairs of different films. */
function pairsOf({ codes, labels }: Films): Pair[] {
  return codes.flatMap((u, a) =>
    codes.flatMap((v, b) => {
      const [y, z] = [labels[a]!, labels[b]!];
      return a === b ? [] : [{ u, v, y, z, similar: dot(y, z) > 0 }];
    })
  );
}

/** log(1 + e^θ) − sθ. */
const likelihood = (theta: number, s: number) => Math.log(1 + Math.exp(theta)) - s * theta;

/** w = |S| / |S₁| for similar pairs, |S| / |S₀| for others; the mean over all. */
function weighted(pairs: readonly Pair[], loss: (pair: Pair) => number): number {
  const similar = pairs.filter((pair) => pair.similar).length;
  const weight = (pair: Pair) => pairs.length / (pair.similar ? similar : pairs.length - similar);
  return mean(pairs.map((pair) => weight(pair) * loss(pair)));
}

/** DPSH at η = 0.1. */
export function dpshLoss(films: Films): number {
  const pairs = pairsOf(films).map(({ u, v, similar }) => likelihood(dot(u, v) / 2, +similar));
  return mean(pairs) + 0.1 * mean(films.codes.flat().map((u) => (u - sign(u)) ** 2));
}

/** HashNet at this β and α. */
export function hashnetLoss(films: Films, beta: number, alpha: number): number {
  const codes = films.codes.map((u) => u.map((x) => Math.tanh(beta * x)));
  return weighted(
    pairsOf({ ...films, codes }),
    ({ u, v, similar }) => likelihood(alpha * dot(u, v), +similar),
  );
}

/** DCH at this γ and λ = 0.1. */
export function dchLoss(films: Films, gamma = 20): number {
  const distance = (c: number) => films.codes[0]!.length / 2 * (1 - c);
  const pairs = weighted(pairsOf(films), ({ u, v, similar }) => {
    const d = distance(Math.min(cosine(u, v), 0.99));
    return +similar * Math.log(d / gamma) + Math.log(1 + gamma / d);
  });
  const quantisation = films.codes.map((u) =>
    Math.log(1 + distance(cosine(u.map(Math.abs), u.map(() => 1))) / gamma)
  );
  return pairs + 0.1 * mean(quantisation);
}

/** IDHN at α = 0.5, γ = 0.1 and λ = 0.1. */
export function idhnLoss(films: Films): number {
  const bits = films.codes[0]!.length;
  const codes = films.codes.map((u) => u.map((x) => x / (Math.abs(x) + 1)));
  const pairs = pairsOf({ ...films, codes }).map(({ u, v, y, z }) => {
    const s = cosine(y, z);
    const theta = 0.5 * dot(u, v);
    const isHard = s < 0.01 || s > 0.99;
    return isHard ? likelihood(theta, s) : 0.1 * (theta + bits - 2 * s * bits) ** 2;
  });
  return mean(pairs) + 0.1 * mean(codes.flat().map((h) => Math.abs(Math.abs(h) - 1)));
}

/** GreedyHash at α = 0.1 with a classifier W `[bits, C]` and c; b stands for the signs of u. */
export function greedyHashLoss(
  films: Films,
  { b = films.codes.map((u) => u.map(sign)), ...classifier }: Classifier & {
    readonly b?: readonly Vector[];
  },
): number {
  const losses = b.map((code, n) => {
    const y = films.labels[n]!;
    const logits = logitsOf(code, y.length, classifier);
    const logSum = Math.log(logits.reduce((sum, z) => sum + Math.exp(z), 0));
    const positives = y.reduce((sum, value) => sum + value, 0);
    return logits.reduce((sum, z, c) => sum + y[c]! / positives * (logSum - z), 0);
  });
  return mean(losses) + 0.1 * mean(films.codes.flat().map((u) => Math.abs(Math.abs(u) - 1) ** 3));
}

/** A classifier W `[bits, C]` and c. */
export interface Classifier {
  readonly weight: ArrayLike<number>;
  readonly bias: ArrayLike<number>;
}

/** W·h + c for each label. */
function logitsOf(h: Vector, classes: number, { weight, bias }: Classifier): number[] {
  return Array.from(
    { length: classes },
    (_, c) => h.reduce((sum, x, k) => sum + x * weight[k * classes + c]!, bias[c]!),
  );
}

/** The sum over labels of −log of the probability that the classifier gives what is the case. */
function labelEntropy(h: Vector, y: Vector, classifier: Classifier): number {
  const entropies = logitsOf(h, y.length, classifier).map((z, c) => {
    const p = 1 / (1 + Math.exp(-z));
    return -Math.log(y[c]! > 0 ? p : 1 - p);
  });
  return entropies.reduce((sum, x) => sum + x, 0);
}

/** AHDL at λ₁ = 1 and λ₂ = 1.5: each pair's distance, and the labels of both its films. */
export function ahdlLoss(films: Films, classifier: Classifier): number {
  const codes = films.codes.map((u) => u.map(Math.tanh));
  const bits = codes[0]!.length;
  return mean(
    pairsOf({ ...films, codes }).map(({ u, v, y, z }) => {
      const either = y.filter((has, c) => has > 0 || z[c]! > 0).length;
      const wanted = bits * (1 - dot(y, z) / either);
      const distance = bits / 2 * (1 - cosine(u, v));
      const entropies = labelEntropy(u, y, classifier) + labelEntropy(v, z, classifier);
      return Math.log(Math.cosh((distance - wanted) / bits)) + 1.5 * entropies;
    }),
  );
}

/** Binary cross-entropies, those of present labels so often as others lack them, at most `most`. */
export function classifyLoss(
  { codes, labels }: Films,
  classifier: Classifier,
  most: number,
): number {
  const classes = labels[0]!.length;
  const weights = Array.from({ length: classes }, (_, c) => {
    const known = labels.map((y) => y[c]!).filter((value) => !Number.isNaN(value));
    const present = known.reduce((sum, value) => sum + value, 0);
    return Math.max(1, Math.min((known.length - present) / present, most));
  });
  const entropies = codes.flatMap((u, n) =>
    logitsOf(u, classes, classifier).flatMap((z, c) => {
      const y = labels[n]![c]!;
      const p = 1 / (1 + Math.exp(-z));
      return Number.isNaN(y) ? [] : -weights[c]! * y * Math.log(p) - (1 - y) * Math.log(1 - p);
    })
  );
  return mean(entropies);
}

/** OSDH at ρ = 5 and λ = 0.5, where every film asks. */
export function osdhLoss({ codes, labels }: Films, classifier: Classifier): number {
  const hs = codes.map((u) => u.map(Math.tanh));
  const distance = (a: number, b: number) => (hs[a]!.length - dot(hs[a]!, hs[b]!)) / 2;
  const perQuery = hs.map((_, q) => {
    const others = hs.map((_, n) => n).filter((n) => n !== q);
    const gain = (n: number) => 2 ** dot(labels[q]!, labels[n]!);
    const triples = others.flatMap((i) =>
      others.filter((j) => gain(i) > gain(j)).map((j) => ({
        weight: gain(i) - gain(j),
        hinge: Math.max(0, distance(q, i) - distance(q, j) + 5),
      }))
    );
    const weights = triples.reduce((sum, { weight }) => sum + weight, 0);
    return triples.reduce((sum, { weight, hinge }) => sum + weight / weights * hinge, 0);
  });
  const classified = hs.map((h, n) => labelEntropy(h, labels[n]!, classifier));
  return mean(perQuery) + 0.5 * mean(classified);
}

/** CSQ at λ = 1e-4; `ties` are the bits where centres tie. */
export function csqLoss(films: Films, ties: Vector): number {
  const entropies = films.codes.map((u, n) => {
    const centre = majority(films, n, ties);
    return mean(u.map((x, k) => {
      const [p, q] = [(Math.tanh(x) + 1) / 2, (centre[k]! + 1) / 2];
      return -q * Math.log(p) - (1 - q) * Math.log(1 - p);
    }));
  });
  const quantisation = films.codes.flat().map((u) => (Math.abs(Math.tanh(u)) - 1) ** 2);
  return mean(entropies) + 1e-4 * mean(quantisation);
}

/** DPN at m = 1. */
export function dpnLoss(films: Films, ties: Vector): number {
  return mean(films.codes.map((u, n) => {
    const target = majority(films, n, ties);
    return u.reduce((sum, x, k) => sum + Math.max(1 - x * target[k]!, 0), 0);
  }));
}

function majority({ labels, targets }: Films, n: number, ties: Vector): number[] {
  return ties.map((tie, k) => {
    const sum = labels[n]!.reduce((sum, y, c) => sum + y * targets![c]![k]!, 0);
    return sum === 0 ? tie : Math.sign(sum);
  });
}

/** HyP² at β = 0.5 with these proxies `[C, bits]` and ζ. */
export function hyp2Loss(films: Films, proxies: readonly Vector[], zeta: number): number {
  const pairs = pairsOf(films);
  const cosines = films.codes.flatMap((v, n) =>
    proxies.map((p, c) => ({ cos: cosine(v, p), positive: films.labels[n]![c]! > 0 }))
  );
  const several = (y: Vector) => y.reduce((sum, value) => sum + value, 0) > 1;
  const apart = pairs.filter(({ similar, y, z }) => !similar && several(y) && several(z));
  return mean(cosines.filter(({ positive }) => positive).map(({ cos }) => 1 - cos)) +
    mean(cosines.filter(({ positive }) => !positive).map(({ cos }) => Math.max(cos - zeta, 0))) +
    0.5 * mean(apart.map(({ u, v }) => Math.max(cosine(u, v) - zeta, 0)));
}

/** OrthoHash, and CRH between two epochs, at m = 0.2 and scale s. */
export function orthoHashLoss(
  { codes, labels, targets }: Films,
  s: number,
  prior: readonly number[] = [],
): number {
  return mean(codes.map((u, n) => {
    const logits = targets!.map((t, c) =>
      s * (cosine(u, t) - 0.2 * labels[n]![c]!) + (prior[c] ?? 0)
    );
    const logSum = Math.log(logits.reduce((sum, z) => sum + Math.exp(z), 0));
    const positives = labels[n]!.reduce((sum, y) => sum + y, 0);
    return logits.reduce((sum, z, c) => sum + labels[n]![c]! / positives * (logSum - z), 0);
  }));
}
