/**
 * From a configuration file and `--set` flags to a validated configuration: flags > file >
 * defaults. Every mistake is an error that names its key.
 *
 * @module
 */
import { InputError } from "../base/errors.ts";
import { type Config, configSchema } from "./config.ts";
import { describeProblem, hasKinds } from "./config_problems.ts";
import { refuseOldKeys } from "./renamed.ts";
import { isObject, type JsonObject, readSource } from "./source_file.ts";

export type { JsonObject };

/**
 * Reads and validates a configuration.
 *
 * @param file A `.ts` file that exports `config`, a `.json` file, or the name of a shipped one
 * @param settings `key.path=value` texts; values are JSON, or text where they are no JSON
 * @throws {InputError} naming the key, the value received and what was expected
 * @example A file of one's own, with longer codes
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { loadConfig } from "./config_file.ts";
 *
 * const file = await Deno.makeTempFile({ suffix: ".json" });
 * await Deno.writeTextFile(
 *   file,
 *   '{ "data": { "kind": "phantom" }, "backbone": { "kind": "small-resnet" } }',
 * );
 * const config = await loadConfig(file, ["codes.bits=64"]);
 * assertEquals(config.codes.bits, 64);
 * await Deno.remove(file);
 * ```
 */
export async function loadConfig(
  file: string,
  settings: readonly string[] = [],
  options: ConfigFileOptions = {},
): Promise<Config> {
  return parseConfig(applySettings(await readConfig(file, options), settings));
}

/** Where configurations may lie. */
export interface ConfigFileOptions {
  /** A folder of configurations that may be given by their names; default: none. */
  readonly shipped?: string;
}

/**
 * Reads a configuration without validating it, see {@linkcode loadConfig}.
 *
 * @throws {InputError} if there is no such file, or it holds no object
 */
export async function readConfig(
  file: string,
  { shipped }: ConfigFileOptions = {},
): Promise<JsonObject> {
  return await readSource(file, { what: "configuration", exported: "config", shipped });
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
  refuseOldKeys(input, name);
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
