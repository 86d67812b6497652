/**
 * The compressed pixel data that DICOM films carry, decoded by the codecs of others.
 *
 * @module
 */
// @ts-types="./charls.d.ts"
import createCharls from "@cornerstonejs/codec-charls/decodewasmjs";
// @ts-types="./openjpeg.d.ts"
import createOpenJpeg from "@cornerstonejs/codec-openjpeg/decodewasmjs";
// @ts-types="./jpeg_lossless.d.ts"
import { Decoder as JpegLosslessDecoder } from "jpeg-lossless-decoder-js";
import sharp from "sharp";
import { InputError } from "../../../base/errors.ts";
import type { FrameInfo, WasmDecoder } from "./codec_types.d.ts";

/** Height and width that the file's header promises. */
export interface FrameSize {
  readonly rows: number;
  readonly columns: number;
}

/** Stored samples of one channel, `[rows, columns]`. */
export type Samples = Uint8Array | Uint16Array;

/** A decoder of one frame; it throws whatever its codec throws. */
export type Codec = (bytes: Uint8Array, size: FrameSize) => Promise<Samples>;

/**
 * JPEG of 8 bits (baseline or extended), by sharp.
 *
 * @throws {InputError} if the bytes are no JPEG or of another size
 */
export async function decodeJpeg(bytes: Uint8Array, size: FrameSize): Promise<Samples> {
  const image = sharp(bytes, { limitInputPixels: size.rows * size.columns });
  // The decoder knows other kinds of pictures too, which no film is.
  if ((await image.metadata()).format !== "jpeg") throw new InputError(NO_FRAME);
  const { data, info } = await image.toColourspace("b-w").raw()
    .toBuffer({ resolveWithObject: true });
  checkFrame({ ...info, bitsPerSample: 8, componentCount: info.channels }, size);
  return data;
}

/** Lossless JPEG (process 14), by jpeg-lossless-decoder-js. */
export function decodeJpegLossless(bytes: Uint8Array, size: FrameSize): Promise<Samples> {
  checkJpegFrame(bytes, size, JPEG_LOSSLESS_FRAME);
  checkEnd(bytes);
  const own = bytes.slice();
  return Promise.resolve(new JpegLosslessDecoder().decode(own.buffer, 0, own.length));
}

/**
 * JPEG-LS, by CharLS. Each film gets a module of its own (3 ms), so a bad one harms no other.
 *
 * @throws {InputError} if the bytes are damaged or of another size
 */
export async function decodeJpegLs(bytes: Uint8Array, size: FrameSize): Promise<Samples> {
  checkJpegFrame(bytes, size, JPEG_LS_FRAME);
  checkEnd(bytes);
  const charls = await createCharls(silent());
  try {
    const decoder = new charls.JpegLSDecoder();
    decoder.getEncodedBuffer(bytes.length).set(bytes);
    return decodeSamples(decoder, size);
  } catch (error) {
    // CharLS throws C++ exceptions, which arrive as pointers.
    if (typeof error !== "number") throw error;
    throw new InputError(`${charls.getExceptionMessage(error)}`);
  }
}

/** JPEG 2000, by OpenJPEG. */
export async function decodeJpeg2000(bytes: Uint8Array, size: FrameSize): Promise<Samples> {
  checkJpeg2000Frame(bytes, size);
  checkEnd(bytes);
  const openJpeg = await createOpenJpeg(silent());
  const decoder = new openJpeg.J2KDecoder();
  decoder.getEncodedBuffer(bytes.length).set(bytes);
  return decodeSamples(decoder, size);
}

/** A new object each time, because it becomes the module. */
function silent() {
  return { print: () => {}, printErr: () => {} };
}

function decodeSamples(decoder: WasmDecoder, size: FrameSize): Samples {
  decoder.decode();
  const frame = decoder.getFrameInfo();
  checkFrame(frame, size);
  const bytes = decoder.getDecodedBuffer().slice();
  return frame.bitsPerSample <= 8 ? bytes : new Uint16Array(bytes.buffer);
}

function checkFrame({ width, height, componentCount }: FrameInfo, { rows, columns }: FrameSize) {
  if (width === columns && height === rows && componentCount === 1) return;
  throw new InputError(
    `its compressed frame is ${width}×${height} with ${componentCount} channels; its header ` +
      `promises ${columns}×${rows} with 1`,
  );
}

const NO_FRAME = "its compressed pixel data has no frame header of the kind it promises";
const JPEG_LOSSLESS_FRAME = 0xc3;
const JPEG_LS_FRAME = 0xf7;

/** Checks a JPEG frame header before a codec makes room for what it promises. */
function checkJpegFrame(bytes: Uint8Array, size: FrameSize, frameMarker: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 2;
  while (at + 10 <= bytes.length && bytes[at] === 0xff) {
    if (bytes[at + 1] === frameMarker) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      const frame = {
        width,
        height,
        bitsPerSample: bytes[at + 4]!,
        componentCount: bytes[at + 9]!,
      };
      return checkFrame(frame, size);
    }
    at += 2 + view.getUint16(at + 2);
  }
  throw new InputError(NO_FRAME);
}

/** The same for JPEG 2000, whose first two markers are SOC and SIZ (ITU-T T.800, A.5.1). */
function checkJpeg2000Frame(bytes: Uint8Array, size: FrameSize): void {
  if (bytes.length < 43 || ![0xff, 0x4f, 0xff, 0x51].every((byte, i) => bytes[i] === byte)) {
    throw new InputError(NO_FRAME);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  checkFrame({
    width: view.getUint32(8) - view.getUint32(16),
    height: view.getUint32(12) - view.getUint32(20),
    bitsPerSample: (bytes[42]! & 127) + 1,
    componentCount: view.getUint16(40),
  }, size);
}

/** Checks for the end marker, since codecs fill up a film that is cut off, or search for its end. */
function checkEnd(bytes: Uint8Array): void {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  if (bytes[end - 2] === 0xff && bytes[end - 1] === 0xd9) return;
  throw new InputError("its compressed pixel data is cut off");
}
