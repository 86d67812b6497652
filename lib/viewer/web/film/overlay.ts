/**
 * What is written and drawn over a film: its window and size, the value under the pointer, marks, and
 * a scale bar.
 *
 * @module
 */
import { html, nothing, svg, type TemplateResult } from "lit-html";
import type { Point, Size, ViewTransform } from "./geometry.ts";
import type { Look } from "./look.ts";
import { type Mark, type Marks, markText } from "./marks.ts";
import type { FilmPixels } from "./pixels.ts";
import { scaleBar } from "./scale_bar.ts";
import { texts } from "../language.ts";
import { pointText, sizeText, windowText } from "./units.ts";

/** A film as it stands in its frame. */
export interface OverlayParts {
  readonly film: FilmPixels;
  readonly look: Look;
  readonly transform: ViewTransform;
  readonly frame: Size;
  /** Pixels of the screen in one of the frame. */
  readonly density: number;
  readonly marks: Marks;
  /** Where the pointer is in the frame, or the cursor that keys move. */
  readonly pointer: Point | undefined;
  /** Whether the pointer is drawn, since keys move it. */
  readonly hasCursor: boolean;
}

/** How far the bar and what is written stand from the frame's edges. */
const MARGIN = 12;

/** Draws everything over a film. */
export function overlay(parts: OverlayParts): TemplateResult {
  const { film, look, transform, density, pointer } = parts;
  const words = texts().film;
  const point = pointer && transform.toFilm(pointer);
  return html`
    <svg class="marks-layer" aria-hidden="true">${drawings(parts)}</svg>
    <p class="corner top">${point === undefined ? "" : pointText(film, point, words)}</p>
    <p class="corner bottom">${windowText(look, film, words)}</p>
    <p class="corner bottom right">${sizeText(film, density * transform.scale, words)}</p>
  `;
}

function drawings(parts: OverlayParts) {
  const { marks, pointer, hasCursor } = parts;
  return svg`
    ${marks.done.map((mark) => drawnMark(mark, parts))}
    ${marks.draft === undefined ? nothing : drawnMark(marks.draft, parts)}
    ${drawnScaleBar(parts)}
    ${hasCursor && pointer !== undefined ? drawnCursor(pointer) : nothing}
  `;
}

function drawnMark(mark: Mark, { transform, film }: OverlayParts) {
  const points = mark.points.map((point) => transform.toScreen(point));
  const line = points.map(({ x, y }) => `${x},${y}`).join(" ");
  const last = points.at(-1)!;
  return svg`
    <polyline class="halo" points=${line}></polyline>
    <polyline points=${line}></polyline>
    ${points.map(({ x, y }) => svg`<circle cx=${x} cy=${y} r="3"></circle>`)}
    <text x=${last.x + 8} y=${last.y - 8}>${markText(mark, film.spacing, texts().film)}</text>
  `;
}

function drawnScaleBar({ film, transform, frame, look }: OverlayParts) {
  const bar = scaleBar(film.spacing, {
    scale: transform.scale,
    frameWidth: frame.width,
    turns: look.turns,
  });
  if (bar === undefined) return nothing;
  const [right, top] = [frame.width - MARGIN, frame.height - 3 * MARGIN];
  const left = right - bar.length;
  const path = `M${left},${top - 4} v4 H${right} v-4`;
  return svg`
    <path class="halo" d=${path}></path>
    <path d=${path}></path>
    <text x=${left} y=${top - 8}>${bar.text}</text>
  `;
}

function drawnCursor({ x, y }: Point) {
  const path = `M${x - 12},${y} h24 M${x},${y - 12} v24`;
  return svg`
    <path class="halo" d=${path}></path>
    <path d=${path}></path>
  `;
}
