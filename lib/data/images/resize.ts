/**
 * From an image of any size to a square film of bytes.
 *
 * @module
 */
import sharp, { type Sharp } from "sharp";
import type { DeepImage } from "./deep_image.ts";

/** What is done with an image that is not square. */
export type Fit = "squash" | "crop" | "pad";

const SHARP_FIT = { squash: "fill", crop: "cover", pad: "contain" } as const;

/**
 * Adds the resizing to a sharp pipeline: Lanczos with the image smoothed first where it shrinks,
 * so that nothing aliases. "squash" ignores the aspect ratio, as is usual with the nearly square
 * films of ChestX-ray14; "crop" keeps the centre; "pad" fills up with black.
 */
export function resizeTo(image: Sharp, size: number, fit: Fit): Sharp {
  return image.resize(size, size, { fit: SHARP_FIT[fit], background: "black", kernel: "lanczos3" });
}

/** The film of a 16-bit grey image; it is resized in 16 bits and rounded to 8 last. */
export async function filmOfDeepPixels(
  { width, height, pixels }: DeepImage,
  { size, fit }: { readonly size: number; readonly fit: Fit },
): Promise<Uint8Array<ArrayBuffer>> {
  const image = sharp(pixels, { raw: { width, height, channels: 1 } });
  const data = await resizeTo(image, size, fit).toColourspace("grey16").raw({ depth: "ushort" })
    .toBuffer();
  const resized = new Uint16Array(data.buffer, data.byteOffset, size * size);
  const film = new Uint8Array(resized.length);
  for (let i = 0; i < film.length; i++) film[i] = Math.round(resized[i]! / 257);
  return film;
}

/** A square film of bytes in another size. */
export async function resizeFilm(
  film: Uint8Array,
  from: number,
  to: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const image = sharp(film, { raw: { width: from, height: from, channels: 1 } });
  return new Uint8Array(await resizeTo(image, to, "squash").toColourspace("b-w").raw().toBuffer());
}
