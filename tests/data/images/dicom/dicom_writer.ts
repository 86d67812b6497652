/**
 * Small DICOM files for tests, in every encoding, with and without what files may lack.
 *
 * @module
 */
import { deflateRawSync } from "node:zlib";

/** A lookup table as it is written. */
export interface WrittenTable {
  /** Number of entries (0 for 65536), first value, bits. */
  readonly descriptor: readonly [number, number, number];
  readonly entries: readonly number[];
  /** Two entries of 8 bits in each word. */
  readonly packed?: boolean;
  /** The kind of the descriptor's values; default: US. */
  readonly vr?: "US" | "SS";
}

/** The elements of a test film; `undefined` leaves an element out. */
export interface DicomFilm {
  readonly rows: number;
  readonly columns: number;
  /** Sample bytes, little endian, or the compressed frame where the syntax is a compressed one. */
  readonly pixels: Uint8Array;
  readonly transferSyntax?: string;
  /** The encoding of the data set where the transfer syntax is not to be believed. */
  readonly encoding?: "explicit" | "implicit" | "big endian";
  /** Whether the data set is deflated; default: where the transfer syntax says so. */
  readonly deflated?: boolean;
  /** What stands before the data set; default: preamble and meta information. */
  readonly start?: "whole" | "no syntax" | "no preamble" | "nothing";
  readonly photometric?: string;
  readonly samplesPerPixel?: number;
  readonly planar?: number;
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
  readonly rescaleType?: string;
  /** Millimetres between rows and columns, as `0.2\\0.2`. */
  readonly pixelSpacing?: string;
  readonly imagerPixelSpacing?: string;
  readonly modalityLut?: WrittenTable;
  readonly voiLut?: WrittenTable;
  readonly palette?: readonly [WrittenTable, WrittenTable, WrittenTable];
  readonly padding?: number;
  readonly paddingLimit?: number;
  readonly presentationShape?: string;
  readonly characterSet?: string;
  readonly objectUid?: string;
  readonly studyUid?: string;
  readonly seriesUid?: string;
  readonly accessionNumber?: string;
  readonly modality?: string;
  readonly studyDate?: string;
  readonly acquisitionDate?: string;
  readonly bodyPart?: string;
  readonly patientId?: string;
  readonly patientSex?: string;
  readonly patientAge?: string;
  readonly viewPosition?: string;
  /** Splits the compressed frame into fragments of this length. */
  readonly fragmentLength?: number;
  /** The table of offsets before the fragments; default: an empty one. */
  readonly offsets?: Uint8Array | "none";
  /** The kind of the pixel data; default: OW. */
  readonly pixelVr?: "OB" | "OW";
  /** Sequences and items with delimiters instead of lengths. */
  readonly delimited?: boolean;
  /** Spacing, window and rescaling stand in the functional groups of all frames, as enhanced objects have them. */
  readonly enhanced?: boolean;
}

export const EXPLICIT = "1.2.840.10008.1.2.1";
export const IMPLICIT = "1.2.840.10008.1.2";
export const BIG_ENDIAN = "1.2.840.10008.1.2.2";
export const DEFLATED = "1.2.840.10008.1.2.1.99";
export const RLE = "1.2.840.10008.1.2.5";

const PLAIN = [EXPLICIT, IMPLICIT, BIG_ENDIAN, DEFLATED];

/** The bytes of a DICOM file. */
export function writeDicom(film: DicomFilm): Uint8Array<ArrayBuffer> {
  const { transferSyntax = EXPLICIT, start = "whole" } = film;
  const { deflated = transferSyntax === DEFLATED } = film;
  const content = concat(elements(film, new Writer(encodingOf(film))));
  const little = new Writer("explicit");
  const data = deflated ? new Uint8Array(deflateRawSync(content)) : content;
  const meta = [
    little.element(0x00020000, "UL", long(0)),
    little.element(0x00020001, "OB", Uint8Array.of(0, 1)),
    start === "no syntax"
      ? new Uint8Array()
      : little.element(0x00020010, "UI", text(transferSyntax, "\0")),
  ];
  const preamble = [new Uint8Array(128), text("DICM")];
  if (start === "nothing") return data;
  return concat([...start === "no preamble" ? [] : preamble, ...meta, data]);
}

function encodingOf({ encoding, transferSyntax }: DicomFilm) {
  if (encoding !== undefined) return encoding;
  if (transferSyntax === IMPLICIT) return "implicit";
  return transferSyntax === BIG_ENDIAN ? "big endian" : "explicit";
}

function elements(film: DicomFilm, writer: Writer): Uint8Array[] {
  const { bitsAllocated = 8, bitsStored = bitsAllocated, palette = [] } = film;
  const isPlain = PLAIN.includes(film.transferSyntax ?? EXPLICIT);
  const sign = film.signed ? "SS" : "US";
  const word = (tag: number, vr: string, value: number | undefined) =>
    value === undefined ? new Uint8Array() : writer.element(tag, vr, writer.words([value]));
  const string = (tag: number, vr: string, value: string | undefined) =>
    value === undefined ? new Uint8Array() : writer.element(tag, vr, text(value));
  const uid = (tag: number, value: string | undefined) =>
    value === undefined ? new Uint8Array() : writer.element(tag, "UI", text(value, "\0"));
  return [
    string(0x00080005, "CS", film.characterSet),
    string(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7"),
    uid(0x00080018, film.objectUid),
    string(0x00080020, "DA", film.studyDate),
    string(0x00080022, "DA", film.acquisitionDate),
    string(0x00080050, "SH", film.accessionNumber),
    string(0x00080060, "CS", film.modality ?? "DX"),
    string(0x00100020, "LO", film.patientId),
    string(0x00100040, "CS", film.patientSex),
    string(0x00101010, "AS", film.patientAge),
    string(0x00181164, "DS", film.imagerPixelSpacing),
    string(0x00180015, "CS", film.bodyPart),
    string(0x00185101, "CS", film.viewPosition),
    uid(0x0020000d, film.studyUid),
    uid(0x0020000e, film.seriesUid),
    word(0x00280002, "US", film.samplesPerPixel ?? 1),
    string(0x00280004, "CS", film.photometric ?? "MONOCHROME2"),
    word(0x00280006, "US", film.planar),
    string(0x00280008, "IS", film.frames),
    word(0x00280010, "US", film.rows),
    word(0x00280011, "US", film.columns),
    film.enhanced ? new Uint8Array() : string(0x00280030, "DS", film.pixelSpacing),
    word(0x00280100, "US", bitsAllocated),
    word(0x00280101, "US", bitsStored),
    word(0x00280102, "US", film.highBit ?? bitsStored - 1),
    word(0x00280103, "US", film.signed ? 1 : 0),
    word(0x00280120, sign, film.padding),
    word(0x00280121, sign, film.paddingLimit),
    ...film.enhanced ? [] : windowElements(film, writer),
    ...palette.map((table, c) => writer.element(0x00281101 + c, "US", writer.descriptor(table))),
    ...palette.map((table, c) => writer.element(0x00281201 + c, "OW", writer.entries(table))),
    tableSequence(0x00283000, film.modalityLut, film, writer),
    tableSequence(0x00283010, film.voiLut, film, writer),
    string(0x20500020, "CS", film.presentationShape),
    film.enhanced ? functionalGroups(film, writer) : new Uint8Array(),
    isPlain
      ? writer.element(
        0x7fe00010,
        film.pixelVr ?? "OW",
        film.pixelVr === "OB" ? film.pixels : writer.ordered(film.pixels),
      )
      : encapsulated(film, writer),
  ];
}

function windowElements(film: DicomFilm, writer: Writer): Uint8Array[] {
  const string = (tag: number, vr: string, value: string | undefined) =>
    value === undefined ? new Uint8Array() : writer.element(tag, vr, text(value));
  return [
    string(0x00281050, "DS", film.windowCenter),
    string(0x00281051, "DS", film.windowWidth),
    string(0x00281052, "DS", film.intercept),
    string(0x00281053, "DS", film.slope),
    string(0x00281054, "LO", film.rescaleType),
    string(0x00281056, "CS", film.voiLutFunction),
  ];
}

/** Spacing, window and rescaling in the Shared Functional Groups Sequence. */
function functionalGroups(film: DicomFilm, writer: Writer): Uint8Array {
  const { intercept, slope, rows, columns, pixels, pixelSpacing, ...window } = film;
  const sequence = (tag: number, content: Uint8Array) =>
    writer.element(
      tag,
      "SQ",
      concat([writer.tag(0xfffee000), writer.long(content.length), content]),
    );
  const size = { rows, columns, pixels };
  const rescaling = { ...size, ...intercept && { intercept }, ...slope && { slope } };
  return sequence(
    0x52009229,
    concat([
      pixelSpacing === undefined
        ? new Uint8Array()
        : sequence(0x00289110, writer.element(0x00280030, "DS", text(pixelSpacing))),
      sequence(0x00289132, concat(windowElements({ ...size, ...window }, writer))),
      sequence(0x00289145, concat(windowElements(rescaling, writer))),
    ]),
  );
}

function tableSequence(
  tag: number,
  table: WrittenTable | undefined,
  { delimited = false }: DicomFilm,
  writer: Writer,
): Uint8Array {
  if (table === undefined) return new Uint8Array();
  const content = concat([
    writer.element(0x00283002, table.vr ?? "US", writer.descriptor(table)),
    writer.element(0x00283006, "OW", writer.entries(table)),
  ]);
  const item = delimited
    ? concat([
      writer.tag(0xfffee000),
      writer.long(0xffffffff),
      content,
      writer.tag(0xfffee00d),
      writer.long(0),
    ])
    : concat([writer.tag(0xfffee000), writer.long(content.length), content]);
  if (!delimited) return writer.element(tag, "SQ", item);
  return concat([
    writer.header(tag, "SQ", 0xffffffff),
    item,
    writer.tag(0xfffee0dd),
    writer.long(0),
  ]);
}

/** Pixel data of undefined length: a table of offsets, fragments, and a delimiter. */
function encapsulated(film: DicomFilm, writer: Writer): Uint8Array {
  const { pixels, fragmentLength = pixels.length, offsets = new Uint8Array() } = film;
  const item = (value: Uint8Array) =>
    concat([writer.tag(0xfffee000), writer.long(value.length), value]);
  const fragments: Uint8Array[] = [];
  for (let start = 0; start < pixels.length; start += fragmentLength) {
    const fragment = pixels.slice(start, start + fragmentLength);
    fragments.push(item(fragment.length % 2 ? concat([fragment, new Uint8Array(1)]) : fragment));
  }
  return concat([
    writer.header(0x7fe00010, "OB", 0xffffffff),
    offsets === "none" ? new Uint8Array() : item(offsets),
    ...fragments,
    writer.tag(0xfffee0dd),
    writer.long(0),
  ]);
}

/** Writes elements in one encoding. */
class Writer {
  readonly #implicit: boolean;
  readonly #big: boolean;

  constructor(encoding: "explicit" | "implicit" | "big endian") {
    this.#implicit = encoding === "implicit";
    this.#big = encoding === "big endian";
  }

  element(tag: number, vr: string, value: Uint8Array): Uint8Array {
    return concat([this.header(tag, vr, value.length), value]);
  }

  header(tag: number, vr: string, length: number): Uint8Array {
    if (this.#implicit) return concat([this.tag(tag), this.long(length)]);
    const isLong = vr === "OW" || vr === "OB" || vr === "SQ";
    const after = isLong ? concat([short(0), this.long(length)]) : this.words([length]);
    return concat([this.tag(tag), text(vr), after]);
  }

  tag(tag: number): Uint8Array {
    return this.words([tag >>> 16, tag & 0xffff]);
  }

  long(value: number): Uint8Array {
    return this.#big ? long(value).reverse() : long(value);
  }

  words(values: readonly number[]): Uint8Array {
    return concat(values.map((value) => this.#big ? short(value).reverse() : short(value)));
  }

  /** Bytes of little endian words in this order. */
  ordered(bytes: Uint8Array): Uint8Array {
    const even = bytes.length % 2 ? concat([bytes, new Uint8Array(1)]) : bytes;
    return this.#big ? even.map((_, i) => even[i ^ 1]!) : even;
  }

  descriptor({ descriptor }: WrittenTable): Uint8Array {
    return this.words(descriptor);
  }

  entries({ entries, packed = false }: WrittenTable): Uint8Array {
    return packed ? this.ordered(Uint8Array.from(entries)) : this.words(entries);
  }
}

const short = (value: number) => Uint8Array.of(value & 255, value >> 8 & 255);
const long = (value: number) => concat([short(value & 0xffff), short(value >>> 16)]);

function text(value: string, padding = " "): Uint8Array {
  const bytes = new TextEncoder().encode(value);
  return bytes.length % 2 ? concat([bytes, new TextEncoder().encode(padding)]) : bytes;
}

export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
