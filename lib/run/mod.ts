/**
 * A run as it is kept: its folder, its films, what it measured and what it made.
 *
 * @module
 */
export type { Checkpoint } from "./checkpoint.ts";
export { type EncodedFilms, encodeFilms, type NewFilms } from "./encode_films.ts";
export { type FilmContext, filmSettings, loadFilms, throughBackbone } from "./films.ts";
export { evaluationOptions, labelledCodes, labelledFilms } from "./labelled_codes.ts";
export {
  type Environment,
  type EpochMetrics,
  RunFolder,
  type TargetState,
  type ValidationScores,
} from "./run_folder.ts";
export { readRunScores, type RunScores } from "./run_scores.ts";
export { bitImbalance, targetDistances, targetState, type TargetTable } from "./target_state.ts";
