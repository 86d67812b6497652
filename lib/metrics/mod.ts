/**
 * Retrieval metrics that mean what they say: exact under ties, without the query's own patient,
 * beside what chance and popularity score, with intervals by patient.
 *
 * @module
 */
export * from "./asymmetric_ranking.ts";
export * from "./average_precision.ts";
export * from "./bootstrap.ts";
export * from "./cumulative_gain.ts";
export * from "./distance_histogram.ts";
export * from "./evaluate.ts";
export * from "./hamming_ball.ts";
export { type LabelRelations, type LabelSets, relateLabels } from "./label_sets.ts";
export type { Relation, Relations } from "./label_sets.ts";
export * from "./ndcg.ts";
export { RADIUS, SCORE_NAMES, type ScoreName, SHORT_LIST } from "./query_scores.ts";
export * from "./ranking.ts";
export {
  type Conventions,
  EMPTY_QUERY_POLICIES,
  type EmptyQueryPolicy,
  type EvaluationOptions,
  type RankingScores,
} from "./ranking_scores.ts";
export * from "./retrieval_report.ts";
export * from "./strata.ts";
export * from "./summary.ts";
export { type RankSums, rankSums, type TieGroups } from "./tie_groups.ts";
