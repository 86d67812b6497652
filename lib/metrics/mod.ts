/**
 * Retrieval metrics that mean what they say: exact under ties, without the query's own patient,
 * beside what chance and popularity score, with intervals by patient.
 *
 * @module
 */
export { asymmetricRanking, type ContinuousCodes } from "./asymmetric_ranking.ts";
export {
  averagePrecision,
  averagePrecisionEnds,
  type AveragePrecisionOptions,
  type Ends,
  type Normaliser,
  NORMALISERS,
} from "./average_precision.ts";
export {
  bootstrapIntervals,
  type BootstrapOptions,
  type Interval,
  macroMean,
  RESAMPLES,
  type ScoreLists,
} from "./bootstrap.ts";
export { averageCumulativeGain } from "./cumulative_gain.ts";
export {
  type DistanceHistogram,
  distanceHistogram,
  type DistanceHistogramOptions,
} from "./distance_histogram.ts";
export { evaluateRanking } from "./evaluate.ts";
export { type AskingFilms, type ExpectedRanking, expectedRanking } from "./expected_ranking.ts";
export type { RelevantFilms } from "./expected_ranking.ts";
export { type RadiusCurve, radiusCurve } from "./hamming_ball.ts";
export { type LabelRelations, relateLabels } from "./label_sets.ts";
export type { Relation, Relations } from "./label_sets.ts";
export type { Gain, QueryRanking, ScoringOptions } from "./query_ranking.ts";
export {
  hammingRanking,
  hubRanking,
  type LabelledCodes,
  type LabelledFilms,
  randomRanking,
  type Ranking,
} from "./ranking.ts";
export {
  type Conventions,
  EMPTY_QUERY_POLICIES,
  type EmptyQueryPolicy,
  type EvaluationOptions,
  type RankingScores,
} from "./ranking_scores.ts";
export {
  type NamedScores,
  type RankedCalibration,
  type ReportedConventions,
  type RetrievalReport,
  retrievalReport,
  type RetrievalResults,
} from "./retrieval_report.ts";
export { type CutOff, ndcg } from "./scores/ndcg.ts";
export {
  findScore,
  parseScore,
  scoreForms,
  scoreSlug,
  unknownScore,
} from "./scores/parse_score.ts";
export { recall } from "./scores/recall.ts";
export { DEFAULT_SCORES, DEFAULT_SELECTION, leadingScores } from "./scores/registry.ts";
export type { Score } from "./scores/score.ts";
export { stratify, type Stratum } from "./strata.ts";
export { type EstimatedScore, type Gap, gapBetween } from "./stratum_gaps.ts";
export { type PrecisionRecall, type ResultRow, type StratumRow, summarise } from "./summary.ts";
export { type GainGroups, type RankSums, rankSums, type TieGroups } from "./tie_groups.ts";
