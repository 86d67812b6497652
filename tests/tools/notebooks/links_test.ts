import { assertEquals } from "@std/assert";
import { basename, dirname, join } from "node:path";
import { exists } from "../../../lib/base/files.ts";
import { findNotebooks } from "../../../tools/notebooks/find.ts";
import { joinLines, readNotebook } from "../../../tools/notebooks/notebook.ts";

/** The prose of a notebook. */
async function proseOf(path: string): Promise<string> {
  const { cells } = await readNotebook(path);
  return cells.flatMap((cell) => cell.kind === "other" ? [joinLines(cell.rest.source)] : []).join(
    "\n",
  );
}

Deno.test("every notebook but the last ends with a link to the next one", async () => {
  const paths = await findNotebooks();
  for (const [n, path] of paths.entries()) {
    const next = /Next: \[.*\]\((.*)\)$/.exec(await proseOf(path))?.[1];
    assertEquals(next, paths[n + 1] && basename(paths[n + 1]!), basename(path));
  }
});

Deno.test("every link of a notebook leads to a file", async () => {
  for (const path of await findNotebooks()) {
    const links = [...(await proseOf(path)).matchAll(/\]\(([^):]+)\)/g)].map(([, link]) => link!);
    for (const link of links) {
      assertEquals(await exists(join(dirname(path), link)), true, `${basename(path)}: ${link}`);
    }
  }
});
