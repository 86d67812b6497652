/**
 * Feature vectors computed elsewhere, one a film: a `.npy` array with a list of film ids, or a CSV
 * file whose first column is the id.
 *
 * @module
 */
import { decodeNpy } from "../../base/npy.ts";
import { InputError } from "../../base/errors.ts";
import { readBytes } from "../../base/files.ts";
import { selectVectors } from "../labels/annotations.ts";
import type { FeatureInputs } from "../dataset.ts";
import { readIdList } from "../tables/id_list.ts";
import { itemsAt } from "../rows.ts";
import { numberReader } from "../tables/numbers.ts";
import { readTable, type TableFormat, uniqueColumn } from "../tables/table.ts";

/** "logit" turns probabilities into log p/(1−p), which spreads them evenly. */
export type FeatureTransform = "none" | "logit";

/** Options of {@linkcode readFeatures}. */
export interface FeatureOptions {
  /** Default: "none". */
  readonly transform?: FeatureTransform;
  /** The id list of a `.npy` file: a text file with one id a line, in the order of the rows. */
  readonly featureIds?: string | undefined;
  /** Of the text files; default: UTF-8, see `decodeText`. */
  readonly encoding?: string | undefined;
  /** Between the cells of a CSV file; default: recognised, see `TableFormat`. */
  readonly separator?: string | undefined;
}

/** Feature vectors and whose they are. */
export interface FeatureTable {
  /** Of the n films, in the order of their vectors. */
  readonly ids: readonly string[];
  /** Length D of one vector. */
  readonly width: number;
  /** `[n, width]`. */
  readonly values: Float32Array<ArrayBuffer>;
}

/** Probabilities are kept this far from 0 and 1, so that a logit is at most ln(10⁶) = 13.8. */
const LEAST_PROBABILITY = 1e-6;

/**
 * The features in a `.npy` file (`[n, width]`, any number type) or a CSV file, plain or gzipped.
 *
 * @throws {InputError} if a file cannot be read, a CSV file is given an id list, ids and rows differ in number, or a value is no
 * finite number, or outside [0, 1] under "logit"; the message names row and column
 */
export async function readFeatures(
  path: string,
  options: FeatureOptions = {},
): Promise<FeatureTable> {
  const { transform = "none", featureIds, encoding, separator } = options;
  const isNpy = /\.npy(\.gz)?$/.test(path);
  if (!isNpy && featureIds !== undefined) {
    throw new InputError(
      `Cannot read features: "${path}" names its films itself, in its first column; leave out the ` +
        `list of film ids "${featureIds}" (data.featureIds, --feature-ids), which is for a .npy file`,
    );
  }
  const table = isNpy
    ? await readNpyFeatures(path, featureIds, encoding)
    : await readCsvFeatures(path, { encoding, separator });
  if (transform === "logit") return { ...table, values: logits(table, path) };
  return table;
}

async function readNpyFeatures(
  path: string,
  idsPath: string | undefined,
  encoding: string | undefined,
): Promise<FeatureTable> {
  if (idsPath === undefined) {
    throw new InputError(
      `Cannot read features: "${path}" does not say whose they are; name a text file with one ` +
        `film id a line as data.featureIds`,
    );
  }
  const { shape, data } = decodeNpy(await readBytes(path, "features"), path);
  const [rows, width] = shape;
  if (shape.length !== 2 || rows === undefined || width === undefined || width === 0) {
    throw new InputError(
      `Cannot read features: "${path}" has shape [${shape.join(", ")}]; expected [films, width]`,
    );
  }
  const ids = await readIdList(idsPath, "feature ids", { encoding });
  if (ids.length !== rows) {
    throw new InputError(
      `Cannot read features: "${path}" has ${rows} rows but "${idsPath}" names ${ids.length} films`,
    );
  }
  const values = Float32Array.from<number | bigint>(data, Number);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const [row, column] = [Math.floor(bad / width), bad % width];
    throw new InputError(
      `Cannot read features: "${path}" holds ${values[bad]} for film "${ids[row]}" (row ${row}, ` +
        `column ${column}, counting from 0); expected a finite number`,
    );
  }
  return { ids, width, values };
}

async function readCsvFeatures(
  path: string,
  format: TableFormat,
): Promise<FeatureTable> {
  const table = await readTable(path, "features", format);
  const ids = uniqueColumn(table, 0);
  const width = table.header.length - 1;
  if (width === 0) {
    throw new InputError(
      `Cannot read features: "${path}" has one column; expected the film id and then the features`,
    );
  }
  const values = new Float32Array(ids.length * width);
  const number = numberReader(table);
  for (const [row, cells] of table.rows.entries()) {
    for (let column = 0; column < width; column++) {
      const cell = cells[column + 1]!;
      // As it will be stored, since 1e40 is no finite number in 32 bits.
      const value = Math.fround(number(cell) ?? NaN);
      if (!Number.isFinite(value)) {
        throw new InputError(
          `Cannot read features: "${path}" holds "${cell}" for film "${ids[row]}" in column ` +
            `"${table.header[column + 1]}"; expected a finite number`,
        );
      }
      values[row * width + column] = value;
    }
  }
  return { ids, width, values };
}

function logits({ ids, width, values }: FeatureTable, path: string): Float32Array<ArrayBuffer> {
  return values.map((value, i) => {
    if (!(value >= 0 && value <= 1)) {
      throw new InputError(
        `Cannot take logits of features: "${path}" holds ${value} for film ` +
          `"${ids[Math.floor(i / width)]}" in feature ${i % width + 1} of ${width}; expected a ` +
          `probability in [0, 1], or data.transform "none"`,
      );
    }
    return logit(value);
  });
}

/**
 * log p/(1−p), with p kept within [10⁻⁶, 1 − 10⁻⁶].
 *
 * @example
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * import { logit } from "./features.ts";
 *
 * assertEquals(logit(0.5), 0);
 * assertAlmostEquals(logit(0.9), Math.log(9), 1e-12);
 * assertEquals(logit(0), logit(1e-9));
 * ```
 */
export function logit(probability: number): number {
  const p = Math.min(Math.max(probability, LEAST_PROBABILITY), 1 - LEAST_PROBABILITY);
  return Math.log(p / (1 - p));
}

/** Which films of two sources belong together. */
export interface Join {
  /** Row numbers in both, ascending by those of the annotations. */
  readonly pairs: readonly { readonly annotated: number; readonly featured: number }[];
  /** Ids of annotated films without features. */
  readonly onlyAnnotated: readonly string[];
  /** Ids of films with features and no annotations. */
  readonly onlyFeatured: readonly string[];
}

/**
 * Pairs annotated films with feature rows by id.
 *
 * @throws {InputError} if the two have no film in common
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { joinById } from "./features.ts";
 *
 * assertEquals(joinById(["a", "b", "c"], ["c", "x", "a"]), {
 *   pairs: [{ annotated: 0, featured: 2 }, { annotated: 2, featured: 0 }],
 *   onlyAnnotated: ["b"],
 *   onlyFeatured: ["x"],
 * });
 * ```
 */
export function joinById(annotatedIds: readonly string[], featuredIds: readonly string[]): Join {
  const rowOf = new Map(featuredIds.map((id, row) => [id, row]));
  const annotated = new Set(annotatedIds);
  const pairs: { annotated: number; featured: number }[] = [];
  for (const [row, id] of annotatedIds.entries()) {
    const featured = rowOf.get(id);
    if (featured !== undefined) pairs.push({ annotated: row, featured });
  }
  if (pairs.length === 0) {
    throw new InputError(
      `Cannot join features and labels: they have no film in common; the labels name films such ` +
        `as "${annotatedIds[0]}", the features such as "${featuredIds[0]}"`,
    );
  }
  return {
    pairs,
    onlyAnnotated: annotatedIds.filter((id) => !rowOf.has(id)),
    onlyFeatured: featuredIds.filter((id) => !annotated.has(id)),
  };
}

/** The inputs of a data set whose film n has the feature vector in row `rows[n]`. */
export function featureInputs(table: FeatureTable, rows: readonly number[]): FeatureInputs {
  const { width, values } = table;
  return {
    kind: "features",
    width,
    read: (films) => Promise.try(() => selectVectors(values, width, itemsAt(rows, films))),
  };
}
