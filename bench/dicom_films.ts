/**
 * Films for the measurement of DICOM: a smooth chest-like picture with noise, in the transfer
 * syntaxes that scanners and archives write.
 *
 * @module
 */
import codecs from "dcmjs-codecs";

/** A film's size and depth. */
export interface FilmShape {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
}

/** What a film is compressed with; "none": nothing. */
export const COMPRESSIONS = [
  "none",
  "RLE",
  "JPEG",
  "JPEG lossless",
  "JPEG-LS",
  "JPEG 2000",
  "HTJ2K",
] as const;

/** One of {@linkcode COMPRESSIONS}. */
export type Compression = (typeof COMPRESSIONS)[number];

const SYNTAXES: Readonly<Record<Compression, string>> = {
  none: "1.2.840.10008.1.2.1",
  RLE: "1.2.840.10008.1.2.5",
  JPEG: "1.2.840.10008.1.2.4.50",
  "JPEG lossless": "1.2.840.10008.1.2.4.70",
  "JPEG-LS": "1.2.840.10008.1.2.4.80",
  "JPEG 2000": "1.2.840.10008.1.2.4.90",
  HTJ2K: "1.2.840.10008.1.2.4.201",
};

/** The samples, little endian. */
export function filmSamples({ width, height, bits }: FilmShape): Uint8Array<ArrayBuffer> {
  const samples = bits > 8 ? new Uint16Array(width * height) : new Uint8Array(width * height);
  const white = 2 ** bits - 1;
  let state = 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      state = Math.imul(state, 1103515245) + 12345 | 0;
      const smooth = 0.5 + 0.45 * Math.sin(7 * x / width) * Math.cos(5 * y / height);
      samples[y * width + x] = white * smooth * 0.98 + (state >>> 16) * white / 3e6;
    }
  }
  return new Uint8Array(samples.buffer);
}

/** The bytes of a DICOM file of these samples; undefined where the compression has no such depth. */
export async function dicomFile(
  samples: Uint8Array<ArrayBuffer>,
  shape: FilmShape,
  compression: Compression,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (compression === "JPEG" && shape.bits > 8) return undefined;
  const { width, height, bits } = shape;
  const pixels = compression === "none"
    ? element(0x7fe00010, "OW", samples)
    : encapsulated(await compress(samples, shape, compression));
  return concat([
    new Uint8Array(128),
    text("DICM"),
    element(0x00020010, "UI", text(SYNTAXES[compression])),
    element(0x00080016, "UI", text("1.2.840.10008.5.1.4.1.1.1.1")),
    element(0x00080060, "CS", text("DX")),
    element(0x00280002, "US", words(1)),
    element(0x00280004, "CS", text("MONOCHROME2")),
    element(0x00280010, "US", words(height)),
    element(0x00280011, "US", words(width)),
    element(0x00280100, "US", words(bits > 8 ? 16 : 8)),
    element(0x00280101, "US", words(bits)),
    element(0x00280102, "US", words(bits - 1)),
    element(0x00280103, "US", words(0)),
    pixels,
  ]);
}

async function compress(
  samples: Uint8Array,
  { width, height, bits }: FilmShape,
  compression: Exclude<Compression, "none">,
): Promise<Uint8Array> {
  const { Context, NativeCodecs } = codecs;
  if (!NativeCodecs.isInitialized()) await NativeCodecs.initializeAsync();
  const context = new Context({
    width,
    height,
    bitsAllocated: bits > 8 ? 16 : 8,
    bitsStored: bits,
    samplesPerPixel: 1,
    pixelRepresentation: 0,
    planarConfiguration: 0,
    photometricInterpretation: "MONOCHROME2",
    decodedBuffer: samples.slice(),
  });
  const encoders = {
    RLE: () => NativeCodecs.encodeRle(context, {}),
    JPEG: () => NativeCodecs.encodeJpeg(context, { lossy: true, quality: 90 }),
    "JPEG lossless": () => NativeCodecs.encodeJpeg(context, { lossy: false, predictor: 1 }),
    "JPEG-LS": () => NativeCodecs.encodeJpegLs(context, {}),
    "JPEG 2000": () => NativeCodecs.encodeJpeg2000(context, {}),
    HTJ2K: () => NativeCodecs.encodeHtJpeg2000(context, {}),
  };
  return encoders[compression]().getEncodedBuffer()!.slice();
}

/** Pixel data in one fragment. */
function encapsulated(frame: Uint8Array): Uint8Array {
  const item = (value: Uint8Array) => concat([words(0xfffe, 0xe000), long(value.length), value]);
  const header = concat([words(0x7fe0, 0x0010), text("OB"), words(0), long(0xffffffff)]);
  const even = frame.length % 2 ? concat([frame, new Uint8Array(1)]) : frame;
  return concat([header, item(new Uint8Array()), item(even), words(0xfffe, 0xe0dd), long(0)]);
}

function element(tag: number, vr: string, value: Uint8Array): Uint8Array {
  const length = vr === "OW" ? concat([words(0), long(value.length)]) : words(value.length);
  return concat([words(tag >>> 16, tag & 0xffff), text(vr), length, value]);
}

const words = (...values: number[]) => new Uint8Array(Uint16Array.from(values).buffer);
const long = (value: number) => new Uint8Array(Uint32Array.of(value).buffer);

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value.length % 2 ? `${value}\0` : value);
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
