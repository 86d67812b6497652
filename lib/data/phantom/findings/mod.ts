/**
 * What each of the fourteen findings does to a chest film. A finding reshapes the anatomy before
 * the chest is drawn, paints onto the drawn chest, or both.
 *
 * @module
 */
import type { Anatomy } from "../anatomy.ts";
import type { Chest } from "../chest.ts";
import type { FindingName } from "../label_sets.ts";
import {
  congest,
  paintConsolidation,
  paintEdema,
  paintInfiltration,
  paintPneumonia,
} from "./airspace.ts";
import { paintEffusion, paintPleuralThickening, paintPneumothorax } from "./pleura.ts";
import { paintHernia, paintMass, paintNodules } from "./round.ts";
import type { Sign } from "./sign.ts";
import {
  enlargeHeart,
  loseVolume,
  overinflate,
  paintAtelectasis,
  paintEmphysema,
  paintFibrosis,
  shrinkLungs,
} from "./volume.ts";

export type { Sign } from "./sign.ts";

/** The effect of a finding. */
export interface Finding {
  readonly name: FindingName;
  /** Changes the measures of the chest. */
  readonly reshape?: (anatomy: Anatomy, sign: Sign) => Anatomy;
  /** Adds to the drawn chest. */
  readonly paint?: (chest: Chest, sign: Sign) => void;
}

/**
 * The findings in the order in which they are painted: pneumothorax is last since it takes the
 * content of the lung away, other findings included.
 */
export const FINDINGS: readonly Finding[] = [
  { name: "Cardiomegaly", reshape: enlargeHeart },
  { name: "Emphysema", reshape: overinflate, paint: paintEmphysema },
  { name: "Atelectasis", reshape: loseVolume, paint: paintAtelectasis },
  { name: "Hernia", paint: paintHernia },
  { name: "Fibrosis", reshape: shrinkLungs, paint: paintFibrosis },
  { name: "Infiltration", paint: paintInfiltration },
  { name: "Pneumonia", paint: paintPneumonia },
  { name: "Consolidation", paint: paintConsolidation },
  { name: "Edema", reshape: congest, paint: paintEdema },
  { name: "Mass", paint: paintMass },
  { name: "Nodule", paint: paintNodules },
  { name: "Effusion", paint: paintEffusion },
  { name: "Pleural_Thickening", paint: paintPleuralThickening },
  { name: "Pneumothorax", paint: paintPneumothorax },
];
