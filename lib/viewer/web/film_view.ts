/**
 * One film on the screen.
 *
 * @module
 */
import type { OcclusionAnswer } from "../schemas.ts";
import type { FilmPixels } from "./film_pixels.ts";
import { type Look, WHOLE, type Windowing } from "./look.ts";

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
