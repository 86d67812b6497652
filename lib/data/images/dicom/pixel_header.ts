/**
 * What a header says of the pixels (PS3.3, C.7.6.3), checked before any room is made for them.
 *
 * @module
 */
import { InputError } from "../../../base/errors.ts";
import type { DataSet } from "./data_set.ts";
import { type DicomFile, MOST_PIXELS } from "./file.ts";
import { objectName } from "./objects.ts";
import { TAG } from "./tags.ts";

/** What the samples of a pixel stand for. */
export type Photometric =
  | "MONOCHROME1"
  | "MONOCHROME2"
  | "PALETTE COLOR"
  | "RGB"
  | "YBR_FULL"
  | "YBR_FULL_422"
  | "YBR_ICT"
  | "YBR_RCT";

/** What the header says of the pixels. */
export interface PixelHeader {
  readonly rows: number;
  readonly columns: number;
  readonly photometric: Photometric;
  readonly samplesPerPixel: 1 | 3;
  /** Whether colours lie in planes, all red before all green. */
  readonly isPlanar: boolean;
  /** The bits of a sample's word. */
  readonly bitsAllocated: 8 | 16;
  /** The bits of its value. */
  readonly bitsStored: number;
  /** The bits of the word below the value. */
  readonly shift: number;
  readonly isSigned: boolean;
}

const SAMPLES: Readonly<Record<Photometric, 1 | 3>> = {
  MONOCHROME1: 1,
  MONOCHROME2: 1,
  "PALETTE COLOR": 1,
  RGB: 3,
  YBR_FULL: 3,
  YBR_FULL_422: 3,
  YBR_ICT: 3,
  YBR_RCT: 3,
};

/**
 * The header of a film's pixels.
 *
 * @throws {InputError} if there is no image, or another than one film's
 */
export function readPixelHeader(file: DicomFile): PixelHeader {
  const { data } = file;
  checkImage(file);
  const photometric = readPhotometric(data);
  const samplesPerPixel = integer(data, "samplesPerPixel", 1, 3, 1);
  if (samplesPerPixel !== SAMPLES[photometric]) {
    throw new InputError(
      `it has ${samplesPerPixel} samples per pixel; ${photometric} has ${SAMPLES[photometric]}`,
    );
  }
  checkFrames(data.text(TAG.numberOfFrames));
  const rows = integer(data, "rows", 1, 65535);
  const columns = integer(data, "columns", 1, 65535);
  if (rows * columns > MOST_PIXELS) {
    throw new InputError(`it has ${columns}×${rows} pixels, more than any film`);
  }
  return {
    rows,
    columns,
    photometric,
    samplesPerPixel,
    isPlanar: data.integer(TAG.planarConfiguration) === 1,
    ...readBits(data),
    isSigned: data.integer(TAG.pixelRepresentation) === 1,
  };
}

function checkImage(file: DicomFile): void {
  const { data } = file;
  if (data.has(TAG.pixelData) && (data.has(TAG.rows) || data.has(TAG.bitsAllocated))) return;
  if (data.fault !== undefined) {
    throw new InputError(`it ends within its header or is damaged: ${data.fault}`);
  }
  if (data.has(TAG.floatPixelData) || data.has(TAG.doublePixelData)) {
    throw new InputError("its pixels are floating-point numbers; expected samples of 8 or 16 bits");
  }
  const name = objectName(file);
  if (name !== undefined) throw new InputError(`it holds no image: it is ${name}`);
  const size = data.has(TAG.rows) && data.has(TAG.columns)
    ? `: its header tells of ${data.integer(TAG.columns)}×${data.integer(TAG.rows)} pixels, but ` +
      "there are none"
    : "";
  throw new InputError(`it holds no image${size}`);
}

function readPhotometric(data: DataSet): Photometric {
  const name = data.text(TAG.photometricInterpretation).toUpperCase();
  for (const known of Object.keys(SAMPLES) as Photometric[]) if (known === name) return known;
  throw new InputError(
    `its photometric interpretation is ${name === "" ? "absent" : `"${name}"`}; expected ` +
      Object.keys(SAMPLES).join(", "),
  );
}

function checkFrames(frames: string): void {
  // Some writers say 0 where they mean that this is no film of many frames.
  if (frames === "" || Number(frames) === 0 || Number(frames) === 1) return;
  throw new InputError(
    /^\d+$/.test(frames)
      ? `it holds ${frames} frames; expected one film`
      : `its number of frames is "${frames}"; expected 1`,
  );
}

function readBits(data: DataSet): Pick<PixelHeader, "bitsAllocated" | "bitsStored" | "shift"> {
  const bitsAllocated = data.integer(TAG.bitsAllocated);
  if (bitsAllocated === 1) {
    throw new InputError("its samples take 1 bit, as those of a mask do; expected 8 or 16");
  }
  if (bitsAllocated !== 8 && bitsAllocated !== 16) {
    const bits = bitsAllocated ?? "an unknown number of";
    throw new InputError(`its samples take ${bits} bits; expected 8 or 16`);
  }
  const bitsStored = integer(data, "bitsStored", 1, bitsAllocated, bitsAllocated);
  const highBit = data.integer(TAG.highBit) ?? bitsStored - 1;
  const shift = highBit + 1 - bitsStored;
  // A high bit that leaves no room for the bits stored is not believed.
  const isBelievable = shift >= 0 && highBit < bitsAllocated;
  return { bitsAllocated, bitsStored, shift: isBelievable ? shift : 0 };
}

const NAMES = {
  samplesPerPixel: "number of samples per pixel",
  rows: "number of rows",
  columns: "number of columns",
  bitsStored: "number of bits stored",
} as const;

function integer(
  data: DataSet,
  name: keyof typeof NAMES,
  least: number,
  greatest: number,
  absent?: number,
): number {
  const value = data.integer(TAG[name]) ?? absent;
  if (value !== undefined && value >= least && value <= greatest) return value;
  throw new InputError(
    `its ${NAMES[name]} is ${value ?? "absent"}; expected ${least} to ${greatest}`,
  );
}
