/**
 * From a configuration file and `--set` flags to a validated configuration: flags > file >
 * defaults. Every mistake is an error that names its key.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { didYouMean, InputError } from "../errors.ts";
import { type Config, configSchema } from "./config.ts";

type JsonObject = { [key: string]: unknown };

/** The part of a JSON Schema that the hints need. */
interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
}

/**
 * Reads and validates a configuration.
 *
 * @param file A `.ts` file that exports `config`, a `.json` file, or the name of a file in
 * `experiments/configs`
 * @param settings `key.path=value` texts; values are JSON, or text where they are no JSON
 * @throws {InputError} naming the key, the value received and what was expected
 */
export async function loadConfig(
  file: string,
  settings: readonly string[] = [],
): Promise<Config> {
  const fromFile = await readConfigFile(file);
  return parseConfig(settings.reduce(applySetting, fromFile));
}

/**
 * Validates a configuration.
 *
 * @throws {InputError} listing every wrong key
 * @example A misspelt key is named, with the nearest one that exists
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { parseConfig } from "./config_file.ts";
 *
 * assertThrows(() => parseConfig({ loss: { epsilom: 0.1 } }), Error, 'did you mean "epsilon"?');
 * ```
 */
export function parseConfig(input: unknown): Config {
  const result = configSchema.safeParse(input);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => describe(issue, input));
  throw new InputError(`Cannot use the configuration: ${problems.join("; ")}`);
}

/**
 * The configuration with one `key.path=value` set. Choosing another `kind` for a section whose
 * keys depend on it drops the section's other keys, which belonged to the old kind.
 */
export function applySetting(config: JsonObject, setting: string): JsonObject {
  const at = setting.indexOf("=");
  if (at <= 0) {
    throw new InputError(`Cannot use --set "${setting}": expected key.path=value`);
  }
  const path = setting.slice(0, at).split(".");
  return setPath(config, path, parseValue(setting.slice(at + 1)), []);
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
  const changesKind = key === "kind" && section.kind !== value && hasVariants(parents);
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
  try {
    const content: unknown = path.endsWith(".json")
      ? JSON.parse(await Deno.readTextFile(path))
      : (await import(pathToFileURL(path).href)).config;
    if (isObject(content)) return content;
  } catch (error) {
    throw new InputError(`Cannot read the configuration "${file}": ${messageOf(error)}`);
  }
  throw new InputError(
    `Cannot read the configuration "${file}": it does not export an object named "config"`,
  );
}

function findConfigFile(file: string): string {
  const shipped = new URL(`../../experiments/configs/${file}.ts`, import.meta.url).pathname;
  for (const path of [resolve(file), decodeURIComponent(shipped)]) {
    if (existsSync(path)) return path;
  }
  const names = [...Deno.readDirSync(new URL("../../experiments/configs/", import.meta.url))]
    .map((entry) => entry.name.replace(/\.ts$/, "")).sort();
  throw new InputError(
    `Cannot find the configuration "${file}": it is no file, and experiments/configs has ` +
      `${names.join(", ")}${didYouMean(file, names)}`,
  );
}

/** One problem as `key.path: received …, expected …`. */
function describe(issue: z.core.$ZodIssue, input: unknown): string {
  const path = issue.path.map(String);
  const where = path.join(".");
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(path);
    return issue.keys.map((key) =>
      `there is no key "${[...path, key].join(".")}"${didYouMean(key, known)}`
    ).join("; ");
  }
  const received = path.reduce<unknown>((at, key) => isObject(at) ? at[key] : undefined, input);
  const got = received === undefined ? "is missing" : `is ${JSON.stringify(received)}`;
  return `${where || "it"} ${got}: ${issue.message}`;
}

/** The keys that exist under a path of the configuration, of every variant. */
function knownKeys(path: readonly string[]): readonly string[] {
  return nodesAt(path).flatMap((node) => Object.keys(node.properties ?? {}));
}

function hasVariants(path: readonly string[]): boolean {
  return nodesAt(path).length > 1;
}

function nodesAt(path: readonly string[]): readonly SchemaNode[] {
  const variants = (node: SchemaNode): readonly SchemaNode[] =>
    (node.anyOf ?? node.oneOf)?.flatMap(variants) ?? [node];
  const root: SchemaNode = z.toJSONSchema(configSchema, { io: "output" }) as SchemaNode;
  return path.reduce(
    (nodes, key) => nodes.flatMap((node) => node.properties?.[key] ?? []).flatMap(variants),
    variants(root),
  );
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
