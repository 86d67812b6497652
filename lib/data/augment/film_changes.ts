/**
 * Small random changes of training films, so that a network does not learn positions by heart: those
 * of torchxrayvision (Cohen et al., MIDL 2022: rotation, shift and scale) and of CheXpert's leading
 * entries (random resized crops, brightness and contrast).
 *
 * @module
 */
import type { Random } from "../../base/random.ts";
import type { FilmChange, PlaceChange } from "./change_film.ts";

/**
 * The largest change of each kind; a film's own is drawn evenly up to it, in either direction. All
 * are 0 by default.
 */
export interface AugmentOptions {
  /** Along either axis, as a share of the width. */
  readonly shift?: number;
  /** About the centre, in degrees. */
  readonly rotation?: number;
  /** Share by which a film grows or shrinks. */
  readonly scale?: number;
  /** Angle by which upright lines lean, in degrees. */
  readonly shear?: number;
  /** Share of the area that is cut off; what is left, of any place, fills the film. */
  readonly crop?: number;
  /** The probability that left and right are swapped. */
  readonly flip?: number;
  /** Added to every pixel. */
  readonly brightness?: number;
  /** Share by which the distance from middle gray grows or shrinks. */
  readonly contrast?: number;
}

/** Whether any change is asked for. */
export function isAugmented(options: AugmentOptions | undefined): options is AugmentOptions {
  return Object.values(options ?? {}).some((most) => most > 0);
}

/** Height over width of a crop is within this and its inverse, as in torchvision. */
const CROP_RATIO = 4 / 3;

/** The changes of one film after the other, decided by a random stream. */
export class FilmChanges {
  readonly #options: AugmentOptions;
  readonly #size: number;
  readonly #random: Random;
  /** Apart, so that options which were added later leave the numbers of the first ones alone. */
  readonly #further: Random;

  /**
   * @param size Height and width of the films in pixels
   * @param random Is advanced by every film
   */
  constructor(options: AugmentOptions, size: number, random: Random) {
    this.#options = options;
    this.#size = size;
    this.#random = random;
    this.#further = random.fork("scale, shear, crop, flip");
  }

  /**
   * How the next film is changed.
   *
   * @example No changes asked for, none made
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import { Random } from "../../base/random.ts";
   * import { changeFilm } from "./change_film.ts";
   * import { FilmChanges } from "./film_changes.ts";
   *
   * const film = new Float32Array([0, 0.25, 0.5, 1]);
   * const changed = new Float32Array(4);
   * changeFilm(film, changed, 2, new FilmChanges({}, 2, new Random(0)).next());
   * assertEquals(changed, film);
   * ```
   */
  next(): FilmChange {
    const { rotation = 0, shift = 0, contrast = 0, brightness = 0 } = this.#options;
    const random = this.#random;
    const angle = radians(random.between(-rotation, rotation));
    const right = random.between(-shift, shift) * this.#size;
    const down = random.between(-shift, shift) * this.#size;
    const gain = 1 + random.between(-contrast, contrast);
    const offset = 0.5 - 0.5 * gain + random.between(-brightness, brightness);
    return { place: this.#place(angle, [right, down]), gain, offset };
  }

  /**
   * A crop that fills the film, mirrored, scaled, sheared, turned and shifted in this order; as
   * pixels are looked up, M is the inverse of it: crop · mirror · scale⁻¹ · shear⁻¹ · rotation⁻¹.
   */
  #place(angle: number, shift: PlaceChange["shift"]): PlaceChange {
    const { scale = 0, shear = 0, flip = 0 } = this.#options;
    const random = this.#further;
    const zoom = 1 + random.between(-scale, scale);
    const lean = Math.tan(radians(random.between(-shear, shear)));
    const mirror = random.chance(flip) ? -1 : 1;
    const { width, height, origin } = this.#crop();
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const [x, y] = [mirror * width / zoom, height / zoom];
    return {
      matrix: [x * (cos - lean * sin), x * (sin + lean * cos), y * -sin, y * cos],
      shift,
      origin,
    };
  }

  /** A part of the film: its sides as shares of the film's, and its centre in pixels. */
  #crop(): Pick<PlaceChange, "origin"> & { readonly width: number; readonly height: number } {
    const { crop = 0 } = this.#options;
    const random = this.#further;
    const area = 1 - random.between(0, crop);
    // No side may be longer than the film's.
    const most = Math.min(Math.log(CROP_RATIO), -Math.log(area));
    const ratio = Math.exp(random.between(-most, most));
    const [width, height] = [Math.sqrt(area / ratio), Math.sqrt(area * ratio)];
    const centre = (side: number) => random.between(side - 1, 1 - side) / 2 * this.#size;
    return { width, height, origin: [centre(width), centre(height)] };
  }
}

function radians(degrees: number): number {
  return degrees * Math.PI / 180;
}
