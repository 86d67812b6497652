/**
 * One film out of a DICOM file: its stored samples, what they stand for, and what is shown.
 *
 * @module
 */
import dicomParser, { type DataSet, type Element } from "dicom-parser";
import { InputError } from "../../../base/errors.ts";
import {
  type Codec,
  decodeJpeg,
  decodeJpeg2000,
  decodeJpegLossless,
  decodeJpegLs,
  type FrameSize,
  type Samples,
} from "./codecs.ts";
import { parseAge, parseSex, parseView } from "../../labels/strata.ts";
import type { DeepImage, WholeImage } from "../deep_image.ts";
import {
  ramp,
  type Shade,
  valueRange,
  type Window,
  WINDOW_SHAPES,
  windowEnds,
  windowShade,
} from "../shade.ts";

/** DICOM's names of the tags that are read. */
const TAG = {
  transferSyntax: "x00020010",
  patientId: "x00100020",
  patientSex: "x00100040",
  patientAge: "x00101010",
  viewPosition: "x00185101",
  samplesPerPixel: "x00280002",
  photometricInterpretation: "x00280004",
  numberOfFrames: "x00280008",
  rows: "x00280010",
  columns: "x00280011",
  bitsAllocated: "x00280100",
  bitsStored: "x00280101",
  highBit: "x00280102",
  pixelRepresentation: "x00280103",
  windowCenter: "x00281050",
  windowWidth: "x00281051",
  rescaleIntercept: "x00281052",
  rescaleSlope: "x00281053",
  voiLutFunction: "x00281056",
  pixelData: "x7fe00010",
} as const;

const UNCOMPRESSED = new Set(["1.2.840.10008.1.2", "1.2.840.10008.1.2.1"]);

const CODECS: Readonly<Record<string, Codec>> = {
  "1.2.840.10008.1.2.4.50": decodeJpeg,
  "1.2.840.10008.1.2.4.51": decodeJpeg,
  "1.2.840.10008.1.2.4.57": decodeJpegLossless,
  "1.2.840.10008.1.2.4.70": decodeJpegLossless,
  "1.2.840.10008.1.2.4.80": decodeJpegLs,
  "1.2.840.10008.1.2.4.81": decodeJpegLs,
  "1.2.840.10008.1.2.4.90": decodeJpeg2000,
  "1.2.840.10008.1.2.4.91": decodeJpeg2000,
};

/** More pixels than any film has: a damaged header must not fill the memory. */
export const MOST_PIXELS = 1 << 26;

/** Whether the bytes carry DICOM's mark. */
export function isDicom(bytes: Uint8Array): boolean {
  return [0x44, 0x49, 0x43, 0x4d].every((byte, i) => bytes[128 + i] === byte);
}

/**
 * The film in a DICOM file: MONOCHROME1 and MONOCHROME2, 8 to 16 bits, signed or not,
 * uncompressed, JPEG, lossless JPEG, JPEG-LS or JPEG 2000. MONOCHROME1 is inverted, so that air
 * is always dark.
 *
 * @param window "file": the first window of the file; "full", or a file without one: films of 8
 * bits keep their values, deeper ones are stretched from their least to their greatest value
 * @throws {InputError} if the file is damaged or holds anything else
 */
export async function decodeDicom(
  bytes: Uint8Array,
  { window }: { readonly window: "file" | "full" },
): Promise<DeepImage> {
  const file = parse(bytes);
  const header = readHeader(file);
  const samples = await readSamples(file, header);
  const own = window === "file" ? fileWindow(file) : undefined;
  const shade = own ? windowShade(own) : ramp(...rangeOf(file, header, samples));
  return shadedImage(file, header, { samples, shade });
}

/**
 * The film in a DICOM file with all its values, and which of them its own window shows: for people,
 * who can then look beyond that window. Otherwise like {@linkcode decodeDicom}.
 *
 * @throws {InputError} if the file is damaged or holds anything else
 */
export async function decodeWholeDicom(bytes: Uint8Array): Promise<WholeImage> {
  const file = parse(bytes);
  const header = readHeader(file);
  const samples = await readSamples(file, header);
  const [least, greatest] = rangeOf(file, header, samples);
  const own = fileWindow(file);
  const share = (value: number) => {
    const part = (value - least) / (greatest - least);
    return header.inverted ? 1 - part : part;
  };
  const [low, high] = (own ? windowEnds(own) : [least, greatest]).map(share)
    .sort((a, b) => a - b) as [number, number];
  const image = shadedImage(file, header, { samples, shade: ramp(least, greatest) });
  return { ...image, shown: least < greatest ? { low, high } : { low: 0, high: 1 } };
}

function shadedImage(
  file: DataSet,
  header: PixelHeader,
  { samples, shade }: { readonly samples: Samples; readonly shade: Shade },
): DeepImage {
  const pixels = new Uint16Array(samples.length);
  const table = shadeTable(file, header, shade);
  for (let i = 0; i < pixels.length; i++) pixels[i] = table[samples[i]! & (table.length - 1)]!;
  return { width: header.columns, height: header.rows, pixels };
}

/** What a DICOM file says of its film beside the pixels, "" and NaN where it says nothing. */
export interface DicomFacts {
  readonly patient: string;
  /** "F", "M" or "". */
  readonly sex: string;
  /** Years. */
  readonly age: number;
  /** "PA", "AP", "LATERAL" or "". */
  readonly view: string;
}

/**
 * The patient, sex, age and view in a DICOM file's header.
 *
 * @throws {InputError} if the file is damaged
 */
export function readDicomFacts(bytes: Uint8Array): DicomFacts {
  const file = parse(bytes, { untilTag: TAG.pixelData });
  const text = (tag: string) => file.string(tag)?.trim() ?? "";
  return {
    patient: text(TAG.patientId),
    sex: parseSex(text(TAG.patientSex)),
    age: parseAge(text(TAG.patientAge)),
    view: parseView(text(TAG.viewPosition)),
  };
}

function parse(bytes: Uint8Array, options?: { readonly untilTag: string }): DataSet {
  try {
    return dicomParser.parseDicom(bytes, { ...options, inflater: refuseDeflated });
  } catch (error) {
    if (error instanceof InputError) throw error;
    // dicom-parser throws texts, and objects with the text in `exception`.
    const { exception } = Object(error);
    throw new InputError(`it is a damaged DICOM file: ${exception ?? error}`);
  }
}

/** What is deflated could inflate to any size before its header could be looked at. */
function refuseDeflated(): never {
  throw new InputError("its content is deflated, which is not read; save it uncompressed");
}

/** What the header says about the samples. */
interface PixelHeader extends FrameSize {
  readonly bitsAllocated: 8 | 16;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly signed: boolean;
  /** Whether low values are bright (MONOCHROME1). */
  readonly inverted: boolean;
}

function readHeader(file: DataSet): PixelHeader {
  const integer = (tag: string, name: string, least: number, greatest: number, absent?: number) => {
    const value = file.uint16(tag) ?? absent;
    if (value !== undefined && value >= least && value <= greatest) return value;
    throw new InputError(`its ${name} is ${value}; expected ${least} to ${greatest}`);
  };
  const photometric = file.string(TAG.photometricInterpretation);
  if (photometric !== "MONOCHROME1" && photometric !== "MONOCHROME2") {
    throw new InputError(
      `its photometric interpretation is "${photometric}"; expected MONOCHROME1 or MONOCHROME2`,
    );
  }
  const frames = file.string(TAG.numberOfFrames) ?? "1";
  if (Number(frames) !== 1) throw new InputError(`it holds ${frames} frames; expected one film`);
  integer(TAG.samplesPerPixel, "number of samples per pixel", 1, 1, 1);
  const rows = integer(TAG.rows, "number of rows", 1, 65535);
  const columns = integer(TAG.columns, "number of columns", 1, 65535);
  if (rows * columns > MOST_PIXELS) {
    throw new InputError(`it has ${columns}×${rows} pixels, more than any film`);
  }
  const bitsAllocated = file.uint16(TAG.bitsAllocated);
  if (bitsAllocated !== 8 && bitsAllocated !== 16) {
    throw new InputError(`its samples take ${bitsAllocated} bits; expected 8 or 16`);
  }
  const bitsStored = integer(
    TAG.bitsStored,
    "number of bits stored",
    1,
    bitsAllocated,
    bitsAllocated,
  );
  const highBit = integer(
    TAG.highBit,
    "high bit",
    bitsStored - 1,
    bitsAllocated - 1,
    bitsStored - 1,
  );
  const signed = file.uint16(TAG.pixelRepresentation) === 1;
  const inverted = photometric === "MONOCHROME1";
  return { rows, columns, bitsAllocated, bitsStored, highBit, signed, inverted };
}

/** The samples as stored, `[rows, columns]`, the value's bits lowest. */
async function readSamples(file: DataSet, header: PixelHeader): Promise<Samples> {
  const element = file.elements[TAG.pixelData];
  if (element === undefined) throw new InputError("it holds no pixel data");
  const syntax = file.string(TAG.transferSyntax) ?? "absent";
  if (UNCOMPRESSED.has(syntax)) return readUncompressed(file, element, header);
  const codec = CODECS[syntax];
  if (codec === undefined) {
    throw new InputError(
      `its transfer syntax is ${syntax}, which is not supported; save it uncompressed ` +
        `(1.2.840.10008.1.2.1), for example with dcmconv or gdcmconv`,
    );
  }
  const fragments = element.fragments?.length ?? 0;
  if (fragments === 0) throw new InputError("its compressed pixel data is empty");
  const bytes = dicomParser.readEncapsulatedPixelDataFromFragments(file, element, 0, fragments);
  const samples = await codec(Uint8Array.from(bytes), header);
  if (samples.length === header.rows * header.columns) return samples;
  throw new InputError("its compressed frame differs in size from what its header promises");
}

function readUncompressed(file: DataSet, element: Element, header: PixelHeader): Samples {
  const count = header.rows * header.columns;
  const length = count * header.bitsAllocated / 8;
  if (element.encapsulatedPixelData || element.length < length) {
    throw new InputError(`its pixel data has ${element.length} bytes; expected ${length}`);
  }
  const bytes = Uint8Array.from(
    file.byteArray.subarray(element.dataOffset, element.dataOffset + length),
  );
  const shift = header.highBit + 1 - header.bitsStored;
  if (header.bitsAllocated === 8) return bytes.map((sample) => sample >> shift);
  const view = new DataView(bytes.buffer);
  return Uint16Array.from({ length: count }, (_, i) => view.getUint16(2 * i, true) >> shift);
}

/** What a sample stands for: two's complement where signed, then the modality's straight line. */
function valueOf(file: DataSet, { bitsStored, signed }: PixelHeader): (sample: number) => number {
  const slope = decimal(file, TAG.rescaleSlope) ?? 1;
  const intercept = decimal(file, TAG.rescaleIntercept) ?? 0;
  const unused = 32 - bitsStored;
  return (sample) => {
    const stored = signed ? sample << unused >> unused : sample << unused >>> unused;
    return slope * stored + intercept;
  };
}

/** The brightness, 0 to 65535, of each of the 2^bitsStored samples that can occur. */
function shadeTable(file: DataSet, header: PixelHeader, shade: Shade): Uint16Array {
  const value = valueOf(file, header);
  return Uint16Array.from({ length: 1 << header.bitsStored }, (_, sample) => {
    const brightness = shade(value(sample));
    return Math.round(65535 * (header.inverted ? 1 - brightness : brightness));
  });
}

/** The range of all of an 8-bit film's values; of a deeper one, of those that occur. */
function rangeOf(file: DataSet, header: PixelHeader, samples: Samples): [number, number] {
  const value = valueOf(file, header);
  if (header.bitsStored === 8) return valueRange(Array.from({ length: 256 }, (_, s) => value(s)));
  const occurs = new Uint8Array(1 << header.bitsStored);
  for (let i = 0; i < samples.length; i++) occurs[samples[i]! & (occurs.length - 1)] = 1;
  const occurring = Array.from(occurs.keys()).filter((sample) => occurs[sample] === 1);
  return valueRange(occurring.map(value));
}

/** The file's first window, or undefined where it has none. */
function fileWindow(file: DataSet): Window | undefined {
  const center = decimal(file, TAG.windowCenter);
  const width = decimal(file, TAG.windowWidth);
  if (center === undefined || width === undefined) return undefined;
  const name = file.string(TAG.voiLutFunction) ?? "LINEAR";
  const shape = WINDOW_SHAPES.find((shape) => shape === name) ?? "LINEAR";
  if (width < 1 && (shape === "LINEAR" || width <= 0)) {
    throw new InputError(`its window is ${width} wide; expected at least 1`);
  }
  return { center, width, shape };
}

/** The first number in a text element, or undefined where the element is absent or empty. */
function decimal(file: DataSet, tag: string): number | undefined {
  const text = file.string(tag, 0);
  if (text === undefined || text.trim() === "") return undefined;
  const value = Number(text);
  if (Number.isFinite(value)) return value;
  throw new InputError(`its element ${tag.slice(1, 5)},${tag.slice(5)} is "${text}", no number`);
}
