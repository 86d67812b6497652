/**
 * `deno task notebooks:check`: checks the types of notebooks' cells, which the kernel never does (it
 * takes a misspelt import for `undefined`), and their format, since `deno fmt --check` of Deno 2.9.6
 * refuses every notebook whose cells do not end in an empty line. Code for films of one's own is
 * checked in its place.
 *
 * @module
 */
import { basename, dirname, join } from "node:path";
import { Command } from "commander";
import { print, runCommand } from "../../cli/command_line.ts";
import { InputError } from "../../lib/base/errors.ts";
import { findNotebooks } from "./find.ts";
import { type Notebook, readNotebook } from "./notebook.ts";
import { hasOwnData, withOwnData } from "./own_data.ts";

/** The cells of a notebook as one module, each under a comment with its number. */
export function joinCells({ cells }: Notebook): string {
  const sources = cells.filter((cell) => cell.kind === "code").map(({ source }, n) =>
    `// cell ${n + 1}\n${source}\n`
  );
  return [...sources, "export {};\n"].join("\n");
}

/**
 * Checks types and format of the cells of notebooks.
 *
 * @param paths The cells are written beside each notebook for a moment, so that imports resolve
 * @throws {InputError} if they do not pass; what is wrong is in the message
 */
export async function checkNotebooks(paths: readonly string[]): Promise<void> {
  const modules = new Map<string, string>();
  for (const path of paths) {
    const notebook = await readNotebook(path);
    const module = (variant: string) =>
      join(dirname(path), `.${basename(path, ".ipynb")}${variant}.${Deno.pid}.ts`);
    modules.set(module(""), joinCells(notebook));
    if (hasOwnData(notebook)) modules.set(module(".own-data"), joinCells(withOwnData(notebook)));
  }
  try {
    for (const [module, text] of modules) await Deno.writeTextFile(module, text);
    await runDeno("check", ...modules.keys());
    await runDeno("fmt", "--check", ...modules.keys());
  } finally {
    for (const module of modules.keys()) await Deno.remove(module).catch(() => {});
  }
}

async function runDeno(...args: readonly string[]): Promise<void> {
  const command = new Deno.Command(Deno.execPath(), { args: [...args], env: { NO_COLOR: "1" } });
  const { success, stderr } = await command.output();
  if (success) return;
  const problems = new TextDecoder().decode(stderr);
  throw new InputError(`Cannot use the notebooks: deno ${args[0]} finds fault\n${problems}`);
}

if (import.meta.main) {
  await runCommand(
    new Command("notebooks:check")
      .description("Checks types and format of the cells of notebooks.")
      .argument("[notebook...]", "names such as 02_targets, or paths; default: all")
      .action(async (names: readonly string[]) => {
        const paths = await findNotebooks(names);
        await checkNotebooks(paths);
        print(`${paths.length} notebooks: ok`);
      }),
  );
}
