/**
 * Pointers and wheels on a film's frame, as OHIF and Cornerstone3D have them: the first button has the
 * tool's task (window: to the right is wider, down is a higher level and so darker), the second zooms,
 * the middle one moves; wheels and pinches zoom about where they are.
 *
 * @module
 */
import type { FilmView } from "./film_view.ts";
import type { Point } from "./geometry.ts";
import { changedLook, zoomedLook } from "./look.ts";
import type { Looking, Tool } from "./looking.ts";
import type { Mark } from "./marks.ts";

/** How far the whole way across a frame takes the window, in widths of the file's. */
const DRAG_RANGE = 1;

/** The part of a frame's height over which dragging down zooms e times. */
const DRAG_ZOOM_RANGE = 0.3;

/** Of a wheel: how far it turns for the zoom to grow e times. */
const WHEEL_RANGE = 500;

/** Pixels of the frame that a press may tremble. */
const TREMBLE = 4;

/** What a drag does. */
type Action = Tool | "zoom";

/** A film's frame, what is in it, and who hears of a mark. */
export interface GestureParts<Side extends string> {
  readonly looking: Looking<Side>;
  readonly side: Side;
  readonly view: FilmView;
  readonly onMark: (mark: Mark) => void;
}

/** Listens to pointers and wheel on a film. */
export function listenToGestures<Side extends string>(parts: GestureParts<Side>): void {
  const gestures = new Gestures(parts);
  const { element } = parts.view;
  element.addEventListener("pointerdown", (event) => gestures.down(event));
  element.addEventListener("pointermove", (event) => gestures.move(event));
  element.addEventListener("pointerup", (event) => gestures.up(event));
  element.addEventListener("pointercancel", (event) => gestures.cancel(event));
  element.addEventListener("pointerleave", () => gestures.leave());
  element.addEventListener("wheel", (event) => gestures.wheel(event), { passive: false });
  element.addEventListener("dblclick", () => {
    if (!isMeasuring(parts.looking.tool)) parts.looking.reset();
  });
  element.addEventListener("contextmenu", (event) => event.preventDefault());
}

class Gestures<Side extends string> {
  readonly #parts: GestureParts<Side>;
  readonly #pointers = new Map<number, PointerEvent>();
  #action: Action = "window";
  /** Where a drag that zooms began, from −½ to ½ of the frame. */
  #start: Point = { x: 0, y: 0 };

  constructor(parts: GestureParts<Side>) {
    this.#parts = parts;
  }

  down(event: PointerEvent): void {
    const { looking, side, view } = this.#parts;
    looking.activate(side);
    this.#pointers.set(event.pointerId, event);
    view.element.setPointerCapture(event.pointerId);
    this.#action = actionOf(event, looking.tool);
    this.#start = this.#place(event);
    this.#point(event);
    const { transform, marks } = view;
    if (isMeasuring(this.#action) && transform !== undefined) {
      marks.press(this.#action, transform.toFilm(this.#inFrame(event)));
    }
    // The middle button would begin to scroll.
    if (event.button === 1) event.preventDefault();
  }

  move(event: PointerEvent): void {
    this.#point(event);
    const { view } = this.#parts;
    const before = this.#pointers.get(event.pointerId);
    if (view.transform !== undefined) {
      view.marks.follow(view.transform.toFilm(this.#inFrame(event)));
    }
    if (before === undefined) return;
    const other = [...this.#pointers.values()].find((one) => one.pointerId !== event.pointerId);
    this.#pointers.set(event.pointerId, event);
    if (other === undefined) this.#drag(before, event);
    else this.#pinch(before, event, other);
  }

  up(event: PointerEvent): void {
    this.#pointers.delete(event.pointerId);
    const { view, onMark } = this.#parts;
    if (!isMeasuring(this.#action) || view.transform === undefined) return;
    const mark = view.marks.release(TREMBLE / view.transform.scale);
    view.redraw();
    if (mark !== undefined) onMark(mark);
  }

  cancel(event: PointerEvent): void {
    this.#pointers.delete(event.pointerId);
  }

  leave(): void {
    const { view } = this.#parts;
    if (view.hasCursor) return;
    view.pointer = undefined;
    view.redraw();
  }

  wheel(event: WheelEvent): void {
    event.preventDefault();
    const { looking, side } = this.#parts;
    looking.active = side;
    const { x, y } = this.#place(event);
    const factor = Math.exp(-event.deltaY / WHEEL_RANGE);
    looking.apply((look) => zoomedLook(look, factor, x, y), { side });
  }

  #drag(before: PointerEvent, event: PointerEvent): void {
    const { looking, side } = this.#parts;
    const { right, down } = this.#way(before, event);
    switch (this.#action) {
      case "window":
        return looking.apply((look) =>
          changedLook(look, {
            width: look.width + DRAG_RANGE * right,
            level: look.level + DRAG_RANGE * down,
          }), { side });
      case "move":
        return looking.apply(
          (look) => changedLook(look, { x: look.x + right, y: look.y + down }),
          { side },
        );
      case "zoom": {
        const { x, y } = this.#start;
        const factor = Math.exp(down / DRAG_ZOOM_RANGE);
        return looking.apply((look) => zoomedLook(look, factor, x, y), { side });
      }
      default:
    }
  }

  /** Two fingers: their distance zooms about their middle, which moves the film. */
  #pinch(before: PointerEvent, event: PointerEvent, other: PointerEvent): void {
    const { looking, side } = this.#parts;
    const distance = (one: PointerEvent) =>
      Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
    const factor = distance(event) / Math.max(1, distance(before));
    const { right, down } = this.#way(before, event);
    const [one, two] = [this.#place(event), this.#place(other)];
    const middle = { x: (one.x + two.x) / 2, y: (one.y + two.y) / 2 };
    looking.apply((look) => {
      const zoomed = zoomedLook(look, factor, middle.x, middle.y);
      return changedLook(zoomed, { x: zoomed.x + right / 2, y: zoomed.y + down / 2 });
    }, { side });
  }

  /** Tells the view where the pointer is. */
  #point(event: PointerEvent): void {
    const { view, looking } = this.#parts;
    view.pointer = this.#inFrame(event);
    view.hasCursor = false;
    view.magnifies = looking.tool === "magnifier";
    view.redraw();
  }

  #inFrame(event: MouseEvent): Point {
    const box = this.#parts.view.element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /** From −½ to ½ of the frame. */
  #place(event: MouseEvent): Point {
    const { width, height } = this.#parts.view.size;
    const { x, y } = this.#inFrame(event);
    return { x: x / width - 0.5, y: y / height - 0.5 };
  }

  /** Parts of the frame's width and height. */
  #way(before: PointerEvent, event: PointerEvent) {
    const [from, to] = [this.#place(before), this.#place(event)];
    return { right: to.x - from.x, down: to.y - from.y };
  }
}

/** What a press begins, by its button, its keys and the tool. */
export function actionOf(
  { button, pointerType, shiftKey }: Pick<PointerEvent, "button" | "pointerType" | "shiftKey">,
  tool: Tool,
): Action {
  if (button === 1) return "move";
  if (button === 2) return "zoom";
  if (shiftKey || isSpaceDown) return "move";
  // One finger moves the film, as on any page with pictures.
  return pointerType === "touch" && tool === "window" ? "move" : tool;
}

function isMeasuring(action: Action): action is "length" | "angle" {
  return action === "length" || action === "angle";
}

let isSpaceDown = false;

/** Notices the space bar, which makes the first button move films while it is held. */
export function listenToSpace(): void {
  addEventListener("keydown", ({ key }) => isSpaceDown ||= key === " ");
  addEventListener("keyup", ({ key }) => isSpaceDown &&= key !== " ");
  addEventListener("blur", () => isSpaceDown = false);
}
