/**
 * A run as it is kept: its folder, its films, what it measured and what it made.
 *
 * @module
 */
export type { Checkpoint } from "./checkpoint.ts";
export { type EncodedFilms, encodeFilms, type NewFilms } from "./encode_films.ts";
export { type Codes, Encoder, type FilmCodes, type ReadOnDemand } from "./encoder.ts";
export { CARD_FORMAT, ENCODER_FILES, formatCard, parseCard } from "./encoder_card.ts";
export type { EncoderCard, FeatureInput, FilmInput, FrozenNetwork } from "./encoder_card.ts";
export {
  copyEncoder,
  identityOf,
  readAsker,
  readCard,
  readEncoder,
  readTargets,
} from "./encoder_files.ts";
export type { ConsistentBinarisation, EncoderFiles, FindingTargets } from "./encoder_files.ts";
export { sha256Of } from "../base/sha256.ts";
export { type FilmContext, loadFilms } from "./films.ts";
export { evaluationOptions, labelledCodes, labelledFilms } from "./labelled_codes.ts";
export { CODED_PARTS, type CodedPart, readCodes, readContinuous } from "./run_codes.ts";
export { readPackedCodes, writeCodes } from "./run_codes.ts";
export type { RunFiles } from "./run_files.ts";
export {
  type Environment,
  type EpochMetrics,
  RunFolder,
  type TargetState,
  type ValidationScores,
} from "./run_folder.ts";
export { readRunScores, type RunScores } from "./run_scores.ts";
export { type Ask, DATABASES, type Searched, type View, viewSlug, viewTitle } from "./view.ts";
export { bitImbalance, targetDistances, targetState, type TargetTable } from "./target_state.ts";
