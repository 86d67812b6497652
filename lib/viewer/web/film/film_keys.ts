/**
 * What keys do with films that are looked at closely.
 *
 * @module
 */
import type { Texts } from "../texts/en.ts";
import type { Desk } from "./desk.ts";
import { PRESETS } from "./window.ts";

/** A key and what it does. */
export interface Shortcut {
  /** As `KeyboardEvent.key` says it; any of them. */
  readonly keys: readonly string[];
  /** How the help writes the keys. */
  readonly written: string;
  readonly what: keyof Texts["keys"]["what"];
  readonly act: (event: KeyboardEvent) => void;
}

/** The keys of a desk; with a tool that needs a place on the film, the arrows move its cursor. */
export function filmKeys<Side extends string>(desk: Desk<Side>): readonly Shortcut[] {
  return [...desk.usesCursor ? cursorKeys(desk) : windowKeys(desk), ...usualKeys(desk)];
}

/** All that keys can do, for the help. */
export function everyFilmKey<Side extends string>(desk: Desk<Side>): readonly Shortcut[] {
  return [...windowKeys(desk), ...usualKeys(desk), ...cursorKeys(desk)];
}

function usualKeys<Side extends string>(desk: Desk<Side>): readonly Shortcut[] {
  const { looking } = desk;
  const key = (
    keys: string,
    written: string,
    what: Shortcut["what"],
    act: () => void,
  ): Shortcut => ({
    keys: [...keys],
    written,
    what,
    act,
  });
  return [
    ...PRESETS.map((preset) =>
      key(preset.key, preset.key, preset.name, () => looking.preset(preset))
    ),
    key("]", "]", "wider", () => looking.window(1, 0)),
    key("[", "[", "narrower", () => looking.window(-1, 0)),
    key("i", "I", "invert", () => looking.invert()),
    key("+=", "+", "zoomIn", () => looking.zoom(1)),
    key("-", "−", "zoomOut", () => looking.zoom(-1)),
    key("n", "N", "native", () => looking.native()),
    key("f", "F", "whole", () => looking.fit()),
    key("a", "A", "left", () => looking.move(1, 0)),
    key("d", "D", "right", () => looking.move(-1, 0)),
    key("e", "E", "up", () => looking.move(0, 1)),
    key("x", "X", "down", () => looking.move(0, -1)),
    key("r", "R", "turn", () => looking.turn()),
    key("h", "H", "flipSideways", () => looking.flipSideways()),
    key("v", "V", "flipUpright", () => looking.flipUpright()),
    key("s", "S", "length", () => desk.use("length")),
    key("k", "K", "angle", () => desk.use("angle")),
    key("z", "Z", "magnifier", () => desk.use("magnifier")),
    {
      keys: ["Delete", "Backspace"],
      written: "Del",
      what: "removeMark",
      act: () => desk.removeMark(),
    },
    key("0", "0", "reset", () => looking.reset()),
  ];
}

function windowKeys<Side extends string>({ looking }: Desk<Side>): readonly Shortcut[] {
  return [
    { keys: ["ArrowUp"], written: "↑", what: "brighter", act: () => looking.window(0, -1) },
    { keys: ["ArrowDown"], written: "↓", what: "darker", act: () => looking.window(0, 1) },
  ];
}

const ARROWS: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function cursorKeys<Side extends string>(desk: Desk<Side>): readonly Shortcut[] {
  return [
    {
      keys: Object.keys(ARROWS),
      written: "← → ↑ ↓",
      what: "cursor",
      act: ({ key, shiftKey }) => desk.moveCursor(...ARROWS[key]!, shiftKey),
    },
    {
      keys: ["Enter"],
      written: "Enter",
      what: "putPoint",
      act: () => desk.putPoint(),
    },
    {
      keys: ["Escape"],
      written: "Esc",
      what: "leaveTool",
      act: () => desk.leaveTool(),
    },
  ];
}
