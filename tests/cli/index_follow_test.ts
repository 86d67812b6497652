import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { dicomFilm } from "../helpers/orthanc.ts";
import { contentOf, tinyIndex } from "../helpers/tiny_index.ts";
import { mistakeOf, resultOf, runCommand, startCommand } from "./commands.ts";

Deno.test("index --follow adds films while a receiver writes them, and leaves a whole index when it is ended", async () => {
  await inTemporaryFolder(async (cwd) => {
    await tinyIndex(cwd);
    const films = join(cwd, "films");
    await Deno.mkdir(films);
    const index = join(cwd, "index");
    const size = async () => Object.keys(await contentOf(index)).length;
    const args = ["index", "--add", "films", "--follow", "--every", "1"];
    const own = await size();
    for (const [round, signal] of (["SIGKILL", "SIGINT"] as const).entries()) {
      const child = startCommand("index", args, { cwd });
      let ended = false;
      child.status.then(() => ended = true);
      for (let n = 0; await size() < own + 2 * (round + 1); n++) {
        assert(!ended, "the command ended");
        if (n < 2) {
          // As storescp does: written under another name, and renamed.
          const [film, part] = [`${round}${n}.dcm`, `${round}${n}.part`].map((f) => join(films, f));
          await Deno.writeFile(part!, dicomFilm(10 * round + n, 1));
          await Deno.rename(part!, film!);
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      child.kill(signal);
      const { code, stderr } = await resultOf(child);
      if (signal === "SIGKILL") continue;
      assertEquals(code, 130);
      assertStringIncludes(stderr, "Following films (Ctrl-C ends it).\n");
      assertStringIncludes(stderr, "Stopping; the same command goes on from here.\n");
    }
    assertEquals(await size(), own + 4);
    const again = await runCommand("index", ["index", "--add", "films"], { cwd });
    assertStringIncludes(again.stderr, "films: 0 films added, 4 there already.\n");
  });
});

Deno.test("index --follow says which folders it takes", async () => {
  await inTemporaryFolder(async (cwd) => {
    await tinyIndex(cwd);
    const mistake = async (...args: readonly string[]) =>
      mistakeOf(await runCommand("index", ["index", ...args], { cwd }));
    assertStringIncludes(await mistake("--follow"), "Cannot follow 0 folders: name one");
    assertStringIncludes(await mistake("--add", "a", "b", "--follow"), "Cannot follow 2 folders");
    assertStringIncludes(
      await mistake("--add", "a", "--follow", "--every", "0"),
      "from 1 to 86400",
    );
  });
});
