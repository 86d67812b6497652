/**
 * From a film to its continuous code, with the encoder that made an index's codes.
 *
 * @module
 */

/** An encoder that is ready to run. */
export interface FilmEncoder {
  /** Bits of a code. */
  readonly bits: number;
  /** SHA-256 of the encoder's file, in hexadecimal digits; see `StoreInfo`. */
  readonly model: string;
  /**
   * The continuous code `[bits]` of an image file's bytes (PNG, JPEG or DICOM, told by content).
   *
   * @param name What messages call the film
   * @throws {InputError} if the bytes are no film that can be read
   */
  encode(bytes: Uint8Array, name: string): Promise<Float32Array>;
  /** Frees the encoder. */
  dispose(): Promise<void>;
}
