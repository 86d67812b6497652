/**
 * Which drawing of the phantom shows a finding of another collection.
 *
 * @module
 */
import { CHESTXRAY14_LABELS } from "../dataset.ts";
import { labelKey } from "../labels/spellings.ts";
import type { FindingName } from "./label_sets.ts";

/**
 * What other collections call a finding that the phantom draws: words for the same, and where one
 * names more than a drawing shows, what it most often looks like (ours: an opacity that nobody names
 * more closely as an infiltration, airspace disease as a consolidation, a lesion as a nodule).
 */
const OTHER_NAMES: Readonly<Record<string, FindingName>> = {
  "Pleural Effusion": "Effusion",
  "Pulmonary Atelectasis": "Atelectasis",
  "Pulmonary Edema": "Edema",
  "Pulmonary Emphysema": "Emphysema",
  "Pulmonary Fibrosis": "Fibrosis",
  "Hernia, Hiatal": "Hernia",
  "Hiatal Hernia": "Hernia",
  "Infiltrate": "Infiltration",
  "Lung Opacity": "Infiltration",
  "Opacity": "Infiltration",
  "Airspace Disease": "Consolidation",
  "Lung Lesion": "Nodule",
  "Nodule/Mass": "Nodule",
};

const DRAWINGS: ReadonlyMap<string, FindingName> = new Map([
  ...CHESTXRAY14_LABELS.map((name) => [labelKey(name), name] as const),
  ...Object.entries(OTHER_NAMES).map(([name, drawing]) => [labelKey(name), drawing] as const),
]);

/**
 * The finding of ChestX-ray14 that is drawn for a label, undefined where no drawing shows it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { drawnAs } from "./drawn_as.ts";
 *
 * assertEquals(drawnAs("Pleural thickening"), "Pleural_Thickening");
 * assertEquals(drawnAs("Lung Opacity"), "Infiltration");
 * assertEquals(drawnAs("Support Devices"), undefined);
 * ```
 */
export function drawnAs(label: string): FindingName | undefined {
  return DRAWINGS.get(labelKey(label));
}
