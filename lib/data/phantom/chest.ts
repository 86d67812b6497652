/**
 * Draws the normal chest of an {@linkcode Anatomy}: body, lungs with their vessels, heart, abdomen
 * and bones, as attenuation.
 *
 * @module
 */
import type { Random } from "../../random.ts";
import {
  type Anatomy,
  chestWall,
  costophrenicAngle,
  diaphragm,
  heartBorders,
  lungShape,
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
  drawHeart(chest);
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

/** The outline of the heart without the great vessels. */
export function heartShape(anatomy: Anatomy): Shape {
  const { left, right } = heartBorders(anatomy);
  const tilt = 0.5;
  const halfWidth = (left - right) / 2;
  // The ellipse's longer radius such that the tilted ellipse is exactly this wide.
  const flatness = 0.72;
  const radius = halfWidth / Math.hypot(Math.cos(tilt), flatness * Math.sin(tilt));
  const centreY = anatomy.dome.left - 0.48 * halfWidth;
  return ellipse([(left + right) / 2, centreY], [radius, flatness * radius], tilt);
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
    polyline([[side * 4, -11.5], [side * flank, -9.5], [side * (flank + 3.5), 8]], 4.2);
  const trunk: Shape = {
    bounds: { left: -flank, right: flank, top: -13, bottom: 26 },
    distance: (x, y) => Math.max(Math.abs(x) - flank, -13 - y),
  };
  const neck = polyline([[0, -26], [0, -12]], 4.8);
  frame.fill(union(trunk, neck, shoulder(-1), shoulder(1)), 1.05, { softness: 3 });
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
      return 0.85 * coverage(-depth, 0.7) * coverage(lateral - anatomy.halfWidth, 3);
    });
  }
  const stomach = ellipse([0.42 * anatomy.halfWidth, anatomy.dome.left + 2], [2.4, 1.2], -0.15);
  frame.fill(stomach, -0.55, { softness: 0.8 });
}

function drawMediastinum({ anatomy, frame }: Chest): void {
  const shift = anatomy.mediastinalShift;
  const pedicle = ellipse([0.2 + shift, 0], [anatomy.mediastinum + 0.6, 9]);
  frame.fill(pedicle, 0.5, { softness: 1.2 });
  frame.fill(disc([2.3 + shift, -5.2], anatomy.aorticKnob), 0.55, { softness: 0.8 });
  // The windpipe, filled with air.
  frame.stroke([[0, -24], [0.2 + 0.7 * shift, -9], [0.4 + shift, -4]], 1.7, -0.4);
}

function drawHeart({ anatomy, frame }: Chest): void {
  frame.fill(heartShape(anatomy), 0.85, { softness: 1 });
}

function drawSpine({ anatomy, frame }: Chest): void {
  const vertebra = 2.3;
  frame.paint({ left: -3, right: 3, top: -26, bottom: 26 }, (x, y) => {
    const middle = anatomy.spineCurve * Math.sin((y + 10) / 8);
    const disc = 1 - 0.22 * Math.cos(2 * Math.PI * y / vertebra);
    return 0.4 * disc * coverage(Math.abs(x - middle) - 1.7, 0.8);
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
    frame.stroke(posterior, 0.75, 0.17);
    const tip = root + 7 * ribSlope;
    if (rib > 6 || tip > bottom) continue;
    const anterior = arc((u) => [side * wall * (1 - 0.62 * u), tip + 5.2 * u - 1.4 * u * u]);
    frame.stroke(anterior, 0.9, 0.09);
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
  frame.fill(disc([side * (reach + 1.5), -11.5], 2.3), 0.35, { softness: 0.8 });
  const inwards = projection === "AP" ? 2.2 : 0;
  const blade = arc((u) => [side * (anatomy.halfWidth - inwards + 1.5 - 2.4 * u), -10 + 8.5 * u]);
  frame.stroke(blade, 1.6, 0.12);
}

/** Vessels fan out from the hilum, fork, and thin out towards the edge of the lung. */
function drawVessels({ anatomy, lung, lungMask }: Chest, side: Side, random: Random): void {
  const within = side === 1 ? lungMask.left : lungMask.right;
  const root = hilum(anatomy, side);
  const strength = anatomy.vessels;
  lung.fill(ellipse(root, [1.5, 2.2]), 0.25 * strength, { softness: 2, within });
  const trunks = 7;
  for (let trunk = 0; trunk < trunks; trunk++) {
    const angle = -1.25 + 2.6 * trunk / (trunks - 1) + random.between(-0.12, 0.12);
    branch(root, angle, 0.85, 4.2);
  }

  function branch(start: Point, angle: number, width: number, length: number): void {
    const bend = angle + random.between(-0.25, 0.25);
    const middle = step(start, angle, length / 2);
    const end = step(middle, bend, length / 2);
    lung.stroke([start, middle, end], width, 0.3 * strength, within);
    if (width < 0.4) return;
    branch(end, bend - random.between(0.15, 0.5), 0.66 * width, 0.8 * length);
    branch(end, bend + random.between(0.15, 0.5), 0.66 * width, 0.8 * length);
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
