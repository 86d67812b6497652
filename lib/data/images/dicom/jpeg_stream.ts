/**
 * What a JPEG or JPEG-LS stream says of itself (ITU-T T.81, annex B; T.87, annex C), read before a
 * codec makes room for it.
 *
 * @module
 */
import { InputError } from "../../../base/errors.ts";

/** The frame in a compressed stream. */
export interface StreamFrame {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  /** The bits of a sample. */
  readonly precision: number;
  /** The stream from its first marker to its last, without what is written behind it. */
  readonly bytes: Uint8Array;
}

/** The frame in a JPEG stream. */
export interface JpegFrame extends StreamFrame {
  readonly process: "jpeg" | "lossless jpeg" | "jpeg-ls";
  /** Whether three components are colours or brightness and differences; undefined: not told. */
  readonly colours: "RGB" | "YBR" | undefined;
}

const PROCESSES: Readonly<Record<number, JpegFrame["process"]>> = {
  0xc0: "jpeg",
  0xc1: "jpeg",
  0xc2: "jpeg",
  0xc3: "lossless jpeg",
  0xf7: "jpeg-ls",
};

const MARKER = { start: 0xd8, end: 0xd9, scan: 0xda, adobe: 0xee, jfif: 0xe0 };

const CUT_OFF = "its compressed pixel data is cut off";

/**
 * The frame in a JPEG or JPEG-LS stream.
 *
 * @throws {InputError} if it is damaged, cut off or of a process that is not read
 */
export function readJpegFrame(stream: Uint8Array): JpegFrame {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  let frame: Omit<JpegFrame, "bytes" | "colours"> | undefined;
  let ids: readonly number[] = [];
  let transform: JpegFrame["colours"];
  let at = 2;
  while (at + 4 <= stream.length) {
    if (stream[at] !== 0xff) throw new InputError("its compressed pixel data is damaged");
    const marker = stream[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    const length = view.getUint16(at + 2);
    const segment = stream.subarray(at + 4, at + 2 + length);
    if (isFrame(marker)) {
      frame = readFrameHeader(marker, segment);
      ids = Array.from({ length: frame.components }, (_, i) => segment[6 + 3 * i]!);
    }
    if (marker === MARKER.jfif && startsWith(segment, "JFIF")) transform ??= "YBR";
    if (marker === MARKER.adobe && startsWith(segment, "Adobe")) {
      transform = segment[11] === 0 ? "RGB" : "YBR";
    }
    if (marker === MARKER.scan) break;
    at += 2 + length;
  }
  if (frame === undefined) {
    throw new InputError("its compressed pixel data has no frame header of the kind it promises");
  }
  if (String.fromCharCode(...ids) === "RGB") transform ??= "RGB";
  return { ...frame, colours: transform, bytes: stream.subarray(0, endOfImage(stream, at)) };
}

/** Frame headers of every process; tables and DAC have markers between them. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker) ||
    marker === 0xf7;
}

function readFrameHeader(marker: number, segment: Uint8Array) {
  const process = PROCESSES[marker];
  if (process === undefined) {
    throw new InputError(`its JPEG process (SOF${marker - 0xc0}) is not read`);
  }
  if (segment.length < 6) throw new InputError(CUT_OFF);
  const view = new DataView(segment.buffer, segment.byteOffset, segment.byteLength);
  return {
    process,
    precision: segment[0]!,
    height: view.getUint16(1),
    width: view.getUint16(3),
    components: segment[5]!,
  };
}

/**
 * Where the last end marker behind the scan's start ends. Codecs fill up a film that is cut off, and
 * CharLS takes half a minute to refuse it.
 */
function endOfImage(stream: Uint8Array, scan: number): number {
  for (let at = stream.length - 2; at > scan; at--) {
    if (stream[at] === 0xff && stream[at + 1] === MARKER.end) return at + 2;
  }
  throw new InputError(CUT_OFF);
}

function startsWith(segment: Uint8Array, text: string): boolean {
  return Array.from(text).every((letter, i) => segment[i] === letter.charCodeAt(0));
}
