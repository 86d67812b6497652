/**
 * Runs and studies: one run from its films to its scores, and one question, asked by training the
 * same configuration with a few settings changed.
 *
 * @module
 */
export { completeRun, readResults, type RunOptions, type RunProgress } from "./complete_run.ts";
export { completeStudy, type CompleteStudyOptions } from "./complete_study.ts";
export type { ControlRow, Controls } from "./controls.ts";
export { scoredPrecision, type SearchedFilms } from "./few/finding_ranking.ts";
export {
  type HiddenFindings,
  labelledExamples,
  rowsWith,
  withoutFindings,
} from "./few/hidden_findings.ts";
export { type UnknownFinding, untrainedWays, type Way, WAYS, type WayScores } from "./few/ways.ts";
export { type ChartedBlock, type ChartedCell, type ChartedStudy, chartOf } from "./page.ts";
export {
  type Cell,
  type CellScore,
  type Comparison,
  markOf,
  type RunState,
  type StudyBlock,
  type StudyResults,
} from "./results.ts";
export { showStudy } from "./show_study.ts";
export { holm, meanAndDeviation, type SignFlipOptions, signFlipTest } from "./statistics.ts";
export { CODE_LENGTHS, type ConfigChanges, type SomeKeys } from "./study.ts";
export type { Study, Variant } from "./study.ts";
