import { assert, assertEquals } from "@std/assert";
import { parseConfig } from "../../lib/config/config_file.ts";
import { READERS } from "../../lib/data/readers/mod.ts";
import { readRepositoryFile } from "./markdown.ts";

const PAGE = await readRepositoryFile("docs/data.md");

Deno.test("every configuration that docs/data.md shows is one", () => {
  const blocks = [...PAGE.matchAll(/^```json\n(.*?)^```/gms)].map(([, text]) => text!);
  assert(blocks.length > 1);
  for (const text of blocks) {
    const written = JSON.parse(text);
    assertEquals(parseConfig(written).data.kind, written.data.kind);
  }
});

Deno.test("docs/data.md has a row for every reader", () => {
  const kinds = [...PAGE.matchAll(/^\| `([\w-]+)` +\|/gm)].map(([, kind]) => kind!);
  assertEquals(kinds, READERS.map(({ schema }) => schema.shape.kind.value));
});
