/**
 * What lies in an index's folder beside the codes: a copy of what encodes films (`model`), so that
 * the index is complete without its run, and films that have no image file of their own (`films`).
 *
 * @module
 */
import { join, resolve } from "node:path";
import { InputError } from "../../base/errors.ts";
import { exists, LEFTOVER, lockFile, writeWhole } from "../../base/files.ts";
import type { Config } from "../../config/config.ts";
import { parseConfig } from "../../config/config_file.ts";
import { RunFolder } from "../../run/run_folder.ts";
import type { Case } from "../../store/case.ts";
import { HammingIndex } from "../../store/memory/hamming_index.ts";

/** What an index's folder holds, arrays and hidden files aside. */
const CONTENT = ["index.json", "model", "films"];

/** The folder of an index that holds its encoder; a `RunFolder` can read it. */
export function modelFolder(index: string): string {
  return join(index, "model");
}

/** The image file of a case, which lies in the index's folder unless its path is absolute. */
export function imagePath(index: string, { image }: Pick<Case, "image">): string {
  return image === "" ? "" : resolve(index, image);
}

/** The path, within an index's folder, of a film that is drawn there. */
export function drawnFilm(id: string): string {
  return join("films", `${encodeURIComponent(id)}.png`);
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
  for (const folder of [path, modelFolder(path), join(path, "films")]) {
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

/**
 * Copies what encodes films, and the targets that explain codes, from a run into an index's folder.
 * Paths in the configuration become absolute; a frozen network stays where it is.
 *
 * @throws {InputError} if the run is not finished
 */
export async function copyModel(run: RunFolder, index: string): Promise<void> {
  const model = new RunFolder(modelFolder(index));
  await writeWhole(model.file("encoder.onnx"), await run.readProduct("encoder.onnx"));
  if (await exists(run.file("targets.npy"))) {
    await writeWhole(model.file("targets.npy"), await run.readProduct("targets.npy"));
  }
  await model.writeJson("config.json", withAbsolutePaths(await run.config()));
}

/** Keys of `data` that are paths. */
const DATA_PATHS = ["images", "metadata", "trainList", "testList", "features", "featureIds"];

function withAbsolutePaths(config: Config): Config {
  const absolute = ([key, value]: readonly [string, unknown]) =>
    [key, DATA_PATHS.includes(key) && typeof value === "string" ? resolve(value) : value] as const;
  const data = Object.fromEntries(Object.entries(config.data).map(absolute));
  const { backbone, gcn } = config;
  return parseConfig({
    ...config,
    data,
    backbone: backbone.kind === "onnx" ? { ...backbone, path: resolve(backbone.path) } : backbone,
    gcn: gcn.nodes.kind === "file"
      ? { ...gcn, nodes: { ...gcn.nodes, path: resolve(gcn.nodes.path) } }
      : gcn,
  });
}
