import { assertEquals } from "@std/assert";
import { basename, dirname, join } from "node:path";
import { formatted, TYPE_FILES } from "../../tools/configuration_types.ts";

for (const { path, text } of TYPE_FILES) {
  Deno.test(`${join(basename(dirname(path)), basename(path))} is what the schema says now`, async () => {
    assertEquals(
      await Deno.readTextFile(path),
      await formatted(text()),
      "run: deno task reference",
    );
  });
}
