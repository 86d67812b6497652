/**
 * Folders for the files that tests write, and what lies in them.
 *
 * @module
 */
import { dirname, join } from "node:path";

/** Runs the body in a new folder that is removed after. */
export async function inTemporaryFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "cohash-" });
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Makes a folder that is removed when the tests of the file end. */
export async function temporaryFolder(): Promise<string> {
  const path = await Deno.makeTempDir({ prefix: "cohash-" });
  addEventListener("unload", () => Deno.removeSync(path, { recursive: true }));
  return path;
}

/** The content of every file below a folder, by relative path. */
export async function readFolder(
  folder: string,
  prefix = "",
): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  for await (const entry of Deno.readDir(join(folder, prefix))) {
    const name = join(prefix, entry.name);
    if (entry.isDirectory) Object.assign(files, await readFolder(folder, name));
    else files[name] = await Deno.readFile(join(folder, name));
  }
  return files;
}

/** Writes files below a folder, as {@linkcode readFolder} gives them. */
export async function writeFolder(
  folder: string,
  files: Readonly<Record<string, Uint8Array>>,
): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await Deno.mkdir(dirname(join(folder, name)), { recursive: true });
    await Deno.writeFile(join(folder, name), content);
  }
}
