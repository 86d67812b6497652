/**
 * How a film is looked at: its window, zoom and place.
 *
 * @module
 */

/** Which values are spread from black to white; 0 to 1 are those that the film's file shows. */
export interface Windowing {
  /** 1 is as wide as the file's window. */
  readonly width: number;
  /** The middle; that of the file's window is 0.5. */
  readonly level: number;
  readonly inverted: boolean;
}

/** How a film is looked at. */
export interface Look extends Windowing {
  /** 1 shows the whole film. */
  readonly zoom: number;
  /** How far the film is moved, as a share of its frame. */
  readonly x: number;
  readonly y: number;
}

/** The whole film as its file shows it. */
export const WHOLE: Look = { width: 1, level: 0.5, inverted: false, zoom: 1, x: 0, y: 0 };

/** The narrowest and the widest window, how far its level goes, and the greatest zoom. */
const NARROWEST = 0.01;
const WIDEST = 2;
const LEVELS = { least: -0.5, most: 1.5 };
const GREATEST_ZOOM = 16;

/** The look with some things changed, kept within bounds. */
export function changedLook(look: Look, changes: Partial<Look>): Look {
  const wanted = { ...look, ...changes };
  const zoom = clamp(wanted.zoom, 1, GREATEST_ZOOM);
  const room = (zoom - 1) / 2;
  return {
    width: clamp(wanted.width, NARROWEST, WIDEST),
    level: clamp(wanted.level, LEVELS.least, LEVELS.most),
    inverted: wanted.inverted,
    zoom,
    x: clamp(wanted.x, -room, room),
    y: clamp(wanted.y, -room, room),
  };
}

/** The look after a zoom that keeps the point (x, y) in its place; both from −½ to ½ of the frame. */
export function zoomedLook(look: Look, factor: number, x = 0, y = 0): Look {
  const zoom = clamp(look.zoom * factor, 1, GREATEST_ZOOM);
  const scale = zoom / look.zoom;
  return changedLook(look, { zoom, x: x - (x - look.x) * scale, y: y - (y - look.y) * scale });
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
