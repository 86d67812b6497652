/**
 * What a JPEG 2000 stream says of itself (ITU-T T.800, annexes A and I), read before a codec makes
 * room for it.
 *
 * @module
 */
import { InputError } from "../../../base/errors.ts";
import type { StreamFrame } from "./jpeg_stream.ts";

/** The frame in a JPEG 2000 stream. */
export interface Jpeg2000Frame extends StreamFrame {
  readonly isSigned: boolean;
  /** Whether its blocks are coded as in Part 15 (HTJ2K). */
  readonly isHighThroughput: boolean;
}

const MARKER = {
  codestream: 0xff4f,
  size: 0xff51,
  capabilities: 0xff50,
  tile: 0xff90,
  end: 0xffd9,
};

const DAMAGED = "its compressed pixel data is damaged";

/**
 * The frame in a JPEG 2000 codestream, or in the boxes of a JP2 file.
 *
 * @throws {InputError} if it is damaged or cut off
 */
export function readJpeg2000Frame(stream: Uint8Array): Jpeg2000Frame {
  const codestream = stream[0] === 0 ? codestreamBox(stream) : stream;
  const view = new DataView(codestream.buffer, codestream.byteOffset, codestream.byteLength);
  if (
    codestream.length < 45 || view.getUint16(0) !== MARKER.codestream ||
    view.getUint16(2) !== MARKER.size
  ) throw new InputError(DAMAGED);
  const components = view.getUint16(40);
  const [depth, across, down] = [codestream[42]!, codestream[43]!, codestream[44]!];
  const frame = {
    width: view.getUint32(8) - view.getUint32(16),
    height: view.getUint32(12) - view.getUint32(20),
    components,
    precision: (depth & 127) + 1,
    isSigned: depth > 127,
    isHighThroughput: (view.getUint16(6) & 0x4000) !== 0,
  };
  const tiles = Math.ceil(frame.width / view.getUint32(24)) *
    Math.ceil(frame.height / view.getUint32(28));
  // A codec makes room for each tile, of which the standard allows 65535 (T.800, A.4.2).
  if (!(tiles >= 1 && tiles <= 65535) || across !== 1 || down !== 1) throw new InputError(DAMAGED);
  return { ...frame, bytes: codestream.subarray(0, endOfCodestream(view)) };
}

/** Where the last tile-part ends: codecs fill up a film that is cut off. */
function endOfCodestream(view: DataView): number {
  let at = 2;
  while (at + 4 <= view.byteLength && view.getUint16(at) !== MARKER.tile) {
    at += 2 + view.getUint16(at + 2);
  }
  while (at + 12 <= view.byteLength && view.getUint16(at) === MARKER.tile) {
    const length = view.getUint32(at + 6);
    // The last tile-part may leave its length open.
    if (length === 0) return lastEnd(view, at);
    at += Math.max(length, 12);
  }
  if (at > view.byteLength || at === 2) {
    throw new InputError("its compressed pixel data is cut off");
  }
  return Math.min(at + 2, view.byteLength);
}

function lastEnd(view: DataView, start: number): number {
  for (let at = view.byteLength - 2; at > start; at--) {
    if (view.getUint16(at) === MARKER.end) return at + 2;
  }
  throw new InputError("its compressed pixel data is cut off");
}

/** The content of the box "jp2c" (T.800, I.5.4). */
function codestreamBox(stream: Uint8Array): Uint8Array {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  const CODESTREAM = 0x6a703263;
  let at = 0;
  while (at + 8 <= stream.length) {
    const length = view.getUint32(at);
    // 1: the length follows in 8 bytes; 0: the box is the last.
    const start = at + (length === 1 ? 16 : 8);
    const isLast = length === 0;
    if (length === 1 && start > stream.length) break;
    const end = isLast ? stream.length : at + (length === 1 ? view.getUint32(at + 12) : length);
    if (view.getUint32(at + 4) === CODESTREAM) return stream.subarray(start, end);
    if (isLast || end <= at + 7) break;
    at = end;
  }
  throw new InputError(DAMAGED);
}
