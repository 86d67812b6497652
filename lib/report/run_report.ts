/**
 * What a report page tells of one run. Plain data: whoever ran the training fills it in.
 *
 * @module
 */
import type { Cooccurrence } from "../graph/cooccurrence.ts";
import type { ResultRow } from "../metrics/mod.ts";
import type { PrecisionRecallSeries } from "./charts/precision_recall_curves.ts";
import type { TargetDistances } from "./charts/target_distances.ts";
import type { TrainingRun } from "./charts/training_curves.ts";
import type { GreyImage } from "./film_image.ts";

/** The content of a report page. Sections whose list is empty or absent are left out. */
export interface RunReport {
  readonly title: string;
  readonly dataset: DatasetSummary;
  /** Length K of the hash codes. */
  readonly bits: number;
  /** The method the report is about; by default the first row's. */
  readonly featured?: string;
  readonly rows: readonly ResultRow[];
  /** How the scores were taken, as `evaluate --json` states it. */
  readonly conventions: Readonly<Record<string, unknown>>;
  /** The resolved configuration, nested or flat. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly cooccurrence?: Cooccurrence;
  readonly curves?: readonly TrainingRun[];
  readonly precisionRecall?: readonly PrecisionRecallSeries[];
  readonly targetDistances?: TargetDistances;
  readonly gallery?: readonly GalleryQuery[];
}

/** A data set in numbers. See {@linkcode summariseDataset}. */
export interface DatasetSummary {
  readonly name: string;
  readonly films: number;
  readonly patients: number;
  readonly parts: readonly {
    readonly name: string;
    readonly films: number;
    readonly patients: number;
  }[];
  /** The films with each label, in label order. */
  readonly labels: readonly { readonly name: string; readonly films: number }[];
}

/** A film in the gallery. */
export interface GalleryFilm {
  readonly id: string;
  /** The names of its findings; empty for none. */
  readonly findings: readonly string[];
  /** Absent where the data set has features only. */
  readonly image?: GreyImage;
}

/** A film that was found. */
export interface GalleryNeighbour extends GalleryFilm {
  /** Hamming distance to the query, in bits. */
  readonly distance: number;
}

/** A query and its nearest films, nearest first. */
export interface GalleryQuery {
  readonly query: GalleryFilm;
  readonly neighbours: readonly GalleryNeighbour[];
}
