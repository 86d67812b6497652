/**
 * Finding each film's image file below a folder, in whatever nesting it was unpacked.
 *
 * @module
 */
import { join } from "node:path";
import { InputError, messageOf } from "../../base/errors.ts";

/** The files below a folder, by the names that labels may use for them. */
export interface ImageFolder {
  readonly root: string;
  /** Number of files found. */
  readonly files: number;
  /** Paths by relative path, file name and file name without extension. */
  readonly byName: ReadonlyMap<string, string>;
  /** Names that more than one file has, such as CheXpert's `view1_frontal.jpg`. */
  readonly ambiguous: ReadonlySet<string>;
}

/**
 * Walks a folder once. Hidden files and folders, and what is neither file nor folder (pipes, sockets,
 * devices), are passed over; links are followed.
 *
 * @throws {InputError} if it is no readable folder or holds no file
 */
export async function indexImageFolder(root: string): Promise<ImageFolder> {
  const relativePaths = await filesBelow(root);
  if (relativePaths.length === 0) {
    throw new InputError(`Cannot find images: the folder "${root}" holds no files`);
  }
  // Every file has its relative path for itself; only the shorter names may be shared.
  const byName = new Map(relativePaths.map((relative) => [relative, join(root, relative)]));
  const ambiguous = new Set<string>();
  for (const relative of relativePaths) {
    const fileName = relative.slice(relative.lastIndexOf("/") + 1);
    for (const name of new Set([fileName, stem(fileName)])) {
      if (name === relative) continue;
      if (byName.has(name)) ambiguous.add(name);
      else byName.set(name, join(root, relative));
    }
  }
  return { root, files: relativePaths.length, byName, ambiguous };
}

/**
 * The files in a folder, in any nesting, by their paths in it, sorted; hidden ones are passed over.
 *
 * @throws {InputError} if it does not exist or cannot be read
 */
export async function filesBelow(root: string): Promise<string[]> {
  const found: string[] = [];
  await walk(root, "", new Set(), found);
  return found.sort();
}

async function walk(
  root: string,
  folder: string,
  visited: Set<string>,
  found: string[],
): Promise<void> {
  const path = join(root, folder);
  try {
    const real = await Deno.realPath(path);
    if (visited.has(real)) return;
    visited.add(real);
    for await (const entry of Deno.readDir(path)) {
      if (entry.name.startsWith(".")) continue;
      const relative = folder === "" ? entry.name : `${folder}/${entry.name}`;
      const { isDirectory, isFile } = entry.isSymlink
        ? await targetOf(join(path, entry.name))
        : entry;
      if (isDirectory) await walk(root, relative, visited, found);
      else if (isFile) found.push(relative);
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    const reason = error instanceof Deno.errors.NotFound
      ? "it does not exist"
      : error instanceof Deno.errors.NotADirectory
      ? "it is a file; expected the folder that it is in"
      : messageOf(error);
    throw new InputError(`Cannot find images: the folder "${path}": ${reason}`);
  }
}

/** Where a link leads. One that leads nowhere counts as a file, to be reported by name. */
async function targetOf(link: string): Promise<Pick<Deno.FileInfo, "isDirectory" | "isFile">> {
  try {
    return await Deno.stat(link);
  } catch {
    return { isDirectory: false, isFile: true };
  }
}

/**
 * The path of a film's image, or undefined where there is none. An id is a file name, with or
 * without its extension, or a path whose first folders may lie above the image folder (CheXpert's
 * `CheXpert-v1.0/train/patient00001/study1/view1_frontal.jpg`).
 *
 * @throws {InputError} if more than one file has the name
 */
export function findImage(folder: ImageFolder, id: string): string | undefined {
  for (const name of candidateNames(id)) {
    const path = folder.byName.get(name);
    if (path === undefined) continue;
    if (folder.ambiguous.has(name)) {
      throw new InputError(
        `Cannot find the image of "${id}": the folder "${folder.root}" has more than one file ` +
          `named "${name}"`,
      );
    }
    return path;
  }
  return undefined;
}

/**
 * Notes whose image a file is.
 *
 * @param idOf The id of each file so far
 * @throws {InputError} if another id has named the file, as "a" and "a.png" do: a film twice
 */
export function claimImage(idOf: Map<string, string>, path: string, id: string): void {
  const other = idOf.get(path);
  if (other !== undefined && other !== id) {
    throw new InputError(
      `Cannot find the image of "${id}": it is "${path}", which "${other}" names too; a film has ` +
        "one id and one row",
    );
  }
  idOf.set(path, id);
}

/** The id, then the id less its first folders (the last is kept), then less its extension. */
function candidateNames(id: string): string[] {
  const folders = id.split("/");
  const paths = folders.slice(0, Math.max(1, folders.length - 1))
    .map((_, i) => folders.slice(i).join("/"));
  return folders.length === 1 ? [id, stem(id)] : paths;
}

function stem(fileName: string): string {
  return fileName.replace(/\.(png|jpe?g|dcm|dicom)$/i, "");
}
