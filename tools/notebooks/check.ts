/**
 * `deno task notebooks:check`: type-checks the cells of notebooks, which the kernel never does: it
 * takes a misspelt import for `undefined`.
 *
 * @module
 */
import { basename, dirname, join } from "node:path";
import { Command } from "commander";
import { print, runCommand } from "../../experiments/command_line.ts";
import { InputError } from "../../lib/errors.ts";
import { findNotebooks } from "./find.ts";
import { type Notebook, readNotebook } from "./notebook.ts";

/** The cells of a notebook as one module, each under a comment with its number. */
export function joinCells({ cells }: Notebook): string {
  const sources = cells.filter((cell) => cell.kind === "code").map(({ source }, n) =>
    `// cell ${n + 1}\n${source}\n`
  );
  return [...sources, "export {};\n"].join("\n");
}

/**
 * Type-checks notebooks.
 *
 * @param paths The modules are written beside the notebooks for a moment, so that imports resolve
 * @throws {InputError} if a cell does not type-check; what is wrong is in the message
 */
export async function checkNotebooks(paths: readonly string[]): Promise<void> {
  const modules = paths.map((path) =>
    join(dirname(path), `.${basename(path, ".ipynb")}.${Deno.pid}.ts`)
  );
  try {
    await Promise.all(
      modules.map(async (module, n) =>
        await Deno.writeTextFile(module, joinCells(await readNotebook(paths[n]!)))
      ),
    );
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", ...modules],
      env: { NO_COLOR: "1" },
    }).output();
    if (success) return;
    throw new InputError(
      `Cannot use the notebooks: their cells do not type-check\n${
        new TextDecoder().decode(stderr)
      }`,
    );
  } finally {
    for (const module of modules) await Deno.remove(module).catch(() => {});
  }
}

if (import.meta.main) {
  await runCommand(
    new Command("notebooks:check")
      .description("Type-checks the cells of notebooks.")
      .argument("[notebook...]", "names such as 02_targets, or paths; all unless told")
      .action(async (names: readonly string[]) => {
        const paths = await findNotebooks(names);
        await checkNotebooks(paths);
        print(`${paths.length} notebooks: ok`);
      }),
  );
}
