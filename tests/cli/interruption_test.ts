import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { exists } from "../../lib/base/files.ts";
import { Random } from "../../lib/base/random.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { filesOf, runIn, tinyConfig } from "../helpers/tiny_run.ts";
import { resultOf, runCommand, startCommand } from "./commands.ts";

/** Settles once a command has written a file. */
async function appearance(path: string, child: Deno.ChildProcess): Promise<void> {
  let ended = false;
  child.status.then(() => ended = true);
  while (!await exists(path)) {
    if (ended) throw new Error(`Cannot wait for "${path}": the command ended without it`);
    await delay(2);
  }
}

async function delay(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Runs the body with the arguments of a command that trains 30 epochs, and what it should leave. */
async function withTraining(
  body: (folder: string, args: string[], whole: Record<string, string>) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (cwd) => {
    // So many resamples that a run is still being scored when a kill after its export arrives.
    const evaluation = { resamples: 3000 };
    const config = await tinyConfig(cwd, { train: { epochs: 30 }, evaluation });
    const file = join(cwd, "tiny.json");
    await Deno.writeTextFile(file, JSON.stringify(config));
    await runIn(join(cwd, "whole"), config);
    await body(cwd, [file, "--out", join(cwd, "run")], await filesOf(join(cwd, "whole")));
  });
}

Deno.test("a run that is killed at any moment ends with the bits of one that is not", async () => {
  await withTraining(async (cwd, args, whole) => {
    const random = new Random("kill");
    const run = join(cwd, "run");
    for (const file of ["config.json", "checkpoints/last.npz", "encoder.onnx"]) {
      const child = startCommand("train", args, { cwd });
      await appearance(join(run, file), child);
      await delay(random.between(0, 50));
      child.kill("SIGKILL");
      assertEquals((await child.output()).signal, "SIGKILL");
      assertEquals(await exists(join(run, "results.json")), false, `finished after ${file}`);
    }
    const { code } = await runCommand("train", args, { cwd });
    assertEquals(code, 0);
    assertEquals(await filesOf(run), whole);
  });
});

Deno.test("Ctrl-C leaves a run that the same command finishes", async () => {
  await withTraining(async (cwd, args, whole) => {
    const run = join(cwd, "run");
    const child = startCommand("train", args, { cwd });
    await appearance(join(run, "checkpoints/last.npz"), child);
    child.kill("SIGINT");
    const { code, stdout, stderr } = await resultOf(child);
    assertEquals([code, stdout], [130, ""]);
    assertStringIncludes(stderr, "Stopping; the same command goes on from the last epoch.\n");
    assertEquals(await exists(join(run, "results.json")), false);
    assertEquals((await runCommand("train", args, { cwd })).code, 0);
    assertEquals(await filesOf(run), whole);
  });
});
