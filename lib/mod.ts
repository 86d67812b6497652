/**
 * cohash: deep-hash retrieval of chest X-rays that knows which diseases occur together.
 *
 * The method in six steps, each a small file of its own:
 *
 * 1. {@linkcode countCooccurrence}: which findings occur together in the training films
 * 2. {@linkcode adjacencyMatrix}: the label graph
 * 3. {@linkcode labelGcn} and {@linkcode binariseTargets}: one hash target a label, from the graph
 * 4. {@linkcode buildEncoder}: from a film to its continuous code
 * 5. {@linkcode smoothedCosineLoss}: the one loss that trains both
 * 6. {@linkcode hammingRanking} and {@linkcode evaluateRanking}: search, and an honest score
 *
 * {@linkcode completeRun} does all of it from a {@linkcode Config}.
 *
 * Here is the method alone. Everything else stands in a part of its own, such as
 * `@cohash/cohash/data`, `@cohash/cohash/store` or `@cohash/cohash/charts`; docs/library.md lists
 * them.
 *
 * @module
 */
export { Graph, Tensor } from "./autodiff/mod.ts";
export { Random } from "./base/random.ts";
export { packCodes, unpackCodes } from "./codes/pack.ts";
export type { Config, ConfigInput } from "./config/config.ts";
export { parseConfig } from "./config/config_file.ts";
export type { Dataset } from "./data/dataset.ts";
export { loadDataset } from "./data/load.ts";
export { adjacencyMatrix, type AdjacencyOptions } from "./graph/adjacency.ts";
export { conditionalProbabilities, countCooccurrence } from "./graph/cooccurrence.ts";
export type { Cooccurrence, Matrix } from "./graph/cooccurrence.ts";
export { resolveScale, smoothedCosineLoss } from "./loss/smoothed_cosine.ts";
export type { LossInputs, LossOptions } from "./loss/smoothed_cosine.ts";
export { smoothedDistributions } from "./loss/smoothing.ts";
export { evaluateRanking, hammingRanking, type RankingScores } from "./metrics/mod.ts";
export type { LabelledCodes, Ranking } from "./metrics/mod.ts";
export { buildEncoder, type EncoderOptions } from "./model/encoder.ts";
export { type GcnOptions, labelGcn } from "./model/gcn.ts";
export { type Binarisation, binariseTargets } from "./model/targets.ts";
export { completeRun, type RunOptions } from "./study/complete_run.ts";
