/**
 * Small grey films as images inside a page.
 *
 * @module
 */
import sharp from "sharp";

/** A grey image, row by row from the top left. */
export interface GreyImage {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** `[height · width]`, 0 (black) to 255 (white). */
  readonly pixels: Uint8Array;
}

/**
 * A film as {@linkcode ImageInputs} delivers it (0 to 1) as a grey image. Values outside that range
 * are clipped; what is not a number becomes black.
 *
 * @param values `[size · size]`
 * @throws {RangeError} if there are more or fewer values
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { greyImage } from "./film_image.ts";
 *
 * const { pixels } = greyImage(Float32Array.of(0, 0.5, 1, 2), 2);
 * assertEquals(pixels, Uint8Array.of(0, 128, 255, 255));
 * ```
 */
export function greyImage(values: Float32Array, size: number): GreyImage {
  if (values.length !== size * size) {
    throw new RangeError(
      `Cannot make a grey image: expected ${size} × ${size} values, received ${values.length}`,
    );
  }
  const pixels = Uint8Array.from(
    values,
    (value) => Math.round(255 * Math.min(1, Math.max(0, value || 0))),
  );
  return { width: size, height: size, pixels };
}

/**
 * The image as a PNG file.
 *
 * @throws {RangeError} if the number of pixels does not fit width and height
 */
export async function pngBytes(
  { width, height, pixels }: GreyImage,
): Promise<Uint8Array<ArrayBuffer>> {
  if (pixels.length !== width * height) {
    throw new RangeError(
      `Cannot encode an image: expected ${width} × ${height} pixels, received ${pixels.length}`,
    );
  }
  const png = await sharp(pixels, { raw: { width, height, channels: 1 } })
    .toColourspace("b-w").png({ compressionLevel: 9 }).toBuffer();
  return new Uint8Array(png);
}

/**
 * The image as a PNG file in a `data:` URI.
 *
 * @throws {RangeError} if the number of pixels does not fit width and height
 */
export async function pngDataUri(image: GreyImage): Promise<string> {
  return `data:image/png;base64,${(await pngBytes(image)).toBase64()}`;
}
