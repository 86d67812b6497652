import { assert, assertEquals, assertRejects } from "@std/assert";
import { basename } from "node:path";
import { InputError } from "../../../lib/base/errors.ts";
import { checkNotebooks, joinCells } from "../../../tools/notebooks/check.ts";
import { findNotebooks } from "../../../tools/notebooks/find.ts";
import { formatNotebook } from "../../../tools/notebooks/notebook.ts";
import { notebookOf } from "./made_up_notebook.ts";

Deno.test("joinCells() numbers the cells of code and leaves out the others", () => {
  const { cells, rest } = notebookOf(["const one = 1;", "console.log(one);"]);
  const prose = { kind: "other" as const, rest: { cell_type: "markdown", source: "Prose." } };
  const notebook = { cells: [prose, cells[0]!, prose, cells[1]!], rest };
  assertEquals(
    joinCells(notebook),
    "// cell 1\nconst one = 1;\n\n// cell 2\nconsole.log(one);\n\nexport {};\n",
  );
});

Deno.test("checkNotebooks() passes the notebooks that come with cohash", async () => {
  const paths = await findNotebooks();
  assert(paths.map((path) => basename(path)).includes("01_cooccurrence.ipynb"));
  await checkNotebooks(paths);
});

Deno.test("checkNotebooks() refuses a misspelt import, which the kernel takes for undefined", async () => {
  await assertRefused(['import { joim } from "node:path";', "console.log(joim);"], "joim");
});

Deno.test("checkNotebooks() refuses a cell that is not formatted", async () => {
  await assertRefused(["const one = 1;", "console.log( one );"], "console.log( one )");
});

async function assertRefused(cells: readonly string[], reason: string): Promise<void> {
  const path = await Deno.makeTempFile({ suffix: ".ipynb" });
  try {
    await Deno.writeTextFile(path, formatNotebook(notebookOf(cells)));
    await assertRejects(() => checkNotebooks([path]), InputError, reason);
  } finally {
    await Deno.remove(path);
  }
}
