/**
 * From a configuration file and `--set` flags to a validated configuration. Every mistake is an error
 * that names its key.
 *
 * What goes before what: the changes of a study's row and column > `--set` flags > the file >
 * defaults. Each of these is a layer over the next. A layer that makes another choice (a `kind`, the
 * `method`) drops what the layers below it say of the old choice: all other keys of a section whose
 * kind changes, and the sections and keys that the new choice does not read (see reads.ts). So a file
 * made for one method can be run with another. But what one layer says together with a choice that
 * does not read it is an error, as is a file that contradicts itself. What is left is all that
 * `config.json` holds.
 *
 * @module
 */
import { InputError } from "../base/errors.ts";
import { refuseOldKeys } from "../base/old_keys.ts";
import { type Config, configSchema } from "./config.ts";
import { describeProblem } from "./config_problems.ts";
import { isRead, keepRead, READERS, unreadProblems, without } from "./reads.ts";
import { hasKinds, nodesAt, spellOutKinds, valueAt } from "./config_tree.ts";
import { RENAMED_KEYS } from "./renamed.ts";
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
  readonly shipped?: string | undefined;
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
  refuseOldKeys(input, RENAMED_KEYS, `Cannot use ${name}`);
  const spelt = spellOutKinds(input);
  const { success, data, error } = configSchema.safeParse(withFilmSize(spelt));
  const unread = unreadProblems(spelt, input);
  if (success && unread.length === 0) return keepRead(data);
  const wrong = error?.issues.map((issue) => describeProblem(issue, spelt)) ?? [];
  throw new InputError(`Cannot use ${name}: ${[...wrong, ...unread].join("; ")}`);
}

/** With films of the size that a frozen backbone takes, where the data can be made in any. */
function withFilmSize(input: unknown): unknown {
  if (!isObject(input) || !isObject(input.data) || isRead(input, "data.imageSize")) return input;
  if (nodesAt(["data", "imageSize"], input).length === 0) return input;
  const [size] = nodesAt(["backbone", "size"], input);
  const imageSize = valueAt(input, ["backbone", "size"]) ?? size?.default;
  return { ...input, data: { ...input.data, imageSize } };
}

/**
 * The configuration with `key.path=value` texts set, one layer over it; see the module. A section
 * with kinds takes the kind alone: `targets=free` is `targets.kind=free`. Choices are made first, so
 * that keys of the new choice may stand before it.
 *
 * @throws {InputError} if a text has no key or no value
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { applySettings } from "./config_file.ts";
 *
 * const config = { method: "cohash", loss: { epsilon: 0 } };
 * assertEquals(applySettings(config, ["loss.margin=0.4"]), {
 *   method: "cohash",
 *   loss: { kind: "labels", epsilon: 0, margin: 0.4 },
 * });
 * assertEquals(applySettings(config, ["method=csq"]), { method: "csq" });
 * ```
 */
export function applySettings(config: JsonObject, settings: readonly string[]): JsonObject {
  const parsed = settings.map(parseSetting);
  const choices = parsed.filter(isChoice);
  const others = parsed.filter((setting) => !isChoice(setting));
  const below = spellOutKinds(config) as JsonObject;
  const chosen = dropUnread(choices.reduce(set, below), below, choices);
  return others.reduce(set, chosen);
}

/** One `key.path=value`. */
interface Setting {
  readonly path: readonly string[];
  readonly value: unknown;
}

function parseSetting(setting: string): Setting {
  const at = setting.indexOf("=");
  if (at <= 0) {
    throw new InputError(`Cannot use --set "${setting}": expected key.path=value`);
  }
  const path = setting.slice(0, at).split(".");
  const value = parseValue(setting.slice(at + 1));
  return typeof value === "string" && hasKinds(path)
    ? { path: [...path, "kind"], value }
    : { path, value };
}

/** Whether a setting decides which other keys are read. */
function isChoice({ path }: Setting): boolean {
  return path.join() === "method" || path.at(-1) === "kind" && hasKinds(path.slice(0, -1));
}

function set(config: JsonObject, { path, value }: Setting): JsonObject {
  return setPath(config, path, value, []);
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

/** Drops what was read before the choices of a layer and is not now, but for these choices. */
function dropUnread(
  config: JsonObject,
  below: JsonObject,
  choices: readonly Setting[],
): JsonObject {
  const isSet = (path: string) =>
    choices.some((setting) => `${setting.path.join(".")}.`.startsWith(`${path}.`));
  const dropped = Object.keys(READERS).filter((path) =>
    isRead(below, path) && !isRead(config, path) && !isSet(path)
  );
  return dropped.reduce((kept, path) => without(kept, path.split(".")), config);
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
