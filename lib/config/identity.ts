/**
 * Which run a configuration asks for: what is computed counts, and neither where its files are, nor
 * what computes it, nor what it is called. A key that does not count is marked `place` in its schema,
 * by {@linkcode PLACE}.
 *
 * @module
 */
import type { Config } from "./config.ts";
import { matching, ROOT, valueAt } from "./config_tree.ts";
import { type SchemaNode, variantsOf } from "./schema_node.ts";
import { isObject, type JsonObject } from "./source_file.ts";

/**
 * A configuration without the keys that are no part of a run's identity.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseConfig } from "./config_file.ts";
 * import { identityOfConfig } from "./identity.ts";
 *
 * const on = (folder: string, threads: number) =>
 *   parseConfig({
 *     data: { kind: "npz", images: `${folder}/chestmnist_64.npz` },
 *     backbone: { kind: "small-resnet" },
 *     engine: { threads },
 *   });
 * assertEquals(identityOfConfig(on("/here", 1)), identityOfConfig(on("/there", 8)));
 * ```
 */
export function identityOfConfig(config: Config): JsonObject {
  return withoutPlaces(config, ROOT) as JsonObject;
}

function withoutPlaces(value: unknown, node: SchemaNode): unknown {
  if (!isObject(value)) return value;
  const [variant] = matching(variantsOf(node), valueAt(value, ["kind"]));
  const kept = Object.entries(value).flatMap(([key, inner]) => {
    const node = variant?.properties?.[key];
    if (node?.place) return [];
    return [[key, node === undefined ? inner : withoutPlaces(inner, node)]];
  });
  return Object.fromEntries(kept);
}

/**
 * In which keys two configurations ask for different runs, as `loss.epsilon: 0.1 there, 0.2 asked
 * for`; none where they ask for the same.
 */
export function configDifferences(there: Config, asked: Config): string[] {
  return differences(identityOfConfig(there), identityOfConfig(asked));
}

function differences(there: unknown, asked: unknown, path = ""): string[] {
  if (!isObject(there) || !isObject(asked)) {
    const [a, b] = [JSON.stringify(there), JSON.stringify(asked)];
    return a === b ? [] : [`${path}: ${a ?? "nothing"} there, ${b ?? "nothing"} asked for`];
  }
  const keys = new Set([...Object.keys(there), ...Object.keys(asked)]);
  return [...keys].flatMap((key) =>
    differences(there[key], asked[key], path === "" ? key : `${path}.${key}`)
  );
}
