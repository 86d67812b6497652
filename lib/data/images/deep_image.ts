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
}
