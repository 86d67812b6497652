/**
 * The bytes of a film's one frame, as they are or as a codec is to decode them (PS3.5, 8 and A.4).
 *
 * @module
 */
import { InputError } from "../../../base/errors.ts";
import type { DataSet } from "./data_set.ts";
import { readItems } from "./elements.ts";
import { startsCompressed } from "./codecs.ts";
import type { DicomFile } from "./file.ts";
import type { PixelHeader } from "./pixel_header.ts";
import { TAG } from "./tags.ts";

/** The transfer syntax of samples that are in items, though not compressed (PS3.5, A.4.11). */
const PLAIN_IN_ITEMS = "1.2.840.10008.1.2.1.98";

/** The bytes of a frame. */
export interface Frame {
  readonly isCompressed: boolean;
  readonly bytes: Uint8Array;
}

/**
 * The frame in the pixel data. Whether it is compressed is told by the pixel data itself, since
 * files are found whose transfer syntax says otherwise.
 *
 * @throws {InputError} if it is empty or cut off
 */
export function readFrame({ data, transferSyntax }: DicomFile, header: PixelHeader): Frame {
  const { length } = data.element(TAG.pixelData) ?? {};
  const expected = frameLength(header);
  if (length === undefined) {
    const bytes = joinFragments(data);
    return { isCompressed: transferSyntax !== PLAIN_IN_ITEMS || bytes.length < expected, bytes };
  }
  const bytes = data.bytesOf(TAG.pixelData);
  if (bytes.length < expected) {
    // A frame that was compressed, but not put into items.
    if (startsCompressed(bytes)) return { isCompressed: true, bytes };
    throw new InputError(
      length > bytes.length
        ? `it ends within its pixel data: ${bytes.length} of ${expected} bytes are there`
        : `its pixel data has ${length} bytes; expected ${expected}`,
    );
  }
  return { isCompressed: false, bytes };
}

/** The bytes of a frame that is not compressed. */
function frameLength(
  { rows, columns, samplesPerPixel, bitsAllocated, photometric }: PixelHeader,
): number {
  // Two pixels share their colour (PS3.3, C.7.6.3.1.2).
  const samples = photometric === "YBR_FULL_422"
    ? 4 * rows * Math.ceil(columns / 2)
    : rows * columns * samplesPerPixel;
  return samples * bitsAllocated / 8;
}

/** All fragments of the frame. What the table of offsets before them says is not needed. */
function joinFragments(data: DataSet): Uint8Array {
  const element = data.element(TAG.pixelData)!;
  const fragments: Uint8Array[] = [];
  for (const { start, end, isWhole } of readItems(data.bytes, element, data.encoding)) {
    if (!isWhole) throw new InputError("it ends within its pixel data");
    fragments.push(data.bytes.subarray(start, end));
  }
  const [table] = fragments;
  // Some writers leave out even the empty table.
  if (table !== undefined && !startsCompressed(table)) fragments.shift();
  const length = fragments.reduce((sum, fragment) => sum + fragment.length, 0);
  if (length === 0) throw new InputError("its compressed pixel data is empty");
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const fragment of fragments) {
    bytes.set(fragment, at);
    at += fragment.length;
  }
  return bytes;
}
