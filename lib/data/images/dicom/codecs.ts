/**
 * The compressed frames that DICOM films carry (PS3.5, A.4), decoded by the codecs of others:
 * libjpeg, CharLS, OpenJPEG and OpenJPH in the WebAssembly module of dcmjs-codecs.
 *
 * @module
 */
import { startsWith } from "../../../base/bytes.ts";
import { InputError } from "../../../base/errors.ts";
import { readJpeg2000Frame } from "./jpeg2000_stream.ts";
import { readJpegFrame, type StreamFrame } from "./jpeg_stream.ts";
import type { PixelHeader } from "./pixel_header.ts";
import { decodeRle, isRle } from "./rle.ts";

/** What a frame was decoded to. */
export interface DecodedFrame {
  /** The samples, little endian, in words of 8 bits or of 16. */
  readonly bytes: Uint8Array;
  readonly bitsAllocated: 8 | 16;
  /** The bits of a sample that the stream holds. */
  readonly precision: number;
  /** Whether the stream itself says that samples are signed. */
  readonly isSigned: boolean;
  readonly isPlanar: boolean;
  /** What three components stand for, where the stream tells. */
  readonly colours: "RGB" | "YBR" | undefined;
}

const JPEG = [0xff, 0xd8, 0xff];
const JPEG_2000 = [0xff, 0x4f, 0xff, 0x51];
const JP2 = [0x00, 0x00, 0x00, 0x0c, 0x6a, 0x50];

/** Whether the bytes begin as a JPEG, JPEG-LS or JPEG 2000 stream. */
export function startsCompressed(bytes: Uint8Array): boolean {
  return [JPEG, JPEG_2000, JP2].some((mark) => startsWith(bytes, mark));
}

/**
 * Decodes a frame. Its kind is told by its first bytes, which the transfer syntax may contradict.
 *
 * @throws {InputError} if it is damaged, of another size than the header promises or of no kind
 *   that is read
 */
export async function decodeFrame(
  bytes: Uint8Array,
  header: PixelHeader,
  transferSyntax: string,
): Promise<DecodedFrame> {
  if (startsWith(bytes, JPEG)) return await decodeJpeg(bytes, header);
  if (startsWith(bytes, JPEG_2000) || startsWith(bytes, JP2)) {
    return await decodeJpeg2000(bytes, header);
  }
  const { rows, columns, samplesPerPixel, bitsAllocated } = header;
  const shape = { pixels: rows * columns, samplesPerPixel, bytesPerSample: bitsAllocated / 8 };
  if (isRle(bytes, shape)) {
    const precision = bitsAllocated;
    const decoded = { bitsAllocated, precision, isSigned: false, isPlanar: true };
    return { ...decoded, bytes: decodeRle(bytes, shape), colours: undefined };
  }
  throw new InputError(
    `its compressed pixel data has no frame header of the kind it promises: its transfer syntax ` +
      `is ${transferSyntax || "absent"}, and RLE, JPEG, JPEG-LS and JPEG 2000 are read; ` +
      `gdcmconv --raw IN OUT may save it uncompressed`,
  );
}

async function decodeJpeg(bytes: Uint8Array, header: PixelHeader): Promise<DecodedFrame> {
  const frame = readJpegFrame(bytes);
  const codec = frame.process === "jpeg-ls" ? "decodeJpegLs" : "decodeJpeg";
  return { ...await decode(codec, frame, header), isSigned: false, colours: frame.colours };
}

async function decodeJpeg2000(bytes: Uint8Array, header: PixelHeader): Promise<DecodedFrame> {
  const frame = readJpeg2000Frame(bytes);
  const codec = frame.isHighThroughput ? "decodeHtJpeg2000" : "decodeJpeg2000";
  return { ...await decode(codec, frame, header), isSigned: frame.isSigned, colours: undefined };
}

type CodecName = "decodeJpeg" | "decodeJpegLs" | "decodeJpeg2000" | "decodeHtJpeg2000";

async function decode(codec: CodecName, frame: StreamFrame, header: PixelHeader) {
  checkFrame(frame, header);
  const bitsAllocated = frame.precision <= 8 ? 8 : 16;
  const decoded = await runCodec(codec, frame, bitsAllocated);
  if (decoded.length !== frame.width * frame.height * frame.components * bitsAllocated / 8) {
    throw new InputError("its compressed frame differs in size from what its header promises");
  }
  const { precision } = frame;
  return { bytes: decoded, bitsAllocated, precision, isPlanar: false } as const;
}

function checkFrame(
  { width, height, components, precision }: StreamFrame,
  { rows, columns, samplesPerPixel, bitsAllocated }: PixelHeader,
): void {
  if (width !== columns || height !== rows || components !== samplesPerPixel) {
    throw new InputError(
      `its compressed frame is ${width}×${height} with ${components} channels; its header ` +
        `promises ${columns}×${rows} with ${samplesPerPixel}`,
    );
  }
  if (precision > bitsAllocated) {
    throw new InputError(
      `its compressed frame has samples of ${precision} bits; its header promises at most ` +
        `${bitsAllocated}`,
    );
  }
}

/** The module's codecs, ready to decode; it is loaded when the first compressed film comes. */
let loaded: ReturnType<typeof loadCodecs> | undefined;

async function loadCodecs() {
  const { default: codecs } = await import("dcmjs-codecs");
  codecs.log.setLevel("silent");
  await codecs.NativeCodecs.initializeAsync();
  return codecs;
}

async function runCodec(
  codec: CodecName,
  { width, height, components, precision, bytes }: StreamFrame,
  bitsAllocated: number,
): Promise<Uint8Array> {
  loaded ??= loadCodecs();
  const { Context, NativeCodecs } = await loaded;
  const context = new Context({
    width,
    height,
    bitsAllocated,
    bitsStored: precision,
    samplesPerPixel: components,
    pixelRepresentation: 0,
    planarConfiguration: 0,
    photometricInterpretation: components === 1 ? "MONOCHROME2" : "RGB",
    encodedBuffer: bytes,
  });
  try {
    return NativeCodecs[codec](context, { convertColorspaceToRgb: false }).getDecodedBuffer()!;
  } catch (error) {
    // What a bad frame has left of the module is not used again.
    loaded = undefined;
    throw new InputError("its compressed pixel data is damaged", { cause: error });
  }
}
