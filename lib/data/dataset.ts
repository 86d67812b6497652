/**
 * The one shape every reader produces and everything else consumes: who, which labels, how to get
 * the pixels or features, and which rows play which part.
 *
 * @module
 */

import type { StoredFilms } from "./images/stored_films.ts";

/** The fourteen findings of NIH ChestX-ray14, in the order of its paper. "No Finding" is none. */
export const CHESTXRAY14_LABELS = [
  "Atelectasis",
  "Cardiomegaly",
  "Effusion",
  "Infiltration",
  "Mass",
  "Nodule",
  "Pneumonia",
  "Pneumothorax",
  "Consolidation",
  "Edema",
  "Emphysema",
  "Fibrosis",
  "Pleural_Thickening",
  "Hernia",
] as const;

/**
 * Labels of N films, row-major `[n, classes]`: 1 present, 0 absent, between them a soft belief,
 * and NaN where the label is missing.
 */
export interface LabelMatrix {
  /** The C label names, in column order. */
  readonly names: readonly string[];
  /** `[n, C]` values in [0, 1], NaN for missing. */
  readonly values: Float32Array;
}

/** What tells the films of {@linkcode Inputs} from others; see `fingerprintOf`. */
export interface KnownContents {
  /**
   * The SHA-256, in hexadecimal digits, of the file that each film was read from; absent where the
   * values themselves tell films apart.
   */
  readonly contents?: readonly string[];
}

/** Films given as pixels, one channel, read on demand. */
export interface ImageInputs extends KnownContents {
  /** Tells them from {@linkcode FeatureInputs}. */
  readonly kind: "images";
  /** Height and width in pixels. */
  readonly size: number;
  /** Where the films of these rows are, for other threads; absent where only `read` gets them. */
  readonly stored?: (rows: ArrayLike<number>) => StoredFilms;
  /** The films of these rows as `[rows, 1, size, size]`, 0 (black) to 1 (white). */
  read(rows: ArrayLike<number>): Promise<Float32Array<ArrayBuffer>>;
}

/** Films given as feature vectors, computed before or by a frozen network. */
export interface FeatureInputs extends KnownContents {
  /** Tells them from {@linkcode ImageInputs}. */
  readonly kind: "features";
  /** Length D of one feature vector. */
  readonly width: number;
  /** The films that a frozen network made them of; absent where they come from elsewhere. */
  readonly films?: ImageInputs;
  /** The features of these rows as `[rows, width]`. */
  read(rows: ArrayLike<number>): Promise<Float32Array<ArrayBuffer>>;
}

/** What the encoder sees of a film. */
export type Inputs = ImageInputs | FeatureInputs;

/** What results are broken down by; each list has one entry a film. */
export interface Strata {
  /** "F", "M", or "" where unknown. */
  readonly sex: readonly string[];
  /** Years, NaN where unknown. */
  readonly age: Float32Array;
  /** "PA", "AP", "LATERAL", or "" where unknown. */
  readonly view: readonly string[];
}

/**
 * What tables tell of films beside labels and strata, for those who look the films up: nothing is
 * learned from it. Each list has one entry a film.
 */
export interface FilmRecords {
  /** The day of the study, such as "2017-03-05"; "" where unknown. */
  readonly date: readonly string[];
  /** Which of the patient's visits it was taken at, growing with time; NaN where unknown. */
  readonly visit: Float64Array;
  /** The report of the study; "" where there is none. */
  readonly report: readonly string[];
}

/** The parts of a {@linkcode Split}. */
export const PARTS = ["train", "validation", "database", "query"] as const;

/** What a row is used for. */
export type Part = (typeof PARTS)[number];

/**
 * Row numbers of each part, ascending. `train` and `validation` share no patient; `query` shares
 * none with any other part. `database` is what queries are answered from: the training and
 * validation films, as in the ChestX-ray14 protocol (database = train_val, query = test), or films
 * of further patients, see `hasUnseenDatabase`.
 */
export type Split = Readonly<Record<Part, Uint32Array>>;

/** A labelled collection of films; entry n of every list describes film n. */
export interface Dataset {
  /** A short name for titles, such as "nih". */
  readonly name: string;
  /** Unique film identifiers, such as the file name of the image. */
  readonly ids: readonly string[];
  /** The patient of each film. */
  readonly patients: readonly string[];
  /** `[n, C]` */
  readonly labels: LabelMatrix;
  /** Sex, age and view as far as they are known. */
  readonly strata: Strata;
  /** Dates, visits and reports; absent where none is known. */
  readonly records?: FilmRecords | undefined;
  /** Pixels or features, read when they are needed. */
  readonly inputs: Inputs;
  /** The path of each film's image file; absent where films come otherwise. */
  readonly imageFiles?: readonly string[];
  /** Row numbers of the films that train, validate, are searched and ask. */
  readonly split: Split;
}
