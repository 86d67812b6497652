import { assert, assertEquals } from "@std/assert";
import { type Config, parseConfig } from "../../lib/config/mod.ts";
import { ROOT } from "../../lib/config/config_tree.ts";
import { configDifferences, identityOfConfig } from "../../lib/config/identity.ts";
import { type SchemaNode, variantsOf } from "../../lib/config/schema_node.ts";

/** All keys of a schema with their nodes, those of a section that is no part of it left out. */
function* keysOf(node: SchemaNode, prefix = ""): Generator<readonly [string, SchemaNode]> {
  for (const { properties = {} } of variantsOf(node)) {
    for (const [key, inner] of Object.entries(properties)) {
      yield [prefix + key, inner];
      if (!inner.place) yield* keysOf(inner, `${prefix}${key}.`);
    }
  }
}

Deno.test("every option that names a file or a folder is a place, and nothing else of the data is", () => {
  const saysFile = /\b(file|files|folder|CSV|csv|npz|npy|ONNX)\b/;
  // What is said of a file, and no path.
  const others = [
    "data.kind",
    "data.split.kind",
    "data.labels",
    "data.imageSize",
    "data.dicom.window",
    "data.featureArray",
    "data.featureIdColumn",
  ];
  for (const [key, { place, description = "", type }] of keysOf(ROOT)) {
    if (others.includes(key) || type !== "string") continue;
    const isFile = saysFile.test(description) || /path$/i.test(key);
    if (isFile) assert(place, `${key}: ${description}`);
  }
  const places = new Set([...keysOf(ROOT)].filter(([, { place }]) => place).map(([key]) => key));
  for (
    const key of [
      "name",
      "engine",
      "backbone.path",
      "data.features",
      "data.featureIds",
      "data.images",
      "data.metadata",
      "data.split.query",
      "data.split.train",
      "gcn.nodes.path",
      "graph.prior.path",
    ]
  ) assert(places.has(key), key);
});

Deno.test("identityOfConfig() keeps the share of patients that trains, which is no list of films", () => {
  const config = parseConfig({
    data: { kind: "features", features: "f.npy", featureIds: "ids.txt", metadata: "l.csv" },
    backbone: { kind: "features" },
  });
  const { data, engine, name } = identityOfConfig(config) as unknown as Partial<Config>;
  assertEquals([engine, name], [undefined, undefined]);
  assertEquals(
    data!.kind === "features" && data!.split.kind === "patients" && data!.split.train,
    0.7,
  );
  assert(!("features" in data!) && !("metadata" in data!));
});

Deno.test("configDifferences() names what is computed otherwise, not what is elsewhere", () => {
  const data = (folder: string) => ({
    kind: "features" as const,
    features: `${folder}/f.npy`,
    metadata: `${folder}/l.csv`,
    split: { kind: "lists" as const, train: `${folder}/t.txt`, query: `${folder}/q.txt` },
  });
  const there = parseConfig({ data: data("a"), backbone: { kind: "features" } });
  const moved = { data: data("b"), backbone: { kind: "features" as const }, name: "other" };
  for (const engine of ["reference", "tfjs-cpu", "onnxruntime-web"] as const) {
    assertEquals(configDifferences(there, parseConfig({ ...moved, engine: { kind: engine } })), []);
  }
  assertEquals(configDifferences(there, parseConfig({ ...moved, seed: 1 })), [
    "seed: 0 there, 1 asked for",
  ]);
});
