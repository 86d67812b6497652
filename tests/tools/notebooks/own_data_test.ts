import { assertEquals, assertThrows } from "@std/assert";
import { InputError } from "../../../lib/base/errors.ts";
import type { Cell } from "../../../tools/notebooks/notebook.ts";
import { hasOwnData, withOwnData } from "../../../tools/notebooks/own_data.ts";
import { notebookOf } from "./made_up_notebook.ts";

const { cells: [first, second], rest } = notebookOf(["const films = 1;", "films + 1;"]);
const prose = (source: string, tags?: readonly string[]): Cell => ({
  kind: "other",
  rest: { cell_type: "markdown", metadata: tags ? { tags } : {}, source: [source] },
});
const fence = (code: string) => "Put this there:\n\n```typescript\n" + code + "\n```\n\nIt runs.";
const own = prose(fence("const films = 2;"), ["own-data"]);

Deno.test("withOwnData() puts the code of a tagged cell in place of the code cell behind it", () => {
  const notebook = { cells: [own, first!, second!], rest };
  assertEquals(hasOwnData(notebook), true);
  const { cells } = withOwnData(notebook);
  assertEquals(cells.map((cell) => cell.kind === "code" ? cell.source : "prose"), [
    "prose",
    "const films = 2;",
    "films + 1;",
  ]);
});

Deno.test("withOwnData() leaves a notebook without such code as it is", () => {
  const notebook = { cells: [prose("```sh\ndeno task train\n```"), first!, second!], rest };
  assertEquals(hasOwnData(notebook), false);
  assertEquals(withOwnData(notebook), notebook);
});

Deno.test("withOwnData() refuses code that nothing would check", () => {
  const refused = (cells: readonly Cell[], reason: string) =>
    assertThrows(() => withOwnData({ cells, rest }), InputError, reason);
  refused([first!, prose(fence("let x;"))], "Cannot use cell 2: the TypeScript in its prose");
  refused([prose("Nothing.", ["own-data"]), first!], "0 pieces of TypeScript, expected one");
  refused([prose(fence("a") + "\n\n" + fence("b"), ["own-data"]), first!], "2 pieces");
  refused([first!, own], "Cannot use cell 2: no code cell follows it");
});
