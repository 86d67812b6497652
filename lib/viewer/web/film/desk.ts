/**
 * Films to be looked at closely, beside each other or alone, and what mouse and keys do with them.
 *
 * @module
 */
import type { PixelSpacing } from "../../../data/images/deep_image.ts";
import { FilmView } from "./film_view.ts";
import type { Point } from "./geometry.ts";
import { listenToGestures } from "./gestures.ts";
import { texts } from "../language.ts";
import { Looking, type Tool } from "./looking.ts";
import { type Mark, markText } from "./marks.ts";
import { pointText } from "./units.ts";

/** How far a key moves the cursor, and how far it does with Shift, in the frame's pixels. */
const CURSOR_STEP = 16;
const FINE_CURSOR_STEP = 1;

/** See the module. */
export class Desk<Side extends string> {
  readonly looking: Looking<Side>;
  readonly #views: ReadonlyMap<Side, FilmView>;
  readonly #onChange: (said?: string) => void;

  /** @param onChange Called after every change, with what is to be said of it to those who do not see */
  constructor(sides: readonly [Side, ...Side[]], onChange: (said?: string) => void) {
    this.#onChange = onChange;
    this.#views = new Map(sides.map((side) => [side, new FilmView()]));
    this.looking = new Looking(sides, (side) => this.view(side).shown, (said) => {
      onChange(said?.(texts().film.said));
    });
    const { looking } = this;
    for (const [side, view] of this.#views) {
      listenToGestures({ looking, side, view, onMark: (mark) => this.#tell(view, mark) });
    }
  }

  /** The film on a side. */
  view(side: Side): FilmView {
    return this.#views.get(side)!;
  }

  /** Whether keys move a cursor: with tools that need a place on the film. */
  get usesCursor(): boolean {
    return !["window", "move"].includes(this.looking.tool);
  }

  /** Shows all films whole, as their files show them, with no tool in hand. */
  start(): void {
    this.looking.start();
    this.#takeUp();
  }

  /** Gives the first button and the keys another task; the keys then go to the film. */
  use(tool: Tool): void {
    this.looking.use(tool);
    this.#takeUp();
    if (this.usesCursor) this.#active.element.focus();
  }

  /** Puts the tool away. */
  leaveTool(): void {
    this.use("window");
  }

  /** Prepares the films for the tool. */
  #takeUp(): void {
    const { usesCursor } = this;
    for (const view of this.#views.values()) {
      view.marks.abandon();
      view.magnifies = this.looking.tool === "magnifier";
      if (!usesCursor) view.hasCursor = false;
      view.redraw();
    }
  }

  /** Moves the cursor over the active film and says the value there. */
  moveCursor(right: number, down: number, isFine: boolean): void {
    const view = this.#active;
    const { width, height } = view.size;
    const step = isFine ? FINE_CURSOR_STEP : CURSOR_STEP;
    const from = view.pointer ?? { x: width / 2, y: height / 2 };
    const to = view.hasCursor || view.pointer !== undefined
      ? { x: from.x + step * right, y: from.y + step * down }
      : from;
    view.pointer = { x: within(to.x, width), y: within(to.y, height) };
    view.hasCursor = true;
    const place = this.#cursor();
    if (place !== undefined) view.marks.follow(place);
    view.redraw();
    const { shown } = view;
    const words = texts().film;
    this.#onChange(shown && place && pointText(shown.film, place, words) || words.said.beside);
  }

  /** Puts a point of a mark where the cursor is. */
  putPoint(): void {
    const { tool } = this.looking;
    if (tool !== "length" && tool !== "angle") return;
    const view = this.#active;
    const place = this.#cursor();
    if (place === undefined) return this.moveCursor(0, 0, true);
    const isFirst = view.marks.draft === undefined;
    view.marks.press(tool, place);
    const mark = isFirst ? undefined : view.marks.release(0.5);
    view.redraw();
    if (mark === undefined) this.#onChange(texts().film.said.pointPut);
    else this.#tell(view, mark);
  }

  /** Takes a mark off the active film; default: the last. */
  removeMark(mark?: Mark, side: Side = this.looking.active): void {
    this.view(side).marks.remove(mark);
    this.#onChange(texts().film.said.removed);
  }

  get #active(): FilmView {
    return this.view(this.looking.active);
  }

  /** Where the cursor is on the active film. */
  #cursor(): Point | undefined {
    const { pointer, transform } = this.#active;
    return pointer && transform?.toFilm(pointer);
  }

  #tell({ shown }: FilmView, mark: Mark): void {
    this.#onChange(markSentence(mark, shown?.film.spacing));
  }
}

/** "Length 34.2 mm". */
export function markSentence(mark: Mark, spacing: PixelSpacing | undefined): string {
  const words = texts().film;
  return words.marks[mark.kind](markText(mark, spacing, words));
}

function within(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
