/**
 * Lengths and angles that are measured on a film.
 *
 * @module
 */
import type { PixelSpacing } from "../../../data/images/deep_image.ts";
import type { Point } from "./geometry.ts";
import { angleText, type FilmWords, lengthText } from "./units.ts";

/** What is measured. */
export type MarkKind = "length" | "angle";

/** A length between two points of a film, or the angle at the second of three. */
export interface Mark {
  readonly kind: MarkKind;
  /** Fewer than it takes, and one that follows the pointer, while it is being drawn. */
  readonly points: readonly Point[];
}

const POINTS: Readonly<Record<MarkKind, number>> = { length: 2, angle: 3 };

/** The measured value of a mark: "34.2 mm", "71.3°"; "" while too few of its points are there. */
export function markText(
  { kind, points }: Mark,
  spacing: PixelSpacing | undefined,
  words: FilmWords,
): string {
  const [first, second, third] = points;
  if (first === undefined || second === undefined) return "";
  if (kind === "length") return lengthText(first, second, spacing, words);
  return third === undefined ? "" : angleText([first, second, third], spacing);
}

/** The marks on one film, and the one that is being drawn. */
export class Marks {
  #done: readonly Mark[] = [];
  #draft: Mark | undefined;

  /** Those that are whole. */
  get done(): readonly Mark[] {
    return this.#done;
  }

  /** The one that is being drawn. */
  get draft(): Mark | undefined {
    return this.#draft;
  }

  /** Begins a mark there, or takes the point that follows the pointer there. */
  press(kind: MarkKind, point: Point): void {
    if (this.#draft?.kind !== kind) this.#draft = { kind, points: [point, point] };
    else this.follow(point);
  }

  /** Takes the point that follows the pointer somewhere. */
  follow(point: Point): void {
    if (this.#draft === undefined) return;
    this.#draft = { ...this.#draft, points: [...this.#draft.points.slice(0, -1), point] };
  }

  /**
   * Leaves the point that follows the pointer where it is. A point nearer than `least` to the one
   * before it is a pointer that has not gone anywhere yet.
   *
   * @returns The mark, where that was its last point
   */
  release(least: number): Mark | undefined {
    if (this.#draft === undefined) return undefined;
    const { kind, points } = this.#draft;
    const [before, last] = points.slice(-2) as [Point, Point];
    if (Math.hypot(last.x - before.x, last.y - before.y) < least) return undefined;
    if (points.length < POINTS[kind]) {
      this.#draft = { kind, points: [...points, last] };
      return undefined;
    }
    this.#done = [...this.#done, this.#draft];
    const done = this.#draft;
    this.#draft = undefined;
    return done;
  }

  /** Gives up the mark that is being drawn. */
  abandon(): void {
    this.#draft = undefined;
  }

  /** Takes a mark away; default: the last, or the one that is being drawn. */
  remove(mark?: Mark): void {
    if (mark === undefined && this.#draft !== undefined) return this.abandon();
    const gone = mark ?? this.#done.at(-1);
    this.#done = this.#done.filter((one) => one !== gone);
  }

  /** Takes all away. */
  clear(): void {
    this.#done = [];
    this.#draft = undefined;
  }
}
