/**
 * The label graph: which findings occur together, and the weighted edges that this makes.
 *
 * @module
 */
export {
  ADJACENCY_KINDS,
  type AdjacencyKind,
  adjacencyMatrix,
  type AdjacencyOptions,
  countEdges,
  type EdgeOptions,
  edgeWeights,
  normaliseAdjacency,
  reweightEdges,
  rewire,
  type SharedWeight,
  thresholdEdges,
} from "./adjacency.ts";
export {
  conditionalProbabilities,
  type Cooccurrence,
  countCooccurrence,
  type Matrix,
  patientWeights,
  positiveMutualInformation,
} from "./cooccurrence.ts";
export { type KnownCooccurrence, readCooccurrence, spellAs } from "./cooccurrence_table.ts";
export {
  EVEN_FILMS,
  exampleShare,
  graphDirection,
  graphWeights,
  mixWithExamples,
  shuffledWeights,
} from "./finding_query.ts";
export { type CooccurrencePrior, withPrior } from "./prior.ts";
export { clusteredOrder, cooccurrenceOrder } from "./seriation.ts";
