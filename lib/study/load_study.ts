/**
 * Finding studies: every file of a folder that exports a `study` is one, named after the file.
 *
 * @module
 */
import { fileURLToPath, pathToFileURL } from "node:url";
import { join } from "node:path";
import { didYouMean, InputError } from "../base/errors.ts";
import { checkStudy, type Study } from "./study.ts";

/** The studies that come with cohash. */
export const STUDIES: string = fileURLToPath(
  new URL("../../experiments/ablations", import.meta.url),
);

/** The names of a folder's studies, sorted. */
export async function studyNames(folder: string = STUDIES): Promise<string[]> {
  const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  return names.filter((name) => name.endsWith(".ts")).map((name) => name.slice(0, -3)).sort();
}

/**
 * A study by name.
 *
 * @throws {InputError} if there is none of that name, or its file does not export one that can run
 */
export async function loadStudy(name: string, folder: string = STUDIES): Promise<Study> {
  const names = await studyNames(folder);
  if (!names.includes(name)) {
    throw new InputError(
      `Cannot find the study "${name}"${didYouMean(name, names)}: there are ${names.join(", ")}`,
    );
  }
  const { study } = await import(pathToFileURL(join(folder, `${name}.ts`)).href);
  if (study === undefined) {
    throw new InputError(`Cannot run the study "${name}": its file exports no "study"`);
  }
  checkStudy(name, study);
  return study;
}
