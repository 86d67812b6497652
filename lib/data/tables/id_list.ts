/**
 * Text files that list film ids, one a line.
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";
import { readTextFile, type TextOptions } from "./encoding.ts";

/**
 * The film ids of a list such as ChestX-ray14's `train_val_list.txt`, one a line, plain or gzipped.
 *
 * @throws {InputError} if the file cannot be read, is empty or names a film twice
 */
export async function readIdList(
  path: string,
  purpose: string,
  options: TextOptions = {},
): Promise<string[]> {
  const text = await readTextFile(path, purpose, options);
  const lines = text.split(/\r\n|\n|\r/).map((line) => line.trim());
  const ids = lines.filter((line) => line !== "");
  const unique = new Set<string>();
  for (const id of ids) {
    if (unique.has(id)) {
      throw new InputError(`Cannot read ${purpose}: "${path}" names "${id}" twice`);
    }
    unique.add(id);
  }
  if (ids.length === 0) throw new InputError(`Cannot read ${purpose}: "${path}" is empty`);
  return ids;
}
