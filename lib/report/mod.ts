/**
 * What a run looks like: charts as Vega-Lite specifications and as pictures, tables for terminals
 * and Markdown, and the self-contained report page.
 *
 * @module
 */
export * from "../charts/adjacency_heatmap.ts";
export * from "../charts/code_bits.ts";
export * from "../charts/cooccurrence_heatmap.ts";
export * from "../charts/distance_histograms.ts";
export * from "../charts/label_graph.ts";
export * from "../charts/per_class_bars.ts";
export * from "../charts/precision_recall_curves.ts";
export { studyChart, type StudyChartOptions, type StudyValue } from "../charts/study_chart.ts";
export { type TargetDistances, targetDistances } from "../charts/target_distances.ts";
export * from "../charts/target_history.ts";
export * from "../charts/tie_band.ts";
export * from "../charts/training_curves.ts";
export type { ChartSpec } from "../charts/theme.ts";
export { type GreyImage, greyImage } from "./film_image.ts";
export * from "./run/from_dataset.ts";
export type { TableOptions, TableRow } from "./cell_table.ts";
export { filmSheet, galleryPicture } from "./film_pictures.ts";
export * from "./notebook.ts";
export * from "./run/page.ts";
export { renderPng, type RenderPngOptions, renderSvg } from "../charts/render.ts";
export { type IntervalKey, RESULT_COLUMNS, type ResultColumn } from "../charts/score_columns.ts";
export type { ScoreKey } from "../charts/score_columns.ts";
export * from "./run/report.ts";
export * from "./text_table.ts";
