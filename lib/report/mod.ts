/**
 * What a run looks like: the self-contained report page, and tables for terminals and Markdown.
 *
 * @module
 */
export type { TableOptions, TableRow } from "./cell_table.ts";
export { type GreyImage, greyImage } from "./film_image.ts";
export { filmSheet, galleryPicture } from "./film_pictures.ts";
export {
  type FinishedRun,
  pairDistances,
  reportOf,
  tableRows,
  trainingRuns,
} from "./run/content.ts";
export { escapeMarkdown, markdownTable, type MarkdownTableOptions } from "./markdown.ts";
export { galleryOf, type RankedQuery, summariseDataset } from "./run/from_dataset.ts";
export { reportPage } from "./run/page.ts";
export type {
  DatasetSummary,
  GalleryFilm,
  GalleryNeighbour,
  GalleryQuery,
  LabelCount,
  RunReport,
} from "./run/report.ts";
export {
  resultMarkdown,
  resultTable,
  type ResultTableOptions,
  type TerminalTableOptions,
} from "./text_table.ts";
