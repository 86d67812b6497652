/**
 * What kind of file some bytes are, told by their content and never by a name or declared type.
 *
 * @module
 */
import { startsWith } from "../../base/bytes.ts";
import { isDicom } from "./dicom/mod.ts";

/** The kinds of image files that are read. */
export type FilmKind = "png" | "jpeg" | "dicom";

const PNG_MARK = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG_MARK = [0xff, 0xd8, 0xff];

/** Files that are taken for films by mistake: what they begin with, and what they are called. */
const OTHER_MARKS: readonly (readonly [mark: string, name: string])[] = [
  ["GIF8", "a GIF image"],
  ["BM", "a BMP image"],
  ["II*\0", "a TIFF image"],
  ["MM\0*", "a TIFF image"],
  ["\0\0\0\x0cjP", "a JPEG 2000 image"],
  ["\xff\x4f\xff\x51", "a JPEG 2000 image"],
  ["\0\0\0\x0cJXL", "a JPEG XL image"],
  ["\xff\x0a", "a JPEG XL image"],
  ["%PDF", "a PDF document"],
  ["%!PS", "a PostScript document"],
  ["PK\x03\x04", "a ZIP archive"],
  ["PK\x05\x06", "a ZIP archive"],
  ["\x1f\x8b", "a gzip file"],
  ["BZh", "a bzip2 file"],
  ["\xfd7zXZ\0", "an xz file"],
  ["7z\xbc\xaf\x27\x1c", "a 7-Zip archive"],
  ["Rar!", "a RAR archive"],
  ["\xd0\xcf\x11\xe0", "an old Office document"],
  ["\x93NUMPY", "a NumPy array"],
  ["\x89HDF", "an HDF5 file"],
  ["PAR1", "a Parquet file"],
  ["SQLite format 3", "an SQLite database"],
  ["version https://git-lfs", "a Git LFS pointer and not yet the image (run git lfs pull)"],
  ["NIFTI", "a NIfTI image"],
];

/** Bytes of a file's beginning that are looked at for text. */
const LOOKED_AT = 1024;

/**
 * The kind of an image file, undefined where it is none of the known.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { filmKind } from "./file_kind.ts";
 *
 * assertEquals(filmKind(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)), "jpeg");
 * assertEquals(filmKind(new TextEncoder().encode("<svg>")), undefined);
 * ```
 */
export function filmKind(bytes: Uint8Array): FilmKind | undefined {
  if (startsWith(bytes, PNG_MARK)) return "png";
  if (startsWith(bytes, JPEG_MARK)) return "jpeg";
  return isDicom(bytes) ? "dicom" : undefined;
}

/**
 * What a file is that is no film, to follow "it is".
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { otherKind } from "./file_kind.ts";
 *
 * assertEquals(otherKind(new Uint8Array()), "empty");
 * assertEquals(otherKind(new TextEncoder().encode("%PDF-1.4")), "a PDF document");
 * ```
 */
export function otherKind(bytes: Uint8Array): string {
  if (bytes.length === 0) return "empty";
  const start = Array.from(bytes.subarray(0, LOOKED_AT), (byte) => String.fromCharCode(byte))
    .join("");
  const known = OTHER_MARKS.find(([mark]) => start.startsWith(mark));
  if (known !== undefined) return known[1];
  if (start.startsWith("RIFF") && start.slice(8, 12) === "WEBP") return "a WebP image";
  if (start.slice(4, 8) === "ftyp") return boxKind(start.slice(8, 12));
  if (bytes.every((byte) => byte === 0)) return "nothing but zero bytes, as a broken download is";
  return textKind(bytes.subarray(0, LOOKED_AT)) ?? "of no known kind";
}

/** What an ISO media file of this brand is. */
function boxKind(brand: string): string {
  if (/^(hei|hev|mif)/.test(brand)) return "an HEIC image";
  return brand.startsWith("avi") ? "an AVIF image" : "a video";
}

/** What a text is, undefined where the bytes are none. */
function textKind(start: Uint8Array): string | undefined {
  let text: string;
  try {
    // A character may be cut in two at the end of what is looked at.
    text = new TextDecoder("utf-8", { fatal: true }).decode(start, { stream: true });
  } catch {
    return undefined;
  }
  // deno-lint-ignore no-control-regex
  if (/[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(text)) return undefined;
  if (/<!doctype html|<html|<head|<body/i.test(text)) return "a web page (HTML) and no image";
  if (/<svg/i.test(text)) return "an SVG drawing";
  return /^\s*<\?xml/.test(text) ? "an XML text" : "a text";
}
