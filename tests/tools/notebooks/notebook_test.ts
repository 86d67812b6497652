import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { join } from "node:path";
import { InputError } from "../../../lib/base/errors.ts";
import { findNotebooks, NOTEBOOKS } from "../../../tools/notebooks/find.ts";
import {
  formatNotebook,
  joinLines,
  parseNotebook,
  splitLines,
} from "../../../tools/notebooks/notebook.ts";

Deno.test("formatNotebook() gives back the bytes of the notebooks that come with cohash", async () => {
  const paths = await findNotebooks();
  assert(paths.length > 0);
  for (const path of paths) {
    const text = await Deno.readTextFile(path);
    assertEquals(formatNotebook(parseNotebook(text, path)), text, path);
  }
});

Deno.test("formatNotebook() sorts keys as Jupyter does, and keeps those it does not know", () => {
  const text = JSON.stringify({
    nbformat: 4,
    metadata: { z: 1, a: { y: 2, b: 3 } },
    cells: [{ source: "1;\n2;", cell_type: "code", metadata: { tags: ["x"] }, id: "one" }],
  });
  const formatted = formatNotebook(parseNotebook(text, "x.ipynb"));
  assertEquals(
    formatted,
    `{
 "cells": [
  {
   "cell_type": "code",
   "execution_count": null,
   "id": "one",
   "metadata": {
    "tags": [
     "x"
    ]
   },
   "outputs": [],
   "source": [
    "1;\\n",
    "2;"
   ]
  }
 ],
 "metadata": {
  "a": {
   "b": 3,
   "y": 2
  },
  "z": 1
 },
 "nbformat": 4
}
`,
  );
});

Deno.test("splitLines() keeps line breaks, so that joinLines() gives the text back", () => {
  for (const text of ["", "a", "a\n", "a\nb", "\n\na\n"]) {
    assertEquals(joinLines(splitLines(text)), text);
  }
  assertEquals(splitLines("a\n\nb"), ["a\n", "\n", "b"]);
});

Deno.test("parseNotebook() refuses what is no notebook of format 4", () => {
  assertThrows(() => parseNotebook("[1", "x.ipynb"), InputError, '"x.ipynb"');
  assertThrows(
    () => parseNotebook('{"nbformat": 3, "worksheets": []}', "x.ipynb"),
    InputError,
    "its format is 3, expected 4",
  );
});

Deno.test("findNotebooks() takes names and paths, and names the nearest where there is none", async () => {
  const path = join(NOTEBOOKS, "01_cooccurrence.ipynb");
  assertEquals(await findNotebooks(["01_cooccurrence"]), [path]);
  assertEquals(await findNotebooks(["01_cooccurrence.ipynb", path]), [path, path]);
  const error = await findNotebooks(["01_cooccurence"]).catch((error) => error);
  assert(error instanceof InputError);
  assertStringIncludes(error.message, '(did you mean "01_cooccurrence"?)');
});
