import { assertEquals } from "@std/assert";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import project from "../../deno.json" with { type: "json" };
import { joinCells } from "../../tools/notebooks/check.ts";
import { findNotebooks } from "../../tools/notebooks/find.ts";
import { readNotebook } from "../../tools/notebooks/notebook.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const exported: Readonly<Record<string, string>> = project.exports;

/** The names under which others import the parts of the package. */
const publicNames = Object.keys(exported).map((part) => project.name + part.slice(1));

/** The files below a folder of the package with this ending. */
async function filesBelow(folder: string, ending: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(join(ROOT, folder)));
  const found = await Promise.all(entries.map(async ({ name, isDirectory }) => {
    const path = join(folder, name);
    if (isDirectory) return await filesBelow(path, ending);
    return name.endsWith(ending) ? [path] : [];
  }));
  return found.flat().sort();
}

/**
 * What the code of a file imports that it should not: a file of lib by its path, or a part of the
 * package that there is not.
 */
function privateImports(code: string, file: string): string[] {
  const specifiers = [...code.matchAll(/\b(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(([, s]) => s!);
  return specifiers.filter((specifier) => {
    if (specifier.startsWith(project.name)) return !publicNames.includes(specifier);
    return specifier.startsWith(".") && join(dirname(file), specifier).startsWith("lib/");
  }).map((specifier) => `${file}: ${specifier}`);
}

/** The blocks of TypeScript in a page of Markdown. */
function codeBlocks(markdown: string): string {
  return [...markdown.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code!).join("\n");
}

Deno.test("every part of lib has an index that is exported, and nothing else is", async () => {
  const indexes = (await filesBelow("lib", "mod.ts")).filter((path) => path.split("/").length <= 3);
  const inLib = Object.values(exported).filter((path) => path.startsWith("./lib/"));
  assertEquals(
    inLib.toSorted(),
    [...indexes.map((path) => `./${path}`), "./lib/report/notebook.ts"].toSorted(),
  );
});

Deno.test("notebooks import public names only", async () => {
  const paths = await findNotebooks();
  const wrong = await Promise.all(paths.map(async (path) => {
    return privateImports(joinCells(await readNotebook(path)), relative(ROOT, path));
  }));
  assertEquals(wrong.flat(), []);
});

Deno.test("configurations, studies and helpers of notebooks import public names only", async () => {
  const folders = ["experiments", "notebooks"];
  const files = (await Promise.all(folders.map((folder) => filesBelow(folder, ".ts")))).flat();
  const wrong = await Promise.all(files.map(async (file) => {
    return privateImports(await Deno.readTextFile(join(ROOT, file)), file);
  }));
  assertEquals(wrong.flat(), []);
});

Deno.test("the examples of README and docs import public names only", async () => {
  const pages = ["README.md", ...await filesBelow("docs", ".md")];
  const wrong = await Promise.all(pages.map(async (page) => {
    return privateImports(codeBlocks(await Deno.readTextFile(join(ROOT, page))), page);
  }));
  assertEquals(wrong.flat(), []);
});
