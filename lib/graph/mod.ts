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
export { clusteredOrder, cooccurrenceOrder } from "./seriation.ts";
