import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { faultsOf, listModules } from "../../tools/layers.ts";
import { type Imports, readImports } from "../../tools/layers/imports.ts";
import { circles, namesAbove, privateImports, upwardImports } from "../../tools/layers/rules.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

function importsOf(arrows: Readonly<Record<string, readonly string[]>>): Imports {
  return new Map(Object.entries(arrows).map(([from, to]) => [from, new Set(to)]));
}

Deno.test("upwardImports() lets imports go down, stay in their room, and use stand-ins", () => {
  const imports = importsOf({
    "cli/train.ts": ["lib/train/train.ts", "cli/progress.ts"],
    "lib/train/train.ts": ["lib/base/errors.ts", "tools/std/csv.ts", "deno.json"],
    "lib/mod.ts": ["lib/train/train.ts"],
  });
  assertEquals(upwardImports(imports), []);
});

Deno.test("upwardImports() names the arrow that goes up, aside, or starts in no room", () => {
  const imports = importsOf({
    "lib/base/files.ts": ["lib/run/run_folder.ts"],
    "lib/graph/adjacency.ts": ["lib/model/gcn.ts"],
    "lib/attic/old.ts": ["lib/base/files.ts"],
  });
  assertEquals(upwardImports(imports), [
    "lib/base/files.ts -> lib/run/run_folder.ts: goes up, from lib/base to lib/run",
    "lib/graph/adjacency.ts -> lib/model/gcn.ts: goes aside, from lib/graph to lib/model",
    "lib/attic/old.ts is in no room of tools/layers/floors.ts",
  ]);
});

Deno.test("circles() names every file of a circle, once, and passes over files that meet again", () => {
  const diamond = { "a.ts": ["b.ts", "c.ts"], "b.ts": ["d.ts"], "c.ts": ["d.ts"] };
  assertEquals(circles(importsOf(diamond)), []);
  const circle = { "a.ts": ["b.ts"], "b.ts": ["c.ts"], "c.ts": ["b.ts"] };
  assertEquals(circles(importsOf(circle)), ["circle: b.ts -> c.ts -> b.ts"]);
});

Deno.test("privateImports() keeps _files to their own folder and its tests", () => {
  const target = "lib/store/memory/_rows.ts";
  const imports = importsOf({
    "lib/store/memory/index.ts": [target],
    "tests/store/memory/rows_test.ts": [target],
    "lib/store/postgres/push.ts": [target],
  });
  assertEquals(privateImports(imports), [
    `lib/store/postgres/push.ts -> ${target}: is private to lib/store/memory`,
  ]);
});

Deno.test("namesAbove() finds paths out of lib that are no imports", () => {
  const text = 'new URL("../../experiments/configs/", import.meta.url); see experiments/configs';
  const fault = "lib/config/file.ts names experiments/ by a path";
  assertEquals(namesAbove("lib/config/file.ts", text), [fault]);
  assertEquals(namesAbove("cli/train.ts", text), []);
});

Deno.test("readImports() reads types, dynamic imports, export from, and modules that are started", async () => {
  const root = await Deno.makeTempDir();
  try {
    const files = {
      "deno.json": '{ "imports": { "b": "./b.ts" } }',
      "a.ts": `import type { B } from "b";
export { c } from "./c.ts";
export const started = new URL("worker.ts", import.meta.url);
export const late = (): Promise<unknown> => import("./d.ts");
export const b: B = 1;`,
      "b.ts": "export type B = number;",
      "c.ts": "export const c = 1;",
      "d.ts": "export {};",
      "worker.ts": "export {};",
    };
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(join(root, name), text);
    }
    const imports = await readImports(root, ["a.ts"]);
    assertEquals([...imports.get("a.ts")!].sort(), ["b.ts", "c.ts", "d.ts", "worker.ts"]);
    await Deno.writeTextFile(join(root, "a.ts"), "import {");
    await assertRejects(
      () => readImports(root, ["a.ts"]),
      Error,
      "Cannot read the imports of a.ts",
    );
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

Deno.test("the house keeps to its floors, and one arrow more that goes up would be seen", async () => {
  const modules = await listModules(ROOT);
  const imports = await readImports(ROOT, modules);
  const texts = new Map(modules.map((path) => [path, Deno.readTextFileSync(join(ROOT, path))]));
  assertEquals(faultsOf(imports, texts), []);
  const module = "lib/base/files.ts";
  const worse = new Map(imports).set(module, new Set(["lib/train/train.ts"]));
  assertEquals(faultsOf(worse, texts).length > 0, true);
});
