/**
 * MedMNIST's `.npz` files (Yang et al., Scientific Data 2023), of which ChestMNIST holds
 * ChestX-ray14's films. They come split and without patients.
 *
 * @module
 */
import type { NpyArray, NpyData } from "../base/npy.ts";
import { decodeNpz } from "../base/npz.ts";
import { InputError } from "../base/errors.ts";
import { readBytes } from "../base/files.ts";
import type { Annotations } from "./labels/annotations.ts";
import { CHESTXRAY14_LABELS, type LabelMatrix } from "./dataset.ts";
import { ownPatient } from "./labels/patients.ts";
import type { Side } from "./split.ts";

/** More classes than any such file has: a damaged one must not fill the memory. */
const MOST_CLASSES = 1000;

/** The parts of a MedMNIST file, in the order in which they are read, and what they are used for. */
const SIDE_OF = { train: "train", val: "validation", test: "query" } as const;
const PARTS = ["train", "val", "test"] as const;

/** The films of a `.npz` file. */
export interface MedMnist {
  /** Film ids such as `train_000012`; each film counts as a patient of its own. */
  readonly annotations: Annotations;
  /** What the file's own split uses each film for. */
  readonly sides: readonly Side[];
  /** Height and width in pixels. */
  readonly size: number;
  /** `[size, size]` bytes of each film, 0 black to 255 white. */
  readonly films: readonly Uint8Array[];
}

/**
 * Reads a MedMNIST file: ChestMNIST with its 14 labels, or any other gray one. A file with one
 * column of classes 0, 1, 2, … gives each class a label; with classes 0 and 1, one label for 1.
 *
 * @param labelNames Names of the labels; default: ChestX-ray14's where there are 14
 * @throws {InputError} if the file is damaged, lacks a part, or its arrays do not fit each other
 */
export async function readMedMnist(
  path: string,
  labelNames?: readonly string[],
): Promise<MedMnist> {
  const arrays = decodeNpz(await readBytes(path, "films"), path);
  const parts = PARTS.map((name) => readPart(arrays, name, path));
  const [size, ...otherSizes] = new Set(parts.map((part) => part.size));
  if (size === undefined || otherSizes.length > 0) {
    throw unusable(path, `has films of ${size} and of ${otherSizes.join(", ")} pixels`);
  }
  const ids = parts.flatMap(({ name, films }) => films.map((_, i) => filmId(name, i)));
  return {
    annotations: {
      ids,
      patients: ids.map(ownPatient),
      labels: toLabels(parts.flatMap(({ labels }) => labels), labelNames, path),
      strata: {
        sex: ids.map(() => ""),
        age: new Float32Array(ids.length).fill(NaN),
        view: ids.map(() => ""),
      },
    },
    sides: parts.flatMap(({ name, films }) => films.map(() => SIDE_OF[name])),
    size,
    films: parts.flatMap(({ films }) => films),
  };
}

type PartName = keyof typeof SIDE_OF;

interface MedMnistPart {
  readonly name: PartName;
  readonly size: number;
  readonly films: readonly Uint8Array[];
  /** One row of label values a film. */
  readonly labels: readonly (readonly number[])[];
}

function readPart(
  arrays: Readonly<Record<string, NpyArray>>,
  name: PartName,
  path: string,
): MedMnistPart {
  const images = arrays[`${name}_images`];
  const labels = arrays[`${name}_labels`];
  if (images === undefined || labels === undefined) {
    throw unusable(path, `has no ${name}_images or no ${name}_labels, as MedMNIST's files have`);
  }
  const [count = 0, size = 0, width, channels = 1] = images.shape;
  const { data } = images;
  const isSquare = images.shape.length >= 3 && images.shape.length <= 4 && channels === 1 &&
    size > 0 && size === width;
  if (!isSquare || !isBytes(data)) {
    throw unusable(
      path,
      `has ${name}_images of shape [${
        images.shape.join(", ")
      }]; expected bytes of square gray films`,
    );
  }
  const [labelled, classes = 1] = labels.shape;
  if (labels.shape.length < 1 || labels.shape.length > 2 || labelled !== count || classes === 0) {
    throw unusable(
      path,
      `has ${count} ${name}_images and ${name}_labels of shape [${labels.shape.join(", ")}]`,
    );
  }
  const pixels = data instanceof Uint8Array ? data : Uint8Array.from<number | bigint>(data, Number);
  const rows = Array.from({ length: count }, (_, i) => i);
  return {
    name,
    size,
    films: rows.map((i) => pixels.subarray(i * size * size, (i + 1) * size * size)),
    labels: rows.map((i) => Array.from(labels.data.slice(i * classes, (i + 1) * classes), Number)),
  };
}

/** Whether all of an array's values are whole numbers from 0 to 255. */
function isBytes(data: NpyData): boolean {
  if (data instanceof Uint8Array) return true;
  for (const value of data) {
    if (value < 0 || value > 255 || !Number.isInteger(Number(value))) return false;
  }
  return true;
}

/** Rows of 0 and 1 as they are; one class number a film as one label per class. */
function toLabels(
  rows: readonly (readonly number[])[],
  chosenNames: readonly string[] | undefined,
  path: string,
): LabelMatrix {
  const greatest = rows.reduce((most, row) => Math.max(most, row[0]!), 0);
  const isClassNumber = greatest > 1 && greatest < MOST_CLASSES &&
    rows.every((row) => row.length === 1 && Number.isInteger(row[0]) && row[0]! >= 0);
  const width = isClassNumber ? greatest + 1 : rows[0]?.length ?? 0;
  const names = chosenNames ?? defaultNames(width);
  if (names.length !== width) {
    throw unusable(path, `has ${width} labels; data.labelNames names ${names.length}`);
  }
  const values = new Float32Array(rows.length * width);
  for (const [i, row] of rows.entries()) {
    const labels = isClassNumber ? names.map((_, c) => c === row[0] ? 1 : 0) : row;
    if (labels.length !== width || !labels.every((value) => value === 0 || value === 1)) {
      throw unusable(path, `labels a film with [${row.join(", ")}]; expected ${width} of 0 or 1`);
    }
    values.set(labels, i * width);
  }
  return { names, values };
}

function defaultNames(width: number): readonly string[] {
  if (width === CHESTXRAY14_LABELS.length) return CHESTXRAY14_LABELS;
  return Array.from({ length: width }, (_, i) => `label ${i}`);
}

function filmId(part: PartName, index: number): string {
  return `${part}_${String(index).padStart(6, "0")}`;
}

function unusable(path: string, reason: string): InputError {
  return new InputError(`Cannot read films: "${path}" ${reason}`);
}
