/**
 * What training needs to know of the data before the first step: the labels the loss sees, the
 * rows it learns from, the label graph, the statistics of features.
 *
 * @module
 */
import { hasPositive } from "../data/labels/annotations.ts";
import { labelFrequencies } from "../data/labels/label_frequencies.ts";
import { countSets } from "../data/labels/control_sets.ts";
import type { Dataset, LabelMatrix } from "../data/dataset.ts";
import { InputError } from "../base/errors.ts";
import { adjacencyMatrix, type AdjacencyOptions } from "../graph/adjacency.ts";
import {
  conditionalProbabilities,
  type Cooccurrence,
  countCooccurrence,
  type Matrix,
  patientWeights,
} from "../graph/cooccurrence.ts";
import { readCooccurrence } from "../graph/cooccurrence_table.ts";
import { withPrior } from "../graph/prior.ts";
import { type SetDistributions, setDistributions } from "../loss/set_distributions.ts";
import { type FeatureStatistics, featureStatisticsOf } from "../model/feature_adaptor.ts";
import { priorOf } from "../methods/cohash_options.ts";
import type { LabelGraph, LabelSmoothing, Method, MethodContext } from "../methods/mod.ts";
import { readOnnx } from "../autodiff/onnx/read.ts";
import { readBytes } from "../base/files.ts";
import type { Backbone } from "../model/encoder.ts";
import { chosenStages } from "../model/network_stages.ts";
import { labelVectors } from "../model/label_vectors.ts";
import { Random } from "../base/random.ts";
import type { Config } from "../config/config.ts";
import { methodOf } from "../config/method_of.ts";
import {
  isTrainedNetwork,
  type TrainedNetwork as TrainedNetworkOptions,
} from "../config/trained_network.ts";
import { hideLabels } from "./hidden_labels.ts";

/** What the encoder takes in. */
export type InputShape =
  | { readonly kind: "images"; readonly size: number }
  | { readonly kind: "features"; readonly width: number; readonly statistics: FeatureStatistics };

/** See {@linkcode prepareTraining}. */
export interface TrainingSetup {
  /** Size of the films, or width and statistics of the features. */
  readonly input: InputShape;
  /** The labels of the loss: the data set's, with "No Finding" as one more if so configured. */
  readonly labels: LabelMatrix;
  /** The rows the loss learns from. */
  readonly rows: Uint32Array<ArrayBuffer>;
  /** How labels are smoothed, where the method asks for it. */
  readonly smoothing?: SmoothedAlong;
  /** What the label sets of the rows are compared with, where the method learns sets. */
  readonly sets?: SetDistributions;
  /** The run's method, with its options. */
  readonly method: Method;
  /** What the method may know of the run. */
  readonly context: MethodContext;
  /** The network before the hash head. */
  readonly backbone: Backbone;
}

/** How the labels' distributions are smoothed. */
export interface SmoothedAlong {
  /** The probability ε that goes to other labels. */
  readonly epsilon: number;
  /** P(j | i), `[C, C]`, to smooth along; default: evenly. */
  readonly conditional?: Matrix;
}

/** The label that `labels.unlabelled` "no-finding" adds. */
const NO_FINDING = "No Finding";

/** Batch normalisation needs two films to have a variance. */
const LEAST_FILMS = 2;

/**
 * Mines the label graph from the training rows and gathers the rest of the setup.
 *
 * @throws {InputError} if there are fewer than two labels, or than two training films that have one, or
 * the co-occurrence of `graph.prior` cannot be read or is of other labels
 */
export async function prepareTraining(config: Config, dataset: Dataset): Promise<TrainingSetup> {
  const { train } = dataset.split;
  const labels = lossLabels(config, dataset);
  if (labels.names.length < 2) {
    throw new InputError(
      `Cannot train on "${dataset.name}": it has one label, "${labels.names[0]}", and the loss ` +
        `tells labels apart; use more labels, or labels.unlabelled=no-finding`,
    );
  }
  const rows = trainingRows(config, dataset);
  if (rows.length < LEAST_FILMS) {
    throw new InputError(
      `Cannot train on "${dataset.name}": ${rows.length} of its ${train.length} training films ` +
        `have a label, expected at least ${LEAST_FILMS}; check data.labels and the label file`,
    );
  }
  const input = await describeInputs(dataset, rows);
  const method = methodOf(config);
  const { asking } = config;
  const wantsTargets = asking.kind === "sets" || asking.vectors === "targets";
  if (wantsTargets && method.kind !== "targets") {
    throw new InputError(
      `Cannot ask with the targets of the method "${config.method}": it has none; use ` +
        "asking.kind=labels with asking.vectors=centroids",
    );
  }
  const { smoothing, labelSets: learning } = method.kind === "features" ? {} : method;
  const labelSets = learning && countSets(labels, rows, {
    source: learning.source,
    random: new Random(config.seed).fork("label sets"),
  });
  return {
    input,
    labels,
    rows,
    ...smoothing && { smoothing: withConditional(smoothing, labels, dataset) },
    ...labelSets && { sets: setDistributions(labels, rows, labelSets, learning!.epsilon) },
    method,
    context: {
      classes: labels.names.length,
      bits: config.codes.bits,
      seed: config.seed,
      labelGraph: await labelGraph(config, dataset),
      labelFrequencies: labelFrequencies(labels, rows),
      labelSets,
    },
    backbone: await backboneOf(config, input),
  };
}

/** A label's smoothing, with P(j | i) over the training films where it follows that. */
function withConditional(
  smoothing: LabelSmoothing,
  labels: LabelMatrix,
  { patients, split: { train } }: Dataset,
): SmoothedAlong {
  const { epsilon } = smoothing;
  if (smoothing.kind === "uniform") return { epsilon };
  const weights = smoothing.patientWeighting ? patientWeights(patients, train) : undefined;
  return {
    epsilon,
    conditional: conditionalProbabilities(countCooccurrence(labels, train, weights)),
  };
}

/** The label graph that targets are made from, if they are. */
async function labelGraph(config: Config, dataset: Dataset): Promise<LabelGraph | undefined> {
  const { graph, gcn, seed } = config;
  if (graph === undefined || gcn === undefined) return undefined;
  const cooccurrence = await graphCooccurrence(config, dataset);
  return {
    adjacency: trainingAdjacency(graph, cooccurrence, seed),
    nodes: await labelVectors(cooccurrence.labelNames, gcn.nodes, new Random(seed).fork("nodes")),
  };
}

async function backboneOf(
  { backbone, train }: Pick<Config, "backbone" | "train">,
  input: InputShape,
): Promise<Backbone> {
  if (input.kind === "features") {
    if (backbone.kind === "small-resnet") {
      throw new TypeError(`Cannot build the backbone "${backbone.kind}" over features`);
    }
    // A method that is not trained has no hidden layer.
    const { hidden = 0 } = backbone;
    return { kind: "features", inputs: input.width, hidden, statistics: input.statistics };
  }
  if (isTrainedNetwork(backbone)) return await networkOf(backbone, train?.epochs ?? Infinity);
  if (backbone.kind !== "small-resnet") {
    throw new TypeError(`Cannot build the backbone "${backbone.kind}" over images`);
  }
  const { kind, width, stemStride } = backbone;
  return { kind, width, stemStride, size: input.size };
}

/**
 * A network with the weights that are to be trained.
 *
 * @throws {InputError} if it cannot be, or some of its stages would never train
 */
async function networkOf(options: TrainedNetworkOptions, epochs: number): Promise<Backbone> {
  const { path, size, channels, mean, deviation, train } = options;
  const file = readOnnx(await readBytes(path, "the backbone"), path);
  const { output = file.outputs[0]! } = options;
  const statistics = train.kind === "head" ? "frozen" : train.statistics;
  const network = { file, output, size, channels, mean, deviation, statistics };
  const stages = chosenStages(network, train);
  if (train.kind !== "head" && train.unfreeze * stages.length >= epochs) {
    throw new InputError(
      `Cannot train the model "${path}": backbone.train.unfreeze is ${train.unfreeze}, so that the ` +
        `last of its ${stages.length} stages would begin to train after ` +
        `${train.unfreeze * stages.length} epochs, and train.epochs is ${epochs}`,
    );
  }
  return { kind: "onnx", ...network, stages, trained: new Set(stages.flat()) };
}

/** How often labels occur together: those of the loss, counted on all training films. */
export function trainingCooccurrence(
  config: Pick<Config, "labels" | "graph" | "seed">,
  dataset: Dataset,
): Cooccurrence {
  const { patients, split: { train } } = dataset;
  const { graph } = config;
  const weighted = graph !== undefined && graph.kind !== "identity" && graph.patientWeighting;
  const weights = weighted ? patientWeights(patients, train) : undefined;
  return countCooccurrence(lossLabels(config, dataset), train, weights);
}

/**
 * How often labels occur together for the label graph: on the training films, and where `graph.prior`
 * says so in a table from elsewhere; see {@linkcode withPrior}.
 *
 * @throws {InputError} if the table cannot be read, or has labels that the data lack
 */
export async function graphCooccurrence(
  config: Pick<Config, "labels" | "graph" | "seed">,
  dataset: Dataset,
): Promise<Cooccurrence> {
  const own = trainingCooccurrence(config, dataset);
  const prior = priorOf(config.graph);
  if (prior === undefined) return own;
  const { path: name, films } = prior;
  return withPrior(own, { cooccurrence: await readCooccurrence(name), name, films });
}

/** The normalised adjacency Â that a run starts with; the graph "learned" trains it from there. */
export function trainingAdjacency(
  graph: AdjacencyOptions,
  cooccurrence: Cooccurrence,
  seed: number,
): Matrix {
  return adjacencyMatrix(cooccurrence, graph, new Random(seed).fork("graph"));
}

async function describeInputs({ inputs }: Dataset, rows: Uint32Array): Promise<InputShape> {
  if (inputs.kind === "images") return { kind: "images", size: inputs.size };
  const statistics = await featureStatisticsOf(inputs, rows);
  return { kind: "features", width: inputs.width, statistics };
}

/** The training rows that a method learns from: those that the loss knows what to do with. */
export function trainingRows(
  config: Config,
  dataset: Dataset,
): Uint32Array<ArrayBuffer> {
  const { train } = dataset.split;
  if (config.labels.unlabelled === "uniform") return Uint32Array.from(train);
  return rowsWithLabel(lossLabels(config, dataset), train);
}

/** The rows with at least one positive label. */
export function rowsWithLabel(labels: LabelMatrix, rows: Uint32Array): Uint32Array<ArrayBuffer> {
  return Uint32Array.from(rows).filter((row) => hasPositive(labels, row));
}

/**
 * The labels that the loss and its targets know: the data set's without those that are hidden, and
 * "No Finding" if so configured.
 */
export function lossLabels(
  { labels: { hidden, unlabelled }, seed }: Pick<Config, "labels" | "seed">,
  dataset: Pick<Dataset, "ids" | "labels" | "split">,
): LabelMatrix {
  const labels = hidden === undefined ? dataset.labels : hideLabels(dataset, hidden, seed);
  return namedLabels({ labels: { unlabelled } }, labels);
}

/** The labels of any films, with "No Finding" where it is one for the loss. */
export function namedLabels(
  { labels: { unlabelled } }: { readonly labels: Pick<Config["labels"], "unlabelled"> },
  labels: LabelMatrix,
): LabelMatrix {
  return unlabelled === "no-finding" ? withNoFinding(labels) : labels;
}

/** The labels with one more, "No Finding", on every film that has no other. */
function withNoFinding({ names, values }: LabelMatrix): LabelMatrix {
  const classes = names.length;
  const films = values.length / classes;
  const extended = new Float32Array(films * (classes + 1));
  for (let n = 0; n < films; n++) {
    const film = values.subarray(n * classes, (n + 1) * classes);
    extended.set(film, n * (classes + 1));
    extended[n * (classes + 1) + classes] = film.some((value) => !(value <= 0)) ? 0 : 1;
  }
  return { names: [...names, NO_FINDING], values: extended };
}
