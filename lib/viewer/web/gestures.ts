/**
 * Pointers and wheels on a film's frame: drags change the window or move, wheels and pinches zoom.
 *
 * @module
 */
import { changedLook, zoomedLook } from "./look.ts";
import type { Looking, Side } from "./looking.ts";

/** How far the whole way across a frame takes the window. */
const DRAG_RANGE = 1;

/** Of a wheel: how far it turns for the zoom to grow e times. */
const WHEEL_RANGE = 500;

/** Listens to pointers and wheel on the frame of one of the films. */
export function listenToGestures(looking: Looking, side: Side, frame: HTMLElement): void {
  const pointers = new Map<number, PointerEvent>();
  frame.addEventListener("pointerdown", (event) => {
    looking.active = side;
    pointers.set(event.pointerId, event);
    frame.setPointerCapture(event.pointerId);
  });
  const release = (event: PointerEvent) => pointers.delete(event.pointerId);
  frame.addEventListener("pointerup", release);
  frame.addEventListener("pointercancel", release);
  frame.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (before === undefined) return;
    const others = [...pointers.values()].filter((one) => one.pointerId !== event.pointerId);
    pointers.set(event.pointerId, event);
    const way = {
      right: (event.clientX - before.clientX) / frame.clientWidth,
      down: (event.clientY - before.clientY) / frame.clientHeight,
    };
    const [other] = others;
    const moves = looking.drag === "move" || event.shiftKey || (event.buttons & ~1) !== 0;
    if (other !== undefined) pinch(looking, side, { before, event, other, way });
    else if (moves) move(looking, side, way);
    else dragWindow(looking, side, way);
  });
  frame.addEventListener("wheel", (event) => {
    event.preventDefault();
    looking.active = side;
    const box = frame.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width - 0.5;
    const y = (event.clientY - box.top) / box.height - 0.5;
    looking.apply((look) => zoomedLook(look, Math.exp(-event.deltaY / WHEEL_RANGE), x, y), side);
  }, { passive: false });
  frame.addEventListener("dblclick", () => looking.reset());
  frame.addEventListener("contextmenu", (event) => event.preventDefault());
}

/** A part of the frame's width and height. */
interface Way {
  readonly right: number;
  readonly down: number;
}

function move(looking: Looking, side: Side, { right, down }: Way): void {
  looking.apply((look) => changedLook(look, { x: look.x + right, y: look.y + down }), side);
}

/** As at a reading desk: to the right is wider, down is brighter. */
function dragWindow(looking: Looking, side: Side, { right, down }: Way): void {
  looking.apply((look) =>
    changedLook(look, {
      width: look.width + DRAG_RANGE * right,
      level: look.level - DRAG_RANGE * down,
    }), side);
}

/** Two fingers: their distance zooms, and half of one's way moves. */
function pinch(
  looking: Looking,
  side: Side,
  { before, event, other, way }: {
    readonly before: PointerEvent;
    readonly event: PointerEvent;
    readonly other: PointerEvent;
    readonly way: Way;
  },
): void {
  const distance = (one: PointerEvent) =>
    Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
  const factor = distance(event) / Math.max(1, distance(before));
  looking.apply((look) => {
    const zoomed = zoomedLook(look, factor);
    return changedLook(zoomed, { x: zoomed.x + way.right / 2, y: zoomed.y + way.down / 2 });
  }, side);
}
