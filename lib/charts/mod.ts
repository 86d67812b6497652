/**
 * Charts as Vega-Lite specifications, and the pictures of them.
 *
 * @module
 */
export { adjacencyHeatmap, type LabelAdjacency } from "./adjacency_heatmap.ts";
export { bitBalance, bitCorrelation, type BitShares } from "./code_bits.ts";
export {
  cooccurrenceHeatmap,
  type CooccurrenceHeatmapOptions,
  type CooccurrenceMeasure,
} from "./cooccurrence_heatmap.ts";
export {
  calibrationChart,
  type CalibrationWords,
  type ExpectedAndSeen,
} from "./calibration_chart.ts";
export { distanceHistograms } from "./distance_histograms.ts";
export { distanceWorth } from "./distance_worth.ts";
export { fewFilmsChart, type FewFilmsValue } from "./few_films.ts";
export { type FindingBar, findingBars, type FindingBarsOptions } from "./finding_bars.ts";
export { type LabelGraph, labelGraph } from "./label_graph.ts";
export { perClassBars, type PerClassBarsOptions, type PerClassRow } from "./per_class_bars.ts";
export { precisionRecallCurves, type PrecisionRecallSeries } from "./precision_recall_curves.ts";
export { renderPng, type RenderPngOptions, renderSvg } from "./render.ts";
export { scoreTitle } from "./score_columns.ts";
export { studyChart, type StudyValue } from "./study_chart.ts";
export type { StudyChartOptions } from "./study_content.ts";
export { type TargetDistances, targetDistances } from "./target_distances.ts";
export { type TargetEpoch, type TargetHistory, targetHistory } from "./target_history.ts";
export type { ChartSpec } from "./theme.ts";
export { tieBand, type TieBandRow } from "./tie_band.ts";
export { trainingCurves, type TrainingEpoch, type TrainingRun } from "./training_curves.ts";
export { formatCount, formatInterval, formatPercent, formatScore } from "./words.ts";
export { readableLabel, readableLabels, type UnknownFindings } from "./words.ts";
