/**
 * Frames compressed for tests, in each of the ways that are read.
 *
 * @module
 */
import codecs from "dcmjs-codecs";
import type { DicomFilm } from "./dicom_writer.ts";

/** A film that is not compressed, its samples interleaved. */
export type PlainFilm = Pick<
  DicomFilm,
  | "rows"
  | "columns"
  | "pixels"
  | "bitsAllocated"
  | "bitsStored"
  | "samplesPerPixel"
  | "photometric"
  | "signed"
>;

/** The ways to compress without loss, by the names of their transfer syntaxes. */
export const LOSSLESS = {
  "JPEG lossless": "1.2.840.10008.1.2.4.57",
  "JPEG lossless, first predictor": "1.2.840.10008.1.2.4.70",
  "JPEG-LS": "1.2.840.10008.1.2.4.80",
  "JPEG 2000": "1.2.840.10008.1.2.4.90",
  "HTJ2K": "1.2.840.10008.1.2.4.201",
} as const;

/** The film compressed by an encoder of dcmjs-codecs. */
export async function compress(
  film: PlainFilm,
  transferSyntax: string,
): Promise<DicomFilm & { readonly transferSyntax: string }> {
  const { rows, columns, bitsAllocated = 8, bitsStored = bitsAllocated, samplesPerPixel = 1 } =
    film;
  const { NativeCodecs, Context } = codecs;
  if (!NativeCodecs.isInitialized()) await NativeCodecs.initializeAsync();
  const context = new Context({
    width: columns,
    height: rows,
    bitsAllocated,
    bitsStored,
    samplesPerPixel,
    pixelRepresentation: film.signed ? 1 : 0,
    planarConfiguration: 0,
    photometricInterpretation: film.photometric ?? "MONOCHROME2",
    decodedBuffer: film.pixels.slice(),
  });
  const encoded = encode(context, transferSyntax).getEncodedBuffer()!;
  return { ...film, transferSyntax, pixels: encoded.slice() };
}

function encode(context: InstanceType<typeof codecs.Context>, transferSyntax: string) {
  const { NativeCodecs } = codecs;
  switch (transferSyntax) {
    case "1.2.840.10008.1.2.4.50":
      return NativeCodecs.encodeJpeg(context, { lossy: true, quality: 100 });
    case LOSSLESS["JPEG lossless"]:
      return NativeCodecs.encodeJpeg(context, { lossy: false, predictor: 6 });
    case LOSSLESS["JPEG lossless, first predictor"]:
      return NativeCodecs.encodeJpeg(context, { lossy: false, predictor: 1 });
    case LOSSLESS["JPEG-LS"]:
      return NativeCodecs.encodeJpegLs(context, {});
    case LOSSLESS["JPEG 2000"]:
      return NativeCodecs.encodeJpeg2000(context, {});
    case LOSSLESS.HTJ2K:
      return NativeCodecs.encodeHtJpeg2000(context, {});
    default:
      throw new TypeError(`No encoder for ${transferSyntax}`);
  }
}

/** A film's little endian samples by DICOM's run-length encoding (PS3.5, annex G), in literals only. */
export function encodeRle(
  samples: Uint8Array,
  { bytesPerSample, samplesPerPixel = 1 }: {
    readonly bytesPerSample: number;
    readonly samplesPerPixel?: number;
  },
): Uint8Array {
  const segments: number[][] = [];
  const stride = bytesPerSample * samplesPerPixel;
  for (let sample = 0; sample < samplesPerPixel; sample++) {
    for (let byte = bytesPerSample - 1; byte >= 0; byte--) {
      const plane: number[] = [];
      for (let at = sample * bytesPerSample + byte; at < samples.length; at += stride) {
        plane.push(samples[at]!);
      }
      segments.push(packBits(plane));
    }
  }
  const header = new Uint32Array(16);
  header[0] = segments.length;
  let offset = 64;
  for (const [i, segment] of segments.entries()) {
    header[i + 1] = offset;
    offset += segment.length;
  }
  return Uint8Array.from([...new Uint8Array(header.buffer), ...segments.flat()]);
}

/** Runs of three and more as runs, all else as literals; an even number of bytes. */
function packBits(bytes: readonly number[]): number[] {
  const packed: number[] = [];
  let at = 0;
  while (at < bytes.length) {
    let run = 1;
    while (run < 128 && bytes[at + run] === bytes[at]) run++;
    if (run >= 3) {
      packed.push(257 - run, bytes[at]!);
      at += run;
      continue;
    }
    const literal = bytes.slice(at, at + Math.min(5, bytes.length - at));
    packed.push(literal.length - 1, ...literal);
    at += literal.length;
  }
  return packed.length % 2 ? [...packed, 128] : packed;
}
