import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { COMMANDS } from "../../cli/commands.ts";
import { runHere } from "./in_process.ts";

/** What bash offers for the last of these words. */
async function completions(words: readonly string[]): Promise<readonly string[]> {
  const { stdout: script } = await runHere(["completion", "bash"]);
  const list = words.map((word) => `'${word}'`).join(" ");
  const ask = `COMP_WORDS=(${list}); COMP_CWORD=${
    words.length - 1
  }; _cohash; echo "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = await new Deno.Command("bash", { args: ["-c", `${script}\n${ask}`] })
    .output();
  assertEquals(new TextDecoder().decode(stderr), "");
  return new TextDecoder().decode(stdout).trim().split(" ").filter((word) => word !== "");
}

Deno.test("bash completes subcommands, options and choices, and leaves the rest to files", async () => {
  assertEquals(await completions(["cohash", "tr"]), ["train"]);
  assertEquals(await completions(["cohash", "train", "--se"]), ["--set", "--seed"]);
  assertEquals(await completions(["cohash", "plot", "run", "--format", "s"]), ["svg"]);
  assertEquals(await completions(["cohash", "train", "my"]), []);
  const all = await completions(["cohash", ""]);
  for (const name of Object.keys(COMMANDS)) assert(all.includes(name), name);
});

Deno.test("fish and zsh know every option", async () => {
  const { stdout: fish } = await runHere(["completion", "fish"]);
  assertStringIncludes(fish, "-n '__fish_seen_subcommand_from plot' -l format");
  assertStringIncludes(fish, "-x -a 'png svg json'");
  const { stdout: zsh } = await runHere(["completion", "zsh"]);
  assertStringIncludes(zsh, "bashcompinit\n_cohash() {");
});
