/**
 * Features in a `.npy` file, whose ids stand in another.
 *
 * @module
 */
import { decodeNpy, type NpyArray } from "../../base/npy.ts";
import {
  featureError,
  type FeatureFileOptions,
  type FeatureTable,
  keptNumber,
  noNumber,
} from "./feature_table.ts";
import { readFeatureIds } from "./ids.ts";

/** From here on, not all whole numbers are numbers of 32 bits. */
const MOST_EXACT = 2 ** 24;

/**
 * The features in a `.npy` file: numbers of any type, `[films, width]`.
 *
 * @throws {InputError} if there is no list of ids, or the two do not fit each other
 */
export async function npyFeatures(
  bytes: Uint8Array,
  path: string,
  options: FeatureFileOptions,
): Promise<FeatureTable> {
  const array = decodeNpy(bytes, path);
  if (options.featureIds === undefined) {
    throw featureError(
      path,
      "does not say whose they are; name a file with the film ids, such as a text with one id a " +
        "line, as data.featureIds (--feature-ids)",
    );
  }
  const ids = await readFeatureIds(options.featureIds, options);
  return arrayFeatures(array, { ids, source: `"${options.featureIds}"` }, path, options.onWarning);
}

/**
 * Features of an array.
 *
 * @param named The ids of its rows, and how messages call where they are from
 * @throws {InputError} if it has not two axes, the rows and the ids differ in number, or a value is
 * no finite number
 */
export function arrayFeatures(
  { shape, data }: NpyArray,
  { ids, source }: { readonly ids: readonly string[]; readonly source: string },
  path: string,
  onWarning?: (message: string) => void,
): FeatureTable {
  const [rows, width] = shape;
  if (shape.length !== 2 || rows === undefined || width === undefined || width === 0) {
    throw featureError(path, `has shape [${shape.join(", ")}]; expected [films, width]`);
  }
  if (ids.length !== rows) {
    throw featureError(path, `has ${rows} rows but ${source} names ${ids.length} films`);
  }
  const values = new Float32Array(data.length);
  const isWhole = !isFractional(data);
  let rounded = 0;
  for (let i = 0; i < values.length; i++) {
    const value = keptNumber(data[i]);
    if (Number.isNaN(value)) {
      const [row, column] = [Math.floor(i / width), i % width];
      const where = `(row ${row}, column ${column}, counting from 0)`;
      throw noNumber(path, data[i], { id: ids[row]!, where });
    }
    values[i] = value;
    if (isWhole && Math.abs(value) >= MOST_EXACT && BigInt(value) !== BigInt(data[i]!)) rounded++;
  }
  if (rounded > 0) {
    onWarning?.(
      `${rounded} whole numbers of "${path}" are beyond ${MOST_EXACT} and are rounded to 24 bits`,
    );
  }
  return { ids, width, values };
}

function isFractional(data: NpyArray["data"]): boolean {
  return data instanceof Float64Array || data instanceof Float32Array ||
    data instanceof Float16Array;
}
