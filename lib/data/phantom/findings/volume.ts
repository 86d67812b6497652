/**
 * Findings that change the size of the heart or of the lungs: cardiomegaly, emphysema, atelectasis
 * and fibrosis.
 *
 * @module
 */
import {
  type Anatomy,
  chestWall,
  mediastinalBorder,
  ofSide,
  raiseDiaphragm,
  SIDES,
  withSide,
} from "../anatomy.ts";
import { disc, ellipse, type Point } from "../canvas.ts";
import type { Chest } from "../chest.ts";
import { circle, lungPoint, type Sign } from "./sign.ts";

/** A heart wider than half the chest. */
export function enlargeHeart(anatomy: Anatomy, { severity }: Sign): Anatomy {
  return { ...anatomy, heartRatio: anatomy.heartRatio + 0.11 + 0.13 * severity };
}

/** Too much air: low, flat diaphragms, wide rib spaces, a narrow heart, few vessels. */
export function overinflate(anatomy: Anatomy, { severity }: Sign): Anatomy {
  return {
    ...raiseDiaphragm(anatomy, -1.6 - 1.4 * severity),
    domeDrop: 1.6 - 1.1 * severity,
    heartRatio: anatomy.heartRatio * (0.86 - 0.1 * severity),
    ribSpacing: anatomy.ribSpacing * 1.12,
    ribSlope: anatomy.ribSlope * 0.6,
    lungDensity: anatomy.lungDensity * (0.55 - 0.3 * severity),
    vessels: anatomy.vessels * 0.55,
  };
}

/** Round dark bullae in the upper lungs. */
export function paintEmphysema(chest: Chest, { severity, random }: Sign): void {
  for (const side of SIDES) {
    const within = ofSide(chest.lungMask, side);
    for (let bulla = 0; bulla < 3; bulla++) {
      const radius = random.between(1.2, 1.6 + severity);
      const place = lungPoint(chest.anatomy, side, random, { top: 0.08, bottom: 0.4 });
      chest.lung.fill(disc(place, radius), -0.12, { softness: 0.8, within });
      chest.lung.stroke(circle(place, radius), 0.2, 0.2, within);
    }
  }
}

/** A collapsed part of the lung draws the diaphragm up and the mediastinum over. */
export function loseVolume(anatomy: Anatomy, { side, severity }: Sign): Anatomy {
  const dome = ofSide(anatomy.dome, side) - 1.6 - 2 * severity;
  return {
    ...anatomy,
    dome: withSide(anatomy.dome, side, dome),
    mediastinalShift: anatomy.mediastinalShift + side * (0.5 + 1.1 * severity),
  };
}

/** Airless plates: dense, straight, almost level bands that taper at their ends. */
export function paintAtelectasis(chest: Chest, { side, severity, random }: Sign): void {
  const { anatomy } = chest;
  const plates = random.chance(0.5) ? 2 : 1;
  for (let plate = 0; plate < plates; plate++) {
    const y = ofSide(anatomy.dome, side) - 1.3 - 2.5 * plate - random.between(0, 0.8);
    const inner = mediastinalBorder(anatomy, side) + random.between(0.2, 1.2);
    const outer = chestWall(anatomy, y) - random.between(0.3, 1.5);
    const tilt = side * random.between(-0.15, 0.08);
    const radii = [(outer - inner) / 2, 0.55 + 0.4 * severity] as const;
    const shape = ellipse([side * (inner + outer) / 2, y], radii, tilt);
    chest.lung.fill(shape, 0.9, { softness: 0.6, within: ofSide(chest.lungMask, side) });
  }
}

/** Scarring shrinks the lungs. */
export function shrinkLungs(anatomy: Anatomy, { severity }: Sign): Anatomy {
  return raiseDiaphragm(anatomy, 0.6 + 1.2 * severity);
}

/** A net of coarse lines and small rings (honeycombing) at both bases, densest at the edge. */
export function paintFibrosis(chest: Chest, { severity, random }: Sign): void {
  const zone = { top: 0.68, bottom: 1, inner: 0.2, outer: 0.97 };
  for (const side of SIDES) {
    const within = ofSide(chest.lungMask, side);
    const cells = 24 + Math.round(24 * severity);
    for (let cell = 0; cell < cells; cell++) {
      const place = lungPoint(chest.anatomy, side, random, zone);
      chest.lung.stroke(circle(place, random.between(0.3, 0.6)), 0.2, 0.35, within);
      const [x, y] = lungPoint(chest.anatomy, side, random, { ...zone, top: 0.5 });
      const angle = random.between(0, Math.PI);
      const end: Point = [x + 2 * Math.cos(angle), y + 2 * Math.sin(angle)];
      chest.lung.stroke([[x, y], end], 0.22, 0.5, within);
    }
  }
}
