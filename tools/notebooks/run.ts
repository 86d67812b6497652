/**
 * `deno task notebooks`: runs the notebooks, or those named, and writes their outputs into them.
 *
 * @module
 */
import { basename } from "node:path";
import { Command } from "commander";
import { print, runCommand, say } from "../../cli/command_line.ts";
import { readText, writeWhole } from "../../lib/base/files.ts";
import { executeNotebook } from "./execute.ts";
import { findNotebooks } from "./find.ts";
import { formatNotebook, parseNotebook } from "./notebook.ts";

const command = new Command("notebooks")
  .description("Runs notebooks from the first cell to the last and keeps what they show.")
  .argument("[notebook...]", "names such as 02_targets, or paths; default: all of notebooks/")
  .option("--check", "writes nothing, and fails where a run shows something else than the file")
  .action(async (names: readonly string[], { check = false }: { readonly check?: boolean }) => {
    let failures = 0;
    for (const path of await findNotebooks(names)) {
      const started = performance.now();
      const problem = await runOne(path, check);
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      if (problem === undefined) print(`${basename(path)}: ok (${seconds} s)`);
      else say(`${basename(path)}: ${problem}`);
      if (problem !== undefined) failures++;
    }
    if (failures > 0) Deno.exit(1);
  });

/** Runs one notebook; what is wrong with it, if anything. A failed run leaves the file as it is. */
async function runOne(path: string, check: boolean): Promise<string | undefined> {
  const before = await readText(path, "the notebook");
  const { notebook, error } = await executeNotebook(parseNotebook(before, path), path);
  if (error !== undefined) return error;
  const after = formatNotebook(notebook);
  if (!check) await writeWhole(path, after);
  return check && after !== before
    ? "a run shows something else than the file; see what, with: deno task notebooks && git diff"
    : undefined;
}

await runCommand(command);
