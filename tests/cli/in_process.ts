/**
 * Runs commands of `cohash` in the process of the tests, which is quicker than one of their own:
 * for the many ways in which a command can be called wrongly.
 *
 * @module
 */
import process from "node:process";
import { cohash } from "../../cli/cohash.ts";
import { execute } from "../../cli/command_line.ts";
import type { CommandResult } from "./commands.ts";

/** Runs a command; paths among its arguments should be absolute. */
export async function runHere(args: readonly string[]): Promise<CommandResult> {
  const written = { stdout: "", stderr: "" };
  const restore = (["stdout", "stderr"] as const).map((name) => {
    const stream = process[name];
    const write = stream.write;
    stream.write = (text: string | Uint8Array, ...rest: unknown[]) => {
      written[name] += typeof text === "string" ? text : new TextDecoder().decode(text);
      const done = rest.at(-1);
      if (typeof done === "function") done();
      return true;
    };
    return () => stream.write = write;
  });
  // Set where a task runs the tests, which are not to be taken for it.
  const calledFrom = Deno.env.get("INIT_CWD");
  Deno.env.delete("INIT_CWD");
  try {
    const code = await execute(await cohash(args), args);
    return { code, ...written };
  } finally {
    for (const undo of restore) undo();
    if (calledFrom !== undefined) Deno.env.set("INIT_CWD", calledFrom);
  }
}
