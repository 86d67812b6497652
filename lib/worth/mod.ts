/**
 * What answers are worth, measured on films that an encoder has not seen: how often cases at a
 * distance share a finding, and whether a film is like those that it learned from.
 *
 * @module
 */
export type { CodedFilms, LabelledCodes } from "./coded_films.ts";
export {
  type DistanceCurve,
  type DistanceSource,
  type DistanceStep,
  type FindingShare,
  isFlat,
  measureDistances,
  stepAt,
} from "./distance_curve.ts";
export {
  type Familiarity,
  type FamiliarVectors,
  fitFamiliarity,
  isFamiliar,
  type SeenFilm,
  strangeness,
} from "./familiarity.ts";
export { fitGaussian, type Gaussian, mahalanobis } from "./gaussian.ts";
export { type ClassificationReport, type LabelArea, labelAreas, meanArea } from "./label_areas.ts";
export type { ShareInterval } from "./pair_shares.ts";
export { type Picture, PICTURE_SIDE, pictureOf } from "./picture.ts";
export { prevalenceOf } from "./prevalence.ts";
export { type RocArea, rocArea, type ScoredFilm } from "./roc.ts";
export {
  fitSuggestions,
  type Neighbour,
  probabilityOf,
  type SuggestedFinding,
  suggestFindings,
  type Suggestion,
  suggestionReliability,
  type SuggestionReport,
  type SuggestionsCard,
  type ToldAndSeen,
  type TriedFilm,
  voteOf,
  type VoteOptions,
  VOTERS,
} from "./suggestions.ts";
export type { FamiliarityCard, WorthCard } from "./worth_card.ts";
