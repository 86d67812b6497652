/**
 * What would be published, as JSR serves it: the files of `deno publish --dry-run`, with the names
 * of the import map replaced by what they stand for, under an address of the web.
 *
 * @module
 */
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import project from "../../deno.json" with { type: "json" };

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** A package that is being served. */
export interface Served extends AsyncDisposable {
  /** The import map that JSR stands for: from the package's names to their addresses. */
  readonly imports: Readonly<Record<string, string>>;
}

/** The paths of the files that `deno publish` would publish, relative to the package's folder. */
export async function publishedFiles(): Promise<readonly string[]> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["publish", "--dry-run", "--allow-dirty"],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  });
  const { success, stdout, stderr } = await command.output();
  const text = new TextDecoder().decode(stderr) + new TextDecoder().decode(stdout);
  if (!success) throw new Error(`Cannot publish:\n${text}`);
  const root = pathToFileURL(ROOT).href;
  return [...text.matchAll(/(file:\/\/\S+) \(/g)].map(([, url]) => url!)
    .filter((url) => url.startsWith(root))
    .map((url) => relative(ROOT, fileURLToPath(url)));
}

/** Serves the package as it would be published. */
export async function servePackage(): Promise<Served> {
  const files = new Set(await publishedFiles());
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    async (request) => {
      const path = decodeURIComponent(new URL(request.url).pathname).slice(1);
      if (!files.has(path)) return new Response(`there is no ${path}`, { status: 404 });
      const content = await Deno.readFile(join(ROOT, path));
      if (!path.endsWith(".ts")) return new Response(content);
      const text = withoutImportMap(new TextDecoder().decode(content), path);
      return new Response(text, { headers: { "content-type": "application/typescript" } });
    },
  );
  const address = `http://127.0.0.1:${server.addr.port}/`;
  const names = Object.entries(project.exports)
    .map(([part, path]) => [project.name + part.slice(1), new URL(path, address).href]);
  return { imports: Object.fromEntries(names), [Symbol.asyncDispose]: () => server.shutdown() };
}

/** The text of a module with the names of the import map replaced by what they stand for. */
function withoutImportMap(text: string, path: string): string {
  return text.replace(
    /(^(?:import|export|\}).*? from |^import |^\/\/ @ts-types=|\bimport\(|\bimport\.meta\.resolve\()"([^".][^"]*)"/gm,
    (match, start, name) => {
      const target = targetOf(name, path);
      return target === undefined ? match : `${start}${JSON.stringify(target)}`;
    },
  );
}

function targetOf(name: string, path: string): string | undefined {
  const imports: Readonly<Record<string, string>> = project.imports;
  const known = Object.keys(imports).find((key) => name === key || name.startsWith(`${key}/`));
  if (known === undefined) return undefined;
  const target = imports[known]! + name.slice(known.length);
  return target.startsWith("./") ? `./${relative(dirname(path), target)}` : target;
}
