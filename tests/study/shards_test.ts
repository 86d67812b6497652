/**
 * Studies spread over processes by the tools that docs/ablations.md names, run for real where they
 * are installed.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inTemporaryFolder, readFolder } from "../helpers/folders.ts";
import { tinyConfig } from "../helpers/tiny_run.ts";
import { startSlurm } from "./slurm_cluster.ts";

const COHASH = fileURLToPath(new URL("../../cli/cohash.ts", import.meta.url));

/** The program and its arguments, run in a folder. */
async function run(
  folder: string,
  [program, ...args]: readonly string[],
  env: Readonly<Record<string, string>> = {},
) {
  const { code, stdout, stderr } = await new Deno.Command(program!, {
    args: args,
    cwd: folder,
    env: { ...env, NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

/** The command of a small part of a small study. */
async function ablate(folder: string): Promise<string[]> {
  const config = await tinyConfig(folder, { train: { epochs: 1 } });
  await Deno.writeTextFile(join(folder, "config.json"), JSON.stringify(config));
  const flags = ["--data", "config.json", "--out", "out", "--seeds", "1", "--jobs", "1", "--quiet"];
  return [Deno.execPath(), "run", "-A", COHASH, "ablate", "components", ...flags];
}

async function finishedRuns(folder: string): Promise<string[]> {
  const files = Object.keys(await readFolder(join(folder, "out", "components", "runs")));
  return files.filter((file) => file.endsWith("results.json")).sort();
}

const ALL = [
  "a-prior-of-labels-too",
  "both-cohash",
  "co-occurrence-targets",
  "orthohash",
  "smoothing",
].map((row) => `${row}/seed-0/results.json`);

Deno.test("deno task ablate does one shard after the other and merges them", async () => {
  await inTemporaryFolder(async (folder) => {
    const command = await ablate(folder);
    const first = await run(folder, [...command, "--shard", "1/2"]);
    assertEquals([first.code, (await finishedRuns(folder)).length], [0, 3], first.stderr);
    assertStringIncludes(first.stderr, "2 of 5 runs are missing");
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
    assertStringIncludes(stderr, "and 4 more: ");
    assertStringIncludes(stderr, "error: 5 runs failed");
  });
});

/** Registers a test that needs programs; without one the test is ignored and says why. */
function testWith(
  programs: readonly string[],
  name: string,
  body: (t: Deno.TestContext) => Promise<void>,
): void {
  const folders = [...(Deno.env.get("PATH") ?? "").split(":"), "/usr/sbin"];
  const missing = programs.find((program) =>
    !folders.some((folder) => existsSync(join(folder, program)))
  );
  const title = missing === undefined ? name : `${name} (skipped: ${missing} is not installed)`;
  Deno.test({ name: title, ignore: missing !== undefined, fn: body });
}

/** The command that the documented examples spread; tests put that of a tiny study in its place. */
const DOCUMENTED = "npx -y deno@2.9.6 task ablate graph --data chexnet_probs --quiet";

/** The example below a heading of docs/ablations.md, for a tiny study. */
async function example(heading: string, command: readonly string[]): Promise<string> {
  const text = await Deno.readTextFile(new URL("../../docs/ablations.md", import.meta.url));
  const code = text.split(`### ${heading}\n`)[1]!.split("```")[1]!.replace(/^sh\n/, "");
  assertStringIncludes(code, DOCUMENTED);
  return code.replace(DOCUMENTED, command.join(" "));
}

/**
 * Asserts that the body, which spreads a tiny study over processes, leaves all its runs, and that
 * the tables are then those of the same study in one piece.
 */
async function assertSpreads(
  body: (folder: string, command: readonly string[]) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const command = await ablate(folder);
    await body(folder, command);
    assertEquals(await finishedRuns(folder), ALL);
    const merge = await run(folder, command);
    assertEquals(merge.code, 0, merge.stderr);
    const whole = await run(folder, [...command, "--out", "whole"]);
    assertEquals([whole.code, whole.stdout], [0, merge.stdout], whole.stderr);
    assertEquals(await tables(folder, "out"), await tables(folder, "whole"));
  });
}

/** The files that a study leaves beside its runs. */
async function tables(folder: string, out: string): Promise<Record<string, Uint8Array>> {
  const files = Object.entries(await readFolder(join(folder, out, "components")));
  return Object.fromEntries(files.filter(([file]) => !file.startsWith("runs")));
}

testWith(["parallel"], "GNU parallel spreads a study as documented", async () => {
  await assertSpreads(async (folder, command) => {
    // A host called ":" is this machine, without ssh.
    await Deno.writeTextFile(join(folder, "hosts"), ":\n");
    const { code, stderr } = await run(folder, [
      "bash",
      "-c",
      await example("GNU parallel", command),
    ]);
    assertEquals(code, 0, stderr);
  });
});

testWith(["sbatch", "slurmctld", "slurmd"], "Slurm spreads a study as documented", async (t) => {
  await inTemporaryFolder(async (cluster) => {
    const slurm = await startSlurm(cluster);
    if (!slurm.isRunning) {
      await t.step({ name: `(skipped: ${slurm.reason})`, ignore: true, fn: () => {} });
      return;
    }
    try {
      await assertSpreads(async (folder, command) => {
        await Deno.writeTextFile(join(folder, "job.sh"), await example("Slurm", command));
        const args = ["sbatch", "--wait", "--array=1-2", "job.sh"];
        const { code, stderr } = await run(folder, args, slurm.env);
        assertEquals(code, 0, stderr + await logs(folder));
      });
    } finally {
      await slurm.stop();
    }
  });
});

/** What the jobs of an array wrote. */
async function logs(folder: string): Promise<string> {
  const files = Object.entries(await readFolder(folder));
  return files.filter(([file]) => file.startsWith("slurm-"))
    .map(([file, bytes]) => `${file}:\n${new TextDecoder().decode(bytes)}`).join("\n");
}
