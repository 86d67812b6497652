/**
 * How a finding shows in one patient, and what several findings need to paint it.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import {
  type Anatomy,
  chestWall,
  diaphragm,
  lungShape,
  mediastinalBorder,
  ofSide,
  type Side,
} from "../anatomy.ts";
import type { Point } from "../canvas.ts";
import { arc, type Chest } from "../chest.ts";

/** How a finding shows in one patient. */
export interface Sign {
  /** The side it is on, or the worse side. */
  readonly side: Side;
  /** From 0, just visible, to 1, advanced. */
  readonly severity: number;
  /** Decides the place and shape; restarts the same on every film of the patient. */
  readonly random: Random;
}

/** Adds a density to what one lung holds. */
export function paintLung(
  { anatomy, lung, lungMask }: Chest,
  side: Side,
  density: (x: number, y: number) => number,
): void {
  lung.paint(lungShape(anatomy, side).bounds, density, ofSide(lungMask, side));
}

/** Which part of a lung a place is drawn from, as fractions of its height and width. */
export interface Zone {
  readonly top: number;
  readonly bottom: number;
  readonly inner?: number;
  readonly outer?: number;
}

/** A random point inside a lung, clear of its edges. */
export function lungPoint(anatomy: Anatomy, side: Side, random: Random, zone: Zone): Point {
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
export function circle([x, y]: Point, radius: number): Point[] {
  return arc((u) => [
    x + radius * Math.cos(2 * Math.PI * u),
    y + radius * Math.sin(2 * Math.PI * u),
  ]);
}
