/**
 * Findings that fill the air spaces: infiltration, pneumonia, consolidation and edema.
 *
 * @module
 */
import {
  type Anatomy,
  chestWall,
  costophrenicAngle,
  lungShape,
  ofSide,
  type Side,
  SIDES,
} from "../anatomy.ts";
import { coverage, ellipse, type Point, type Shape, smoothNoise, union } from "../canvas.ts";
import { arc, type Chest, hilum } from "../chest.ts";
import { lungPoint, paintLung, type Sign } from "./sign.ts";

/** Ill-defined patches of haze with lung showing through, often on both sides. */
export function paintInfiltration(chest: Chest, sign: Sign): void {
  const { side, severity, random } = sign;
  const sides: readonly Side[] = random.chance(0.45) ? SIDES : [side];
  for (const each of sides) {
    const clumps = smoothNoise(1.7, random.fork(`clumps ${each}`));
    const centre = lungPoint(chest.anatomy, each, random, { top: 0.4, bottom: 0.75 });
    const zone = ellipse(centre, [4.2, 5.5]);
    paintLung(chest, each, (x, y) => {
      const patch = Math.max(0, 0.35 + clumps(x, y));
      return (0.25 + 0.2 * severity) * patch * coverage(zone.distance(x, y), 4);
    });
  }
}

/** A lumpy, soft-edged cloud in one lobe. */
export function paintPneumonia(chest: Chest, { side, severity, random }: Sign): void {
  const lower = random.chance(0.65);
  const zone = lower ? { top: 0.62, bottom: 0.85 } : { top: 0.2, bottom: 0.4 };
  const centre = lungPoint(chest.anatomy, side, random, { ...zone, inner: 0.3, outer: 0.65 });
  const radius = 2.6 + 1.5 * severity;
  const cloud = ellipse(centre, [1.15 * radius, radius], random.between(-0.5, 0.5));
  const lumps = smoothNoise(1.2, random);
  paintLung(chest, side, (x, y) => {
    const distance = cloud.distance(x, y) + 0.7 * lumps(x, y);
    return (0.6 + 0.15 * severity) * coverage(distance, 2.6);
  });
}

/** A lobe filled solid up to its straight fissure, its air-filled bronchi dark inside. */
export function paintConsolidation(chest: Chest, { side, severity, random }: Sign): void {
  const { anatomy, lung } = chest;
  const { bounds } = lungShape(anatomy, side);
  // The upper lobe lies on its fissure, the middle lobe hangs from it and spares the base.
  const upper = random.chance(0.5);
  const away = upper ? -1 : 1;
  const fissure = bounds.top + (bounds.bottom - bounds.top) * (upper ? 0.42 : 0.46);
  const tilt = random.between(-0.18, 0.18);
  const depth = (upper ? 10 : 5.5) + 2 * severity;
  const width = (0.85 + 0.2 * severity) * anatomy.halfWidth;
  const lobe: Shape = {
    bounds,
    distance(x, y) {
      const lateral = side * x;
      const fromFissure = away * (y - fissure - tilt * (lateral - 6));
      const roundness = Math.hypot(fromFissure / depth, lateral / width);
      return Math.max(-fromFissure, 2 * (roundness - 1));
    },
  };
  const filled = lung.like();
  filled.fill(lobe, 1, { softness: 0.6, within: ofSide(chest.lungMask, side) });
  for (const [pixel, part] of filled.values.entries()) lung.values[pixel]! += 1.1 * part;
  const [hilumX, hilumY] = hilum(anatomy, side);
  const rootX = hilumX + side;
  const rootY = upper ? Math.min(hilumY, fissure) : Math.max(hilumY, fissure);
  for (const lean of [0.2, 0.75, 1.3]) {
    const angle = lean + random.between(-0.15, 0.15);
    const length = random.between(3.5, 5.5);
    const bronchus = arc((u) => {
      const reach = 0.8 + u * length;
      const bend = angle - 0.3 * u;
      return [rootX + side * reach * Math.cos(bend), rootY + away * reach * Math.sin(bend)];
    });
    lung.stroke(bronchus, 0.45, -0.5, filled.values);
  }
}

/** A failing heart is somewhat large and its vessels are full. */
export function congest(anatomy: Anatomy, { severity }: Sign): Anatomy {
  return {
    ...anatomy,
    heartRatio: anatomy.heartRatio + 0.03 + 0.03 * severity,
    vessels: anatomy.vessels * (1.3 + 0.3 * severity),
  };
}

/** Haze around both hila in the shape of bat wings, and short flat lines at the bases (Kerley B). */
export function paintEdema(chest: Chest, { severity, random }: Sign): void {
  for (const side of SIDES) {
    const [x, y] = hilum(chest.anatomy, side);
    const wing = union([
      ellipse([x + side * 1.8, y - 2.2], [2.3, 4], side * 0.5),
      ellipse([x + side * 1.8, y + 3], [2.4, 4.2], side * -0.5),
    ]);
    const fluff = smoothNoise(1.4, random.fork(`wing ${side}`));
    paintLung(chest, side, (px, py) => {
      const distance = wing.distance(px, py) + 0.6 * fluff(px, py);
      return (0.42 + 0.3 * severity) * coverage(distance, 4.5);
    });
    const within = ofSide(chest.lungMask, side);
    for (let line = 0; line < 5; line++) {
      const height = costophrenicAngle(chest.anatomy, side) - 2 - 1.1 * line -
        random.between(0, 0.5);
      const wall = chestWall(chest.anatomy, height) - 0.1;
      const inner: Point = [side * (wall - random.between(1.2, 2.4)), height + 0.2];
      chest.lung.stroke([[side * wall, height], inner], 0.2, 0.7, within);
    }
  }
}
