/**
 * One image file to one square gray film.
 *
 * @module
 */
import sharp, { type Sharp } from "sharp";
import { InputError, messageOf } from "../../base/errors.ts";
import type { DeepImage, WholeImage } from "./deep_image.ts";
import { decodeDicom, decodeWholeDicom, isDicom, MOST_PIXELS } from "./dicom.ts";
import { type Fit, resizeTo } from "./resize.ts";
import { type FilmRange, greyRange, ramp } from "./shade.ts";

/** How an image file becomes a film; equal settings and equal files give equal films. */
export interface FilmSettings {
  /** Height and width in pixels. */
  readonly size: number;
  /** What is done with an image that is not square. */
  readonly fit: Fit;
  /** For DICOM: the file's own window, or all between its least and its greatest value. */
  readonly window: "file" | "full";
  /** For films deeper than 8 bits that name no window; default: full. */
  readonly range?: FilmRange | undefined;
}

/**
 * The film in a PNG, JPEG or DICOM file: `[size, size]` bytes, 0 black to 255 white. Colours
 * become gray by luminance and an alpha channel is dropped. Images of 8 bits keep their values;
 * deeper ones are stretched over `settings.range`, since a PNG of 16 bits does not say whether 10,
 * 12 or all of them are used.
 *
 * @param name The file's name, for messages
 * @throws {InputError} if the bytes are no such image, or a damaged or unsupported one
 */
export async function decodeFilm(
  bytes: Uint8Array,
  name: string,
  settings: FilmSettings,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    if (isDicom(bytes)) return await filmOfDeepPixels(await decodeDicom(bytes, settings), settings);
    return await decodePicture(bytes, settings);
  } catch (error) {
    const reason = messageOf(error).trim();
    throw new InputError(`Cannot read the image "${name}": ${reason}`);
  }
}

/**
 * The whole image in a PNG, JPEG or DICOM file, in its own size and shape, for people to look at.
 * Brightness is as in {@linkcode decodeFilm} with the full window; images of 8 bits become 257
 * times their values.
 *
 * @param name The file's name, for messages
 * @throws {InputError} if the bytes are no such image, or a damaged or unsupported one
 */
export async function decodeImage(bytes: Uint8Array, name: string): Promise<WholeImage> {
  try {
    if (isDicom(bytes)) return await decodeWholeDicom(bytes);
    const { image, isDeep } = await openPicture(bytes);
    const pixels = isDeep ? await stretchedPixels(image) : await widened(image);
    return { ...pixels, shown: { low: 0, high: 1 } };
  } catch (error) {
    const reason = messageOf(error).trim();
    throw new InputError(`Cannot read the image "${name}": ${reason}`);
  }
}

async function decodePicture(
  bytes: Uint8Array,
  { size, fit, range }: FilmSettings,
): Promise<Uint8Array<ArrayBuffer>> {
  const { image, isDeep } = await openPicture(bytes);
  if (!isDeep) return await rawBytes(resizeTo(image, size, fit).toColourspace("b-w"));
  return await filmOfDeepPixels(await stretchedPixels(image, range), { size, fit });
}

/** A PNG or JPEG image whose size is known to be bearable, and whether it has more than 8 bits. */
async function openPicture(bytes: Uint8Array): Promise<{ image: Sharp; isDeep: boolean }> {
  const image = sharp(bytes, { limitInputPixels: MOST_PIXELS }).removeAlpha();
  const { format, depth } = await image.metadata();
  if (format !== "png" && format !== "jpeg") {
    throw new InputError(`it is a ${format} file; expected PNG, JPEG or DICOM`);
  }
  return { image, isDeep: depth !== "uchar" };
}

async function stretchedPixels(
  image: Sharp,
  range: FilmRange = { kind: "full" },
): Promise<DeepImage> {
  const { data, info } = await image.toColourspace("grey16").raw({ depth: "ushort" })
    .toBuffer({ resolveWithObject: true });
  const deep = new Uint16Array(data.buffer, data.byteOffset, info.width * info.height);
  return { width: info.width, height: info.height, pixels: stretch(deep, range) };
}

async function widened(image: Sharp): Promise<DeepImage> {
  const { data, info } = await image.toColourspace("b-w").raw()
    .toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    pixels: Uint16Array.from(data, (value) => 257 * value),
  };
}

/** The film of a 16-bit gray image; it is resized in 16 bits and rounded to 8 last. */
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

/** The values spread over 0 … 65535; a constant image becomes black. */
function stretch(values: Uint16Array, range: FilmRange): Uint16Array {
  const shade = ramp(...greyRange(countValues(values), range));
  const table = Uint16Array.from({ length: 65536 }, (_, value) => Math.round(65535 * shade(value)));
  const stretched = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) stretched[i] = table[values[i]!]!;
  return stretched;
}

/** How many pixels have each value that occurs. */
function countValues(values: Uint16Array): Map<number, number> {
  const counts = new Uint32Array(65536);
  for (let i = 0; i < values.length; i++) counts[values[i]!]!++;
  return new Map([...counts.entries()].filter(([, count]) => count > 0));
}

async function rawBytes(image: Sharp): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await image.raw().toBuffer());
}
