/**
 * How many pixels an image file says that it has, told by its header: what decoding it takes is
 * known before anything is decoded.
 *
 * @module
 */
import { declaredDicomPixels, MOST_PIXELS } from "./dicom/mod.ts";
import { filmKind } from "./file_kind.ts";
import { jpegFrame } from "./picture_faults.ts";

/** Where the width stands in a PNG file, whose first chunk is IHDR; the height follows. */
const PNG_WIDTH = 16;

/**
 * Width times height as the header of a PNG, JPEG or DICOM file has them, but no more than the 67
 * million of the largest film that is read; what has more is refused before it is decoded. What does
 * not tell, or not at its beginning, counts as that largest film.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { declaredPixels } from "./declared_pixels.ts";
 *
 * const header = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];
 * const png = Uint8Array.of(...header, 0, 0, 4, 0, 0, 0, 2, 0);
 * assertEquals(declaredPixels(png), 1024 * 512);
 * ```
 */
export function declaredPixels(bytes: Uint8Array): number {
  const pixels = pixelsIn(bytes);
  return pixels !== undefined && pixels > 0 ? Math.min(pixels, MOST_PIXELS) : MOST_PIXELS;
}

function pixelsIn(bytes: Uint8Array): number | undefined {
  switch (filmKind(bytes)) {
    case "png": {
      if (bytes.length < PNG_WIDTH + 8) return undefined;
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      return view.getUint32(PNG_WIDTH) * view.getUint32(PNG_WIDTH + 4);
    }
    case "jpeg":
      return jpegFrame(bytes).pixels;
    case "dicom":
      return declaredDicomPixels(bytes);
    case undefined:
      return undefined;
  }
}
