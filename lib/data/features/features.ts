/**
 * Feature vectors computed elsewhere, one a film, in whatever file they are: CSV, Parquet, `.npy` or
 * `.npz`, plain or gzipped.
 *
 * @module
 */
import { readBytes } from "../../base/files.ts";
import { isNpy } from "../../base/npy_header.ts";
import { selectVectors } from "../labels/annotations.ts";
import type { FeatureInputs } from "../dataset.ts";
import { itemsAt } from "../rows.ts";
import { csvFeatures } from "./csv.ts";
import { type FeatureFileOptions, type FeatureTable, warnOfConstants } from "./feature_table.ts";
import { logits } from "./logit.ts";
import { npyFeatures } from "./npy.ts";
import { npzFeatures } from "./npz.ts";
import { isParquet, parquetFeatures } from "./parquet.ts";

/** "logit" turns probabilities into log p/(1−p), which spreads them evenly. */
export type FeatureTransform = "none" | "logit";

/** Options of {@linkcode readFeatures}. */
export interface FeatureOptions extends FeatureFileOptions {
  /** Default: "none". */
  readonly transform?: FeatureTransform;
}

/**
 * The features in a file, told by its content: a `.npy` array (`[n, width]`, any number type), a
 * `.npz` file of arrays, Parquet or CSV.
 *
 * @throws {InputError} if a file cannot be read, it does not show whose the features are, ids and
 * rows differ in number, or a value is no finite number, or outside [0, 1] under "logit"; the message
 * names row and column
 */
export async function readFeatures(
  path: string,
  options: FeatureOptions = {},
): Promise<FeatureTable> {
  const { transform = "none", onWarning } = options;
  const table = await readTable(await readBytes(path, "features"), path, options);
  warnOfConstants(table, path, onWarning);
  return transform === "logit" ? { ...table, values: logits(table, path) } : table;
}

async function readTable(
  bytes: Uint8Array<ArrayBuffer>,
  path: string,
  options: FeatureFileOptions,
): Promise<FeatureTable> {
  if (isNpy(bytes)) return await npyFeatures(bytes, path, options);
  if (isNpz(bytes)) return await npzFeatures(bytes, path, options);
  if (isParquet(bytes)) return await parquetFeatures(bytes, path, options);
  return csvFeatures(bytes, path, options);
}

/** The mark of a ZIP archive. */
function isNpz(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2]! < 9;
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
