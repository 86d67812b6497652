/**
 * The ways to ask for a finding of which there are few labelled films, or none.
 *
 * @module
 */
import { Asker } from "../../asking/asker.ts";
import { findingWeights } from "../../asking/finding_weights.ts";
import { labelCentroids, type LabelVectors, unitVectors } from "../../asking/label_vectors.ts";
import type { Random } from "../../base/random.ts";
import type { Cooccurrence } from "../../graph/cooccurrence.ts";
import {
  exampleShare,
  graphDirection,
  graphWeights,
  mixWithExamples,
  shuffledWeights,
} from "../../graph/finding_query.ts";
import { scoresByCode, scoresByWeights, type SearchedFilms } from "./finding_ranking.ts";

/** The scores of the searched films, the greatest first in the ranking, by the name of the way. */
export type WayScores = ReadonlyMap<string, ArrayLike<number>>;

/** Names of the ways, in the order of the tables. */
export const WAYS = {
  learned: "learned target",
  learnedGraph: "learned target + graph",
  learnedShuffled: "learned target + shuffled graph",
  learnedExpected: "learned, E",
  examples: "mean code of the films",
  examplesExpected: "the films, E",
  graphCode: "graph code",
  shuffledCode: "shuffled graph code",
  graph: "E graph",
  shuffled: "E shuffled graph",
  otherGraph: "E graph from elsewhere",
  mixedCode: "films + graph, code",
  mixed: "films + graph, E",
  chance: "chance",
} as const;

/** The name of a way. */
export type Way = typeof WAYS[keyof typeof WAYS];

/** How much the graph counts beside a learned target of the same length (ours). */
const GRAPH_BESIDE_TARGET = 1.5;

/** What is known of a finding that the encoder was not trained to know. */
export interface UnknownFinding {
  /** As the table of co-occurrence calls it. */
  readonly name: string;
  /** `[k, bits]` the continuous codes of its labelled films; may be none. */
  readonly examples: Float32Array;
  /** How often it comes with the others. */
  readonly cooccurrence: Cooccurrence;
  /** The same of another collection, where it knows the finding. */
  readonly elsewhere: Cooccurrence | undefined;
}

/**
 * The ways that need no training, over an encoder that knows other findings.
 *
 * @param random Shuffles the control
 */
export function untrainedWays(
  { name, examples, cooccurrence, elsewhere }: UnknownFinding,
  { asker, searched, random }: {
    readonly asker: Asker;
    readonly searched: SearchedFilms;
    readonly random: Random;
  },
): WayScores {
  const { vectors } = asker;
  const bits = vectors.values.length / vectors.names.length;
  const real = graphWeights(cooccurrence, name, vectors.names);
  const shuffled = shuffledWeights(real, random);
  const direction = graphDirection(real, vectors);
  const expected = expectedWeights(real, asker);
  const ways = new Map<Way, ArrayLike<number>>([
    [WAYS.graphCode, scoresByCode(direction, searched)],
    [WAYS.shuffledCode, scoresByCode(graphDirection(shuffled, vectors), searched)],
    [WAYS.graph, scoresByWeights(expected, searched)],
    [WAYS.shuffled, scoresByWeights(expectedWeights(shuffled, asker), searched)],
    [WAYS.chance, new Int32Array(searched.relevances.length / asker.columns)],
  ]);
  if (elsewhere !== undefined) {
    const weights = expectedWeights(graphWeights(elsewhere, name, vectors.names), asker);
    ways.set(WAYS.otherGraph, scoresByWeights(weights, searched));
  }
  const films = examples.length / bits;
  if (films === 0) {
    ways.set(WAYS.mixedCode, ways.get(WAYS.graphCode)!);
    return ways.set(WAYS.mixed, ways.get(WAYS.graph)!);
  }
  const centre = meanCode(examples, films);
  ways.set(WAYS.examples, scoresByCode(centre, searched));
  ways.set(WAYS.mixedCode, scoresByCode(mixWithExamples(direction, centre, films), searched));
  const own = withFinding(asker, { name, centre, films: filmsOf(cooccurrence, name) });
  const seen = { ...searched, relevances: own.relevances(searched.codes) };
  ways.set(WAYS.examplesExpected, scoresByWeights([...real.map(() => 0), 1], seen));
  return ways.set(WAYS.mixed, scoresByWeights([...real, exampleShare(films)], seen));
}

/** How many films of a table have a finding. */
function filmsOf({ labelNames, counts }: Cooccurrence, name: string): number {
  const place = labelNames.indexOf(name);
  return Math.round(counts[place]![place]!);
}

/**
 * An asker over labels that knows one more, by the mean code of its films: p(l | b) then says what
 * the films tell, and Σ_j p(j | b)·P(l | j), in which P(l | l) = 1 counts by {@linkcode exampleShare},
 * what they and the graph tell together.
 */
function withFinding(
  { card, vectors: { names, values } }: Asker,
  { name, centre, films }: {
    readonly name: string;
    readonly centre: Float64Array;
    readonly films: number;
  },
): Asker {
  const labels = [...names, name];
  return new Asker(
    { ...card, over: "labels", sets: [], labels, films: [...card.films, films] },
    { names: labels, values: Float32Array.of(...values, ...centre) },
  );
}

/** What training with the labelled films has made of the finding. */
export interface LearnedFinding {
  readonly name: string;
  /** All findings that are hidden, whose targets the graph may not use. */
  readonly hidden: readonly string[];
  /** The hash targets, or the centroids of a method that has none. */
  readonly targets: LabelVectors;
  readonly cooccurrence: Cooccurrence;
}

/** The ways that ask a network that was trained with the labelled films. */
export function learnedWays(
  { name, hidden, targets, cooccurrence }: LearnedFinding,
  { asker, searched, random }: {
    readonly asker: Asker;
    readonly searched: SearchedFilms;
    readonly random: Random;
  },
): WayScores {
  const { names, values } = targets;
  const bits = values.length / names.length;
  const place = names.indexOf(name);
  const own = unitVectors(targets).subarray(place * bits, (place + 1) * bits);
  const known = names.filter((label) => !hidden.includes(label));
  const weights = graphWeights(cooccurrence, name, known);
  const withGraph = (ofKnown: Float64Array) => {
    const ofAll = names.map((label) => ofKnown[known.indexOf(label)] ?? NaN);
    const graph = graphDirection(ofAll, targets);
    return scoresByCode(own.map((t, bit) => t + GRAPH_BESIDE_TARGET * graph[bit]!), searched);
  };
  const oneHot = asker.card.labels.map((label) => label === name ? 1 : 0);
  return new Map<Way, ArrayLike<number>>([
    [WAYS.learned, scoresByCode(own, searched)],
    [WAYS.learnedGraph, withGraph(weights)],
    [WAYS.learnedShuffled, withGraph(shuffledWeights(weights, random))],
    [WAYS.learnedExpected, scoresByWeights(expectedWeights(oneHot, asker), searched)],
  ]);
}

/** `[J]` */
function expectedWeights(weights: ArrayLike<number>, asker: Asker): Float64Array {
  const fixed = findingWeights(asker.card, { wanted: [weights], unwanted: [] });
  return Float64Array.from(fixed);
}

/** `[bits]` the mean direction of the films' codes. */
function meanCode(examples: Float32Array, films: number): Float64Array {
  const labels = { names: ["it"], values: new Float32Array(films).fill(1) };
  return Float64Array.from(labelCentroids(examples, labels).values);
}
