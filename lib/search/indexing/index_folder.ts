/**
 * What lies in an index's folder beside the codes: its encoder (`encoder`), so that the index is
 * complete without its run; films that have no image file of their own (`films`); which table the
 * facts of its films came from (`facts.json`); which studies of a server were fetched
 * (`dicomweb.jsonl`); and what answers from it are worth (`worth.json`).
 *
 * @module
 */
import { join, resolve } from "node:path";
import { InputError } from "../../base/errors.ts";
import { exists, LEFTOVER, lockFile } from "../../base/files.ts";
import type { Case } from "../../store/case.ts";
import { HammingIndex } from "../../store/memory/hamming_index.ts";

/** What an index's folder holds, arrays and hidden files aside. */
const CONTENT = ["index.json", "encoder", "films", "facts.json", "dicomweb.jsonl", "worth.json"];

/**
 * The folder of an index that holds its encoder.
 *
 * @throws {InputError} if an earlier cohash made the index, which left no encoder card there
 */
export async function encoderFolder(index: string): Promise<string> {
  const folder = join(index, "encoder");
  if (await exists(folder) || !await exists(join(index, "model", "config.json"))) return folder;
  throw new InputError(
    `Cannot use the index "${index}": an earlier cohash made it, and its encoder has no card; ` +
      "make it anew from its run, with cohash index RUN --out DIR",
  );
}

/** The image file of a case, which lies in the index's folder unless its path is absolute. */
export function imagePath(index: string, { image }: Pick<Case, "image">): string {
  return image === "" ? "" : resolve(index, image);
}

/** The path, within an index's folder, of a film that is drawn there. */
export function drawnFilm(id: string): string {
  return join("films", `${encodeURIComponent(id)}.png`);
}

/** Whether a case's image is a file that was made for the index, in its folder. */
export function isOwnFilm(image: string): boolean {
  return /^films\/[^/]+$/.test(image);
}

/** Whether a folder holds an index. */
export async function isIndexFolder(path: string): Promise<boolean> {
  return await exists(join(path, "index.json"));
}

/**
 * Opens the index in a folder for as long as it is used.
 *
 * @throws {InputError} if there is none, or it is damaged
 */
export async function withIndex<T>(
  folder: string,
  use: (index: HammingIndex) => Promise<T> | T,
): Promise<T> {
  const index = await HammingIndex.open(folder);
  try {
    return await use(index);
  } finally {
    await index.close();
  }
}

/**
 * Changes an index while nobody else does: whoever comes second waits, and then sees what the first
 * has changed.
 *
 * @param change Opens the index, changes it and saves it
 */
export async function whileLocked<T>(folder: string, change: () => Promise<T>): Promise<T> {
  using _lock = await lockFile(join(folder, ".changing"));
  return await change();
}

/**
 * Opens the index in a folder, which must exist, to change and save it; see {@linkcode whileLocked}.
 *
 * @throws {InputError} if there is none, or it is damaged
 */
export async function changeIndex<T>(
  folder: string,
  change: (index: HammingIndex) => Promise<T>,
): Promise<T> {
  if (!await isIndexFolder(folder)) return await withIndex(folder, change);
  return await whileLocked(folder, () => withIndex(folder, change));
}

/**
 * Makes sure that an index may be written to a folder, and removes what a killed command was just
 * writing there.
 *
 * @throws {InputError} if the folder holds no index but other files
 */
export async function claimIndexFolder(path: string): Promise<void> {
  if (await exists(path) && !(await Deno.stat(path)).isDirectory) {
    throw new InputError(
      `Cannot make an index in "${path}": it is no folder; choose another --out`,
    );
  }
  const foreign = (await fileNames(path)).find((name) => !isOwn(name));
  if (foreign !== undefined && !await isIndexFolder(path)) {
    throw new InputError(
      `Cannot make an index in "${path}": it holds "${foreign}" of something else; choose another ` +
        "--out",
    );
  }
  for (const folder of [path, join(path, "encoder"), join(path, "films")]) {
    for (const name of await fileNames(folder)) {
      if (LEFTOVER.test(name)) await Deno.remove(join(folder, name));
    }
  }
}

/** Whether an index's folder has such a file. */
function isOwn(name: string): boolean {
  return CONTENT.includes(name) || /^arrays-\d+$/.test(name) || /^\./.test(name) ||
    LEFTOVER.test(name);
}

async function fileNames(folder: string): Promise<readonly string[]> {
  if (!await exists(folder)) return [];
  return await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
}
