/**
 * The stored samples of a film, whatever its transfer syntax.
 *
 * @module
 */
import { decodeFrame } from "./codecs.ts";
import type { DataSet } from "./data_set.ts";
import type { DicomFile } from "./file.ts";
import { readFrame } from "./frame.ts";
import type { PixelHeader } from "./pixel_header.ts";
import { TAG } from "./tags.ts";

/** Where the value lies in the word of a sample. */
export interface SampleLayout {
  readonly bitsStored: number;
  /** The bits below the value. */
  readonly shift: number;
  readonly isSigned: boolean;
}

/** The samples of a film. */
export interface Samples {
  /** `[rows, columns, samples per pixel]`, or in planes `[samples per pixel, rows, columns]`. */
  readonly words: Uint8Array | Uint16Array;
  readonly layout: SampleLayout;
  readonly isPlanar: boolean;
  /** Whether three samples are colours or brightness and differences. */
  readonly colours: "RGB" | "YBR";
}

/**
 * The samples of the film in a file.
 *
 * @throws {InputError} if they are damaged or cut off
 */
export async function readSamples(file: DicomFile, header: PixelHeader): Promise<Samples> {
  const { data, transferSyntax } = file;
  const frame = readFrame(file, header);
  const named = header.photometric.startsWith("YBR_FULL") ? "YBR" : "RGB";
  if (!frame.isCompressed) {
    return { ...plainSamples(data, frame.bytes, header), colours: named };
  }
  const decoded = await decodeFrame(frame.bytes, header, transferSyntax);
  const { bitsStored, shift } = header;
  return {
    words: toWords(decoded.bytes, decoded.bitsAllocated),
    // A stream of signed samples says how many bits they have, which the header may contradict.
    layout: decoded.isSigned
      ? { bitsStored: decoded.precision, shift: 0, isSigned: true }
      : { ...header, shift: decoded.precision < bitsStored + shift ? 0 : shift },
    isPlanar: decoded.isPlanar,
    colours: decoded.colours ?? named,
  };
}

function plainSamples(
  data: DataSet,
  bytes: Uint8Array,
  header: PixelHeader,
): Omit<Samples, "colours"> {
  const { rows, columns, samplesPerPixel, bitsAllocated, photometric, isPlanar } = header;
  const count = rows * columns * samplesPerPixel;
  const { vr } = data.element(TAG.pixelData)!;
  // Big endian turns around the words of OW, even where a word holds two samples (PS3.5, 8.1.1).
  const isTurned = !data.encoding.littleEndian && (bitsAllocated === 16 || vr === "OW");
  const ordered = isTurned ? turned(bytes) : bytes;
  const words = toWords(ordered, bitsAllocated);
  // Some writers name the halved colours but write them all.
  if (photometric === "YBR_FULL_422" && words.length < count) {
    return { words: spreadColours(words, header), layout: header, isPlanar: false };
  }
  return { words: words.subarray(0, count), layout: header, isPlanar };
}

function toWords(bytes: Uint8Array, bitsAllocated: 8 | 16): Uint8Array | Uint16Array {
  if (bitsAllocated === 8) return bytes;
  const length = bytes.length >> 1;
  // A view of words must begin at an even place.
  const even = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  return new Uint16Array(even.buffer, even.byteOffset, length);
}

/** The bytes of each word turned around. */
function turned(bytes: Uint8Array): Uint8Array {
  const turned = new Uint8Array(bytes.length + bytes.length % 2);
  for (let i = 0; i < bytes.length; i++) turned[i ^ 1] = bytes[i]!;
  return turned;
}

/** Two pixels of brightness with one pair of colours, Y Y Cb Cr, as two pixels of three samples. */
function spreadColours(
  words: Uint8Array | Uint16Array,
  { rows, columns }: PixelHeader,
): Uint8Array | Uint16Array {
  const spread = words instanceof Uint8Array
    ? new Uint8Array(3 * rows * columns)
    : new Uint16Array(3 * rows * columns);
  const stride = 4 * Math.ceil(columns / 2);
  for (let row = 0, to = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const pair = row * stride + 4 * (column >> 1);
      spread[to++] = words[pair + column % 2]!;
      spread[to++] = words[pair + 2]!;
      spread[to++] = words[pair + 3]!;
    }
  }
  return spread;
}

/** The value in the word of a sample: two's complement where it is signed. */
export function storedValue(word: number, { bitsStored, shift, isSigned }: SampleLayout): number {
  const unused = 32 - bitsStored;
  const bits = word >> shift << unused;
  return isSigned ? bits >> unused : bits >>> unused;
}
