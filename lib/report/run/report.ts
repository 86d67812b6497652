/**
 * What a report page tells of one run. Plain data: whoever ran the training fills it in.
 *
 * @module
 */
import type { Cooccurrence } from "../../graph/cooccurrence.ts";
import type { DistanceHistogram, ResultRow } from "../../metrics/mod.ts";
import type { LabelGraph } from "../../charts/label_graph.ts";
import type { PrecisionRecallSeries } from "../../charts/precision_recall_curves.ts";
import type { TargetDistances } from "../../charts/target_distances.ts";
import type { TargetHistory } from "../../charts/target_history.ts";
import type { TrainingRun } from "../../charts/training_curves.ts";
import type { UnknownFindings } from "../../charts/words.ts";
import type { ExpectedAndSeen } from "../../charts/calibration_chart.ts";
import type { ClassificationReport, DistanceCurve, SuggestionReport } from "../../worth/mod.ts";
import type { GreyImage } from "../film_image.ts";

/** The content of a report page. Sections whose list is empty or absent are left out. */
export interface RunReport {
  /** The heading of the page. */
  readonly title: string;
  /** The films and how they were split. */
  readonly dataset: DatasetSummary;
  /** Length K of the hash codes. */
  readonly bits: number;
  /** The method the report is about; by default the first row's. */
  readonly featured?: string;
  /** The results table; charts show the methods in this order. */
  readonly rows: readonly ResultRow[];
  /** How the scores were taken, as `evaluate --json` states it. */
  readonly conventions: Readonly<Record<string, unknown>>;
  /** The resolved configuration, nested or flat. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Counted on the training films. */
  readonly cooccurrence?: Cooccurrence;
  /** What the targets are made from; absent where no graph at a threshold is used. */
  readonly labelGraph?: LabelGraph;
  /** The training of the run and of those beside it. */
  readonly curves?: readonly TrainingRun[];
  /** By Hamming radius, for the rows that rank by Hamming distance. */
  readonly precisionRecall?: readonly PrecisionRecallSeries[];
  /** Between the codes of queries and database films. */
  readonly distances?: DistanceHistogram;
  /** Of the targets that were kept. */
  readonly targetDistances?: TargetDistances;
  /** Of all epochs; absent where targets do not move. */
  readonly targetHistory?: TargetHistory;
  /** What distances are worth, as the encoder card has it. */
  readonly distanceCurve?: DistanceCurve;
  /** Chances to share a finding that were told, and what was seen. */
  readonly calibration?: readonly ExpectedAndSeen[];
  /** What neighbours tell of the queries. */
  readonly suggestions?: SuggestionReport;
  /** How well findings are told, where the run classified them. */
  readonly classification?: ClassificationReport;
  /** See {@linkcode galleryOf}. */
  readonly gallery?: readonly GalleryQuery[];
}

/** A data set in numbers. See {@linkcode summariseDataset}. */
export interface DatasetSummary {
  /** Such as "phantom". */
  readonly name: string;
  /** All films. */
  readonly films: number;
  /** All patients. */
  readonly patients: number;
  /** What the films are used for: train, validation, database, query. */
  readonly parts: readonly {
    readonly name: string;
    readonly films: number;
    readonly patients: number;
  }[];
  /** How often each label occurs, in label order. */
  readonly labels: readonly LabelCount[];
}

/** How often a label occurs. */
export interface LabelCount {
  /** The label's name. */
  readonly name: string;
  /** Films that have it. */
  readonly films: number;
  /** Films of which it is unknown whether they have it. */
  readonly unknown: number;
}

/** A film in the gallery. */
export interface GalleryFilm {
  /** The film's identifier, such as a file name. */
  readonly id: string;
  /** The names of the findings that it is known to have. */
  readonly findings: readonly string[];
  /** Those of which it is unknown whether it has them; absent where all are known. */
  readonly unknown?: UnknownFindings;
  /** Absent where the data set has features only. */
  readonly image?: GreyImage;
}

/** A film that was found. */
export interface GalleryNeighbour extends GalleryFilm {
  /** Hamming distance to the query, in bits; a rank where a chance was expected. */
  readonly distance: number;
  /** The chance to share a finding, 0 to 1, where films were found by it. */
  readonly chance?: number;
}

/** A query and its nearest films, nearest first. */
export interface GalleryQuery {
  /** The film that was looked up. */
  readonly query: GalleryFilm;
  /** What stands above it; default: "Query". */
  readonly title?: string;
  /** The films that were found. */
  readonly neighbours: readonly GalleryNeighbour[];
}
