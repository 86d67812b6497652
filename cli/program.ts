/**
 * A command of many subcommands, each loaded when it is asked for, so that none waits for what the
 * others need.
 *
 * @module
 */
import { Command } from "commander";

/** What the module of every subcommand exports. */
export interface CommandModule {
  /** The command with its arguments, options and help. */
  command(): Command;
}

/** A subcommand before it is loaded. */
export interface CommandEntry {
  /** What it does, for the list of all. */
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
  /** Whether it wants to see all the others loaded; default: no. */
  readonly needsAll?: boolean;
}

/**
 * Adds the subcommands by name and summary, and the one that the arguments name, if any, with all
 * that it is.
 */
export async function withSubcommands(
  program: Command,
  entries: Readonly<Record<string, CommandEntry>>,
  args: readonly string[],
): Promise<Command> {
  const words = args.filter((arg) => !arg.startsWith("-"));
  const named = words[0] === "help" ? words[1] : words[0];
  const needsAll = named !== undefined && (entries[named]?.needsAll ?? false);
  for (const [name, { summary, load }] of Object.entries(entries)) {
    const isLoaded = needsAll || name === named;
    const command = isLoaded ? (await load()).command() : new Command(name);
    program.addCommand(command.summary(summary));
  }
  return program;
}
