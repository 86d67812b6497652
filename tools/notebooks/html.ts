/**
 * `deno task notebooks:html`: makes a web page of each notebook with Jupyter's own converter, which
 * is the one thing here that needs Python: on Debian, `apt install jupyter-nbconvert`.
 *
 * @module
 */
import { resolve } from "node:path";
import { Command } from "commander";
import { print, runCommand } from "../../cli/command_line.ts";
import { InputError } from "../../lib/base/errors.ts";
import { findNotebooks } from "./find.ts";

/** Debian's Python, which sees Debian's Jupyter; another first in the path may not. */
const PYTHON = "/usr/bin/python3";

/** Runs nbconvert. */
async function nbconvert(...args: readonly string[]): Promise<Deno.CommandOutput | undefined> {
  try {
    return await new Deno.Command(PYTHON, { args: ["-m", "nbconvert", ...args] }).output();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

const command = new Command("notebooks:html")
  .description("Makes a web page of each notebook, with the outputs that it holds.")
  .argument("[notebook...]", "names such as 02_targets, or paths; default: all")
  .option("--out <dir>", "where the pages go", "runs/notebooks")
  .action(async (names: readonly string[], { out }: { readonly out: string }) => {
    const paths = await findNotebooks(names);
    if (!(await nbconvert("--version"))?.success) {
      throw new InputError(
        `Cannot make pages: "${PYTHON} -m nbconvert" does not run here; ` +
          "install it, on Debian with: apt install jupyter-nbconvert",
      );
    }
    const result = await nbconvert("--to", "html", "--output-dir", resolve(out), ...paths);
    if (!result?.success) {
      throw new InputError(`Cannot make pages: ${new TextDecoder().decode(result?.stderr)}`);
    }
    print(`${paths.length} pages in ${resolve(out)}`);
  });

await runCommand(command);
