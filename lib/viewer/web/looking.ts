/**
 * How the two films of a comparison are looked at: together, or each on its own.
 *
 * @module
 */
import { changedLook, type Look, WHOLE, zoomedLook } from "./look.ts";

/** Which film: the query's or the case's. */
export type Side = "query" | "case";

/** What dragging does. */
export type Drag = "window" | "move";

/** How far a key or a button takes the window, the zoom and the place each time. */
const STEP = 0.05;
const ZOOM_STEP = 1.25;
const MOVE_STEP = 0.1;

/** Looks of both films, changed by drags, wheels, keys and buttons. */
export class Looking {
  #looks: Readonly<Record<Side, Look>> = { query: WHOLE, case: WHOLE };
  /** Whether what is done to one film is done to the other. */
  linked = true;
  /** The film that keys and buttons act on when not linked. */
  active: Side = "query";
  /** What dragging with the first button does. */
  drag: Drag = "window";
  readonly #onChange: () => void;

  /** @param onChange Called after every change of a look */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** How a film is looked at. */
  of(side: Side): Look {
    return this.#looks[side];
  }

  /** The look that the controls show. */
  get shown(): Look {
    return this.#looks[this.active];
  }

  /** Changes the look of a film, and of the other where they are linked. */
  apply(changed: (look: Look) => Look, side: Side = this.active): void {
    const { query, case: found } = this.#looks;
    const isBoth = this.linked;
    this.#looks = {
      query: isBoth || side === "query" ? changed(query) : query,
      case: isBoth || side === "case" ? changed(found) : found,
    };
    this.#onChange();
  }

  /** Both films whole, as their files show them. */
  reset(): void {
    this.#looks = { query: WHOLE, case: WHOLE };
    this.#onChange();
  }

  /** Links the films, which then have the look of the active one, or unlinks them. */
  toggleLinked(): void {
    this.linked = !this.linked;
    if (this.linked) this.#looks = { query: this.shown, case: this.shown };
    this.#onChange();
  }

  /** Makes keys and buttons act on a film. */
  activate(side: Side): void {
    this.active = side;
    this.#onChange();
  }

  /** Makes keys and buttons act on the other film. */
  swap(): void {
    this.activate(this.active === "query" ? "case" : "query");
  }

  /** Makes drags do the other thing. */
  toggleDrag(): void {
    this.drag = this.drag === "window" ? "move" : "window";
    this.#onChange();
  }

  /** Black for white. */
  invert(): void {
    this.apply((look) => changedLook(look, { inverted: !look.inverted }));
  }

  /** One step nearer (1) or farther (−1). */
  zoom(steps: number): void {
    this.apply((look) => zoomedLook(look, ZOOM_STEP ** steps));
  }

  /** Steps of a wider and a brighter window. */
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
