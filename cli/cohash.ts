/**
 * The command `cohash`, whose subcommands are modules of their own.
 *
 * @module
 */
import { Command } from "commander";
import project from "../deno.json" with { type: "json" };
import { runCommand } from "./command_line.ts";
import { COMMANDS } from "./commands.ts";
import { withSubcommands } from "./program.ts";

const HELP = `
Examples:
  cohash demo
  cohash train phantom --set codes.bits=64
  cohash index runs/demo/cohash --out runs/demo/index
  cohash serve runs/demo/index --open

See cohash COMMAND --help. Paths are relative to where you are; configurations and studies that
come with cohash go by their names. In a clone, deno task COMMAND is the same.`;

/**
 * The command, ready for its arguments.
 *
 * @internal For tests; others run this module
 */
export async function cohash(args: readonly string[]): Promise<Command> {
  const program = new Command("cohash")
    .description("Hash codes for retrieval in chest films, with targets from label co-occurrence.")
    .version(project.version)
    .addHelpText("after", HELP);
  return await withSubcommands(program, COMMANDS, args);
}

if (import.meta.main) await runCommand(await cohash(Deno.args));
