/**
 * Secrets that commands are told in files, out of sight of those who list the machine's programs.
 *
 * @module
 */
import { InputError, messageOf } from "../lib/base/errors.ts";

/**
 * The text of a file that holds a secret, without the line break at its end.
 *
 * @param option Which option named the file
 * @throws {InputError} if it cannot be read, or everybody on the machine can read it
 */
export async function readSecret(option: string, path: string): Promise<string> {
  try {
    const { mode } = await Deno.stat(path);
    if (((mode ?? 0) & 0o004) === 0) return (await Deno.readTextFile(path)).trim();
  } catch (error) {
    throw new InputError(`Cannot read the file ${path} of ${option}: ${messageOf(error)}`);
  }
  throw new InputError(
    `Cannot use the file ${path} of ${option}: everybody on this machine can read it; close it ` +
      `with "chmod 600 ${path}"`,
  );
}
