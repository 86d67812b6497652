/**
 * Why a PNG or JPEG file cannot be decoded, told by its own structure: what the decoder says of it
 * is written for programmers.
 *
 * @module
 */

/** The processes of JPEG that are read: baseline, extended and progressive (ITU T.81, table B.1). */
const READ_PROCESSES = new Set([0xc0, 0xc1, 0xc2]);

/** Markers that begin a frame: SOF0 to SOF15 without DHT, JPG and DAC. */
const FRAMES = new Set([0, 1, 2, 3, 5, 6, 7, 9, 10, 11, 13, 14, 15].map((n) => 0xc0 + n));

/**
 * What is wrong with a picture that the decoder refuses, to follow "it is".
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { pictureFault } from "./picture_faults.ts";
 *
 * assertEquals(pictureFault(Uint8Array.of(0xff, 0xd8, 0xff), "jpeg"), "a JPEG file that is cut off");
 * ```
 */
export function pictureFault(bytes: Uint8Array, kind: "png" | "jpeg"): string {
  if (kind === "png") {
    return `a PNG file that is ${pngChunks(bytes).isWhole ? "damaged" : "cut off"}`;
  }
  const { process, precision } = jpegFrame(bytes);
  if (precision !== undefined && precision !== 8) {
    return `a JPEG file of ${precision} bits; those of 8 bits are read`;
  }
  if (process !== undefined && !READ_PROCESSES.has(process)) {
    return "a JPEG file of a rare kind (lossless, hierarchical or arithmetic); baseline and " +
      "progressive ones are read";
  }
  return `a JPEG file that is ${hasJpegEnd(bytes) ? "damaged" : "cut off"}`;
}

/** A chunk of a PNG file, from its length to its checksum. */
export interface PngChunk {
  readonly type: string;
  /** Its first byte and the byte after its last. */
  readonly start: number;
  readonly end: number;
}

/** The chunks of a PNG file, and whether it goes on to its end. */
export function pngChunks(
  bytes: Uint8Array,
): { readonly chunks: readonly PngChunk[]; readonly isWhole: boolean } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: PngChunk[] = [];
  let start = 8;
  while (start + 12 <= bytes.length) {
    const end = start + 12 + view.getUint32(start);
    if (end > bytes.length) break;
    const type = String.fromCharCode(...bytes.subarray(start + 4, start + 8));
    chunks.push({ type, start, end });
    if (type === "IEND") return { chunks, isWhole: true };
    start = end;
  }
  return { chunks, isWhole: false };
}

/** The kind, the bits and the pixels of a JPEG file's frame, undefined where it has none. */
export function jpegFrame(
  bytes: Uint8Array,
): { readonly process?: number; readonly precision?: number; readonly pixels?: number } {
  let at = 2;
  while (at + 8 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    if (FRAMES.has(marker)) {
      const [height, width] = [at + 5, at + 7].map((from) => bytes[from]! * 256 + bytes[from + 1]!);
      return { process: marker, precision: bytes[at + 4]!, pixels: width! * height! };
    }
    // Bytes 0xff may fill up before a marker.
    if (marker === 0xff) at++;
    else at += 2 + bytes[at + 2]! * 256 + bytes[at + 3]!;
  }
  return {};
}

/** Whether the end of a JPEG image occurs in the last part of a file. */
function hasJpegEnd(bytes: Uint8Array): boolean {
  const tail = bytes.subarray(-64);
  return tail.some((byte, i) => byte === 0xff && tail[i + 1] === 0xd9);
}
