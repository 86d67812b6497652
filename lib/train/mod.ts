/**
 * Training: setup from the films, the loop, the exported encoder and codes, and their scores.
 *
 * @module
 */
export { evaluateRun, type EvaluationSource, methodName, rowName } from "./evaluate.ts";
export { exportRun, type ExportSource } from "./export.ts";
export { askedRankings, runRanking, type SearchedPart } from "./run_rankings.ts";
export {
  graphCooccurrence,
  type InputShape,
  prepareTraining,
  type SmoothedAlong,
  trainingAdjacency,
  trainingCooccurrence,
  trainingRows,
  type TrainingSetup,
} from "./setup.ts";
export { bestEpoch } from "./best_epoch.ts";
export { type EpochRates, type StepProgress, train, type TrainingProgress } from "./train.ts";
