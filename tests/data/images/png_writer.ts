/**
 * PNG files written chunk by chunk, with what they may say beside their pixels.
 *
 * @module
 */
import { crc32, deflateSync } from "node:zlib";

const text = (characters: string) => new TextEncoder().encode(characters);

/** What a PNG file holds. */
export interface PngContent {
  readonly width: number;
  readonly bitDepth?: 1 | 2 | 4 | 8 | 16;
  /** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA; see PNG, 11.2.1. */
  readonly colourType?: 0 | 2 | 3 | 4 | 6;
  /** Samples row by row, as many to a pixel as the colour type has. */
  readonly samples: readonly number[];
  /** Chunks between IHDR and IDAT, and between IDAT and IEND. */
  readonly before?: readonly Uint8Array[];
  readonly after?: readonly Uint8Array[];
}

const CHANNELS = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const;

/** The bytes of a PNG file. */
export function writePng(
  { width, bitDepth = 8, colourType = 0, samples, before = [], after = [] }: PngContent,
): Uint8Array<ArrayBuffer> {
  const perRow = width * CHANNELS[colourType];
  const height = samples.length / perRow;
  const header = new Uint8Array(13);
  new DataView(header.buffer).setUint32(0, width);
  new DataView(header.buffer).setUint32(4, height);
  header.set([bitDepth, colourType], 8);
  const rows = Array.from(
    { length: height },
    (_, y) => packRow(samples.slice(y * perRow, (y + 1) * perRow), bitDepth),
  );
  return join([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    pngChunk("IHDR", header),
    ...before,
    pngChunk("IDAT", deflateSync(join(rows))),
    ...after,
    pngChunk("IEND", new Uint8Array()),
  ]);
}

/** A chunk with its length and checksum. */
export function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const typed = join([text(type), data]);
  return join([uint32(data.length), typed, uint32(crc32(typed))]);
}

/** An EXIF block (TIFF 6.0) that says nothing but an orientation. */
export function exifOrientation(orientation: number, isLittle: boolean): Uint8Array {
  const bytes = new Uint8Array(26);
  const view = new DataView(bytes.buffer);
  bytes.set(text(isLittle ? "II" : "MM"));
  view.setUint16(2, 42, isLittle);
  view.setUint32(4, 8, isLittle);
  view.setUint16(8, 1, isLittle);
  // Tag 0x0112, of the type SHORT, one value.
  view.setUint16(10, 0x0112, isLittle);
  view.setUint16(12, 3, isLittle);
  view.setUint32(14, 1, isLittle);
  view.setUint16(18, orientation, isLittle);
  return bytes;
}

/** A chunk with a grey ICC profile (ICC.1) whose tone curve is a power. */
export function greyProfileChunk(gamma: number): Uint8Array {
  const whitePoint = join([text("XYZ \0\0\0\0"), ...[0.9642, 1, 0.8249].map(fixed)]);
  const curve = join([text("curv\0\0\0\0"), uint32(1), uint32(Math.round(gamma * 256) << 16)]);
  const name = join([text("desc\0\0\0\0"), uint32(5), text("grey\0"), new Uint8Array(79)]);
  const tags = Object.entries({ wtpt: whitePoint, kTRC: curve, desc: name })
    .map(([tag, data]) => ({ tag, data: join([data, new Uint8Array(-data.length & 3)]) }));
  let at = 128 + 4 + 12 * tags.length;
  const table = tags.map(({ tag, data }) => {
    const entry = join([text(tag), uint32(at), uint32(data.length)]);
    at += data.length;
    return entry;
  });
  const header = new Uint8Array(128);
  header.set(uint32(at));
  header.set([2, 0x40], 8);
  header.set(text("mntrGRAYXYZ "), 12);
  header.set(text("acsp"), 36);
  header.set(whitePoint.subarray(8), 68);
  const profile = join([header, uint32(tags.length), ...table, ...tags.map(({ data }) => data)]);
  return profileChunk(profile);
}

/** A chunk with an ICC profile. */
export function profileChunk(profile: Uint8Array): Uint8Array {
  return pngChunk("iCCP", join([text("profile\0\0"), deflateSync(profile)]));
}

function packRow(samples: readonly number[], bitDepth: number): Uint8Array {
  const bits = samples.map((sample) => sample.toString(2).padStart(bitDepth, "0")).join("");
  const bytes = bits.match(/.{1,8}/g) ?? [];
  // Each row begins with its filter, here none.
  return Uint8Array.of(0, ...bytes.map((byte) => parseInt(byte.padEnd(8, "0"), 2)));
}

function uint32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

/** ICC's s15Fixed16Number. */
function fixed(value: number): Uint8Array {
  return uint32(Math.round(value * 65536));
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
