import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { executeNotebook } from "../../../tools/notebooks/execute.ts";
import { findNotebooks, NOTEBOOKS } from "../../../tools/notebooks/find.ts";
import { formatNotebook, readNotebook } from "../../../tools/notebooks/notebook.ts";
import { notebookOf } from "./made_up_notebook.ts";

/** Cells run in this folder, so that they can import the library. */
const HERE = join(NOTEBOOKS, "made_up.ipynb");

Deno.test("executeNotebook() keeps text, tables, charts and the last words of progress", async () => {
  const cells = [
    `import { ShownProgress, showChart, showTable } from "../lib/report/notebook.ts";`,
    `console.log("one"); console.log("two");
     await showTable([{ finding: "Edema", share: 0.25 }]);`,
    `await showChart({ data: { values: [{ x: 1 }] }, mark: "point" });
     const progress = await ShownProgress.start("Counting");
     for (let n = 1; n <= 100; n++) progress.update(n, 100);
     await progress.end("Counted to 100.");`,
  ];
  const first = await executeNotebook(notebookOf(cells), HERE);
  assertEquals(first.error, undefined);
  const [imports, texts, charts] = first.notebook.cells;
  assert(imports?.kind === "code" && texts?.kind === "code" && charts?.kind === "code");
  assertEquals(imports.outputs, []);
  assertEquals(texts.outputs.map(({ output_type }) => output_type), ["stream", "display_data"]);
  assertEquals(texts.outputs[0]!.text, ["one\n", "two\n"]);
  assertStringIncludes(JSON.stringify(texts.outputs[1]), "| Edema | 0.250 |");
  assertEquals(charts.executionCount, 3);
  assertEquals(charts.outputs.map(({ data }) => Object.keys(data as object).sort()), [
    ["application/vnd.vegalite.v5+json", "image/png", "text/plain"],
    ["text/plain"],
  ]);
  assertEquals(charts.outputs[1]!.data, { "text/plain": ["Counted to 100."] });

  const second = await executeNotebook(first.notebook, HERE);
  assertEquals(formatNotebook(second.notebook), formatNotebook(first.notebook));
});

Deno.test("executeNotebook() stops at the first error and names its cell", async () => {
  const cells = ["const x = 1;", 'throw new RangeError("x is too small");', "console.log(x);"];
  const { notebook, error } = await executeNotebook(notebookOf(cells), HERE);
  assertStringIncludes(error ?? "", "cell 2: RangeError: x is too small");
  const last = notebook.cells[2];
  assert(last?.kind === "code");
  assertEquals([last.outputs, last.executionCount], [[], null]);
});

Deno.test("executeNotebook() ends a cell that takes too long, or that ends the kernel", async () => {
  const endless = notebookOf(["await new Promise(() => setInterval(() => {}, 1000));"]);
  const late = await executeNotebook(endless, HERE, { cellTimeout: 200 });
  assertEquals(late.error, "cell 1: Cannot run the cell: it takes longer than 0.2 s");
  const dead = await executeNotebook(notebookOf(["Deno.exit(3);"]), HERE);
  assertStringIncludes(dead.error ?? "", "cell 1: Cannot run the cell: the kernel ended");
});

Deno.test("the first notebook shows the same when it is run again", async () => {
  const [path] = await findNotebooks(["01_cooccurrence"]);
  const committed = await readNotebook(path!);
  const { notebook, error } = await executeNotebook(committed, path!);
  assertEquals(error, undefined);
  assertEquals(formatNotebook(notebook), formatNotebook(committed));
});
