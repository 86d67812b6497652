/**
 * One film on the screen, with its window, zoom and place.
 *
 * @module
 */
import type { OcclusionAnswer } from "../schemas.ts";
import { type FilmPixels, FULL_WINDOW, type Windowing } from "./film_pixels.ts";

/** How a film is looked at. */
export interface Look extends Windowing {
  /** 1 shows the whole film. */
  readonly zoom: number;
  /** How far the film is moved, as a share of its frame. */
  readonly x: number;
  readonly y: number;
}

/** The whole film with all its values. */
export const WHOLE: Look = { ...FULL_WINDOW, zoom: 1, x: 0, y: 0 };

/** The narrowest window and the greatest zoom. */
const NARROWEST = 0.01;
const GREATEST_ZOOM = 16;

/** The look with some things changed, kept within bounds. */
export function changedLook(look: Look, changes: Partial<Look>): Look {
  const wanted = { ...look, ...changes };
  const zoom = clamp(wanted.zoom, 1, GREATEST_ZOOM);
  const room = (zoom - 1) / 2;
  return {
    width: clamp(wanted.width, NARROWEST, 1),
    level: clamp(wanted.level, 0, 1),
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

/** Draws a film and, over it, which region matters. */
export class FilmView {
  /** What to put on the page. */
  readonly element = document.createElement("div");
  readonly #film = document.createElement("canvas");
  readonly #regions = document.createElement("canvas");
  #pixels: FilmPixels | undefined;
  #drawn: Windowing | undefined;
  #look = WHOLE;
  #frame = 0;

  constructor() {
    this.element.className = "film-view";
    this.element.append(this.#film, this.#regions);
    this.#film.setAttribute("aria-hidden", "true");
    this.#regions.className = "regions";
    this.#regions.setAttribute("aria-hidden", "true");
    new ResizeObserver(() => this.#schedule()).observe(this.element);
  }

  /** Shows a film in a certain look; undefined shows none. */
  show(pixels: FilmPixels | undefined, look: Look = WHOLE): void {
    if (this.#pixels !== pixels) this.#drawn = undefined;
    this.#pixels = pixels;
    this.#look = look;
    this.element.hidden = pixels === undefined;
    this.#schedule();
  }

  /** Lays a map over the film; undefined takes it away. */
  showRegions(map: OcclusionAnswer | undefined): void {
    this.#regions.hidden = map === undefined;
    if (map !== undefined) drawRegions(this.#regions, map);
    this.#schedule();
  }

  /** Draws before the next frame, once however often it is called. */
  #schedule(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    const pixels = this.#pixels;
    if (pixels === undefined) return;
    const { width, level, inverted } = this.#look;
    const { width: oldWidth, level: oldLevel, inverted: oldInverted } = this.#drawn ?? {};
    if (width !== oldWidth || level !== oldLevel || inverted !== oldInverted) {
      pixels.draw(this.#film, this.#look);
      this.#drawn = this.#look;
    }
    this.#place(this.#film, pixels.width, pixels.height);
    const [wide, high] = this.#mapped(pixels);
    this.#place(this.#regions, wide, high, pixels);
  }

  /** The size of the part of the film that the map covers, which depends on how the encoder fits films. */
  #mapped({ width, height }: FilmPixels): readonly [number, number] {
    switch (this.#regions.dataset.fit) {
      case "crop":
        return [Math.min(width, height), Math.min(width, height)];
      case "pad":
        return [Math.max(width, height), Math.max(width, height)];
      default:
        return [width, height];
    }
  }

  /** Centres a canvas in the frame, at the scale at which the film fills it, then zooms and moves it. */
  #place(canvas: HTMLCanvasElement, width: number, height: number, film = { width, height }): void {
    const { clientWidth, clientHeight } = this.element;
    const { zoom, x, y } = this.#look;
    const scale = zoom * Math.min(clientWidth / film.width, clientHeight / film.height);
    canvas.style.width = `${scale * width}px`;
    canvas.style.height = `${scale * height}px`;
    canvas.style.left = `${(0.5 + x) * clientWidth - scale * width / 2}px`;
    canvas.style.top = `${(0.5 + y) * clientHeight - scale * height / 2}px`;
  }
}

/** The map as a canvas of one pixel a cell, which the browser enlarges smoothly: clear to amber. */
function drawRegions(canvas: HTMLCanvasElement, { size, values, fit }: OcclusionAnswer): void {
  canvas.width = size;
  canvas.height = size;
  canvas.dataset.fit = fit;
  const context = canvas.getContext("2d")!;
  const image = context.createImageData(size, size);
  for (const [at, value] of values.entries()) {
    image.data.set([255, 176, 0, Math.round(150 * value)], 4 * at);
  }
  context.putImageData(image, 0, 0);
}
