/**
 * What is painted of a film.
 *
 * @module
 */
import type { Size, ViewTransform } from "./geometry.ts";
import type { FilmPixels, Level } from "./pixels.ts";
import type { Windowing } from "./window.ts";

/** What is to be seen. */
export interface Picture {
  readonly film: FilmPixels;
  readonly windowing: Windowing;
  /** From the film to the frame, in the screen's own pixels. */
  readonly transform: ViewTransform;
  /** The frame, in the screen's own pixels. */
  readonly frame: Size;
  /** Whether another picture is likely to follow at once, as when a window is dragged. */
  readonly isBrief?: boolean;
}

/** Paints films onto a canvas of its own. */
export interface Painter {
  readonly canvas: HTMLCanvasElement;
  /** Whether it can paint a film of this size. */
  canPaint(film: Size): boolean;
  paint(picture: Picture): void;
}

/**
 * The level of a film that has at least as many pixels as the screen shows, and at most four times as
 * many; for a moment half as many at least, and at most twice.
 *
 * @param scale Pixels of the screen that a pixel of the film takes
 */
export function levelFor(scale: number, isBrief = false): number {
  const halvings = Math.log2(1 / scale);
  return Math.max(0, isBrief ? Math.round(halvings) : Math.floor(halvings));
}

/** A level of a film, and which of its pixels the frame shows: from the first up to the last. */
export interface Visible {
  readonly level: Level;
  /** Film pixels that one of the level's takes. */
  readonly size: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The part of a film that a picture shows, with a pixel more on each side to blend with. */
export function visiblePart(
  { film, transform, frame, isBrief }: Omit<Picture, "windowing">,
): Visible {
  const n = levelFor(transform.scale, isBrief);
  const level = film.level(n);
  const size = 2 ** n;
  const corners = [{ x: 0, y: 0 }, { x: frame.width, y: frame.height }]
    .map((corner) => transform.toFilm(corner));
  const [first, last] = corners as [typeof corners[0], typeof corners[0]];
  const span = (one: number, other: number, most: number) => {
    const from = Math.floor(Math.min(one, other) / size) - 1;
    const to = Math.ceil(Math.max(one, other) / size) + 1;
    return [Math.min(most, Math.max(0, from)), Math.min(most, Math.max(0, to))] as const;
  };
  const [left, right] = span(first.x, last.x, level.width);
  const [top, bottom] = span(first.y, last.y, level.height);
  return { level, size, left, top, right, bottom };
}
