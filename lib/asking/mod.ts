/**
 * Asking with what a film probably shows: posteriors over labels and label sets, targets to search
 * with, expected relevance and what it is worth.
 *
 * @module
 */
export { Asker, type ProbableLabel } from "./asker.ts";
export {
  type AskingCard,
  type CalibrationPoint,
  type CountedSet,
  type Sharpness,
  SUMMED_OVER,
  type SummedOver,
  VECTOR_KINDS,
  type VectorKind,
} from "./asking_card.ts";
export {
  type CalibrationError,
  calibrationError,
  type CalibrationGroup,
  fitCalibration,
  type JudgedScores,
  noJudgedScores,
} from "./calibration.ts";
export { expectedRelevance, ONE } from "./expected_relevance.ts";
export { findingWeights, type SoughtFindings } from "./finding_weights.ts";
export { type AskingOptions, type AskingSource, fitAsking } from "./fit_asking.ts";
export { labelCentroids, type LabelVectors } from "./label_vectors.ts";
export { type Alternatives, type CountedLabels, posterior } from "./posterior.ts";
export {
  posteriorWithRecord,
  RECORD_RATES,
  type RecordedBy,
  type RecordedCases,
  recordedRelevances,
  type RecordRates,
  SHOWN_BY,
  type ShownBy,
} from "./recorded.ts";
