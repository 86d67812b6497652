/**
 * Runs the commands of `cohash` as a user does: each in a process of its own, in the user's
 * folder.
 *
 * @module
 */
import { assert } from "@std/assert";
import { fileURLToPath } from "node:url";

/** What a command left when it ended. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The commands that tests run. */
export type CommandName =
  | "train"
  | "evaluate"
  | "few"
  | "encode"
  | "demo"
  | "plot"
  | "reproduce"
  | "audit"
  | "push"
  | "index"
  | "search"
  | "serve";

const COHASH = fileURLToPath(new URL("../../cli/cohash.ts", import.meta.url));

/** Starts a command; its output is piped, and no variable asks for colours or against them. */
export function startCommand(
  name: CommandName,
  args: readonly string[],
  { cwd }: { readonly cwd: string },
): Deno.ChildProcess {
  const { NO_COLOR: _, FORCE_COLOR: __, INIT_CWD: ___, ...env } = Deno.env.toObject();
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", COHASH, name, ...args],
    cwd,
    env,
    clearEnv: true,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Runs a command to its end. */
export async function runCommand(
  name: CommandName,
  args: readonly string[],
  options: { readonly cwd: string },
): Promise<CommandResult> {
  return await resultOf(startCommand(name, args, options));
}

/** What Deno says, not the command, where several processes start at once. */
const WAITING = /^.*Blocking.* waiting for file lock on node_modules directory\n/gm;

/** What a started command leaves; escape sequences have no place in piped output. */
export async function resultOf(child: Deno.ChildProcess): Promise<CommandResult> {
  const { code, stdout, stderr } = await child.output();
  const [out, error] = [stdout, stderr]
    .map((bytes) => new TextDecoder().decode(bytes).replace(WAITING, ""));
  assert(!`${out}${error}`.includes("\x1b"), `escape sequences in ${out}${error}`);
  return { code, stdout: out!, stderr: error! };
}

/** The one line of a command that failed by its user's mistake. */
export function mistakeOf({ code, stdout, stderr }: CommandResult): string {
  const lines = stderr.split("\n");
  assert(code === 1 && stdout === "" && lines.length === 2 && lines[1] === "", stderr);
  return lines[0]!;
}
