/**
 * Films in, cases out: indexes of films, the search for those nearest to one, and why.
 *
 * @module
 */
export {
  type Ask,
  type AskConditions,
  type Asked,
  type AskedTarget,
  ASKS,
  type AskWith,
  chooseAsk,
  type ShownByOptions,
  waysToAsk,
} from "./ask.ts";
export { type DefinedFinding, readDefinedFindings } from "./defined_findings.ts";
export { cosine, explainMatch, type Match } from "./explain/explain.ts";
export type { Explanation, FindingAgreement, OcclusionMap } from "./explain/explanation.ts";
export { occlusionMap, occlusionOfFile, type OcclusionOptions } from "./explain/occlusion.ts";
export type { FileEncoder, OccludedEncoder } from "./explain/occlusion.ts";
export {
  type Expectation,
  findFilms,
  type FoundFilm,
  type FoundFilms,
  type Query,
} from "./find_films.ts";
export type { Ties } from "./ties.ts";
export type { IndexWorth, MeasuredDistances } from "./worth/index_worth.ts";
export { type Warning, warningText } from "./worth/warnings.ts";
export {
  queryOfCase,
  queryOfCode,
  queryOfFilm,
  queryOfId,
  type SearchOptions,
} from "./find_films.ts";
export { type NamedFindings, parseFindings, queryOfFindings } from "./find_findings.ts";
export { type ExplainedFilm, type IndexPlace, IndexSearch } from "./index_search.ts";
export type { IndexSearchOptions, SearchResult } from "./index_search.ts";
export {
  type Emphasis,
  emphasisedQuery,
  type Marks,
  queryOfStudy,
  refinedQuery,
} from "./refine.ts";
export {
  openIndexEncoder,
  readIndexAsker,
  readIndexTargets,
  requireEncoder,
} from "./index_encoder.ts";
export { defineFinding, type DefinitionSource, removeFinding } from "./indexing/define_finding.ts";
export { type ImageSource, indexImages } from "./indexing/index_images.ts";
export { type IndexingResult, indexRun } from "./indexing/index_run.ts";
export { removeFilms } from "./indexing/remove_films.ts";
