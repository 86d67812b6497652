/**
 * Which of a film's values are spread from black to white.
 *
 * @module
 */
import type { FilmPixels } from "./pixels.ts";

/** A window over a film's values, in terms of the window of its file, so that films can share it. */
export interface Windowing {
  /** 1 is as wide as the file's window. */
  readonly width: number;
  /** The middle: 0 is where the file's window begins, 1 where it ends. */
  readonly level: number;
  readonly inverted: boolean;
}

/** The ends of a window; the values of a film are 0 to 1. */
export interface WindowEnds {
  readonly low: number;
  readonly high: number;
}

/** Where a window begins and ends on a film. */
export function windowEnds(
  { width, level }: Windowing,
  { shown }: Pick<FilmPixels, "shown">,
): WindowEnds {
  const range = shown.high - shown.low;
  return {
    low: shown.low + (level - width / 2) * range,
    high: shown.low + (level + width / 2) * range,
  };
}

/** The window on a film that begins and ends there. */
export function windowBetween(
  { low, high }: WindowEnds,
  { shown }: Pick<FilmPixels, "shown">,
): Omit<Windowing, "inverted"> {
  const range = shown.high - shown.low;
  return {
    width: (high - low) / range,
    level: ((low + high) / 2 - shown.low) / range,
  };
}

/** The brightness from 0 to 1 that a window gives to a value. */
export function brightness(value: number, { low, high }: WindowEnds, inverted: boolean): number {
  const share = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return inverted ? 1 - share : share;
}

/** The colour of each of the 65,536 values of a film, as a canvas keeps it: opaque grey. */
export function shadesOf(windowing: Windowing, film: Pick<FilmPixels, "shown">): Uint32Array {
  const ends = windowEnds(windowing, film);
  const shades = new Uint32Array(65536);
  for (let value = 0; value < shades.length; value++) {
    const grey = Math.round(255 * brightness(value / 65535, ends, windowing.inverted));
    shades[value] = 0xff000000 | (grey << 16) | (grey << 8) | grey;
  }
  return shades;
}

/** What windows are called in the code. */
export type PresetName = "own" | "all" | "lungs" | "bones" | "most";

/** A window that a key gives. */
export interface Preset {
  readonly key: string;
  readonly name: PresetName;
  readonly window: (film: FilmPixels) => Omit<Windowing, "inverted">;
}

/** The shares of a film's pixels between which its window lies that goes by them. */
const USUAL = { least: 0.01, most: 0.99 };

/** Windows for chest films, whose lungs are dark and whose bones are bright. */
export const PRESETS: readonly Preset[] = [
  { key: "1", name: "own", window: () => ({ width: 1, level: 0.5 }) },
  { key: "2", name: "all", window: (film) => windowBetween({ low: 0, high: 1 }, film) },
  { key: "3", name: "lungs", window: () => ({ width: 0.6, level: 0.35 }) },
  { key: "4", name: "bones", window: () => ({ width: 0.6, level: 0.65 }) },
  {
    key: "5",
    name: "most",
    window: (film) => {
      const [low, high] = [film.quantile(USUAL.least), film.quantile(USUAL.most)];
      return windowBetween(low < high ? { low, high } : { low: 0, high: 1 }, film);
    },
  },
];
