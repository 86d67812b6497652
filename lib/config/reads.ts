/**
 * Which choices read what. Within a section its kind decides, and the schema says which keys a kind
 * has; here stands what another section decides: the `method` reads some sections and not others, a
 * backbone some keys. What nothing reads is refused where a person asks for it, and left out of a
 * validated configuration.
 *
 * @module
 */
import { METHOD_NAMES, METHODS } from "../methods/registry.ts";
import { GRAPH_TARGETS } from "../methods/cohash_options.ts";
import { keyPaths, matching, nodesAt, ROOT, spellOutKinds, valueAt } from "./config_tree.ts";
import { kindOf } from "./schema_node.ts";
import { isObject, type JsonObject } from "./source_file.ts";

/** Choices that must all be made: the values of a key such as "method" or "targets.kind". */
export type Choices = Readonly<Record<string, readonly string[]>>;

const TRAINED = METHODS.filter(({ kind }) => kind !== "features").map(({ name }) => name);
const WITH_TARGETS = METHODS.filter(({ kind }) => kind === "targets").map(({ name }) => name);
const COHASH: Choices = { method: ["cohash"] };
const GRAPH: Choices = { ...COHASH, "targets.kind": GRAPH_TARGETS };

/** How much of an ONNX network is trained, where films go through it at every step. */
const TRAINED_NETWORKS = ["head", "last-stage", "all", "from"];
const IMAGES_TRAINED: readonly Choices[] = [
  { "backbone.kind": ["small-resnet"] },
  { "backbone.kind": ["onnx"], "backbone.train.kind": TRAINED_NETWORKS },
];

/** Who reads a section or a key, where not everybody does: one of these sets of choices. */
export const READERS: Readonly<Record<string, readonly Choices[]>> = {
  "data.imageSize": [
    { "backbone.kind": ["small-resnet"] },
    { "data.kind": ["phantom"] },
  ],
  "backbone.hidden": [{ method: TRAINED, "backbone.train.kind": ["none"] }],
  "backbone.learningRateFactor": [{
    method: TRAINED,
    "backbone.train.kind": ["none", ...TRAINED_NETWORKS.filter((kind) => kind !== "head")],
  }],
  "backbone.train": [{ method: TRAINED }],
  "codes.binarise": [{ method: WITH_TARGETS }],
  "graph": [GRAPH],
  "gcn": [GRAPH],
  "targets": [COHASH],
  "loss": [COHASH],
  ...Object.fromEntries(
    METHOD_NAMES.filter((name) => name !== "cohash")
      .map((name) => [`peers.${name}`, [{ method: [name] }]]),
  ),
  "train": [{ method: TRAINED }],
  "train.augment": IMAGES_TRAINED,
  "train.recompute": IMAGES_TRAINED,
};

/** The value of a choice: as given, or the default. */
export function chosen(input: unknown, choice: string): unknown {
  const path = choice.split(".");
  const given = valueAt(input, path);
  if (given !== undefined) return given;
  if (path.length === 1) return ROOT.properties?.[choice]?.default;
  const [parents, section] = [path.slice(0, -2), path.at(-2)!];
  const owners = matching(nodesAt(parents, input), valueAt(input, [...parents, "kind"]));
  const defaults = owners.map(({ properties }) => properties?.[section]?.default);
  return valueAt(defaults.find((value) => value !== undefined), ["kind"]);
}

/** The values that a choice can have. */
export function valuesOf(choice: string): readonly unknown[] {
  return choice === "method" ? METHOD_NAMES : nodesAt(choice.split(".").slice(0, -1), undefined)
    .map(kindOf);
}

/**
 * Whether the choices of a configuration read a section or a key that {@linkcode READERS} names. A
 * choice that is missing or wrong, which is an error of its own, counts as if it did.
 *
 * @param input With kinds spelt out
 */
export function isRead(input: unknown, path: string): boolean {
  return READERS[path]!.some((choices) => failing(input, choices) === undefined);
}

/** The first of the choices that is made otherwise. */
function failing(input: unknown, choices: Choices): string | undefined {
  return Object.entries(choices).find(([choice, values]) => {
    const value = chosen(input, choice);
    return valuesOf(choice).includes(value) && !values.some((each) => each === value);
  })?.[0];
}

/**
 * What is wrong with a configuration in which something stands that its choices do not read: one
 * text for each such key.
 *
 * @param input With kinds spelt out
 * @param written The same as it was written, which the keys are named after
 */
export function unreadProblems(input: unknown, written: unknown): readonly string[] {
  return Object.keys(READERS).flatMap((path) => {
    const value = valueAt(input, path.split("."));
    if (value === undefined || isRead(input, path) || followsBackbone(input, path)) return [];
    const keys = leavesOf(valueAt(written, path.split(".")), path);
    const choices = READERS[path]![0]!;
    const choice = failing(input, choices)!;
    const readers = READERS[path]!.map((each) => readersText(each)).join(", or ");
    const suggestion = readInstead(input, choice, keys);
    return [
      `${listed(keys)} ${keys.length === 1 ? "is" : "are"} read by ${readers}; ${choice} is ` +
      `${chosen(input, choice)}${suggestion}`,
    ];
  });
}

/** A frozen backbone decides how large films are made; saying so again does no harm. */
function followsBackbone(input: unknown, path: string): boolean {
  const size = valueAt(input, ["backbone", "size"]);
  return path === "data.imageSize" && size !== undefined &&
    valueAt(input, ["data", "imageSize"]) === size;
}

/** What a method reads in place of these keys. */
function readInstead(input: unknown, choice: string, keys: readonly string[]): string {
  const method = chosen(input, choice);
  if (keys.includes("data.imageSize")) return ", which takes films of backbone.size";
  if (choice !== "method" || method === "cohash") return "";
  const own = keyPaths(ROOT).filter((path) => path.startsWith(`peers.${method}.`));
  const names = keys.map((key) => key.split(".").at(-1));
  const same = own.filter((path) => names.includes(path.split(".").at(-1)));
  const read = same.length > 0 ? same : own;
  return read.length === 0 ? "" : `, which reads ${listed(read)}`;
}

/** "method cohash", or "every method but lsh and itq". */
export function readersText(choices: Choices): string {
  return Object.entries(choices).map(([choice, values]) => {
    const others = valuesOf(choice).filter((value) => !values.some((each) => each === value));
    return others.length < values.length && values.length > 2
      ? `every ${choice} but ${listed(others.map(String))}`
      : `${choice} ${listed(values, "or")}`;
  }).join(" with ");
}

/** The keys below a value that stand in it, or its own. */
function leavesOf(value: unknown, path: string): readonly string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [path];
  const leaves = Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, `${path}.${key}`));
  return leaves.length === 0 ? [path] : leaves;
}

/** The configuration without what its choices do not read. */
export function keepRead<T>(config: T): T {
  const unread = Object.keys(READERS).filter((path) =>
    !isRead(config, path) && path !== "data.imageSize"
  );
  return unread.reduce((kept, path) => without(kept, path.split(".")), config);
}

/** A configuration with a key of a section set, where its kind reads the key and none is given. */
export function withDefault(
  config: JsonObject,
  section: string,
  key: string,
  value: unknown,
): JsonObject {
  const spelt = spellOutKinds({ ...config, [section]: config[section] ?? {} });
  const isKnown = nodesAt([section, key], spelt).length > 0;
  const given = valueAt(spelt, [section]);
  if (!isKnown || !isObject(given) || Object.hasOwn(given, key)) return config;
  return { ...config, [section]: { ...given, [key]: value } };
}

/** A copy of an object without one of its keys, and without sections that are empty then. */
export function without<T>(input: T, [key = "", ...rest]: readonly string[]): T {
  if (typeof input !== "object" || input === null || !Object.hasOwn(input, key)) return input;
  const { [key]: value, ...others } = input as Record<string, unknown>;
  const inner = rest.length > 0 ? without(value, rest) : undefined;
  const isEmpty = typeof inner === "object" && inner !== null && Object.keys(inner).length === 0;
  return (inner === undefined || isEmpty ? others : { ...input, [key]: inner }) as T;
}

/** `a, b and c`. */
function listed(items: readonly string[], word = "and"): string {
  return items.length < 2
    ? items.join()
    : `${items.slice(0, -1).join(", ")} ${word} ${items.at(-1)}`;
}
