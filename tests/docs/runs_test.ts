import { assert } from "@std/assert";
import { basename } from "node:path";
import { inTemporaryFolder, readFolder } from "../helpers/folders.ts";
import { runIn, tinyConfig } from "../helpers/tiny_run.ts";
import { readRepositoryFile } from "./markdown.ts";

Deno.test("docs/runs.md names every file that a run leaves", async () => {
  const page = await readRepositoryFile("docs/runs.md");
  await inTemporaryFolder(async (folder) => {
    const config = await tinyConfig(folder, { codes: { bits: 16 } });
    const { folder: run } = await runIn(`${folder}/run`, config);
    for (const path of Object.keys(await readFolder(run.path))) {
      assert(page.includes(basename(path)), `${path} is not in docs/runs.md`);
    }
  });
});
