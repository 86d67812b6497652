/**
 * What a command loads before it does anything: modules that its own imports reach are read and run
 * at every start, those behind `import()` when they are wanted.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";

const ROOT = new URL("../../", import.meta.url);

interface Dependency {
  readonly specifier: string;
  readonly code?: { readonly specifier?: string };
  readonly isDynamic?: boolean;
}

interface ModuleGraph {
  readonly roots: readonly string[];
  readonly redirects: Readonly<Record<string, string>>;
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly Dependency[];
  }[];
}

/** The packages, and the modules by their paths, that are loaded with a module. */
async function loadedWith(
  path: string,
): Promise<{ readonly packages: ReadonlySet<string>; readonly modules: readonly string[] }> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", path],
    cwd: ROOT,
  }).output();
  const { roots, redirects, modules }: ModuleGraph = JSON.parse(new TextDecoder().decode(stdout));
  const dependencies = new Map(modules.map((one) => [one.specifier, one.dependencies ?? []]));
  const packages = new Set<string>();
  const own = new Set(roots);
  for (const module of own) {
    for (const { specifier, code, isDynamic } of dependencies.get(module) ?? []) {
      if (code?.specifier === undefined || isDynamic) continue;
      const target = redirects[code.specifier] ?? code.specifier;
      if (target.startsWith(ROOT.href) && !target.includes("/node_modules/")) own.add(target);
      else packages.add(specifier.match(/^(@[^/]+\/)?[^/]+/)![0]);
    }
  }
  return {
    packages,
    modules: [...own].map((url) => fileURLToPath(url).slice(ROOT.pathname.length)),
  };
}

/** Packages without Node.js's own modules. */
function installed(packages: ReadonlySet<string>): readonly string[] {
  return [...packages].filter((name) => !name.startsWith("node:")).sort();
}

Deno.test("cohash without a command loads no other module than those that name all commands", async () => {
  const { packages, modules } = await loadedWith("cli/cohash.ts");
  assertEquals(installed(packages), ["commander", "leven"]);
  assertEquals(modules.filter((path) => path.startsWith("lib/")), [
    "lib/base/errors.ts",
    "lib/base/printable.ts",
  ]);
});

Deno.test("search loads no network, no engine, no chart, no picture and no database", async () => {
  const { packages, modules } = await loadedWith("cli/search.ts");
  assertEquals(installed(packages), ["commander", "leven", "zod"]);
  const rooms = new Set(modules.map((path) => path.split("/").slice(0, 2).join("/")));
  for (const room of ["lib/config", "lib/methods", "lib/model", "lib/train", "lib/metrics"]) {
    assert(!rooms.has(room), `${room} is loaded`);
  }
});

Deno.test("train loads no engine, no chart and no picture before it trains", async () => {
  const { packages, modules } = await loadedWith("cli/train.ts");
  const late = [
    "onnxruntime-web",
    "vega",
    "vega-lite",
    "sharp",
    "@resvg/resvg-js",
    "hono",
    "hyparquet",
    "cli-table3",
    "pg",
    "@tensorflow/tfjs-core",
  ];
  assertEquals(late.filter((name) => packages.has(name)), []);
  for (const path of ["lib/report/run/page.ts", "lib/data/images/decode.ts"]) {
    assert(!modules.includes(path), `${path} is loaded`);
  }
});
