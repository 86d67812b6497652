/**
 * Where circles on a ring lie and how arrows run between them. In pixels from the ring's centre, y
 * upwards.
 *
 * @module
 */

/** A circle on the ring, and its label outside. */
export interface Circle {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly labelX: number;
  readonly labelY: number;
}

/** The way from one circle's edge to another's. */
export interface Arrow {
  /** Points of a curve, from the start to the base of the head. */
  readonly shaft: readonly Point[];
  /** The middle of the head. */
  readonly head: Point;
  /** Where the head points, in degrees clockwise from upwards. */
  readonly angle: number;
}

/** A place in pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Radii of the largest and the smallest circle. */
const LARGEST = 24;
const SMALLEST = 4;

/** Between a circle and its label, and between a circle and an arrow. */
const LABEL_GAP = 7;
const ARROW_GAP = 2;

/** Points of an arrow's whole curve, and how many of them make a step of what is drawn. */
const SAMPLES = 240;
const DRAWN_STEP = 12;

/** The radius of a ring with room for so many circles. */
export function ringRadius(circles: number): number {
  return Math.max(190, 11 * circles);
}

/**
 * Circles on a ring, clockwise from the top, whose areas are as the sizes.
 *
 * @param order The indices of the circles, from the first on the ring to the last
 * @returns The circles in the order of their sizes
 */
export function circlesOnRing(sizes: readonly number[], order: readonly number[]): Circle[] {
  const ring = ringRadius(sizes.length);
  const largest = Math.max(...sizes, 1);
  const place = new Map(order.map((circle, place) => [circle, place]));
  return sizes.map((size, i) => {
    // Half a place off the top, so that no label stands alone in the middle.
    const turn = 2 * Math.PI * (place.get(i)! + 0.5) / sizes.length;
    const radius = Math.max(SMALLEST, LARGEST * Math.sqrt(size / largest));
    const outside = ring + radius + LABEL_GAP;
    return {
      x: ring * Math.sin(turn),
      y: ring * Math.cos(turn),
      radius,
      labelX: outside * Math.sin(turn),
      labelY: outside * Math.cos(turn),
    };
  });
}

/**
 * An arrow that bends towards the ring's centre, and to its own right, so that it keeps clear of
 * the arrow that comes the other way.
 *
 * @param headLength Length of the head, in pixels
 */
export function arrowBetween(from: Circle, to: Circle, headLength: number): Arrow {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const chord = Math.hypot(dx, dy);
  const inwards = 1 - 0.2 * chord / Math.hypot(from.x, from.y);
  const control = {
    x: inwards * (from.x + to.x) / 2 + 0.12 * dy,
    y: inwards * (from.y + to.y) / 2 - 0.12 * dx,
  };
  const curve = Array.from(
    { length: SAMPLES + 1 },
    (_, n) => quadraticBezier(from, control, to, n / SAMPLES),
  );
  const clearOf = (circle: Circle, gap: number) => (point: Point) =>
    distance(point, circle) >= circle.radius + gap;
  const visible = curve.filter(clearOf(from, ARROW_GAP));
  const shaft = visible.filter(clearOf(to, ARROW_GAP + headLength));
  const base = shaft.at(-1) ?? visible[0] ?? from;
  const tip = visible.findLast(clearOf(to, ARROW_GAP)) ?? to;
  return {
    shaft: shaft.filter((point, n) => n % DRAWN_STEP === 0 || point === base),
    head: { x: (base.x + tip.x) / 2, y: (base.y + tip.y) / 2 },
    angle: Math.atan2(tip.x - base.x, tip.y - base.y) * 180 / Math.PI,
  };
}

function quadraticBezier(from: Point, control: Point, to: Point, t: number): Point {
  const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
  return {
    x: a * from.x + b * control.x + c * to.x,
    y: a * from.y + b * control.y + c * to.y,
  };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
