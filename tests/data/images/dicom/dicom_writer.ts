/**
 * Small DICOM files for tests: explicit or implicit little endian, plain or encapsulated.
 *
 * @module
 */

/** The elements of a test film; `undefined` leaves an element out. */
export interface DicomFilm {
  readonly rows: number;
  readonly columns: number;
  /** Sample bytes, or the compressed frame where the syntax is a compressed one. */
  readonly pixels: Uint8Array;
  readonly transferSyntax?: string;
  readonly photometric?: string;
  readonly bitsAllocated?: number;
  readonly bitsStored?: number;
  readonly highBit?: number;
  readonly signed?: boolean;
  readonly frames?: string;
  readonly windowCenter?: string;
  readonly windowWidth?: string;
  readonly voiLutFunction?: string;
  readonly intercept?: string;
  readonly slope?: string;
  readonly patientId?: string;
  readonly patientSex?: string;
  readonly patientAge?: string;
  readonly viewPosition?: string;
  /** Splits the compressed frame into fragments of this length. */
  readonly fragmentLength?: number;
}

export const EXPLICIT = "1.2.840.10008.1.2.1";
export const IMPLICIT = "1.2.840.10008.1.2";

/** The bytes of a DICOM file. */
export function writeDicom(film: DicomFilm): Uint8Array<ArrayBuffer> {
  const { transferSyntax = EXPLICIT, bitsAllocated = 8, bitsStored = bitsAllocated } = film;
  const implicit = transferSyntax === IMPLICIT;
  const compressed = !implicit && transferSyntax !== EXPLICIT;
  const element = implicit ? implicitElement : explicitElement;
  const optional = (tag: number, vr: string, value: string | undefined) =>
    value === undefined ? new Uint8Array() : element(tag, vr, text(value));
  return concat([
    new Uint8Array(128),
    text("DICM"),
    explicitElement(0x00020010, "UI", text(transferSyntax, "\0")),
    optional(0x00100020, "LO", film.patientId),
    optional(0x00100040, "CS", film.patientSex),
    optional(0x00101010, "AS", film.patientAge),
    optional(0x00185101, "CS", film.viewPosition),
    element(0x00280002, "US", short(1)),
    element(0x00280004, "CS", text(film.photometric ?? "MONOCHROME2")),
    optional(0x00280008, "IS", film.frames),
    element(0x00280010, "US", short(film.rows)),
    element(0x00280011, "US", short(film.columns)),
    element(0x00280100, "US", short(bitsAllocated)),
    element(0x00280101, "US", short(bitsStored)),
    element(0x00280102, "US", short(film.highBit ?? bitsStored - 1)),
    element(0x00280103, "US", short(film.signed ? 1 : 0)),
    optional(0x00281050, "DS", film.windowCenter),
    optional(0x00281051, "DS", film.windowWidth),
    optional(0x00281052, "DS", film.intercept),
    optional(0x00281053, "DS", film.slope),
    optional(0x00281056, "CS", film.voiLutFunction),
    compressed ? encapsulated(film) : element(0x7fe00010, "OW", film.pixels),
  ]);
}

function explicitElement(tag: number, vr: string, value: Uint8Array): Uint8Array {
  const isLong = vr === "OW" || vr === "OB";
  const length = isLong ? concat([short(0), long(value.length)]) : short(value.length);
  return concat([tagBytes(tag), text(vr), length, value]);
}

function implicitElement(tag: number, _vr: string, value: Uint8Array): Uint8Array {
  return concat([tagBytes(tag), long(value.length), value]);
}

/** Pixel data of undefined length: an empty offset table, fragments, and a delimiter. */
function encapsulated({ pixels, fragmentLength = pixels.length }: DicomFilm): Uint8Array {
  const item = (value: Uint8Array) => concat([tagBytes(0xfffee000), long(value.length), value]);
  const fragments: Uint8Array[] = [];
  for (let start = 0; start < pixels.length; start += fragmentLength) {
    const fragment = pixels.slice(start, start + fragmentLength);
    fragments.push(item(fragment.length % 2 ? concat([fragment, new Uint8Array(1)]) : fragment));
  }
  return concat([
    tagBytes(0x7fe00010),
    text("OB"),
    short(0),
    long(0xffffffff),
    item(new Uint8Array()),
    ...fragments,
    tagBytes(0xfffee0dd),
    long(0),
  ]);
}

const tagBytes = (tag: number) => concat([short(tag >>> 16), short(tag & 0xffff)]);
const short = (value: number) => Uint8Array.of(value & 255, value >> 8 & 255);
const long = (value: number) => concat([short(value & 0xffff), short(value >>> 16)]);

function text(value: string, padding = " "): Uint8Array {
  return new TextEncoder().encode(value.length % 2 ? value + padding : value);
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
