/**
 * PNG and JPEG files: the values that they store, the way up that they say.
 *
 * @module
 */
import sharp, { type Sharp } from "sharp";
import { InputError } from "../../base/errors.ts";
import type { DeepImage, WholeImage } from "./deep_image.ts";
import { MOST_PIXELS } from "./dicom/mod.ts";
import { pictureFault, pngChunks } from "./picture_faults.ts";
import { filmOfDeepPixels, type Fit, resizeTo } from "./resize.ts";
import {
  countValues,
  type FilmRange,
  greyRange,
  ramp,
  shadePixels,
  stretch,
  widen,
} from "./shade.ts";

/** A PNG or JPEG file in memory. */
export interface PictureFile {
  readonly bytes: Uint8Array;
  readonly kind: "png" | "jpeg";
}

/**
 * The film in a picture: `[size, size]` bytes. Values of 8 bits are kept whatever colour profile
 * the file has, deeper ones are stretched over `range`; colours become grey by luminance and alpha
 * is dropped. It is turned as EXIF says.
 *
 * @throws {InputError} if it is damaged, too large or in CMYK; the message is the reason only
 */
export async function pictureFilm(
  file: PictureFile,
  { size, fit, range }: {
    readonly size: number;
    readonly fit: Fit;
    readonly range?: FilmRange | undefined;
  },
): Promise<Uint8Array<ArrayBuffer>> {
  return await reading(file, async () => {
    const { image, isDeep, isTurned } = await openPicture(file);
    if (isDeep) return await filmOfDeepPixels(await stretched(image, range), { size, fit });
    const upright = isTurned ? await turned(image) : image;
    return new Uint8Array(await resizeTo(upright, size, fit).toColourspace("b-w").raw().toBuffer());
  });
}

/**
 * The whole picture, its values of 8 bits times 257. Deep ones are stretched from their least to
 * their greatest value, of which `range` is shown. Otherwise like {@linkcode pictureFilm}.
 *
 * @throws {InputError} as {@linkcode pictureFilm} does
 */
export async function wholePicture(file: PictureFile, range?: FilmRange): Promise<WholeImage> {
  return await reading(file, async () => {
    const { image, isDeep, isGrey } = await openPicture(file);
    const scaled = (black: number, white: number) => ({
      scale: isGrey ? { black, white, step: 1, unit: "" } : undefined,
    });
    if (!isDeep) return { ...await widened(image), shown: { low: 0, high: 1 }, ...scaled(0, 255) };
    const deep = await deepPixels(image);
    const counts = countValues(deep.pixels);
    const [least, greatest] = greyRange(counts, { kind: "full" });
    const [low, high] = greyRange(counts, range ?? { kind: "full" });
    const share = (value: number) => (value - least) / (greatest - least);
    return {
      ...deep,
      pixels: shadePixels(deep.pixels, ramp(least, greatest)),
      shown: least < greatest ? { low: share(low), high: share(high) } : { low: 0, high: 1 },
      ...scaled(least, Math.max(greatest, least + 1)),
    };
  });
}

/** Whatever the decoder complains of, told by the file's own structure. */
async function reading<T>({ bytes, kind }: PictureFile, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`it is ${pictureFault(bytes, kind)}`, { cause: error });
  }
}

/** A picture whose size is known to be bearable. */
interface OpenPicture {
  /** It is turned as EXIF says. */
  readonly image: Sharp;
  /** Whether it has more than 8 bits. */
  readonly isDeep: boolean;
  /** Whether it is without colours. */
  readonly isGrey: boolean;
  /** Whether EXIF says anything but upright. */
  readonly isTurned: boolean;
}

async function openPicture({ bytes, kind }: PictureFile): Promise<OpenPicture> {
  const image = sharp(kind === "png" ? withOrientationFirst(bytes) : bytes, {
    autoOrient: true,
    ignoreIcc: true,
    limitInputPixels: false,
  }).removeAlpha();
  const { width, height, depth, space, channels, orientation = 1 } = await image.metadata();
  if (width * height > MOST_PIXELS) {
    throw new InputError(`it has ${width}×${height} pixels, more than any film`);
  }
  if (space === "cmyk") {
    throw new InputError(
      "its colours are those of print (CMYK), which have no certain grey values; save it as a " +
        "grey or RGB image",
    );
  }
  return {
    image,
    isDeep: depth !== "uchar",
    isGrey: channels < 3,
    isTurned: orientation > 1,
  };
}

/**
 * A PNG file whose eXIf chunk stands before its pixels: it may stand after them (PNG, third
 * edition, 11.3.3.4), where libpng's reader does not find it.
 */
function withOrientationFirst(bytes: Uint8Array): Uint8Array {
  const { chunks } = pngChunks(bytes);
  const header = chunks[0];
  const orientation = chunks.find(({ type }) => type === "eXIf");
  const pixels = chunks.find(({ type }) => type === "IDAT");
  if (header === undefined || orientation === undefined || pixels === undefined) return bytes;
  if (orientation.start < pixels.start) return bytes;
  const moved = Uint8Array.from(bytes);
  const { start, end } = orientation;
  moved.set(bytes.subarray(start, end), header.end);
  moved.set(bytes.subarray(header.end, start), header.end + end - start);
  return moved;
}

/** The same, turned first: sharp itself resizes first, which gives other values. */
async function turned(image: Sharp): Promise<Sharp> {
  const { data, info: { width, height, channels } } = await image.raw()
    .toBuffer({ resolveWithObject: true });
  return sharp(data, { raw: { width, height, channels } });
}

async function stretched(image: Sharp, range: FilmRange = { kind: "full" }): Promise<DeepImage> {
  const deep = await deepPixels(image);
  return { ...deep, pixels: stretch(deep.pixels, range) };
}

async function deepPixels(image: Sharp): Promise<DeepImage> {
  const { data, info: { width, height } } = await image.toColourspace("grey16")
    .raw({ depth: "ushort" }).toBuffer({ resolveWithObject: true });
  return { width, height, pixels: new Uint16Array(data.buffer, data.byteOffset, width * height) };
}

async function widened(image: Sharp): Promise<DeepImage> {
  const { data, info: { width, height } } = await image.toColourspace("b-w").raw()
    .toBuffer({ resolveWithObject: true });
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.length);
  return { width, height, pixels: widen(bytes) };
}
