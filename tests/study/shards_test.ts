/**
 * Studies spread over processes by the tools that docs/ablations.md names, run for real where they
 * are installed.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inTemporaryFolder, readFolder, tinyConfig } from "../train/tiny_run.ts";

const ABLATE = fileURLToPath(new URL("../../experiments/ablate.ts", import.meta.url));

/** The program and its arguments, run in a folder. */
async function run(folder: string, [program, ...args]: readonly string[]) {
  const { code, stdout, stderr } = await new Deno.Command(program!, {
    args: args,
    cwd: folder,
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

/** The command of a small part of a small study. */
async function ablate(folder: string): Promise<string[]> {
  const config = await tinyConfig(folder, { train: { epochs: 1 } });
  await Deno.writeTextFile(join(folder, "config.json"), JSON.stringify(config));
  const flags = ["--data", "config.json", "--out", "out", "--seeds", "1", "--jobs", "1", "--quiet"];
  return [Deno.execPath(), "run", "-A", ABLATE, "components", ...flags];
}

async function finishedRuns(folder: string): Promise<string[]> {
  const files = Object.keys(await readFolder(join(folder, "out", "components", "runs")));
  return files.filter((file) => file.endsWith("results.json")).sort();
}

const ALL = ["both-cohash", "co-occurrence-targets", "orthohash", "smoothing"]
  .map((row) => `${row}/seed-0/results.json`);

Deno.test("deno task ablate does one shard after the other and merges them", async () => {
  await inTemporaryFolder(async (folder) => {
    const command = await ablate(folder);
    const first = await run(folder, [...command, "--shard", "1/2"]);
    assertEquals([first.code, (await finishedRuns(folder)).length], [0, 2], first.stderr);
    assertStringIncludes(first.stderr, "2 of 4 runs are missing");
    const second = await run(folder, [...command, "--shard", "2/2"]);
    assertEquals([second.code, await finishedRuns(folder)], [0, ALL], second.stderr);
    assertEquals(second.stderr.includes("missing"), false);
  });
});

Deno.test("deno task ablate lists failed runs at its end, with exit status 1", async () => {
  await inTemporaryFolder(async (folder) => {
    const broken = ["--set", "train.learningRate=1e30", "--set", "train.optimiser=sgd"];
    const { code, stderr } = await run(folder, [...await ablate(folder), ...broken]);
    assertEquals(code, 1);
    assertStringIncludes(stderr, "failed OrthoHash, seed 0");
    assertStringIncludes(stderr, "error: 4 runs failed");
  });
});

/** Registers a test that needs a program; without it the test is ignored and says why. */
function testWith(program: string, name: string, body: () => Promise<void>): void {
  const path = (Deno.env.get("PATH") ?? "").split(":").map((folder) => join(folder, program));
  const isInstalled = path.some((file) => {
    try {
      return Deno.statSync(file).isFile;
    } catch {
      return false;
    }
  });
  const title = isInstalled ? name : `${name} (skipped: ${program} is not installed)`;
  Deno.test({ name: title, ignore: !isInstalled, fn: body });
}

testWith("parallel", "GNU parallel spreads a study over processes", async () => {
  await inTemporaryFolder(async (folder) => {
    const command = await ablate(folder);
    const args = ["-j", "2", ...command, "--shard", "{}/2", ":::", "1", "2"];
    const { code, stderr } = await run(folder, ["parallel", ...args]);
    assertEquals([code, await finishedRuns(folder)], [0, ALL], stderr);
  });
});

testWith("sbatch", "a Slurm array spreads a study over processes", async () => {
  await inTemporaryFolder(async (folder) => {
    const command = (await ablate(folder)).join(" ");
    const shard = '--shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT"';
    await Deno.writeTextFile(join(folder, "job.sh"), `#!/bin/bash\n${command} ${shard}\n`);
    const { code, stderr } = await run(folder, ["sbatch", "--wait", "--array=1-2", "job.sh"]);
    assertEquals([code, await finishedRuns(folder)], [0, ALL], stderr);
  });
});
