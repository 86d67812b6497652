import { assert, assertStringIncludes } from "@std/assert";
import { readRepositoryFile } from "./markdown.ts";

Deno.test("the README is a page, not a book, and shows the way to Jupyter", async () => {
  const readme = await readRepositoryFile("README.md");
  const lines = readme.trimEnd().split("\n").length;
  assert(lines <= 130, `${lines} lines`);
  assertStringIncludes(readme, "Jupyter");
});

Deno.test("every section on speed shows the command that measures it", async () => {
  const [, ...sections] = (await readRepositoryFile("docs/speed.md")).split(/^## /m);
  for (const section of sections) {
    assert(/task \w+|curl/.test(section), `no command in "${section.split("\n")[0]}"`);
  }
});
