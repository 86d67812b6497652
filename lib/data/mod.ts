/**
 * Films with labels, patients and a split: read from public data sets, tables and features, drawn,
 * or made of arrays.
 *
 * @module
 */
export {
  arrayDataset,
  type ArrayDatasetOptions,
  type ArrayInputs,
  type FilmArrays,
} from "./array_dataset.ts";
export {
  CHESTXRAY14_LABELS,
  type Dataset,
  type FeatureInputs,
  type FilmRecords,
  type ImageInputs,
  type Inputs,
  type KnownContents,
  type LabelMatrix,
  type Part,
  PARTS,
  type Split,
  type Strata,
} from "./dataset.ts";
export { featureInputs, type FeatureTransform } from "./features/features.ts";
export type { FeatureTable } from "./features/feature_table.ts";
export type { DicomWebAddress } from "./dicomweb/connection.ts";
export { decodeFilm, type FilmSettings } from "./images/decode.ts";
export type { NoteListener } from "./images/notes.ts";
export type { FilmRange } from "./images/shade.ts";
export type { FilmPlace, StoredFilms } from "./images/stored_films.ts";
export { SET_SOURCES, type SetSource } from "./labels/control_sets.ts";
export { type LabelSets, type MinedSets, mineLabelSets } from "./labels/label_sets.ts";
export { type SetFrequencies, setFrequencies } from "./labels/set_frequencies.ts";
export type { Fit } from "./images/resize.ts";
export { type LoadContext, loadDataset } from "./load.ts";
export {
  countLabelSets,
  type FindingName,
  formatLabelSets,
  type LabelSet,
  parseLabelSets,
  readLabelSets,
  sampleLabelSet,
} from "./phantom/label_sets.ts";
export type * from "./option_types.ts";
export { type HeldOut, isHeldOut } from "./held_out.ts";
export {
  type CarvedShares,
  type DatabaseChoice,
  hasUnseenDatabase,
  splitByLists,
  splitByPatient,
  type SplitFilms,
  type SplitLists,
  type SplitOptions,
  type SplitShares,
} from "./split.ts";
