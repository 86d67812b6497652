/**
 * What each of the fourteen findings does to a chest film. A finding reshapes the anatomy before
 * the chest is drawn, paints onto the drawn chest, or both.
 *
 * @module
 */
import type { Random } from "../../random.ts";
import {
  type Anatomy,
  chestWall,
  costophrenicAngle,
  diaphragm,
  lungShape,
  mediastinalBorder,
  ofSide,
  type Side,
  SIDES,
  withSide,
} from "./anatomy.ts";
import { coverage, disc, ellipse, type Point, type Shape, smoothNoise, union } from "./canvas.ts";
import { arc, type Chest, hilum } from "./chest.ts";
import type { FindingName } from "./label_sets.ts";

/** How a finding shows in one patient. */
export interface Sign {
  /** The side it is on, or the worse side. */
  readonly side: Side;
  /** From 0, just visible, to 1, advanced. */
  readonly severity: number;
  /** Decides the place and shape; restarts the same on every film of the patient. */
  readonly random: Random;
}

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

/** A heart wider than half the chest. */
function enlargeHeart(anatomy: Anatomy, { severity }: Sign): Anatomy {
  return { ...anatomy, heartRatio: anatomy.heartRatio + 0.11 + 0.13 * severity };
}

/** Too much air: low, flat diaphragms, wide rib spaces, a narrow heart, few vessels. */
function overinflate(anatomy: Anatomy, { severity }: Sign): Anatomy {
  const fall = 1.6 + 1.4 * severity;
  return {
    ...anatomy,
    dome: { right: anatomy.dome.right + fall, left: anatomy.dome.left + fall },
    domeDrop: 1.6 - 1.1 * severity,
    heartRatio: anatomy.heartRatio * (0.86 - 0.1 * severity),
    ribSpacing: anatomy.ribSpacing * 1.12,
    ribSlope: anatomy.ribSlope * 0.6,
    lungDensity: anatomy.lungDensity * (0.55 - 0.3 * severity),
    vessels: anatomy.vessels * 0.55,
  };
}

/** Round dark bullae in the upper lungs. */
function paintEmphysema(chest: Chest, { severity, random }: Sign): void {
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
function loseVolume(anatomy: Anatomy, { side, severity }: Sign): Anatomy {
  const dome = ofSide(anatomy.dome, side) - 1.6 - 2 * severity;
  return {
    ...anatomy,
    dome: withSide(anatomy.dome, side, dome),
    mediastinalShift: anatomy.mediastinalShift + side * (0.5 + 1.1 * severity),
  };
}

/** Airless plates: dense, straight, almost level bands that taper at their ends. */
function paintAtelectasis(chest: Chest, { side, severity, random }: Sign): void {
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

/** Stomach slid up behind the heart: a round shadow on the midline with air over a fluid level. */
function paintHernia({ anatomy, frame }: Chest, { severity, random }: Sign): void {
  const radius = 2.6 + 1.6 * severity;
  const centre: Point = [random.between(-0.6, 1.6), anatomy.dome.left - 0.75 * radius];
  const sac = ellipse(centre, [1.12 * radius, radius]);
  const level = centre[1] + 0.15 * radius;
  frame.fill(sac, 0.35, { softness: 0.4 });
  const air = ellipse(centre, [1.12 * radius - 0.5, radius - 0.5]);
  const airAboveFluid: Shape = {
    bounds: air.bounds,
    distance: (x, y) => Math.max(air.distance(x, y), y - level),
  };
  frame.fill(airAboveFluid, -1.15, { softness: 0.4 });
}

/** Scarring shrinks the lungs. */
function shrinkLungs(anatomy: Anatomy, { severity }: Sign): Anatomy {
  const rise = 0.6 + 1.2 * severity;
  return {
    ...anatomy,
    dome: { right: anatomy.dome.right - rise, left: anatomy.dome.left - rise },
  };
}

/** A net of coarse lines and small rings (honeycombing) at both bases, densest at the edge. */
function paintFibrosis(chest: Chest, { severity, random }: Sign): void {
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

/** Ill-defined patches of haze with lung showing through, often on both sides. */
function paintInfiltration(chest: Chest, sign: Sign): void {
  const { side, severity, random } = sign;
  const sides: readonly Side[] = random.chance(0.45) ? SIDES : [side];
  for (const each of sides) {
    const clumps = smoothNoise(1.7, random.fork(`clumps ${each}`));
    const centre = lungPoint(chest.anatomy, each, random, { top: 0.4, bottom: 0.75 });
    const zone = ellipse(centre, [4.2, 5.5]);
    const within = ofSide(chest.lungMask, each);
    chest.lung.paint(lungShape(chest.anatomy, each).bounds, (x, y) => {
      const patch = Math.max(0, 0.35 + clumps(x, y));
      return (0.2 + 0.2 * severity) * patch * coverage(zone.distance(x, y), 4);
    }, within);
  }
}

/** A lumpy, soft-edged cloud in one lobe. */
function paintPneumonia(chest: Chest, { side, severity, random }: Sign): void {
  const lower = random.chance(0.65);
  const zone = lower ? { top: 0.62, bottom: 0.85 } : { top: 0.2, bottom: 0.4 };
  const centre = lungPoint(chest.anatomy, side, random, { ...zone, inner: 0.3, outer: 0.65 });
  const radius = 2.6 + 1.5 * severity;
  const cloud = ellipse(centre, [1.15 * radius, radius], random.between(-0.5, 0.5));
  const lumps = smoothNoise(1.2, random);
  const box = lungShape(chest.anatomy, side).bounds;
  chest.lung.paint(box, (x, y) => {
    const distance = cloud.distance(x, y) + 0.7 * lumps(x, y);
    return (0.6 + 0.15 * severity) * coverage(distance, 2.6);
  }, ofSide(chest.lungMask, side));
}

/** A lobe filled solid up to its straight fissure, its air-filled bronchi dark inside. */
function paintConsolidation(chest: Chest, { side, severity, random }: Sign): void {
  const { anatomy, lung } = chest;
  const { bounds } = lungShape(anatomy, side);
  // The upper lobe lies on its fissure, the middle lobe hangs from it and spares the base.
  const upper = random.chance(0.5);
  const away = upper ? -1 : 1;
  const fissure = bounds.top + (bounds.bottom - bounds.top) * (upper ? 0.42 : 0.46);
  const tilt = random.between(-0.18, 0.18);
  const depth = (upper ? 7 : 4.5) + 2 * severity;
  const width = (0.72 + 0.25 * severity) * anatomy.halfWidth;
  const lobe: Shape = {
    bounds,
    distance(x, y) {
      const lateral = side * x;
      const fromFissure = away * (y - fissure - tilt * (lateral - 6));
      return Math.max(-fromFissure, 0.4 * (fromFissure - depth), 0.4 * (lateral - width));
    },
  };
  const filled = lung.like();
  filled.fill(lobe, 1, { softness: 0.6, within: ofSide(chest.lungMask, side) });
  for (const [pixel, part] of filled.values.entries()) lung.values[pixel]! += 1.1 * part;
  const [x, y] = hilum(anatomy, side);
  for (const lean of [0.2, 0.75, 1.3]) {
    const angle = lean + random.between(-0.15, 0.15);
    const length = random.between(3.5, 5.5);
    const bronchus = arc((u) => [
      x + side * (1 + (0.8 + u * length) * Math.cos(angle - 0.3 * u)),
      (upper ? Math.min(y, fissure) : Math.max(y, fissure)) +
      away * (0.8 + u * length) * Math.sin(angle - 0.3 * u),
    ]);
    lung.stroke(bronchus, 0.45, -0.5, filled.values);
  }
}

/** A failing heart is somewhat large and its vessels are full. */
function congest(anatomy: Anatomy, { severity }: Sign): Anatomy {
  return {
    ...anatomy,
    heartRatio: anatomy.heartRatio + 0.03 + 0.03 * severity,
    vessels: anatomy.vessels * (1.3 + 0.3 * severity),
  };
}

/** Haze around both hila in the shape of bat wings, and short flat lines at the bases (Kerley B). */
function paintEdema(chest: Chest, { severity, random }: Sign): void {
  for (const side of SIDES) {
    const within = ofSide(chest.lungMask, side);
    const [x, y] = hilum(chest.anatomy, side);
    const wing = union([
      ellipse([x + side * 1.8, y - 2.2], [2.3, 4], side * 0.5),
      ellipse([x + side * 1.8, y + 3], [2.4, 4.2], side * -0.5),
    ]);
    const fluff = smoothNoise(1.4, random.fork(`wing ${side}`));
    chest.lung.paint(lungShape(chest.anatomy, side).bounds, (px, py) => {
      const distance = wing.distance(px, py) + 0.6 * fluff(px, py);
      return (0.42 + 0.3 * severity) * coverage(distance, 4.5);
    }, within);
    for (let line = 0; line < 5; line++) {
      const height = costophrenicAngle(chest.anatomy, side) - 2 - 1.1 * line -
        random.between(0, 0.5);
      const wall = chestWall(chest.anatomy, height) - 0.1;
      const inner: Point = [side * (wall - random.between(1.2, 2.4)), height + 0.2];
      chest.lung.stroke([[side * wall, height], inner], 0.2, 0.7, within);
    }
  }
}

/** One large round opacity, wider than 3 cm. */
function paintMass(chest: Chest, { side, severity, random }: Sign): void {
  const radius = 2 + 1.4 * severity;
  const place = lungPoint(chest.anatomy, side, random, { top: 0.15, bottom: 0.75, outer: 0.75 });
  const lobulation = random.between(0.75, 1);
  const shape = ellipse(place, [radius, lobulation * radius], random.between(0, Math.PI));
  chest.lung.fill(shape, 0.95, { softness: 0.7 });
}

/** One to three small round opacities, under 3 cm. */
function paintNodules(chest: Chest, { side, severity, random }: Sign): void {
  const nodules = 1 + random.below(3);
  for (let nodule = 0; nodule < nodules; nodule++) {
    const where = nodule === 0 || random.chance(0.5) ? side : side === 1 ? -1 : 1;
    const place = lungPoint(chest.anatomy, where, random, { top: 0.12, bottom: 0.85, inner: 0.2 });
    const radius = random.between(0.7, 0.95) + 0.4 * severity;
    chest.lung.fill(disc(place, radius), 0.75, { softness: 0.5 });
  }
}

/** Fluid around the lung fills the angle and climbs the chest wall in a meniscus. */
function paintEffusion(chest: Chest, sign: Sign): void {
  const { side, severity, random } = sign;
  paintFluid(chest, side, severity);
  if (random.chance(0.35)) paintFluid(chest, side === 1 ? -1 : 1, 0.5 * severity);
}

function paintFluid({ anatomy, frame, lungMask }: Chest, side: Side, severity: number): void {
  const bottom = costophrenicAngle(anatomy, side);
  const level = bottom - 2.6 - 7 * severity * severity - 1.5 * severity;
  const box = { ...lungShape(anatomy, side).bounds, top: level - 5 };
  frame.paint(box, (x, y) => {
    const lateral = side * x / chestWall(anatomy, y);
    const surface = level + 2.2 - 4.4 * Math.max(0, lateral) ** 3;
    return 1.15 * coverage(surface - y, 1.2);
  }, ofSide(lungMask, side));
}

/** An uneven bright band along the inside of the chest wall. */
function paintPleuralThickening(chest: Chest, { side, severity, random }: Sign): void {
  const { anatomy, frame, lungMask } = chest;
  const { bounds } = lungShape(anatomy, side);
  const uneven = smoothNoise(3.5, random);
  const width = 1.1 + 0.9 * severity;
  frame.paint(bounds, (x, y) => {
    const depth = chestWall(anatomy, y) - side * x;
    const thickness = width * (1 + 0.25 * uneven(0, y));
    return coverage(depth - thickness, 0.5);
  }, ofSide(lungMask, side));
}

/** Air between lung and chest wall: a dark rim without vessels inside a thin bright pleural line. */
function paintPneumothorax(chest: Chest, { side, severity }: Sign): void {
  const { anatomy, lung, lungMask } = chest;
  const mask = ofSide(lungMask, side);
  const { bounds } = lungShape(anatomy, side);
  const gap = 1.5 + 2.8 * severity;
  // Air rises: the rim is widest at the apex and closes towards the base.
  const depthOfPleura = (x: number, y: number) => {
    const descent = (y - bounds.top) / (bounds.bottom - bounds.top);
    const depth = Math.min(chestWall(anatomy, y) - side * x, 0.9 * (y - bounds.top));
    return depth - gap * (1.15 - descent);
  };
  const rim = lung.like();
  rim.paint(bounds, (x, y) => coverage(depthOfPleura(x, y), 0.4), mask);
  for (const [pixel, part] of rim.values.entries()) lung.values[pixel]! *= 1 - 0.9 * part;
  const line = Math.max(0.25, lung.pixel);
  lung.paint(
    bounds,
    (x, y) => 0.45 * (0.4 / line) * coverage(Math.abs(depthOfPleura(x, y)) - line / 2, lung.pixel),
    mask,
  );
}

/** Which part of a lung a place is drawn from, as fractions of its height and width. */
interface Zone {
  readonly top: number;
  readonly bottom: number;
  readonly inner?: number;
  readonly outer?: number;
}

/** A random point inside a lung, clear of its edges. */
function lungPoint(anatomy: Anatomy, side: Side, random: Random, zone: Zone): Point {
  const { top, bottom, inner = 0.3, outer = 0.85 } = zone;
  const across = random.between(inner, outer);
  const down = random.between(top, bottom);
  const from = mediastinalBorder(anatomy, side);
  const to = anatomy.halfWidth;
  const guess = from + across * (to - from);
  const floor = diaphragm(anatomy, side, guess) - 0.8;
  const y = anatomy.apex + 1.2 + down * (floor - anatomy.apex - 1.2);
  return [side * (from + across * (chestWall(anatomy, y) - from)), y];
}

/** A closed ring of points. */
function circle([x, y]: Point, radius: number): Point[] {
  return arc((u) => [
    x + radius * Math.cos(2 * Math.PI * u),
    y + radius * Math.sin(2 * Math.PI * u),
  ]);
}
