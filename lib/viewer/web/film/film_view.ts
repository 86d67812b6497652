/**
 * One film on the screen.
 *
 * @module
 */
import { render } from "lit-html";
import type { OcclusionAnswer } from "../../schemas.ts";
import { painterFor } from "./best_painter.ts";
import { fittingScale, type Point, type Size, ViewTransform } from "./geometry.ts";
import { type Look, WHOLE } from "./look.ts";
import type { ShownFilm } from "./looking.ts";
import { LookupPainter } from "./lookup_painter.ts";
import { Marks } from "./marks.ts";
import { overlay } from "./overlay.ts";
import type { Painter } from "./painter.ts";
import type { FilmPixels } from "./pixels.ts";
import type { Windowing } from "./window.ts";
import { Regions } from "./regions.ts";

/** Milliseconds after which a window that was dragged is taken to rest. */
const REST = 80;

/** The magnifier's width and height in the frame's pixels, and how much it magnifies. */
const LENS = 220;
const MAGNIFICATION = 2.5;

/** Draws a film and what stands over it. */
export class FilmView {
  /** What to put on the page. */
  readonly element = document.createElement("div");
  /** What is measured on the film. */
  readonly marks = new Marks();
  /** Where the pointer is in the frame, or the cursor that keys move. */
  pointer: Point | undefined;
  /** Whether keys move the pointer, which is then drawn. */
  hasCursor = false;
  /** Whether what is under the pointer is enlarged. */
  magnifies = false;
  readonly #regions = new Regions();
  readonly #lens = new LookupPainter();
  readonly #overlay: HTMLElement | undefined;
  #painter: Painter | undefined;
  #film: FilmPixels | undefined;
  #look: Look = WHOLE;
  #frame = 0;
  /** The window of the last picture, and the timer that ends a row of changes. */
  #shownWindow: Windowing = WHOLE;
  #settling: ReturnType<typeof setTimeout> | undefined;

  /** @param isBare Whether nothing is written over the film */
  constructor({ isBare = false }: { readonly isBare?: boolean } = {}) {
    const { element } = this;
    element.className = "film-view";
    element.append(this.#regions.canvas);
    if (!isBare) {
      this.#overlay = document.createElement("div");
      this.#overlay.className = "overlay";
      this.#lens.canvas.className = "lens";
      this.#lens.canvas.setAttribute("aria-hidden", "true");
      element.append(this.#lens.canvas, this.#overlay);
    }
    new ResizeObserver(() => this.redraw()).observe(element);
  }

  /** Shows a film in a certain look; undefined shows none. Marks are those of one film. */
  show(film: FilmPixels | undefined, look: Look = WHOLE): void {
    if (this.#film !== film) this.marks.clear();
    this.#film = film;
    this.#look = look;
    this.element.hidden = film === undefined;
    this.redraw();
  }

  /** Makes it a place that the focus can go to, with a name. */
  name(name: string): void {
    const { element } = this;
    if (element.ariaLabel === name) return;
    element.ariaLabel = name;
    element.role = "group";
    element.tabIndex = 0;
  }

  /** Lays a map over the film; undefined takes it away. */
  showRegions(map: OcclusionAnswer | undefined): void {
    this.#regions.show(map);
    this.redraw();
  }

  /** The film that is shown, undefined where there is none or no room for it. */
  get shown(): ShownFilm | undefined {
    const { size } = this;
    if (this.#film === undefined || size.width === 0 || size.height === 0) return undefined;
    const scale = fittingScale(this.#film, size, this.#look);
    return { film: this.#film, nativeZoom: 1 / (scale * devicePixelRatio) };
  }

  /** The frame, in CSS pixels. */
  get size(): Size {
    return { width: this.element.clientWidth, height: this.element.clientHeight };
  }

  /** From the film to the frame. */
  get transform(): ViewTransform | undefined {
    return this.#film && ViewTransform.of(this.#film, this.size, this.#look);
  }

  /** Draws before the next frame, once however often it is called. */
  redraw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    const { shown, transform, size } = this;
    if (shown === undefined || transform === undefined) return;
    const { film } = shown;
    const windowing = this.#look;
    const isBrief = this.#isDragged();
    this.#painterOf(film).paint({ film, windowing, isBrief, ...onDevice(transform, size) });
    this.#regions.place(film, transform);
    if (this.#overlay === undefined) return;
    const { marks, pointer, hasCursor } = this;
    const density = devicePixelRatio;
    const over = { film, look: this.#look, transform, frame: size, density, marks };
    render(overlay({ ...over, pointer, hasCursor }), this.#overlay);
    this.#drawLens(film, transform);
  }

  /** Whether the window has just changed; what is painted for the moment is painted anew when it rests. */
  #isDragged(): boolean {
    const { width, level } = this.#look;
    const isChanged = width !== this.#shownWindow.width || level !== this.#shownWindow.level;
    this.#shownWindow = this.#look;
    if (!isChanged) return false;
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.redraw(), REST);
    return true;
  }

  #drawLens(film: FilmPixels, transform: ViewTransform): void {
    const { pointer } = this;
    const { canvas } = this.#lens;
    canvas.hidden = !this.magnifies || pointer === undefined;
    if (pointer === undefined || canvas.hidden) return;
    canvas.style.left = `${pointer.x - LENS / 2}px`;
    canvas.style.top = `${pointer.y - LENS / 2}px`;
    const middle = { x: LENS / 2, y: LENS / 2 };
    const enlarged = transform.magnified(MAGNIFICATION, pointer, middle);
    const frame = { width: LENS, height: LENS };
    this.#lens.paint({ film, windowing: this.#look, ...onDevice(enlarged, frame) });
  }

  /** The painter at work, or a new one where it cannot paint this film. */
  #painterOf(film: FilmPixels): Painter {
    if (this.#painter?.canPaint(film)) return this.#painter;
    this.#painter?.canvas.remove();
    this.#painter = painterFor(film);
    const { canvas } = this.#painter;
    canvas.className = "film-canvas";
    canvas.setAttribute("aria-hidden", "true");
    canvas.addEventListener("webglcontextlost", () => this.redraw());
    this.element.prepend(canvas);
    return this.#painter;
  }
}

/** What is seen in the pixels of the screen rather than of the page. */
function onDevice(transform: ViewTransform, { width, height }: Size) {
  const corner = { x: 0, y: 0 };
  return {
    transform: transform.magnified(devicePixelRatio, corner, corner),
    frame: {
      width: Math.round(devicePixelRatio * width),
      height: Math.round(devicePixelRatio * height),
    },
  };
}
