/**
 * Files that say what is to be done, a configuration or a study: an export of a `.ts` file, or the
 * object of a `.json` file, given by path or by the name of one that comes with the program.
 *
 * @module
 */
import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { didYouMean, InputError, messageOf } from "../base/errors.ts";
import { readText } from "../base/files.ts";

/** The content of a JSON file, or of a section of one, before it is validated. */
export type JsonObject = { [key: string]: unknown };

/** What kind of file is looked for. */
export interface SourceKind {
  /** What messages call it, such as "configuration"; a `.ts` file exports it. */
  readonly what: string;
  /** The name of a `.ts` file's export. */
  readonly exported: string;
  /** A folder whose `.ts` files may be given by their names alone; default: none. */
  readonly shipped?: string | undefined;
}

/**
 * Reads a file of a kind.
 *
 * @param file A path, or the name of a shipped file
 * @throws {InputError} if there is none, or it holds no such object
 */
export async function readSource(file: string, kind: SourceKind): Promise<JsonObject> {
  const path = findSource(file, kind);
  const fail = (reason: string): never => {
    throw new InputError(`Cannot read the ${kind.what} "${file}": ${reason}`);
  };
  if (!/\.(json|ts)$/.test(path)) fail("expected a .ts or a .json file");
  const isJson = path.endsWith(".json");
  const content = await (isJson ? readJson(path, kind) : readModule(path, kind))
    .catch((error) => {
      if (error instanceof InputError) throw error;
      return fail(messageOf(error));
    });
  if (isObject(content)) return content;
  return fail(
    isJson ? "expected a JSON object" : `it does not export an object named "${kind.exported}"`,
  );
}

/** The names of a folder's `.ts` files, sorted. */
export function sourceNames(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name)
    .filter((name) => name.endsWith(".ts")).map((name) => name.slice(0, -3)).sort();
}

function findSource(file: string, { what, shipped }: SourceKind): string {
  const paths = [resolve(file), ...shipped === undefined ? [] : [join(shipped, `${file}.ts`)]];
  for (const path of paths) {
    if (statSync(path, { throwIfNoEntry: false })?.isFile()) return path;
  }
  const names = shipped === undefined ? [] : sourceNames(shipped);
  throw new InputError(
    `Cannot find the ${what} "${file}": it is no file` +
      (names.length === 0 ? "" : `, and those with a name are ${names.join(", ")}`) +
      didYouMean(file, names),
  );
}

async function readJson(path: string, { what }: SourceKind): Promise<unknown> {
  return JSON.parse(await readText(path, `the ${what}`));
}

async function readModule(path: string, { exported }: SourceKind): Promise<unknown> {
  return (await import(pathToFileURL(path).href))[exported];
}

/** Whether a value is an object and no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
