/**
 * Which files an audit log consists of.
 *
 * @module
 */
import { basename, dirname, join } from "node:path";

/** Digits of the first line's place in the name of a file that is full. */
const DIGITS = 12;

/** The name that a log's file gets when it is full; `first` is the place of its first line. */
export function fullName(path: string, first: number): string {
  return `${path}.${String(first).padStart(DIGITS, "0")}`;
}

/** Where the end of a log stands. */
export function endName(path: string): string {
  return `${path}.end`;
}

/** The text of a file, undefined where there is none. */
export async function readTextIfThere(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** The files of a log that are full, oldest first. */
export function fullFiles(path: string): string[] {
  const name = basename(path);
  return Array.from(Deno.readDirSync(dirname(path)))
    .filter((entry) => entry.isFile && entry.name.startsWith(`${name}.`))
    .filter((entry) => new RegExp(`^\\d{${DIGITS}}$`).test(entry.name.slice(name.length + 1)))
    .map((entry) => join(dirname(path), entry.name))
    .sort();
}
