/**
 * Where the points of a film stand on the screen, and back.
 *
 * @module
 */

/** A place: of a film in its pixels from its top left corner, of the screen in the frame's pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Width and height. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Which way up a film is shown: first turned, then mirrored. */
export interface Orientation {
  /** Quarter turns to the right, 0 to 3. */
  readonly turns: number;
  /** Whether left and right are exchanged. */
  readonly mirrored: boolean;
}

/** How a film stands in its frame. */
export interface Placement extends Orientation {
  /** 1 shows the whole film. */
  readonly zoom: number;
  /** How far the film's middle is from the frame's, as a share of the frame. */
  readonly x: number;
  readonly y: number;
}

/** A plane map as canvas and CSS take it: x′ = ax + cy + e, y′ = bx + dy + f. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

const COSINES = [1, 0, -1, 0] as const;
const SINES = [0, 1, 0, -1] as const;

/** The orientation after another quarter turn to the right of what is seen. */
export function turned({ turns, mirrored }: Orientation): Orientation {
  // A turn to the right behind a mirror is one to the left before it.
  return { turns: (turns + (mirrored ? 3 : 1)) % 4, mirrored };
}

/** The orientation with left and right of what is seen exchanged. */
export function mirroredSideways({ turns, mirrored }: Orientation): Orientation {
  return { turns, mirrored: !mirrored };
}

/** The orientation with top and bottom of what is seen exchanged: mirrored, and half a turn. */
export function mirroredUpright({ turns, mirrored }: Orientation): Orientation {
  return { turns: (turns + 2) % 4, mirrored: !mirrored };
}

/** Screen pixels that a pixel of a film takes when the whole of it just fits its frame. */
export function fittingScale(film: Size, frame: Size, { turns }: Orientation): number {
  const isUpright = turns % 2 === 0;
  const [width, height] = isUpright ? [film.width, film.height] : [film.height, film.width];
  return Math.min(frame.width / width, frame.height / height);
}

/** From a film's points to the screen's and back. */
export class ViewTransform {
  /** Screen pixels that a pixel of the film takes. */
  readonly scale: number;
  readonly #orientation: Orientation;
  readonly #matrix: Matrix;

  /** @param anchor A point of the film, and where on the screen it is */
  constructor(
    scale: number,
    orientation: Orientation,
    anchor: { readonly film: Point; readonly screen: Point },
  ) {
    this.scale = scale;
    this.#orientation = orientation;
    const [cosine, sine] = [COSINES[orientation.turns]!, SINES[orientation.turns]!];
    const side = orientation.mirrored ? -1 : 1;
    const [a, b, c, d] = [
      side * scale * cosine,
      scale * sine,
      -side * scale * sine,
      scale * cosine,
    ];
    const { film, screen } = anchor;
    this.#matrix = [
      a,
      b,
      c,
      d,
      screen.x - a * film.x - c * film.y,
      screen.y - b * film.x - d * film.y,
    ];
  }

  /** The transform of a film in its frame. */
  static of(film: Size, frame: Size, placement: Placement): ViewTransform {
    return new ViewTransform(placement.zoom * fittingScale(film, frame, placement), placement, {
      film: { x: film.width / 2, y: film.height / 2 },
      screen: {
        x: (0.5 + placement.x) * frame.width,
        y: (0.5 + placement.y) * frame.height,
      },
    });
  }

  /** From film to screen. */
  get matrix(): Matrix {
    return this.#matrix;
  }

  /** Where a point of the film is on the screen. */
  toScreen({ x, y }: Point): Point {
    const [a, b, c, d, e, f] = this.#matrix;
    return { x: a * x + c * y + e, y: b * x + d * y + f };
  }

  /** The point of the film at a place of the screen. */
  toFilm({ x, y }: Point): Point {
    const [a, b, c, d, e, f] = this.#matrix;
    const determinant = a * d - b * c;
    const [right, down] = [x - e, y - f];
    return { x: (d * right - c * down) / determinant, y: (a * down - b * right) / determinant };
  }

  /** The same view, enlarged, with the film's point at a place of the screen moved to another. */
  magnified(factor: number, from: Point, to: Point): ViewTransform {
    const anchor = { film: this.toFilm(from), screen: to };
    return new ViewTransform(factor * this.scale, this.#orientation, anchor);
  }
}
