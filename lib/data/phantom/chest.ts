/**
 * Draws the normal chest of an {@linkcode Anatomy}: body, lungs with their vessels, heart, abdomen
 * and bones, as attenuation.
 *
 * @module
 */
import type { Random } from "../../base/random.ts";
import {
  type Anatomy,
  chestWall,
  costophrenicAngle,
  diaphragm,
  heartBorders,
  lungShape,
  ofSide,
  type PerSide,
  type Side,
  SIDES,
} from "./anatomy.ts";
import {
  Canvas,
  coverage,
  disc,
  ellipse,
  type Point,
  polyline,
  type Shape,
  smoothNoise,
  union,
  type View,
} from "./canvas.ts";

/** Which way the X-rays pass: back to front (standing) or front to back (at the bedside). */
export type Projection = "PA" | "AP";

/** A chest being drawn. The sum of both canvases is the attenuation of the film. */
export interface Chest {
  readonly anatomy: Anatomy;
  /** Everything around the lungs. */
  readonly frame: Canvas;
  /** What lies inside the lungs and goes with them when they collapse. */
  readonly lung: Canvas;
  /** How much of each pixel is lung, `[size, size]` values from 0 to 1. */
  readonly lungMask: PerSide<Float32Array>;
}

/** What {@linkcode drawChest} needs besides the anatomy. */
export interface ChestOptions {
  readonly size: number;
  readonly view: View;
  readonly projection: Projection;
  /** Decides the course of the vessels; the same on every film of a patient. */
  readonly random: Random;
}

/** Draws a chest without findings. */
export function drawChest(anatomy: Anatomy, options: ChestOptions): Chest {
  const { size, view, projection, random } = options;
  const chest: Chest = {
    anatomy,
    frame: new Canvas(size, view),
    lung: new Canvas(size, view),
    lungMask: {
      right: maskOf(lungShape(anatomy, -1), size, view),
      left: maskOf(lungShape(anatomy, 1), size, view),
    },
  };
  drawBody(chest);
  drawAbdomen(chest);
  drawMediastinum(chest);
  drawSpine(chest);
  for (const side of SIDES) {
    drawRibs(chest, side);
    drawShoulder(chest, side, projection);
    drawVessels(chest, side, random.fork(`vessels ${side}`));
  }
  return chest;
}

/** Where the vessels enter a lung (the hilum); the left one lies higher. */
export function hilum(anatomy: Anatomy, side: Side): Point {
  const y = side === 1 ? -1.6 : -0.6;
  return [side * (anatomy.mediastinum + 1.3) + anatomy.mediastinalShift, y];
}

/** The outline of the heart and, above it, the great vessels. */
function heartShape(anatomy: Anatomy): Shape {
  const { left, right } = heartBorders(anatomy);
  const tilt = 0.5;
  const halfWidth = (left - right) / 2;
  // The ellipse's longer radius such that the tilted ellipse is exactly this wide.
  const flatness = 0.74;
  const radius = halfWidth / Math.hypot(Math.cos(tilt), flatness * Math.sin(tilt));
  const centre: Point = [(left + right) / 2, anatomy.dome.left - 0.5 * halfWidth];
  const heart = ellipse(centre, [radius, flatness * radius], tilt);
  const { mediastinum, mediastinalShift } = anatomy;
  const vessels = ellipse([0.4 + mediastinalShift, -1], [mediastinum + 0.4, 7.5], -0.06);
  const silhouette = union([heart, vessels], 3);
  return {
    bounds: silhouette.bounds,
    // The heart rests on the diaphragm.
    distance(x, y) {
      const floor = diaphragm(anatomy, x < 0 ? -1 : 1, Math.abs(x));
      return Math.max(silhouette.distance(x, y), y - floor);
    },
  };
}

function maskOf(shape: Shape, size: number, view: View): Float32Array {
  const canvas = new Canvas(size, view);
  canvas.fill(shape, 1, { softness: 0.7 });
  return canvas.values;
}

function drawBody({ anatomy, frame, lung, lungMask }: Chest): void {
  const { softTissue, halfWidth, breast } = anatomy;
  const flank = halfWidth + softTissue;
  const shoulder = (side: Side) =>
    polyline([[side * 3, -12.5], [side * (flank - 1), -8.5], [side * (flank + 2.5), 0], [
      side * (flank + 4),
      12,
    ]], 4);
  const trunk: Shape = {
    bounds: { left: -flank, right: flank, top: -10, bottom: 26 },
    distance: (x, y) => Math.max(Math.abs(x) - flank, -10 - y),
  };
  const neck = polyline([[0, -26], [0, -12]], 4.8);
  frame.fill(union([trunk, neck, shoulder(-1), shoulder(1)], 3), 1.05, { softness: 3 });
  for (const mask of [lungMask.right, lungMask.left]) {
    for (const [pixel, part] of mask.entries()) {
      frame.values[pixel]! -= 0.95 * part;
      lung.values[pixel]! += anatomy.lungDensity * part;
    }
  }
  if (breast === 0) return;
  for (const side of SIDES) {
    const shape = ellipse([side * 0.62 * halfWidth, 6.5], [breast * 1.05, breast]);
    frame.fill(shape, 0.2, { softness: 1.6 });
  }
}

function drawAbdomen({ anatomy, frame }: Chest): void {
  const reach = anatomy.halfWidth + anatomy.softTissue;
  for (const side of SIDES) {
    const top = anatomy.dome.right - 4;
    const box = side === 1
      ? { left: 0, right: reach, top, bottom: 26 }
      : { left: -reach, right: 0, top, bottom: 26 };
    frame.paint(box, (x, y) => {
      const lateral = side * x;
      const depth = y - diaphragm(anatomy, side, lateral);
      return 0.75 * coverage(-depth, 1) * coverage(lateral - anatomy.halfWidth, 3);
    });
  }
  const stomach = ellipse([0.42 * anatomy.halfWidth, anatomy.dome.left + 2], [2.4, 1.2], -0.15);
  frame.fill(stomach, -0.4, { softness: 1 });
}

function drawMediastinum({ anatomy, frame }: Chest): void {
  const shift = anatomy.mediastinalShift;
  frame.fill(heartShape(anatomy), 0.7, { softness: 1 });
  frame.fill(disc([2.4 + shift, -5.4], anatomy.aorticKnob), 0.4, { softness: 0.8 });
  // The windpipe, filled with air.
  frame.stroke([[0, -24], [0.2 + 0.7 * shift, -9], [0.4 + shift, -4]], 1.5, -0.35);
}

function drawSpine({ anatomy, frame }: Chest): void {
  const vertebra = 2.3;
  frame.paint({ left: -3, right: 3, top: -26, bottom: 26 }, (x, y) => {
    const middle = anatomy.spineCurve * Math.sin((y + 10) / 8);
    const bone = 1 - 0.2 * Math.cos(2 * Math.PI * y / vertebra);
    return 0.38 * bone * coverage(Math.abs(x - middle) - 1.6, 1.4);
  });
}

function drawRibs({ anatomy, frame }: Chest, side: Side): void {
  const { apex, ribSlope, ribSpacing } = anatomy;
  const bottom = costophrenicAngle(anatomy, side) + 1;
  for (let rib = 0; rib < 10; rib++) {
    const root = apex + 0.4 + rib * ribSpacing;
    const wall = chestWall(anatomy, root + 2) + 0.3;
    const posterior = arc((u) => [
      side * (2 + u * (wall - 2)),
      root - 0.9 * Math.sin(Math.PI * u) + 7 * ribSlope * u * u,
    ]);
    frame.stroke(posterior, 0.8, 0.18);
    const tip = root + 7 * ribSlope;
    if (rib > 6 || tip > bottom) continue;
    const anterior = arc((u) => [side * wall * (1 - 0.62 * u), tip + 5.2 * u - 1.4 * u * u]);
    frame.stroke(anterior, 0.95, 0.11);
  }
  // Seen edge-on at the side, the ribs merge into a bright line along the lung.
  const edge = arc((u) => {
    const y = apex + 2 + u * (bottom - apex - 2);
    return [side * (chestWall(anatomy, y) + 0.35), y];
  });
  frame.stroke(edge, 0.7, 0.2);
}

function drawShoulder({ anatomy, frame }: Chest, side: Side, projection: Projection): void {
  // At the bedside the collar bones lie higher and the shoulder blades cover the lungs' edges.
  const lift = projection === "AP" ? 1.3 : 0;
  const reach = anatomy.halfWidth + 2.5;
  const clavicle = arc((u) => [
    side * (1.8 + u * (reach - 1.8)),
    -9.6 - lift - 3 * u - 0.6 * Math.sin(2 * Math.PI * u),
  ]);
  frame.stroke(clavicle, 1.1, 0.28);
  frame.fill(disc([side * (reach + 0.5), -10], 2.1), 0.22, { softness: 1 });
  const inwards = projection === "AP" ? 2.2 : 0;
  const blade = arc((u) => [side * (anatomy.halfWidth - inwards + 1.5 - 2.4 * u), -10 + 8.5 * u]);
  frame.stroke(blade, 1.6, 0.12);
}

/** Vessels fan out from the hilum, fork, and thin out towards the edge of the lung. */
function drawVessels({ anatomy, lung, lungMask }: Chest, side: Side, random: Random): void {
  const within = ofSide(lungMask, side);
  const [rootX, rootY] = hilum(anatomy, side);
  const strength = anatomy.vessels;
  lung.fill(ellipse([rootX, rootY], [1.6, 3]), 0.3 * strength, { softness: 2.5, within });
  const trunks = 8;
  for (let trunk = 0; trunk < trunks; trunk++) {
    const spread = trunk / (trunks - 1) - 0.45;
    branch([rootX, rootY + 4 * spread], 2.7 * spread + random.between(-0.15, 0.15), 0.7, 4);
  }

  function branch(start: Point, angle: number, width: number, length: number): void {
    const bend = angle + random.between(-0.3, 0.3);
    const middle = step(start, angle, length / 2);
    const end = step(middle, bend, length / 2);
    lung.stroke([start, middle, end], width, 0.15 * strength, within);
    if (width < 0.33) return;
    branch(end, bend - random.between(0.1, 0.5), 0.66 * width, 0.8 * length);
    branch(end, bend + random.between(0.1, 0.5), 0.66 * width, 0.8 * length);
  }

  function step([x, y]: Point, angle: number, length: number): Point {
    return [x + side * length * Math.cos(angle), y + length * Math.sin(angle)];
  }
}

/** Fine unevenness of all tissue, so that no area is flat. */
export function drawTissueNoise({ frame }: Chest, random: Random): void {
  const noise = smoothNoise(3, random);
  const box = { left: -24, right: 24, top: -24, bottom: 24 };
  frame.paint(box, (x, y) => 0.035 * noise(x, y));
}

/** A curve as a line through eight points, for u from 0 to 1. */
export function arc(at: (u: number) => Point): Point[] {
  return Array.from({ length: 8 }, (_, i) => at(i / 7));
}
