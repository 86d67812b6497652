/**
 * What every command shares: how mistakes are shown and how Ctrl-C ends it.
 *
 * @module
 */
import { styleText } from "node:util";
import process from "node:process";
import type { Command } from "commander";
import { InputError } from "../lib/base/errors.ts";

/** Exit status of a command that Ctrl-C ended, as shells give it. */
const INTERRUPTED = 130;

/**
 * Parses the arguments and runs the command. A mistake of the user's is one red line on the error
 * stream and exit status 1; only a fault of the program's own shows a stack trace.
 */
export async function runCommand(command: Command): Promise<void> {
  try {
    await command.parseAsync(Deno.args, { from: "user" });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") Deno.exit(INTERRUPTED);
    // RangeErrors name an option's value that does not fit, such as bits without a Hadamard matrix.
    if (!(error instanceof InputError || error instanceof RangeError)) throw error;
    say(`${colour("red", "error")}: ${error.message}`);
    Deno.exit(1);
  }
}

/** Writes a line for people to the error stream, which leaves the output for results. */
export function say(line: string): void {
  process.stderr.write(line + "\n");
}

/** Writes a result to the output. */
export function print(text: string): void {
  process.stdout.write(text + "\n");
}

/** Coloured text where the error stream is a terminal that wants colours, else the text. */
export function colour(name: "red" | "green" | "yellow" | "dim" | "bold", text: string): string {
  return styleText(name, text, { stream: process.stderr });
}

/** Gathers the values of an option that may be repeated, such as `--set`. */
export function collect(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value];
}

/**
 * The value of an option such as `--jobs`.
 *
 * @throws {InputError} if it is no whole number from 1
 */
export function wholeNumber(flag: string, text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InputError(`Cannot use ${flag} ${text}: expected a whole number from 1`);
}

/**
 * A signal that Ctrl-C fires; a second Ctrl-C ends the process at once, which is safe too, since
 * files are written whole.
 *
 * @param announce Tells of the first one
 */
export function interruptible(announce: () => void): { signal: AbortSignal; done: () => void } {
  const controller = new AbortController();
  const onInterrupt = () => {
    if (controller.signal.aborted) Deno.exit(INTERRUPTED);
    announce();
    controller.abort();
  };
  Deno.addSignalListener("SIGINT", onInterrupt);
  return {
    signal: controller.signal,
    done: () => Deno.removeSignalListener("SIGINT", onInterrupt),
  };
}
