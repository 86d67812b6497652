/**
 * Images of 16 bits: what DICOM and pictures are decoded to before they become films.
 *
 * @module
 */

/** One channel of 16 bits, 0 black to 65535 white. */
export interface DeepImage {
  readonly width: number;
  readonly height: number;
  /** `[height, width]`. */
  readonly pixels: Uint16Array;
}

/** An image with all its values. */
export interface WholeImage extends DeepImage {
  /** The values that its file would have shown from black to white, as shares of 65535. */
  readonly shown: { readonly low: number; readonly high: number };
  /** What its file has stored; undefined where a curve or a mixture of colours hides that. */
  readonly scale?: FilmScale | undefined;
  /** How large a pixel is; undefined where its file does not say. */
  readonly spacing?: PixelSpacing | undefined;
}

/** What pixels of 0 to 65535 stand for in the terms of their file, in a straight line. */
export interface FilmScale {
  /** The value of 0; greater than that of 65535 where greater values are darker. */
  readonly black: number;
  /** The value of 65535. */
  readonly white: number;
  /** The least difference between two values. */
  readonly step: number;
  /** The unit as DICOM names it (PS3.3, C.11.1.1.2), such as "HU"; "" where the file names none. */
  readonly unit: string;
}

/** The distances between the centres of neighbouring pixels. */
export interface PixelSpacing {
  /** Between rows, in mm. */
  readonly row: number;
  /** Between columns, in mm. */
  readonly column: number;
  /**
   * The attribute that says so: "PixelSpacing" holds in the patient as far as the film is calibrated,
   * "ImagerPixelSpacing" at the detector, where everything is larger (PS3.3, 10.7.1.3).
   */
  readonly source: "PixelSpacing" | "ImagerPixelSpacing";
}
