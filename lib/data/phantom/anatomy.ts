/**
 * The measures of one synthetic patient's chest and the outlines they give. Lengths are in
 * centimetres; {@linkcode Canvas} describes the coordinates.
 *
 * @module
 */
import type { Random } from "../../base/random.ts";
import type { Shape } from "./canvas.ts";

/** A side of the patient as the sign of its x coordinate: +1 is the patient's left. */
export type Side = -1 | 1;

/** Both sides. */
export const SIDES = [-1, 1] as const;

/** One value for each side of the patient. */
export interface PerSide<T> {
  readonly right: T;
  readonly left: T;
}

/** The measures of a chest. */
export interface Anatomy {
  readonly sex: "F" | "M";
  /** From the midline to the inner chest wall at its widest. */
  readonly halfWidth: number;
  /** The y of the top of the lungs. */
  readonly apex: number;
  /** The y of the top of each diaphragm dome. */
  readonly dome: PerSide<number>;
  /** How far the diaphragm falls from its dome to the angle with the chest wall. */
  readonly domeDrop: number;
  /** Half the width of the space between the lungs. */
  readonly mediastinum: number;
  /** How far the mediastinum is displaced towards the patient's left. */
  readonly mediastinalShift: number;
  /** Width of the heart over the inner width of the chest (the cardiothoracic ratio). */
  readonly heartRatio: number;
  /** Attenuation of lung tissue between its vessels. */
  readonly lungDensity: number;
  /** How strongly the vessels of the lung show, 1 on average. */
  readonly vessels: number;
  /** Soft tissue outside the ribs. */
  readonly softTissue: number;
  /** Radius of the breast shadows, 0 for none. */
  readonly breast: number;
  /** How steeply the ribs fall towards the side. */
  readonly ribSlope: number;
  /** From one rib to the next. */
  readonly ribSpacing: number;
  /** How far the middle of the spine lies beside the midline. */
  readonly spineCurve: number;
  /** Radius of the aortic knob. */
  readonly aorticKnob: number;
}

/** Draws an adult patient's chest. Women are smaller and have breasts; age widens the aorta. */
export function drawAnatomy(sex: "F" | "M", age: number, random: Random): Anatomy {
  const bodySize = (sex === "M" ? 1 : 0.9) * (1 + 0.05 * clippedNormal(random));
  const rightDome = 7.8 * bodySize + 0.9 * clippedNormal(random);
  return {
    sex,
    halfWidth: 13.1 * bodySize,
    apex: -13.6 * bodySize,
    dome: { right: rightDome, left: rightDome + 0.9 + 0.3 * clippedNormal(random) },
    domeDrop: 3.8 + 0.4 * clippedNormal(random),
    mediastinum: 2.4 + 0.2 * clippedNormal(random),
    mediastinalShift: 0,
    heartRatio: 0.445 + 0.018 * clippedNormal(random),
    lungDensity: 0.22 + 0.02 * clippedNormal(random),
    vessels: 1 + 0.15 * clippedNormal(random),
    softTissue: 2.4 + 0.7 * clippedNormal(random),
    breast: sex === "F" ? 5.2 + clippedNormal(random) : 0,
    ribSlope: 0.34 + 0.06 * clippedNormal(random),
    ribSpacing: 2.15 * bodySize,
    spineCurve: 0.4 * clippedNormal(random),
    aorticKnob: 1.2 + 0.012 * (age - 20),
  };
}

/** The value that belongs to a side. */
export function ofSide<T>(values: PerSide<T>, side: Side): T {
  return side === 1 ? values.left : values.right;
}

/** The values with that of one side replaced. */
export function withSide<T>(values: PerSide<T>, side: Side, value: T): PerSide<T> {
  return side === 1 ? { ...values, left: value } : { ...values, right: value };
}

/** The other side. */
export function opposite(side: Side): Side {
  return side === 1 ? -1 : 1;
}

/** The anatomy with both halves of the diaphragm `rise` centimetres higher. */
export function raiseDiaphragm(anatomy: Anatomy, rise: number): Anatomy {
  const { right, left } = anatomy.dome;
  return { ...anatomy, dome: { right: right - rise, left: left - rise } };
}

/** The y of the angle between diaphragm and chest wall (the costophrenic angle). */
export function costophrenicAngle(anatomy: Anatomy, side: Side): number {
  return ofSide(anatomy.dome, side) + anatomy.domeDrop;
}

/** The y where the rib cage is widest, wherever the diaphragm stands. */
const WIDEST = 11.6;

/** From the midline to the inner chest wall at height y; 0 above the apex. */
export function chestWall(anatomy: Anatomy, y: number): number {
  const height = WIDEST - anatomy.apex;
  const t = Math.min(1, Math.max(0, (y - anatomy.apex) / height));
  return anatomy.halfWidth * (1 - (1 - t) ** 2.5) ** 0.33;
}

/** From the midline to the inner edge of a lung. */
export function mediastinalBorder(anatomy: Anatomy, side: Side): number {
  return anatomy.mediastinum + side * anatomy.mediastinalShift;
}

/** The y of the diaphragm, `lateral` centimetres beside the midline: a dome that falls both ways. */
export function diaphragm(anatomy: Anatomy, side: Side, lateral: number): number {
  const crest = 0.48 * anatomy.halfWidth;
  const outward = (lateral - crest) / (anatomy.halfWidth - crest);
  const fall = outward > 0 ? Math.min(outward, 1.2) ** 2 : 0.3 * outward ** 2;
  return ofSide(anatomy.dome, side) + anatomy.domeDrop * fall;
}

/** The region of a lung, the part behind the heart included. */
export function lungShape(anatomy: Anatomy, side: Side): Shape {
  const { halfWidth, apex } = anatomy;
  const inner = mediastinalBorder(anatomy, side);
  const edges = [side * inner, side * halfWidth];
  // Room for the soft edge, since the box also bounds what is painted through a lung's mask.
  const margin = 0.5;
  return {
    bounds: {
      left: Math.min(...edges) - margin,
      right: Math.max(...edges) + margin,
      top: apex - margin,
      bottom: costophrenicAngle(anatomy, side) + margin,
    },
    distance(x, y) {
      const lateral = side * x;
      return Math.max(
        lateral - chestWall(anatomy, y),
        inner - lateral,
        y - diaphragm(anatomy, side, lateral),
      );
    },
  };
}

/** The borders of the heart: the x of its right and left edge, where it is widest. */
export function heartBorders(anatomy: Anatomy): { readonly right: number; readonly left: number } {
  const width = 2 * anatomy.halfWidth * anatomy.heartRatio;
  // A third of the heart lies right of the midline.
  return {
    right: -0.34 * width + anatomy.mediastinalShift,
    left: 0.66 * width + anatomy.mediastinalShift,
  };
}

/** A normal number cut off at two standard deviations, so that no patient is grotesque. */
export function clippedNormal(random: Random): number {
  return Math.min(2, Math.max(-2, random.normal()));
}
