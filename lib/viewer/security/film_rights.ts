/**
 * What the processes that decode films may reach. Films come from anyone, and their decoders are
 * large programs, so these processes get no more than decoding takes.
 *
 * @module
 */
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { readCard } from "../../run/encoder_files.ts";
import { encoderFolder } from "../../search/indexing/index_folder.ts";

/** The files that a process needs. */
export interface FilmRights {
  /** What it may read: the index, its own code and packages. */
  readonly reads: readonly string[];
  /** Of those, the packages of native code that it may load: libvips and ONNX Runtime. */
  readonly native: readonly string[];
  /** What Deno itself reads before it runs anything: which packages there are. */
  readonly project: readonly string[];
}

/** Folders of packages that have native code, among all packages. */
const NATIVE = /^(@img|onnxruntime-node)/;

/** The folder of this library, and what lies beside it. */
const LIBRARY = fileURLToPath(new URL("../../", import.meta.url));
const PROJECT = ["deno.json", "deno.lock", "node_modules"].map((name) => join(LIBRARY, "..", name));

/**
 * The rights of a process.
 *
 * @param index The index's folder
 * @param module The module that it runs
 */
export async function filmRights(index: string, module: string): Promise<FilmRights> {
  const packages = packagesFolder();
  const names = (await Array.fromAsync(Deno.readDir(packages))).map(({ name }) => name);
  const native = names.filter((name) => NATIVE.test(name)).map((name) => join(packages, name));
  const reads = [resolve(index), LIBRARY, packages, dirname(module), ...await networkOf(index)];
  return { reads, native, project: PROJECT };
}

/** The folder that has all packages: in `node_modules` of a clone, or in Deno's own cache. */
function packagesFolder(): string {
  let folder = fileURLToPath(import.meta.resolve("sharp"));
  while (dirname(folder) !== folder && !/^(\.deno|registry\..*)$/.test(basename(folder))) {
    folder = dirname(folder);
  }
  return folder;
}

/** The file of the frozen network that the index's encoder needs and that lies elsewhere. */
async function networkOf(index: string): Promise<readonly string[]> {
  try {
    const folder = await encoderFolder(index);
    const { network } = await readCard(folder);
    return network === null ? [] : [resolve(folder, network.path)];
  } catch {
    // The process itself tells what is wrong with its encoder.
    return [];
  }
}
