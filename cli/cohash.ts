/**
 * The command `cohash`, whose subcommands are modules of their own.
 *
 * @module
 */
import { Command } from "commander";
import project from "../deno.json" with { type: "json" };
import { runCommand } from "./command_line.ts";
import { COMMANDS } from "./commands.ts";

/**
 * The command with all its subcommands by name and summary, and that of the arguments, if they name
 * one, with all that it is.
 */
export async function program(args: readonly string[]): Promise<Command> {
  const cohash = new Command("cohash")
    .description("Hash codes for retrieval in chest films, with targets from label co-occurrence.")
    .version(project.version)
    .addHelpText("after", HELP);
  const words = args.filter((arg) => !arg.startsWith("-"));
  const named = words[0] === "help" ? words[1] : words[0];
  for (const [name, { summary, load }] of Object.entries(COMMANDS)) {
    const command = name === named ? (await load()).command() : new Command(name);
    cohash.addCommand(command.summary(summary));
  }
  return cohash;
}

const HELP = `
Examples:
  cohash demo
  cohash train phantom --set codes.bits=64
  cohash index runs/demo/cohash --out runs/demo/index
  cohash serve runs/demo/index --open

See cohash COMMAND --help. Paths are relative to where you are; configurations and studies that
come with cohash go by their names. In a clone, deno task COMMAND is the same.`;

if (import.meta.main) await runCommand(await program(Deno.args));
