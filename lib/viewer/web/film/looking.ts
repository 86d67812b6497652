/**
 * How films beside each other are looked at: together, or each on its own.
 *
 * @module
 */
import {
  changedLook,
  flippedSideways,
  flippedUpright,
  type Look,
  turnedLook,
  WHOLE,
  zoomedLook,
} from "./look.ts";
import type { FilmPixels } from "./pixels.ts";
import type { Texts } from "../texts/en.ts";
import type { Preset } from "./window.ts";

/** What the first mouse button can do. */
export const TOOLS = ["window", "move", "length", "angle", "magnifier"] as const;

/** What the first mouse button does. */
export type Tool = (typeof TOOLS)[number];

/** What is said of a change to those who do not see it, in the language of the page. */
export type Saying = (words: Texts["film"]["said"]) => string;

/** A film on the screen, as far as looks depend on it. */
export interface ShownFilm {
  readonly film: FilmPixels;
  /** The zoom at which a pixel of the film takes one of the screen. */
  readonly nativeZoom: number;
}

/** How far a key or a button takes the window, the zoom and the place each time. */
const STEP = 0.05;
const ZOOM_STEP = 1.25;
const MOVE_STEP = 0.1;

/** Looks of one film or of several, changed by drags, wheels, keys and buttons. */
export class Looking<Side extends string> {
  readonly sides: readonly Side[];
  /** Whether what is done to one film is done to the others. */
  linked = true;
  /** The film that keys and buttons act on when not linked. */
  active: Side;
  /** What dragging with the first button does. */
  tool: Tool = "window";
  #looks: ReadonlyMap<Side, Look>;
  readonly #shown: (side: Side) => ShownFilm | undefined;
  readonly #onChange: (said?: Saying) => void;

  /**
   * @param shown The film on a side, undefined where none is shown
   * @param onChange Called after every change, with what is to be said of it
   */
  constructor(
    sides: readonly [Side, ...Side[]],
    shown: (side: Side) => ShownFilm | undefined,
    onChange: (said?: Saying) => void,
  ) {
    this.sides = sides;
    this.active = sides[0];
    this.#looks = new Map(sides.map((side) => [side, WHOLE]));
    this.#shown = shown;
    this.#onChange = onChange;
  }

  /** How a film is looked at. */
  of(side: Side): Look {
    return this.#looks.get(side)!;
  }

  /** The look that the controls show. */
  get shown(): Look {
    return this.of(this.active);
  }

  /** Changes the look of a film, and of the others where they are linked. */
  apply(
    changed: (look: Look, shown: ShownFilm | undefined) => Look,
    { side = this.active, said }: { readonly side?: Side; readonly said?: Saying } = {},
  ): void {
    this.#looks = new Map(this.sides.map((one) => {
      const look = this.of(one);
      return [one, this.linked || one === side ? changed(look, this.#shown(one)) : look];
    }));
    this.#onChange(said);
  }

  /** All films whole, as their files show them, and the first button for windows. */
  start(): void {
    this.tool = "window";
    this.#looks = new Map(this.sides.map((side) => [side, WHOLE]));
    this.#onChange();
  }

  /** All films whole, as their files show them. */
  reset(): void {
    this.#looks = new Map(this.sides.map((side) => [side, WHOLE]));
    this.#onChange((words) => words.own);
  }

  /** Links the films, which then have the look of the active one, or unlinks them. */
  toggleLinked(): void {
    this.linked = !this.linked;
    const { shown } = this;
    if (this.linked) this.#looks = new Map(this.sides.map((side) => [side, shown]));
    const { linked } = this;
    this.#onChange((words) => linked ? words.linked : words.unlinked);
  }

  /** Makes keys and buttons act on a film. */
  activate(side: Side): void {
    this.active = side;
    this.#onChange();
  }

  /** Makes keys and buttons act on the next film. */
  swap(): void {
    const next = (this.sides.indexOf(this.active) + 1) % this.sides.length;
    this.active = this.sides[next]!;
    this.#onChange();
  }

  /** Gives the first button another task; the one that it has makes way for windowing. */
  use(tool: Tool): void {
    this.tool = this.tool === tool ? "window" : tool;
    const taken = this.tool;
    this.#onChange((words) => words.tools[taken]);
  }

  /** A window by its name. */
  preset({ name, window }: Preset): void {
    this.apply(
      (look, shown) => shown === undefined ? look : changedLook(look, window(shown.film)),
      { said: (words) => words.windows[name] },
    );
  }

  /** Black for white. */
  invert(): void {
    this.apply((look) => changedLook(look, { inverted: !look.inverted }), {
      said: (words) => this.shown.inverted ? words.inverted : words.notInverted,
    });
  }

  /** A quarter turn to the right. */
  turn(): void {
    this.apply(turnedLook, { said: (words) => words.turned });
  }

  /** Left for right. */
  flipSideways(): void {
    this.apply(flippedSideways, { said: (words) => words.flippedSideways });
  }

  /** Top for bottom. */
  flipUpright(): void {
    this.apply(flippedUpright, { said: (words) => words.flippedUpright });
  }

  /** One pixel of the film on one of the screen. */
  native(): void {
    this.apply(
      (look, shown) =>
        shown === undefined ? look : changedLook(look, { zoom: shown.nativeZoom, x: 0, y: 0 }),
      { said: (words) => words.native },
    );
  }

  /** The whole film. */
  fit(): void {
    this.apply((look) => changedLook(look, { zoom: 1, x: 0, y: 0 }), {
      said: (words) => words.whole,
    });
  }

  /** One step nearer (1) or farther (−1). */
  zoom(steps: number): void {
    this.apply((look) => zoomedLook(look, ZOOM_STEP ** steps));
  }

  /** Steps of a wider and a higher window. */
  window(wider: number, higher: number): void {
    this.apply((look) =>
      changedLook(look, { width: look.width + STEP * wider, level: look.level + STEP * higher })
    );
  }

  /** Steps to the right and down. */
  move(right: number, down: number): void {
    this.apply((look) =>
      changedLook(look, { x: look.x + MOVE_STEP * right, y: look.y + MOVE_STEP * down })
    );
  }
}
