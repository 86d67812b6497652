/**
 * Who imports whom, as Deno itself reads it: types, dynamic imports and the modules that a worker
 * or another process is started with.
 *
 * @module
 */
import { dirname, join, normalize, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** The modules that each module imports; paths from the root of the project. */
export type Imports = ReadonlyMap<string, ReadonlySet<string>>;

/** The part of `deno info --json` that is read here. */
interface ModuleInfo {
  readonly specifier: string;
  readonly error?: string;
  readonly dependencies?: readonly {
    readonly code?: { readonly specifier?: string };
    readonly type?: { readonly specifier?: string };
  }[];
}

/** A module that runs elsewhere: `new URL("worker.ts", import.meta.url)`. */
const STARTED = /new URL\(\s*"([^"]+\.ts)",\s*import\.meta\.url/g;

/**
 * The imports of some modules of a project.
 *
 * @param root The project's folder
 * @param modules Paths from there
 * @throws {Error} if one of them cannot be read
 */
export async function readImports(root: string, modules: readonly string[]): Promise<Imports> {
  const imports = new Map(modules.map((module) => [module, startedModules(root, module)]));
  for (const { specifier, error, dependencies = [] } of await moduleInfos(root, modules)) {
    const module = pathFrom(root, specifier);
    if (module === undefined || !imports.has(module)) continue;
    if (error !== undefined) throw new Error(`Cannot read the imports of ${module}: ${error}`);
    for (const { code, type } of dependencies) {
      for (const target of [code?.specifier, type?.specifier]) {
        const path = target && pathFrom(root, target);
        if (path) imports.get(module)!.add(path);
      }
    }
  }
  return imports;
}

/** Asks Deno about a module that imports all of them. */
async function moduleInfos(
  root: string,
  modules: readonly string[],
): Promise<readonly ModuleInfo[]> {
  const entry = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    const urls = modules.map((module) => pathToFileURL(join(root, module)).href);
    await Deno.writeTextFile(entry, urls.map((url) => `import ${JSON.stringify(url)};\n`).join(""));
    const config = join(root, "deno.json");
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["info", "--json", "--config", config, entry],
    }).output();
    const text = new TextDecoder();
    if (code !== 0) throw new Error(`Cannot read the imports: ${text.decode(stderr)}`);
    return JSON.parse(text.decode(stdout)).modules;
  } finally {
    await Deno.remove(entry);
  }
}

function startedModules(root: string, module: string): Set<string> {
  const text = Deno.readTextFileSync(join(root, module));
  return new Set(
    text.matchAll(STARTED).map(([, path]) => normalize(join(dirname(module), path!))),
  );
}

/** The path of a file below the root; undefined for packages. */
function pathFrom(root: string, specifier: string): string | undefined {
  if (!specifier.startsWith("file:")) return undefined;
  const path = relative(root, fileURLToPath(specifier)).replaceAll("\\", "/");
  return path.startsWith("..") || path.includes("node_modules/") ? undefined : path;
}
