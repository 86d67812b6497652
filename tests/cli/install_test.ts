import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inTemporaryFolder, readFolder } from "../helpers/folders.ts";
import { tinyConfig } from "../helpers/tiny_run.ts";
import { resultOf } from "./commands.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** How docs/command.md installs the command. */
const INSTALL = "deno install -g -A --config deno.json -n cohash ./cli/cohash.ts";

function start(program: string, args: readonly string[], cwd: string): Deno.ChildProcess {
  return new Deno.Command(program, {
    args: [...args],
    cwd,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

Deno.test("the installed command trains and studies from another folder", async (t) => {
  const docs = await Deno.readTextFile(join(ROOT, "docs/command.md"));
  assertStringIncludes(docs, INSTALL);
  await inTemporaryFolder(async (folder) => {
    const [, ...args] = INSTALL.split(" ");
    const installed = await resultOf(start(Deno.execPath(), [...args, "--root", folder], ROOT));
    assertEquals(installed.code, 0, installed.stderr);
    const program = join(folder, "bin", "cohash");
    const cwd = join(folder, "elsewhere");
    await Deno.mkdir(cwd);
    const config = await tinyConfig(cwd, { train: { epochs: 1 } });
    const data = { ...config.data, features: "features.csv", metadata: "labels.csv" };
    await Deno.writeTextFile(join(cwd, "tiny.json"), JSON.stringify({ ...config, data }));
    const cohash = (...args: string[]) => start(program, args, cwd);

    await t.step("train, with paths relative to where it is called", async () => {
      const { code, stderr } = await resultOf(cohash("train", "tiny.json", "--quiet"));
      assertEquals([code, stderr], [0, "The report: runs/tiny/report.html\n"]);
    });

    await t.step("ablate, a study of one's own and one by name", async () => {
      const rows = [8, 16].map((bits) => ({ name: `${bits} bits`, changes: { codes: { bits } } }));
      const study = { question: "Do longer codes help?", baseline: "8 bits", rows };
      const text = `export const study = ${JSON.stringify(study)};`;
      await Deno.writeTextFile(join(cwd, "length.ts"), text);
      const flags = ["--data", "tiny.json", "--seeds", "1", "--jobs", "1", "--quiet"];
      const { code, stderr } = await resultOf(cohash("ablate", "./length.ts", ...flags));
      assertEquals(code, 0, stderr);
      const files = Object.keys(await readFolder(join(cwd, "runs/ablations/length")));
      const runs = files.filter((file) => file.endsWith("seed-0/results.json")).sort();
      const expected = ["8-bits", "16-bits"].map((row) => `runs/${row}/seed-0/results.json`);
      assertEquals(runs, expected.sort());
      assertStringIncludes((await resultOf(cohash("ablate"))).stdout, "\ncomponents ");
    });

    await t.step("messages name it as it is called", async () => {
      const { stderr } = await resultOf(cohash("search", "runs", "--id", "a"));
      assertStringIncludes(stderr, "make one with cohash index");
    });
  });
});
