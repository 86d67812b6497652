/**
 * The grey of colours, by luminance as of pictures that are no DICOM.
 *
 * @module
 */
import sharp from "sharp";
import { widen } from "../shade.ts";
import { type Samples, storedValue } from "./samples.ts";

/** A grey image of a film in colour. */
export interface GreyPicture {
  /** 0 black to 65535 white. */
  readonly pixels: Uint16Array;
  /** Whether its colours have more than 8 bits. */
  readonly isDeep: boolean;
}

/** The grey of a film whose pixels have three samples, `columns` in a row. */
export async function greyOfColours(samples: Samples, columns: number): Promise<GreyPicture> {
  const { layout: { bitsStored } } = samples;
  const isDeep = bitsStored > 8;
  const rgb = toRgb(samples, isDeep ? 65535 : 255);
  return { pixels: await luminance(rgb, columns), isDeep };
}

/**
 * The grey of colours, each 0 to 255 or 0 to 65535.
 *
 * @param rgb `[rows, columns, 3]`
 * @returns `[rows, columns]`, 0 to 65535
 */
export async function luminance(
  rgb: Uint8Array | Uint16Array,
  columns: number,
): Promise<Uint16Array> {
  const height = rgb.length / 3 / columns;
  const image = sharp(rgb, { raw: { width: columns, height, channels: 3 } });
  if (rgb instanceof Uint16Array) {
    const data = await image.toColourspace("grey16").raw({ depth: "ushort" }).toBuffer();
    return new Uint16Array(data.buffer, data.byteOffset, rgb.length / 3);
  }
  return widen(await image.toColourspace("b-w").raw().toBuffer());
}

/** `[n, 3]` colours up to `white`. */
function toRgb(
  { words, layout, isPlanar, colours }: Samples,
  white: 255 | 65535,
): Uint8Array | Uint16Array {
  const pixels = words.length / 3;
  const rgb = white === 255 ? new Uint8Array(words.length) : new Uint16Array(words.length);
  const { bitsStored } = layout;
  const greatest = 2 ** bitsStored - 1;
  const [step, plane] = isPlanar ? [1, pixels] : [3, 1];
  const scaled = Uint16Array.from(
    { length: words instanceof Uint8Array ? 256 : 65536 },
    (_, word) => Math.round(white * storedValue(word, { ...layout, isSigned: false }) / greatest),
  );
  for (let i = 0; i < pixels; i++) {
    const at = i * step;
    rgb[3 * i] = scaled[words[at]!]!;
    rgb[3 * i + 1] = scaled[words[at + plane]!]!;
    rgb[3 * i + 2] = scaled[words[at + 2 * plane]!]!;
  }
  if (colours === "YBR") fromYbr(rgb, white);
  return rgb;
}

/** Y, Cb and Cr as R, G and B (PS3.3, C.7.6.3.1.2: CCIR 601-2). */
function fromYbr(pixels: Uint8Array | Uint16Array, white: number): void {
  const middle = (white + 1) / 2;
  const clamp = (value: number) => Math.round(Math.min(Math.max(value, 0), white));
  for (let i = 0; i < pixels.length; i += 3) {
    const [y, cb, cr] = [pixels[i]!, pixels[i + 1]! - middle, pixels[i + 2]! - middle];
    pixels[i] = clamp(y + 1.402 * cr);
    pixels[i + 1] = clamp(y - 0.344136 * cb - 0.714136 * cr);
    pixels[i + 2] = clamp(y + 1.772 * cb);
  }
}
