/**
 * What every command shares: how mistakes are shown and how Ctrl-C ends it.
 *
 * @module
 */
import { styleText } from "node:util";
import process from "node:process";
import { type Command, CommanderError, Option } from "commander";
import { InputError, messageOf } from "../lib/base/errors.ts";
import { printable } from "../lib/base/printable.ts";
import { asCalled } from "./called_as.ts";

/** Exit status of a command that Ctrl-C ended, as shells give it. */
const INTERRUPTED = 130;

/** Exit status of a command whose output nobody reads any more, as shells give it. */
const OUTPUT_CLOSED = 141;

/**
 * Parses the arguments and runs the command. A mistake of the user's, and what the system refuses,
 * is one red line on the error stream and exit status 1; only a fault of the program's own shows a
 * stack trace.
 *
 * @param args The arguments behind the program's name; default: this process's
 */
export async function runCommand(
  command: Command,
  args: readonly string[] = Deno.args,
): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", endOnClosedPipe);
  const status = await execute(command, args);
  if (status !== 0) Deno.exit(status);
}

/** Does what {@linkcode runCommand} does, but returns the exit status. */
export async function execute(command: Command, args: readonly string[]): Promise<number> {
  explainItself(command);
  try {
    await command.parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    if (error instanceof DOMException && error.name === "AbortError") return INTERRUPTED;
    const mistake = mistakeOf(error);
    if (mistake === undefined) throw error;
    sayError(mistake);
    return 1;
  }
}

/** How help and mistakes in the arguments look, of a command and those below it. */
function explainItself(command: Command): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => print(asCalled(text).trimEnd()),
    writeErr: (text) => say(asCalled(text).trimEnd()),
    outputError: (text) => sayError(text.trim().replace(/^error: /, "").replaceAll("\n", " ")),
  });
  for (const below of command.commands) explainItself(below);
}

/** What a machine says that lacks memory. */
const OUT_OF_MEMORY = /allocation failed|bad_alloc|Invalid (typed )?array length/i;

/**
 * What to say of an error that is no fault of the program's: an InputError, a RangeError, which
 * names an option's value that does not fit (bits without a Hadamard matrix), or what the system
 * says of memory, a file or an address, which has a code such as ENOSPC. Undefined for other errors.
 */
function mistakeOf(error: unknown): string | undefined {
  if (error instanceof InputError) return error.message;
  if (!(error instanceof Error)) return undefined;
  const { message } = error;
  if (OUT_OF_MEMORY.test(message)) {
    return `There is not enough memory (${message}); choose a smaller network, smaller batches or ` +
      "fewer threads";
  }
  const isFromSystem = /\(os error \d+\)/.test(message) ||
    "code" in error && /^E[A-Z0-9]+$/.test(String(error.code));
  if (isFromSystem) return systemMessage(message);
  return error instanceof RangeError ? message : undefined;
}

/** `Cannot use "/a/b": not a directory` of `ENOTDIR: not a directory, stat '/a/b'` and the like. */
function systemMessage(message: string): string {
  const parts = /^(?:E[A-Z]+: )?(.*?)(?: \(os error \d+\):|,) \w+ '(.*)'$/.exec(message);
  return parts === null ? message : `Cannot use "${parts[2]}": ${parts[1]}`;
}

function sayError(message: string): void {
  say(colour("red", "error"), `: ${asCalled(message)}`);
}

/** Ends the process quietly once nobody reads its output, as in `cohash … | head -1`. */
function endOnClosedPipe(error: Error): void {
  if ("code" in error && error.code === "EPIPE") Deno.exit(OUTPUT_CLOSED);
  throw error;
}

/** Text that may hold a terminal's control characters, since the program itself put them there. */
export interface Styled {
  readonly styled: string;
}

/** The pieces together; control characters of all but the styled ones are escaped. */
export function shown(pieces: readonly (string | Styled)[]): string {
  return pieces.map((piece) => typeof piece === "string" ? printable(piece) : piece.styled).join(
    "",
  );
}

/** Writes a line for people to the error stream, which leaves the output for results. */
export function say(...pieces: readonly (string | Styled)[]): void {
  process.stderr.write(shown(pieces) + "\n");
}

/**
 * Writes a result to the output.
 *
 * @throws {InputError} if it is a file that cannot be written
 */
export function print(...pieces: readonly (string | Styled)[]): void {
  try {
    process.stdout.write(shown(pieces) + "\n");
  } catch (error) {
    throw new InputError(`Cannot write to the output: ${messageOf(error)}`);
  }
}

/** Coloured text where the error stream is a terminal that wants colours, else the text. */
export function colour(name: "red" | "green" | "yellow" | "dim" | "bold", text: string): Styled {
  return { styled: styleText(name, printable(text), { stream: process.stderr }) };
}

/** An option that may be repeated, such as `--set`; its value is the list of those given. */
export function repeatable(flags: string, description: string): Option {
  return new Option(flags, `${description}; may be repeated`)
    .argParser((value: string, earlier: readonly string[]) => [...earlier, value])
    .default([], "none");
}

/** The option by which the data of a run that has been made are found where they are now. */
export function movedData(): Option {
  return repeatable(
    "--set <key.path=value>",
    "of a run: where its data are now, if they have moved",
  );
}

/** What stands at the end of a command's help. */
export function examples(...lines: readonly string[]): string {
  return ["", "Examples:", ...lines.map((line) => `  ${line}`)].join("\n");
}

/**
 * Reads the value of an option such as `--jobs`. What it returns throws an InputError for anything
 * but a whole number from `least` to `most`.
 */
export function wholeNumber(
  flag: string,
  least: number,
  most = Infinity,
): (text: string) => number {
  const range = most === Infinity ? `from ${least}` : `from ${least} to ${most}`;
  return (text) => {
    const value = Number(text);
    const isWhole = /^\d+$/.test(text) && Number.isSafeInteger(value);
    if (isWhole && value >= least && value <= most) return value;
    throw new InputError(`Cannot use ${flag} "${text}": expected a whole number ${range}`);
  };
}

/** As {@linkcode wholeNumber}, of a share from 0 to 1. */
export function share(flag: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== "" && value >= 0 && value <= 1) return value;
    throw new InputError(`Cannot use ${flag} "${text}": expected a number from 0 to 1`);
  };
}

/** As {@linkcode wholeNumber}, of several with commas between, such as `64,128`. */
export function wholeNumbers(flag: string, least: number): (text: string) => readonly number[] {
  const read = wholeNumber(flag, least);
  return (text) => text.split(",").map(read);
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
