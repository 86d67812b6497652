import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { inTemporaryFolder, readFolder } from "../helpers/folders.ts";
import { tinyConfig } from "../helpers/tiny_run.ts";
import { runHere } from "./in_process.ts";

Deno.test("ablate --tune tunes every method, in parts and again, and writes what it chose", async () => {
  await inTemporaryFolder(async (folder) => {
    const config = await tinyConfig(folder, { train: { epochs: 1 } });
    const study = {
      question: "Which is best?",
      baseline: "csq",
      rows: ["csq", "lsh"].map((method) => ({ name: method, changes: { method } })),
    };
    await Deno.writeTextFile(join(folder, "config.json"), JSON.stringify(config));
    await Deno.writeTextFile(join(folder, "two.json"), JSON.stringify(study));
    const run = (study: string, ...flags: string[]) =>
      runHere([
        ...["ablate", join(folder, study), "--data", join(folder, "config.json")],
        ...["--out", join(folder, "out"), "--seeds", "1", "--jobs", "1", "--quiet", ...flags],
      ]);
    const ablate = (...flags: string[]) => run("two.json", "--tune", "16", ...flags);
    const first = await ablate("--shard", "1/2");
    assertEquals(first.code, 1);
    assertStringIncludes(first.stderr, "1 method × 6 settings × 1 seed = 6 runs");
    assertStringIncludes(first.stderr, "3 of the 6 runs of its tuning are other parts'");

    const whole = await ablate();
    assertEquals(whole.code, 0, whole.stderr);
    assertStringIncludes(whole.stdout, "Chosen on validation films");
    assertStringIncludes(whole.stdout, "nothing to tune");
    const files = await readFolder(join(folder, "out", "two-tuned"));
    const textOf = (name: string) => new TextDecoder().decode(files[name]);
    assertEquals(textOf("tuning.csv").trim().split("\n").length, 1 + 6);
    assertStringIncludes(textOf("results.md"), "Tuned: every method tried 6 settings at 16 bits");
    assertStringIncludes(textOf("results.json"), "Tuned: every method");

    const again = await ablate();
    assertEquals([again.code, again.stdout], [0, whole.stdout]);
    const left = await run("out/two-tuned/two-tuned.json");
    assertEquals([left.code, whole.stdout.endsWith(left.stdout)], [0, true], left.stderr);
  });
});
