/**
 * In plain words, how well a run's classifier tells findings.
 *
 * @module
 */
import { formatScore, readableLabel } from "../charts/words.ts";
import { type ClassificationReport, type LabelArea, meanArea } from "../worth/mod.ts";

/**
 * A line for each label, of validation films and of queries, and one for their means.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { classificationText } from "./classification_text.ts";
 *
 * const areas = [{ label: "Edema", present: 9, area: 0.75, areaError: 0.02 }];
 * assertEquals(classificationText({ validation: areas, query: areas }).split("\n").slice(1), [
 *   "  Edema  validation .750 ± .020  queries .750 ± .020",
 *   "  mean   validation .750         queries .750",
 * ]);
 * ```
 */
export function classificationText({ validation, query }: ClassificationReport): string {
  const names = validation.map(({ label }) => readableLabel(label));
  const width = Math.max(...names.map((name) => name.length), "mean".length);
  const line = (name: string, areas: readonly string[]) =>
    `  ${name.padEnd(width)}  validation ${areas[0]!.padEnd(AREA_WIDTH)}  queries ${areas[1]}`
      .trimEnd();
  const means = [validation, query].map((areas) => formatScore(meanArea(areas) ?? null));
  return [
    "The classifier's areas under the ROC curve, ± one standard error over patients:",
    ...names.map((name, c) => line(name, [areaText(validation[c]!), areaText(query[c]!)])),
    line("mean", means),
  ].join("\n");
}

const AREA_WIDTH = ".750 ± .020".length;

function areaText({ area, areaError }: LabelArea): string {
  return areaError === null
    ? formatScore(area)
    : `${formatScore(area)} ± ${formatScore(areaError)}`;
}
