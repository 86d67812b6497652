/**
 * Pictures that are no chest films, and chest films as they should not be: what people drop on a
 * search by mistake. A search that takes any of them for a film like its own cannot be trusted.
 *
 * @module
 */
import type { Random } from "../../base/random.ts";

/** What {@linkcode oddFilm} draws of nothing. */
export const DRAWN_ODDITIES = [
  "noise",
  "black",
  "white",
  "gradient",
  "blocks",
  "screenshot",
  "hand",
  "lateral",
] as const;

/** What {@linkcode oddFilm} makes of a chest film. */
export const TURNED_ODDITIES = ["inverted", "on its side", "upside down"] as const;

/** Any of them. */
export type Oddity = typeof DRAWN_ODDITIES[number] | typeof TURNED_ODDITIES[number];

/** What odd films are drawn with. */
export interface OddFilmSource {
  /** Height and width in pixels. */
  readonly size: number;
  /** Decides what differs from one to the next. */
  readonly random: Random;
  /** `[size, size]` the chest film that is turned or inverted. */
  readonly film: Float32Array;
}

/** The grey at a place of a film; both go from 0 to 1, from the upper left corner. */
type Grey = (x: number, y: number) => number;

/**
 * One odd film.
 *
 * @returns `[size, size]`, 0 black to 1 white
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Random } from "../../base/random.ts";
 * import { oddFilm } from "./odd_films.ts";
 *
 * const film = Float32Array.of(0, 0.25, 0.5, 1);
 * const source = { size: 2, random: new Random(1), film };
 * assertEquals(oddFilm("inverted", source), Float32Array.of(1, 0.75, 0.5, 0));
 * assertEquals(oddFilm("upside down", source), Float32Array.of(1, 0.5, 0.25, 0));
 * ```
 */
export function oddFilm(
  kind: Oddity,
  { size, random, film }: OddFilmSource,
): Float32Array<ArrayBuffer> {
  const at = (row: number, column: number) => film[row * size + column]!;
  const turned = (grey: (row: number, column: number) => number) =>
    Float32Array.from(
      { length: size * size },
      (_, i) => grey(Math.floor(i / size), i % size),
    );
  switch (kind) {
    case "inverted":
      return Float32Array.from(film, (value) => 1 - value);
    case "on its side":
      return turned((row, column) => at(size - 1 - column, row));
    case "upside down":
      return turned((row, column) => at(size - 1 - row, size - 1 - column));
    default: {
      const grey = DRAWINGS[kind](random);
      const middle = (i: number) => (i + 0.5) / size;
      return turned((row, column) => Math.min(1, Math.max(0, grey(middle(column), middle(row)))));
    }
  }
}

const DRAWINGS: Readonly<Record<typeof DRAWN_ODDITIES[number], (random: Random) => Grey>> = {
  noise: (random) => () => random.float(),
  black: () => () => 0,
  white: () => () => 1,
  gradient: (random) => {
    const turn = random.between(0, 2 * Math.PI);
    return (x, y) => 0.5 + 0.7 * ((x - 0.5) * Math.cos(turn) + (y - 0.5) * Math.sin(turn));
  },
  blocks: (random) => {
    const greys = random.uniforms(64, 0, 1);
    return (x, y) => greys[8 * Math.floor(8 * y) + Math.floor(8 * x)]!;
  },
  screenshot,
  hand,
  lateral,
};

/** A page of text: a dark title bar, and dark words in lines on white. */
function screenshot(random: Random): Grey {
  const lines = Array.from({ length: 15 }, () => random.between(0.3, 0.95));
  const words = random.uniforms(15 * 24, 0, 1);
  return (x, y) => {
    if (y < 0.1) return 0.25;
    const line = Math.floor((y - 0.12) / 0.06);
    const isText = line >= 0 && line < 15 && (y - 0.12) % 0.06 < 0.03 && x > 0.05 &&
      x < lines[line]!;
    return isText && words[24 * line + Math.floor(24 * x)]! > 0.2 ? 0.2 : 0.97;
  };
}

/** Five fingers of three bones each, a palm and a wrist, on black. */
function hand(random: Random): Grey {
  const shift = () => random.between(-0.03, 0.03);
  const tips = [[0.2, 0.47], [0.34, 0.19], [0.48, 0.12], [0.62, 0.17], [0.78, 0.31]] as const;
  const fingers = tips.map(([x, y]) => [x + shift(), y + shift()] as const);
  const palm = [0.5 + shift(), 0.65 + shift()] as const;
  return (x, y) => {
    let grey = 0.04;
    if (Math.hypot(x - palm[0], y - palm[1]) < 0.2) grey = 0.5;
    if (Math.abs(x - palm[0]) < 0.12 && y > palm[1]) grey = 0.55;
    for (const tip of fingers) {
      const { along, aside } = onSegment([x, y], tip, palm);
      // Joints are gaps between bones.
      if (aside < 0.05) grey = Math.max(grey, (along * 3.6) % 1 < 0.1 ? 0.4 : 0.75);
    }
    return grey;
  };
}

/** A chest from the side: a dark lung before the spine, heart in front, diaphragm below. */
function lateral(random: Random): Grey {
  const shift = random.between(-0.05, 0.05);
  const within = (x: number, y: number, [cx, cy, rx, ry]: readonly number[]) =>
    ((x - shift - cx!) / rx!) ** 2 + ((y - cy!) / ry!) ** 2 < 1;
  return (x, y) => {
    if (!within(x, y, [0.5, 0.53, 0.38, 0.53])) return 0.05;
    if (y > 0.76) return 0.65;
    if (Math.abs(x - shift - 0.78 + 0.05 * (y - 0.5)) < 0.06) return 0.75;
    if (within(x, y, [0.38, 0.6, 0.14, 0.14])) return 0.6;
    return within(x, y, [0.53, 0.44, 0.23, 0.31]) ? 0.25 : 0.55;
  };
}

/** Where a point is beside the line from one point to another: 0 to 1 along it, and how far off. */
function onSegment(
  [x, y]: readonly [number, number],
  [fromX, fromY]: readonly [number, number],
  [toX, toY]: readonly [number, number],
): { along: number; aside: number } {
  const [dx, dy] = [toX - fromX, toY - fromY];
  const along = Math.min(
    1,
    Math.max(0, ((x - fromX) * dx + (y - fromY) * dy) / (dx ** 2 + dy ** 2)),
  );
  return { along, aside: Math.hypot(x - fromX - along * dx, y - fromY - along * dy) };
}
