/**
 * The film ids of features that do not hold them themselves: a text with one id a line, a NumPy
 * array of text, or a CSV file; each plain or gzipped.
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";
import { readBytes } from "../../base/files.ts";
import { decodeNpy } from "../../base/npy.ts";
import { isNpy, readNpyHeader } from "../../base/npy_header.ts";
import { decodeNpyText } from "../../base/npy_text.ts";
import { readIdList } from "../tables/id_list.ts";
import { checkIds } from "../tables/ids.ts";
import { csvIds } from "./csv.ts";
import type { FeatureFileOptions } from "./feature_table.ts";

/** What the file is for, in messages. */
const PURPOSE = "feature ids";

/**
 * The film ids in a file, in the order of the rows of an array: the lines of a text, the elements of
 * a `.npy` array, or a column of a CSV file (`featureIdColumn`, or `id`, or the only one that holds
 * no numbers, or the first).
 *
 * @throws {InputError} if the file cannot be read, is empty or names a film twice
 */
export async function readFeatureIds(
  path: string,
  options: FeatureFileOptions,
): Promise<readonly string[]> {
  const bytes = await readBytes(path, PURPOSE);
  if (isNpy(bytes)) return npyIds(bytes, path);
  if (!/\.(csv|tsv)(\.gz)?$/i.test(path)) {
    const { encoding, onWarning } = options;
    return await readIdList(path, PURPOSE, { encoding, onWarning });
  }
  return uniqueIds(csvIds(bytes, path, options), path);
}

/**
 * The ids in a `.npy` file: text, or whole numbers.
 *
 * @param name The file's name, for messages
 * @throws {InputError} if it holds anything else, has not one axis, or an id is empty or there twice
 */
export function npyIds(bytes: Uint8Array, name: string): readonly string[] {
  const isText = "US".includes(readNpyHeader(bytes, name).kind);
  const { shape, ids } = isText ? textIds(bytes, name) : numberIds(bytes, name);
  const [, width = 1] = shape;
  if (shape.length < 1 || shape.length > 2 || width !== 1) {
    throw unusable(name, `has shape [${shape.join(", ")}]; expected [films]`);
  }
  return uniqueIds(ids, name);
}

/**
 * Ids of which none is empty or there twice.
 *
 * @param name The file's name, for messages
 * @throws {InputError} if one is, or there are none
 */
export function uniqueIds(ids: readonly string[], name: string): readonly string[] {
  if (ids.length === 0) throw unusable(name, "is empty");
  checkIds(ids, (row) => `Cannot read ${PURPOSE}: "${name}", row ${row} counting from 0,`);
  const unique = new Set<string>();
  for (const id of ids) {
    if (unique.has(id)) throw unusable(name, `names "${id}" twice`);
    unique.add(id);
  }
  return ids;
}

function textIds(bytes: Uint8Array, name: string) {
  const { shape, texts } = decodeNpyText(bytes, name);
  return { shape, ids: texts.map((text) => text.trim()) };
}

function numberIds(bytes: Uint8Array, name: string) {
  const { shape, data } = decodeNpy(bytes, name);
  // Beyond it, ids that were different may have become one number, or another's.
  const most = data instanceof Float16Array
    ? 2 ** 11
    : data instanceof Float32Array
    ? 2 ** 24
    : Number.MAX_SAFE_INTEGER;
  for (const value of data) {
    if (typeof value !== "number") continue;
    if (Number.isInteger(value) && Math.abs(value) <= most) continue;
    const why = Number.isInteger(value) ? ", which its type of numbers may have rounded" : "";
    throw unusable(name, `holds ${value}${why}; expected text or whole numbers`);
  }
  return { shape, ids: Array.from<number | bigint, string>(data, String) };
}

function unusable(name: string, reason: string): InputError {
  return new InputError(`Cannot read ${PURPOSE}: "${name}" ${reason}`);
}
