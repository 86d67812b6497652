/**
 * A film's values, lengths and angles as people read them.
 *
 * @module
 */
import type { Texts } from "../texts/en.ts";
import type { PixelSpacing } from "../../../data/images/deep_image.ts";
import type { Point, Size } from "./geometry.ts";
import type { FilmPixels } from "./pixels.ts";
import { windowEnds, type Windowing } from "./window.ts";

/** What is said of films. */
export type FilmWords = Texts["film"];

/** Most decimals of a value. */
const MOST_DECIMALS = 4;

/** A value in a film's own terms, with as many decimals as its steps have: "1043 HU". */
export function valueText(value: number, film: FilmPixels, words: FilmWords): string {
  return withUnit(numberText(value, film.scale.step), film, words);
}

/** Width and level of a window in a film's own terms. */
export function ownWindow(
  windowing: Windowing,
  film: FilmPixels,
): { readonly width: string; readonly level: string } {
  const { black, white, step } = film.scale;
  const { low, high } = windowEnds(windowing, film);
  const value = (share: number) => black + (white - black) * share;
  return {
    width: numberText(Math.abs(value(high) - value(low)), step),
    level: numberText(value((low + high) / 2), step),
  };
}

/** "W 4096 L 2048 HU". */
export function windowText(windowing: Windowing, film: FilmPixels, words: FilmWords): string {
  const { width, level } = ownWindow(windowing, film);
  return withUnit(words.window(width, level), film, words);
}

/** "x 512, y 300: 1043 HU", "" beside the film. */
export function pointText(film: FilmPixels, point: Point, words: FilmWords): string {
  const value = film.valueAt(point);
  if (value === undefined) return "";
  return `x ${Math.floor(point.x)}, y ${Math.floor(point.y)}: ${valueText(value, film, words)}`;
}

/**
 * "1:1 of 2022 × 2022", "45 % of 2022 × 2022".
 *
 * @param scale Pixels of the screen that a pixel of the film takes
 */
export function sizeText({ width, height }: Size, scale: number, words: FilmWords): string {
  const isNative = Math.abs(scale - 1) < 1e-6;
  return words.size(isNative ? "1:1" : `${Math.round(100 * scale)} %`, width, height);
}

/** A number and its unit, where it has one. */
function withUnit(number: string, { scale, hasOwnScale }: FilmPixels, words: FilmWords): string {
  const unit = hasOwnScale ? scale.unit : words.ofBrightness;
  return unit === "" ? number : `${number} ${unit}`;
}

/** A distance on a film: "34.2 mm", or in pixels where their size is not known. */
export function lengthText(
  from: Point,
  to: Point,
  spacing: PixelSpacing | undefined,
  words: FilmWords,
): string {
  const length = distance(from, to, spacing);
  return spacing === undefined ? words.pixels(Math.round(length)) : `${length.toFixed(1)} mm`;
}

/** The angle at the second of three points of a film: "34.2°". */
export function angleText(
  [from, corner, to]: readonly [Point, Point, Point],
  spacing: PixelSpacing | undefined,
): string {
  return `${angle([from, corner, to], spacing).toFixed(1)}°`;
}

/** The distance of two points of a film in mm, or in pixels where their size is not known. */
export function distance(from: Point, to: Point, spacing: PixelSpacing | undefined): number {
  const { x, y } = way(from, to, spacing);
  return Math.hypot(x, y);
}

/** The angle at the second of three points of a film, 0 to 180 degrees. */
export function angle(
  [from, corner, to]: readonly [Point, Point, Point],
  spacing: PixelSpacing | undefined,
): number {
  const [one, other] = [way(corner, from, spacing), way(corner, to, spacing)];
  const across = one.x * other.y - one.y * other.x;
  const along = one.x * other.x + one.y * other.y;
  return Math.abs(Math.atan2(across, along)) * 180 / Math.PI;
}

function way(from: Point, to: Point, spacing: PixelSpacing | undefined): Point {
  const { column = 1, row = 1 } = spacing ?? {};
  return { x: column * (to.x - from.x), y: row * (to.y - from.y) };
}

function numberText(value: number, step: number): string {
  const decimals = Math.min(MOST_DECIMALS, Math.max(0, Math.ceil(-Math.log10(step))));
  return value.toFixed(decimals).replace(/^-(?=0(\.0*)?$)/, "").replace("-", "−");
}
