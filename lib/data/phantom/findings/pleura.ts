/**
 * Findings between lung and chest wall: effusion, pleural thickening and pneumothorax.
 *
 * @module
 */
import {
  chestWall,
  costophrenicAngle,
  lungShape,
  ofSide,
  opposite,
  type Side,
} from "../anatomy.ts";
import { coverage, smoothNoise } from "../canvas.ts";
import type { Chest } from "../chest.ts";
import { paintLung, type Sign } from "./sign.ts";

/** Fluid around the lung fills the angle and climbs the chest wall in a meniscus. */
export function paintEffusion(chest: Chest, sign: Sign): void {
  const { side, severity, random } = sign;
  paintFluid(chest, side, severity);
  if (random.chance(0.35)) paintFluid(chest, opposite(side), 0.5 * severity);
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
export function paintPleuralThickening(chest: Chest, { side, severity, random }: Sign): void {
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
export function paintPneumothorax(chest: Chest, { side, severity }: Sign): void {
  const { anatomy, lung } = chest;
  const within = ofSide(chest.lungMask, side);
  const { bounds } = lungShape(anatomy, side);
  const gap = 1.5 + 2.8 * severity;
  // Air rises: the rim is widest at the apex and closes towards the base.
  const depthOfPleura = (x: number, y: number) => {
    const descent = (y - bounds.top) / (bounds.bottom - bounds.top);
    const depth = Math.min(chestWall(anatomy, y) - side * x, 0.9 * (y - bounds.top));
    return depth - gap * (1.15 - descent);
  };
  const rim = lung.like();
  rim.paint(bounds, (x, y) => coverage(depthOfPleura(x, y), 0.4), within);
  for (const [pixel, part] of rim.values.entries()) lung.values[pixel]! *= 1 - 0.9 * part;
  const width = Math.max(0.25, lung.pixel);
  paintLung(chest, side, (x, y) => {
    const distance = Math.abs(depthOfPleura(x, y)) - width / 2;
    return 0.18 / width * coverage(distance, lung.pixel);
  });
}
