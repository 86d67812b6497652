import { assert, assertEquals } from "@std/assert";
import { parseConfig } from "../../lib/config/config_file.ts";
import { LAYOUTS } from "../../lib/data/layouts/registry.ts";
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
  const [readers = ""] = PAGE.split("\n## ");
  const kinds = [...readers.matchAll(/^\| `([\w-]+)` +\|/gm)].map(([, kind]) => kind!);
  assertEquals(kinds, READERS.map(({ schema }) => schema.shape.kind.value));
});

Deno.test("docs/data.md has a row for every layout: its tables, licence, and where users get it", () => {
  const section = PAGE.split("\n## ").find((text) => text.startsWith("Official tables"))!;
  const rows = [...section.matchAll(/^\| (`.*) \|$/gm)]
    .map(([, cells]) => cells!.split(" | ").map((cell) => cell.trim()));
  assertEquals(
    rows,
    Object.entries(LAYOUTS).map(([name, { title, tables, licence, source }]) => [
      `\`${name}\``,
      title,
      tables.map(({ file }) => file).join("; "),
      licence,
      `<${source}>`,
    ]),
  );
});
