/**
 * Anti-aliased drawing on a square film, in centimetres of the patient: soft shapes given by their
 * signed distance, and smooth noise. What is drawn adds up, as the attenuation of X-rays does.
 *
 * Coordinates: the origin is the centre of the chest, x grows towards the patient's left (the
 * right of the film, since the patient faces the viewer), y grows downwards.
 *
 * @module
 */
import type { Random } from "../../base/random.ts";

/** How the patient lies on the film. */
export interface View {
  /** Width and height of the film in centimetres of the patient. */
  readonly extent: number;
  /** Clockwise turn in radians. */
  readonly rotation: number;
  /** Where the centre of the chest lies on the film, in centimetres from the film's centre. */
  readonly shiftX: number;
  readonly shiftY: number;
}

/** A rectangle in centimetres. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A region of the plane: its signed distance in centimetres is negative inside. */
export interface Shape {
  readonly bounds: Box;
  distance(x: number, y: number): number;
}

/** How {@linkcode Canvas.fill} paints a shape. */
export interface FillOptions {
  /** Width of the soft edge in centimetres; at least one pixel is used. */
  readonly softness?: number;
  /** A weight per pixel, such as the part of it that is lung. */
  readonly within?: Float32Array;
}

/** A sheet of attenuation values that shapes are added to. */
export class Canvas {
  /** `[size, size]` sums of what was painted. */
  readonly values: Float32Array;
  /** The side of a pixel in centimetres. */
  readonly pixel: number;
  readonly #view: View;

  constructor(readonly size: number, view: View) {
    this.values = new Float32Array(size * size);
    this.pixel = view.extent / size;
    this.#view = view;
  }

  /** An empty canvas of the same size and view. */
  like(): Canvas {
    return new Canvas(this.size, this.#view);
  }

  /** Adds `density(x, y)` to every pixel whose centre lies in the box. */
  paint(box: Box, density: (x: number, y: number) => number, within?: Float32Array): void {
    const { size, pixel, values } = this;
    const { extent, rotation, shiftX, shiftY } = this.#view;
    const cos = Math.cos(rotation);
    const sin = Math.sin(rotation);
    const area = this.#pixelsAround(box, cos, sin);
    for (let row = area.top; row < area.bottom; row++) {
      const filmY = (row + 0.5) * pixel - extent / 2 - shiftY;
      for (let column = area.left; column < area.right; column++) {
        const weight = within === undefined ? 1 : within[row * size + column]!;
        if (weight === 0) continue;
        const filmX = (column + 0.5) * pixel - extent / 2 - shiftX;
        const x = cos * filmX + sin * filmY;
        const y = cos * filmY - sin * filmX;
        if (x < box.left || x > box.right || y < box.top || y > box.bottom) continue;
        values[row * size + column]! += weight * density(x, y);
      }
    }
  }

  /** Adds a uniform density inside a shape, fading over its soft edge. */
  fill(shape: Shape, density: number, options: FillOptions = {}): void {
    const softness = Math.max(options.softness ?? 0, this.pixel);
    this.paint(
      grow(shape.bounds, softness / 2),
      (x, y) => density * coverage(shape.distance(x, y), softness),
      options.within,
    );
  }

  /**
   * Adds a line through the points. A line thinner than a pixel is painted one pixel wide and
   * fainter, so that it looks alike at every film size.
   */
  stroke(
    points: readonly Point[],
    width: number,
    density: number,
    within?: Float32Array,
  ): void {
    const drawn = Math.max(width, this.pixel);
    const shape = polyline(points, drawn / 2);
    this.fill(shape, density * width / drawn, within === undefined ? {} : { within });
  }

  /** The rows and columns that can hold points of the box. */
  #pixelsAround(box: Box, cos: number, sin: number): Box {
    const { extent, shiftX, shiftY } = this.#view;
    const corners = [[box.left, box.top], [box.right, box.top], [box.left, box.bottom], [
      box.right,
      box.bottom,
    ]] as const;
    const columns = corners.map(([x, y]) => (cos * x - sin * y + shiftX + extent / 2) / this.pixel);
    const rows = corners.map(([x, y]) => (sin * x + cos * y + shiftY + extent / 2) / this.pixel);
    const clamp = (value: number) => Math.min(this.size, Math.max(0, value));
    return {
      left: clamp(Math.floor(Math.min(...columns))),
      right: clamp(Math.ceil(Math.max(...columns))),
      top: clamp(Math.floor(Math.min(...rows))),
      bottom: clamp(Math.ceil(Math.max(...rows))),
    };
  }
}

/** A point in centimetres. */
export type Point = readonly [x: number, y: number];

/** How much of a pixel is inside: 1 well inside, 0 well outside, smooth over `softness`. */
export function coverage(distance: number, softness: number): number {
  const t = 0.5 - distance / softness;
  if (t <= 0) return 0;
  if (t >= 1) return 1;
  return t * t * (3 - 2 * t);
}

/** An ellipse around (x, y), turned clockwise by `angle` radians. */
export function ellipse(
  [centreX, centreY]: Point,
  [radiusX, radiusY]: readonly [number, number],
  angle = 0,
): Shape {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const reach = Math.max(radiusX, radiusY);
  return {
    bounds: boxAround(centreX, centreY, reach),
    // The distance to first order: the implicit function over the length of its gradient.
    distance(x, y) {
      const u = (cos * (x - centreX) + sin * (y - centreY)) / radiusX;
      const v = (cos * (y - centreY) - sin * (x - centreX)) / radiusY;
      const k = Math.sqrt(u * u + v * v);
      if (k < 1e-6) return -Math.min(radiusX, radiusY);
      return k * (k - 1) / Math.sqrt((u / radiusX) ** 2 + (v / radiusY) ** 2);
    },
  };
}

/** A disc around a point. */
export function disc([centreX, centreY]: Point, radius: number): Shape {
  return {
    bounds: boxAround(centreX, centreY, radius),
    distance: (x, y) => Math.sqrt((x - centreX) ** 2 + (y - centreY) ** 2) - radius,
  };
}

/** Everything within `radius` of the line through the points. */
export function polyline(points: readonly Point[], radius: number): Shape {
  const segments = points.slice(1).map(([endX, endY], i) => {
    const [startX, startY] = points[i]!;
    const [dx, dy] = [endX - startX, endY - startY];
    return { startX, startY, dx, dy, perLengthSquared: 1 / (dx * dx + dy * dy || 1) };
  });
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const bounds = grow({
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
  }, radius);
  return {
    bounds,
    distance(x, y) {
      let nearest = Infinity;
      for (const { startX, startY, dx, dy, perLengthSquared } of segments) {
        const along = ((x - startX) * dx + (y - startY) * dy) * perLengthSquared;
        const t = along < 0 ? 0 : along > 1 ? 1 : along;
        const offX = x - startX - t * dx;
        const offY = y - startY - t * dy;
        nearest = Math.min(nearest, offX * offX + offY * offY);
      }
      return Math.sqrt(nearest) - radius;
    },
  };
}

/** What lies in at least one of the shapes; `blend` centimetres of fillet round their joints. */
export function union(shapes: readonly Shape[], blend = 0): Shape {
  return {
    bounds: {
      left: Math.min(...shapes.map(({ bounds }) => bounds.left)),
      top: Math.min(...shapes.map(({ bounds }) => bounds.top)),
      right: Math.max(...shapes.map(({ bounds }) => bounds.right)),
      bottom: Math.max(...shapes.map(({ bounds }) => bounds.bottom)),
    },
    distance(x, y) {
      let nearest = Infinity;
      for (const shape of shapes) nearest = blendedMin(nearest, shape.distance(x, y), blend);
      return nearest;
    },
  };
}

/** The lesser of two numbers, made smaller still where they are less than `blend` apart. */
function blendedMin(a: number, b: number, blend: number): number {
  const overlap = Math.max(0, blend - Math.abs(a - b));
  return Math.min(a, b) - (overlap === 0 ? 0 : overlap * overlap / (4 * blend));
}

/**
 * Smooth noise of mean 0 and standard deviation near 1: normal numbers on a grid `spacing`
 * centimetres wide, blended between its corners so that the spread is the same everywhere.
 */
export function smoothNoise(spacing: number, random: Random): (x: number, y: number) => number {
  const reach = 24;
  const width = Math.ceil(2 * reach / spacing) + 2;
  const grid = random.normals(width * width);
  return (x, y) => {
    const column = Math.min(width - 2, Math.max(0, (x + reach) / spacing));
    const row = Math.min(width - 2, Math.max(0, (y + reach) / spacing));
    const corner = Math.floor(row) * width + Math.floor(column);
    const u = ease(column - Math.floor(column));
    const v = ease(row - Math.floor(row));
    const value = (1 - v) * ((1 - u) * grid[corner]! + u * grid[corner + 1]!) +
      v * ((1 - u) * grid[corner + width]! + u * grid[corner + width + 1]!);
    return value / Math.sqrt(((1 - u) ** 2 + u ** 2) * ((1 - v) ** 2 + v ** 2));
  };
}

function ease(t: number): number {
  return t * t * (3 - 2 * t);
}

function boxAround(x: number, y: number, reach: number): Box {
  return { left: x - reach, right: x + reach, top: y - reach, bottom: y + reach };
}

function grow(box: Box, margin: number): Box {
  return {
    left: box.left - margin,
    right: box.right + margin,
    top: box.top - margin,
    bottom: box.bottom + margin,
  };
}
