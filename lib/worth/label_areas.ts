/**
 * How well a classifier tells each finding.
 *
 * @module
 */
import { PRESENT_FROM } from "../data/labels/label_sets.ts";
import type { LabelMatrix } from "../data/dataset.ts";
import { rocArea } from "./roc.ts";

/** How well scores tell the films that have a label. */
export interface LabelArea {
  /** The label's name. */
  readonly label: string;
  /** Films that have it, of those of which it is known. */
  readonly present: number;
  /** Area under the ROC curve, 0.5 by chance; null unless there are films of both kinds. */
  readonly area: number | null;
  /** Its standard error over patients. */
  readonly areaError: number | null;
}

/** What a run's classifier is worth on films that it has not learned from. */
export interface ClassificationReport {
  /** Of the films that chose the best epoch. */
  readonly validation: readonly LabelArea[];
  /** Of the films that ask. */
  readonly query: readonly LabelArea[];
}

/**
 * The area under the ROC curve of each label.
 *
 * @param scores `[n, C]`, higher means more probable
 * @param labels `[n, C]`, those of the same films
 * @param patients Whose films they are
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { labelAreas } from "@cohash/cohash/worth";
 *
 * const labels = { names: ["Edema", "Mass"], values: Float32Array.of(1, 0, 0, NaN, 0, 0) };
 * const [edema, mass] = labelAreas(Float32Array.of(3, 1, 2, 9, 1, 2), labels, ["a", "b", "c"]);
 * assertEquals([edema?.present, edema?.area], [1, 1]);
 * assertEquals([mass?.present, mass?.area], [0, null]);
 * ```
 */
export function labelAreas(
  scores: Float32Array,
  { names, values }: LabelMatrix,
  patients: readonly string[],
): readonly LabelArea[] {
  return names.map((label, c) => {
    const films = patients.flatMap((patient, n) => {
      const value = values[n * names.length + c]!;
      const score = scores[n * names.length + c]!;
      return Number.isNaN(value) ? [] : { score, has: value >= PRESENT_FROM, patient };
    });
    const roc = rocArea(films);
    return {
      label,
      present: films.filter(({ has }) => has).length,
      area: roc?.area ?? null,
      areaError: roc?.error ?? null,
    };
  });
}

/** The mean over the labels that have an area; undefined where none has. */
export function meanArea(areas: readonly LabelArea[]): number | undefined {
  const known = areas.flatMap(({ area }) => area ?? []);
  return known.length === 0 ? undefined : known.reduce((sum, area) => sum + area) / known.length;
}
