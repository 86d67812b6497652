/**
 * The bridge from a run to the metrics: codes with the labels and patients of their rows, and the
 * configuration's conventions.
 *
 * @module
 */
import { selectRows } from "../data/labels/annotations.ts";
import type { Dataset } from "../data/dataset.ts";
import type { EvaluationOptions, LabelledCodes, LabelledFilms } from "../metrics/mod.ts";
import type { Config } from "../config/config.ts";

/** The labels, patients and strata of these rows. */
export function labelledFilms(dataset: Dataset, rows: Uint32Array): LabelledFilms {
  return selectRows(dataset, rows);
}

/** The same with their packed codes `[rows, bits / 8]`. */
export function labelledCodes(
  dataset: Dataset,
  rows: Uint32Array,
  codes: Uint8Array,
): LabelledCodes {
  return { ...labelledFilms(dataset, rows), codes, bits: 8 * codes.length / rows.length };
}

/** The configuration's scores and conventions as the metrics take them. */
export function evaluationOptions({ evaluation }: Config): EvaluationOptions {
  const { scores, normaliser, emptyQueries, excludeSamePatient } = evaluation;
  return { scores, normaliser, emptyQueries, excludeSamePatient };
}
