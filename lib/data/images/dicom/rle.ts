/**
 * DICOM's run-length encoding (PS3.5, annex G).
 *
 * @module
 */
import { InputError } from "../../../base/errors.ts";

/** A frame of this shape. */
interface RleFrame {
  readonly pixels: number;
  readonly samplesPerPixel: number;
  readonly bytesPerSample: number;
}

const HEADER = 64;

/** Whether the bytes begin with the table of as many segments as such a frame has. */
export function isRle(
  bytes: Uint8Array,
  { samplesPerPixel, bytesPerSample }: Omit<RleFrame, "pixels">,
): boolean {
  if (bytes.length < HEADER) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getUint32(0, true) === samplesPerPixel * bytesPerSample &&
    view.getUint32(4, true) === HEADER;
}

/**
 * The samples of a frame in planes, little endian: each segment holds one byte of each sample of
 * one colour, the highest bytes first.
 *
 * @throws {InputError} if it is damaged or cut off
 */
export function decodeRle(
  bytes: Uint8Array,
  { pixels, samplesPerPixel, bytesPerSample }: RleFrame,
): Uint8Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const segments = samplesPerPixel * bytesPerSample;
  const decoded = new Uint8Array(pixels * segments);
  for (let segment = 0; segment < segments; segment++) {
    const [start, next] = [4, 8].map((at) => view.getUint32(at + 4 * segment, true));
    const end = segment + 1 < segments ? next! : bytes.length;
    const plane = Math.floor(segment / bytesPerSample);
    const byte = bytesPerSample - 1 - segment % bytesPerSample;
    unpack(bytes.subarray(start, end), decoded, {
      at: plane * pixels * bytesPerSample + byte,
      step: bytesPerSample,
      count: pixels,
    });
  }
  return decoded;
}

/** Writes `count` bytes of a segment of runs and literals (PackBits) into each `step`-th place. */
function unpack(
  segment: Uint8Array,
  target: Uint8Array,
  { at, step, count }: { readonly at: number; readonly step: number; readonly count: number },
): void {
  let from = 0;
  let [to, left] = [at, count];
  while (left > 0) {
    const control = segment[from++];
    if (control === undefined) throw new InputError("its run-length pixel data is cut off");
    if (control === 128) continue;
    const isRun = control > 128;
    // Runs that go on behind the last pixel are written by some.
    const length = Math.min(left, isRun ? 257 - control : control + 1);
    if (from + (isRun ? 1 : length) > segment.length) {
      throw new InputError("its run-length pixel data is cut off");
    }
    for (let i = 0; i < length; i++, to += step) target[to] = segment[isRun ? from : from + i]!;
    from += isRun ? 1 : control + 1;
    left -= length;
  }
}
