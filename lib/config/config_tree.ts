/**
 * The keys that a configuration can have, looked up along a path: which sections there are, which
 * kinds they have, and which kind is the default.
 *
 * @module
 */
import { configSchema } from "./config.ts";
import { kindOf, type SchemaNode, schemaTree, variantsOf } from "./schema_node.ts";

/** Keys from the root of a configuration down. */
export type KeyPath = readonly PropertyKey[];

/** The whole configuration, as a person writes it. */
export const ROOT = schemaTree(configSchema, "input");

/** The variants of this kind, or all where none is. */
export function matching(nodes: readonly SchemaNode[], kind: unknown): readonly SchemaNode[] {
  const same = nodes.filter((node) => kindOf(node) === kind);
  return same.length > 0 ? same : nodes;
}

/** The section at a path: one node, or one a kind. Sections above it have the input's kind. */
export function nodesAt(path: KeyPath, input: unknown): readonly SchemaNode[] {
  return path.reduce<readonly SchemaNode[]>((nodes, key, depth) => {
    const kind = valueAt(input, [...path.slice(0, depth), "kind"]);
    return matching(nodes, kind).flatMap(({ properties = {} }) => {
      const node = properties[String(key)];
      return node === undefined ? [] : variantsOf(node);
    });
  }, [ROOT]);
}

/** Whether the section at this path has kinds. */
export function hasKinds(path: KeyPath): boolean {
  return nodesAt(path, undefined).some((node) => kindOf(node) !== undefined);
}

/** The value at a path of an object; undefined where it ends before. */
export function valueAt(input: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>(
    (at, key) => typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined,
    input,
  );
}

/** All keys below a node as `section.key`, each once. */
export function keyPaths(node: SchemaNode, prefix = ""): readonly string[] {
  const keys = variantsOf(node).flatMap(({ properties = {} }) =>
    Object.entries(properties).flatMap(([key, inner]) => [
      prefix + key,
      ...keyPaths(inner, `${prefix}${key}.`),
    ])
  );
  return [...new Set(keys)];
}

/**
 * The same configuration with the kind of every section in its place: a text where a section with
 * kinds belongs is its kind, and a section that names none has the default.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { spellOutKinds } from "./config_tree.ts";
 *
 * const train = { optimiser: "sgd", schedule: { kind: "constant" } };
 * assertEquals(spellOutKinds({ train, targets: { freezeAfter: 5 } }), {
 *   train: { optimiser: { kind: "sgd" }, schedule: { kind: "constant" } },
 *   targets: { kind: "gcn", freezeAfter: 5 },
 * });
 * ```
 */
export function spellOutKinds(input: unknown, node: SchemaNode = ROOT): unknown {
  const variants = variantsOf(node);
  const isUnion = variants.some((variant) => kindOf(variant) !== undefined);
  if (typeof input === "string" && isUnion) return { kind: input };
  if (typeof input !== "object" || input === null || Array.isArray(input)) return input;
  const byDefault = valueAt(node.default, ["kind"]);
  const hasDefault = isUnion && !Object.hasOwn(input, "kind") && byDefault !== undefined;
  const section = hasDefault ? { kind: byDefault, ...input } : input;
  const [variant] = matching(variants, valueAt(section, ["kind"]));
  return Object.fromEntries(
    Object.entries(section).map(([key, value]) => {
      const inner = Object.hasOwn(variant?.properties ?? {}, key)
        ? variant!.properties![key]
        : undefined;
      return [key, inner === undefined ? value : spellOutKinds(value, inner)];
    }),
  );
}
