import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { InputError } from "../../lib/base/errors.ts";
import { Random } from "../../lib/base/random.ts";
import { pngBytes } from "../../lib/report/film_image.ts";
import { withIndex } from "../../lib/search/indexing/index_folder.ts";
import { indexImages } from "../../lib/search/indexing/index_images.ts";
import { contentOf, tinyIndex } from "../helpers/tiny_index.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { type CommandName, resultOf, runCommand, startCommand } from "./commands.ts";

/** Films of the index before any are added. */
const OWN = 60;

/** Nearly three saves' worth. */
const NEW = 3000;

/** Writes many small films. */
async function writeFilms(folder: string): Promise<void> {
  const random = new Random("interruption");
  await Deno.mkdir(folder);
  for (let n = 0; n < NEW; n++) {
    const pixels = Uint8Array.from({ length: 64 }, () => random.below(256));
    const name = `${String(n).padStart(4, "0")}.png`;
    await Deno.writeFile(join(folder, name), await pngBytes({ width: 8, height: 8, pixels }));
  }
}

/** Films in the index of a folder; 0 where there is none yet. */
async function sizeOf(folder: string): Promise<number> {
  try {
    return await withIndex(folder, ({ size }) => size);
  } catch (error) {
    if (error instanceof InputError) return 0;
    throw error;
  }
}

/** Starts a command, and ends it once the index has more films than so many. */
async function interrupt(
  cwd: string,
  { command, more, signal }: {
    readonly command: readonly [CommandName, ...string[]];
    readonly more: number;
    readonly signal: Deno.Signal;
  },
) {
  const [name, ...args] = command;
  const child = startCommand(name, args, { cwd });
  let ended = false;
  child.status.then(() => ended = true);
  while (await sizeOf(join(cwd, "index")) <= more) {
    assert(!ended, "the command ended before it was interrupted");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  child.kill(signal);
  return await resultOf(child);
}

Deno.test("index goes on after a kill and after Ctrl-C, and ends as if nothing had been", async () => {
  await inTemporaryFolder(async (cwd) => {
    await tinyIndex(cwd);
    await writeFilms(join(cwd, "films"));
    const add = ["index", "index", "--add", "films"] as const;

    await interrupt(cwd, { command: add, more: OWN, signal: "SIGKILL" });
    const afterKill = await sizeOf(join(cwd, "index"));
    assert(afterKill > OWN && afterKill < OWN + NEW, `${afterKill} films after the kill`);

    const { code, stderr } = await interrupt(cwd, {
      command: add,
      more: afterKill,
      signal: "SIGINT",
    });
    assertEquals(code, 130);
    assertStringIncludes(stderr, "Stopping; the same command goes on from here.\n");
    assert(await sizeOf(join(cwd, "index")) > afterKill);

    const last = await runCommand("index", add.slice(1), { cwd });
    assertEquals(last.code, 0);
    assertStringIncludes(last.stderr, "there already.\n");
    const resumed = await contentOf(join(cwd, "index"));
    assertEquals(Object.keys(resumed).length, OWN + NEW);

    await tinyIndex(join(cwd, "other"));
    const whole = join(cwd, "other", "index");
    const context = { cacheDirectory: join(cwd, ".cache", "images") };
    await indexImages(whole, { images: join(cwd, "films") }, context);
    assertEquals(resumed, await contentOf(whole));
  });
});

Deno.test("index of a run that is killed early is made whole by the same command", async () => {
  await inTemporaryFolder(async (cwd) => {
    await tinyIndex(cwd);
    const whole = await contentOf(join(cwd, "index"));
    await Deno.remove(join(cwd, "index"), { recursive: true });
    for (const file of ["encoder", "films"]) {
      const child = startCommand("index", ["run", "--out", "index"], { cwd });
      const started = performance.now();
      while (!await Deno.stat(join(cwd, "index", file)).then(() => true, () => false)) {
        assert(performance.now() - started < 60_000, `no ${file}`);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      child.kill("SIGKILL");
      await child.output();
    }
    assertEquals((await runCommand("index", ["run", "--out", "index"], { cwd })).code, 0);
    assertEquals(await contentOf(join(cwd, "index")), whole);
  });
});
