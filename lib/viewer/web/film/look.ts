/**
 * How a film is looked at: its window, its way up, its zoom and place.
 *
 * @module
 */
import { mirroredSideways, mirroredUpright, type Placement, turned } from "./geometry.ts";
import type { Windowing } from "./window.ts";

/** How a film is looked at. */
export interface Look extends Windowing, Placement {}

/** The whole film as its file shows it. */
export const WHOLE: Look = {
  width: 1,
  level: 0.5,
  inverted: false,
  turns: 0,
  mirrored: false,
  zoom: 1,
  x: 0,
  y: 0,
};

/** Far beyond what is of use: a window must stay a window, and its film in sight. */
const NARROWEST = 0.001;
const WIDEST = 1024;
const FARTHEST_LEVEL = 1024;
const SMALLEST = 1 / 64;
const GREATEST_ZOOM = 64;

/** How far wheels and pinches zoom. */
const LEAST_WHEEL_ZOOM = 1;
const GREATEST_WHEEL_ZOOM = 16;

/** The look with some things changed, kept within bounds. */
export function changedLook(look: Look, changes: Partial<Look>): Look {
  const wanted = { ...look, ...changes };
  const zoom = clamp(wanted.zoom, SMALLEST, GREATEST_ZOOM);
  const room = Math.abs(zoom - 1) / 2;
  return {
    ...wanted,
    width: clamp(wanted.width, NARROWEST, WIDEST),
    level: clamp(wanted.level, -FARTHEST_LEVEL, FARTHEST_LEVEL),
    zoom,
    x: clamp(wanted.x, -room, room),
    y: clamp(wanted.y, -room, room),
  };
}

/**
 * The look after a zoom that keeps the point (x, y) in its place; both from −½ to ½ of the frame. It
 * ends at the whole film, and at 16 times that, unless the look is beyond that already.
 */
export function zoomedLook(look: Look, factor: number, x = 0, y = 0): Look {
  const least = Math.min(LEAST_WHEEL_ZOOM, look.zoom);
  const greatest = Math.max(GREATEST_WHEEL_ZOOM, look.zoom);
  const zoom = clamp(look.zoom * factor, least, greatest);
  const scale = zoom / look.zoom;
  return changedLook(look, { zoom, x: x - (x - look.x) * scale, y: y - (y - look.y) * scale });
}

/** The look after a quarter turn to the right of what is seen, about the frame's middle. */
export function turnedLook(look: Look): Look {
  return changedLook(look, { ...turned(look), x: -look.y, y: look.x });
}

/** The look with left and right of what is seen exchanged. */
export function flippedSideways(look: Look): Look {
  return changedLook(look, { ...mirroredSideways(look), x: -look.x });
}

/** The look with top and bottom of what is seen exchanged. */
export function flippedUpright(look: Look): Look {
  return changedLook(look, { ...mirroredUpright(look), y: -look.y });
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
