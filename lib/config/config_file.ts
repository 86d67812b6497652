/**
 * From a configuration file and `--set` flags to a validated configuration: flags > file >
 * defaults. Every mistake is an error that names its key.
 *
 * @module
 */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { didYouMean, InputError } from "../base/errors.ts";
import { type Config, configSchema } from "./config.ts";
import { describeProblem, hasKinds } from "./config_problems.ts";

/** A configuration before it is validated, or a section of one. */
export type JsonObject = { [key: string]: unknown };

/**
 * Reads and validates a configuration.
 *
 * @param file A `.ts` file that exports `config`, a `.json` file, or the name of a file in
 * `experiments/configs`
 * @param settings `key.path=value` texts; values are JSON, or text where they are no JSON
 * @throws {InputError} naming the key, the value received and what was expected
 * @example A configuration that comes with cohash, with longer codes
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { loadConfig } from "./config_file.ts";
 *
 * const config = await loadConfig("phantom", ["codes.bits=64"]);
 * assertEquals(config.codes.bits, 64);
 * ```
 */
export async function loadConfig(
  file: string,
  settings: readonly string[] = [],
): Promise<Config> {
  const fromFile = await readConfigFile(file);
  return parseConfig(applySettings(fromFile, settings));
}

/**
 * Validates a configuration.
 *
 * @param name What is validated, for the message
 * @throws {InputError} listing every wrong key
 * @example A misspelt key is named, with the nearest one that exists
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { parseConfig } from "./config_file.ts";
 *
 * assertThrows(() => parseConfig({ loss: { epsilom: 0.1 } }), Error, 'did you mean "epsilon"?');
 * ```
 */
export function parseConfig(input: unknown, name = "the configuration"): Config {
  const result = configSchema.safeParse(input);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => describeProblem(issue, input));
  throw new InputError(`Cannot use ${name}: ${problems.join("; ")}`);
}

/**
 * The configuration with `key.path=value` texts set. Choosing another `kind` for a section whose
 * keys depend on it drops the section's other keys, which belonged to the old kind; kinds are set
 * first, so that keys of the new kind may stand before it.
 *
 * @throws {InputError} if a text has no key or no value
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { applySettings } from "./config_file.ts";
 *
 * const config = { seed: 1, loss: { epsilon: 0 } };
 * assertEquals(applySettings(config, ["loss.margin=0.4"]), {
 *   seed: 1,
 *   loss: { epsilon: 0, margin: 0.4 },
 * });
 * ```
 */
export function applySettings(config: JsonObject, settings: readonly string[]): JsonObject {
  const parsed = settings.map(parseSetting);
  const setsKind = ({ path }: Setting) => path.at(-1) === "kind";
  return [...parsed.filter(setsKind), ...parsed.filter((setting) => !setsKind(setting))]
    .reduce((changed, { path, value }) => setPath(changed, path, value, []), config);
}

interface Setting {
  readonly path: readonly string[];
  readonly value: unknown;
}

function parseSetting(setting: string): Setting {
  const at = setting.indexOf("=");
  if (at <= 0) {
    throw new InputError(`Cannot use --set "${setting}": expected key.path=value`);
  }
  return { path: setting.slice(0, at).split("."), value: parseValue(setting.slice(at + 1)) };
}

function setPath(
  section: JsonObject,
  path: readonly string[],
  value: unknown,
  parents: readonly string[],
): JsonObject {
  const [key = "", ...rest] = path;
  if (rest.length > 0) {
    const inner = section[key];
    const object = isObject(inner) ? inner : {};
    return { ...section, [key]: setPath(object, rest, value, [...parents, key]) };
  }
  const changesKind = key === "kind" && section.kind !== value && hasKinds(parents);
  return changesKind ? { kind: value } : { ...section, [key]: value };
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function readConfigFile(file: string): Promise<JsonObject> {
  const path = findConfigFile(file);
  const fail = (reason: string): never => {
    throw new InputError(`Cannot read the configuration "${file}": ${reason}`);
  };
  if (!/\.(json|ts)$/.test(path)) fail("expected a .ts or a .json file");
  const isJson = path.endsWith(".json");
  const content = await (isJson ? readJson(path) : readModule(path))
    .catch((error) => fail(error instanceof Error ? error.message : String(error)));
  if (isObject(content)) return content;
  return fail(isJson ? "expected a JSON object" : 'it does not export an object named "config"');
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await Deno.readTextFile(path));
}

async function readModule(path: string): Promise<unknown> {
  return (await import(pathToFileURL(path).href)).config;
}

function findConfigFile(file: string): string {
  const shipped = new URL("../../experiments/configs/", import.meta.url);
  for (const path of [resolve(file), fileURLToPath(new URL(`${file}.ts`, shipped))]) {
    if (statSync(path, { throwIfNoEntry: false })?.isFile()) return path;
  }
  const names = [...Deno.readDirSync(shipped)].map(({ name }) => name.replace(/\.ts$/, "")).sort();
  throw new InputError(
    `Cannot find the configuration "${file}": it is no file, and experiments/configs has ` +
      `${names.join(", ")}${didYouMean(file, names)}`,
  );
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
