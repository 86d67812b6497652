/**
 * What kind of image a body is, told by its content and never by its name or declared type.
 *
 * @module
 */
import { isDicom } from "../data/images/dicom.ts";

/** The kinds of image files that are read. */
export type FilmKind = "png" | "jpeg" | "dicom";

const PNG_MARK = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG_MARK = [0xff, 0xd8, 0xff];

/**
 * The kind of an image file, undefined where it is none of the known.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { filmKind } from "./film_kind.ts";
 *
 * assertEquals(filmKind(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)), "jpeg");
 * assertEquals(filmKind(new TextEncoder().encode("<svg>")), undefined);
 * ```
 */
export function filmKind(bytes: Uint8Array): FilmKind | undefined {
  if (isDicom(bytes)) return "dicom";
  if (startsWith(bytes, PNG_MARK)) return "png";
  if (startsWith(bytes, JPEG_MARK)) return "jpeg";
  return undefined;
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, i) => bytes[i] === byte);
}
