import { assert, assertEquals } from "@std/assert";
import { parseConfig } from "../../lib/config/config_file.ts";
import { configurationReference, REFERENCE } from "../../tools/configuration_reference.ts";

Deno.test("docs/configuration.md is what the schema says now", async () => {
  assertEquals(
    await Deno.readTextFile(REFERENCE),
    configurationReference(),
    "run: deno run -A tools/configuration_reference.ts",
  );
});

Deno.test("configurationReference() lists every key of a resolved configuration", () => {
  const reference = configurationReference();
  const config = parseConfig({
    data: { kind: "table", metadata: "labels.csv", images: "films" },
    backbone: { kind: "onnx", path: "network.onnx" },
    targets: { kind: "hadamard-gcn" },
  });
  for (const path of paths(config)) assert(reference.includes(`\`${path}\``), path);
});

Deno.test("configurationReference() gives every key and kind a meaning", () => {
  const lines = configurationReference().split("\n");
  const unexplained = lines.filter((line) => /^\| `.*\|\s*\|$|^- `.*`:\s*$/.test(line));
  assertEquals(unexplained, []);
});

Deno.test("configurationReference() merges kinds that have a key alike and tells others apart", () => {
  const rows = configurationReference().split("\n").map((line) =>
    line.split("|").map((cell) => cell.trim())
  );
  const kindsOf = (path: string) =>
    rows.filter(([, key]) => key === `\`${path}\``).map((cells) => cells[4]);
  assertEquals(kindsOf("data.imageSize"), [
    "phantom; backbone.kind small-resnet, or data.kind phantom",
    "nih, chexpert, table; backbone.kind small-resnet, or data.kind phantom",
    "npz; backbone.kind small-resnet, or data.kind phantom",
  ]);
  assertEquals(kindsOf("data.positivesOnly"), ["phantom, nih, chexpert, table, npz, features"]);
  assertEquals(kindsOf("data.uncertain.value"), [
    "chexpert, table, features with data.uncertain.kind soft",
  ]);
  assertEquals(kindsOf("train.optimiser.momentum"), ["train.optimiser.kind sgd"]);
  const defaultOf = (path: string) => rows.find(([, key]) => key === `\`${path}\``)![3];
  assertEquals(defaultOf("data.split.train"), "`0.7`");
  assertEquals(defaultOf("backbone.path"), "required");
  assertEquals(defaultOf("graph.prior.path"), "required in `graph.prior`");
  assertEquals(kindsOf("backbone.learningRateFactor"), [
    "every method but lsh and itq with every backbone.train.kind but head",
  ]);
  assertEquals(kindsOf("train.clip"), [""]);
});

/** The paths of all values in an object, such as "codes.bits". */
function paths(object: object, prefix = ""): string[] {
  return Object.entries(object).flatMap(([key, value]) =>
    typeof value === "object" && !Array.isArray(value)
      ? paths(value, `${prefix}${key}.`)
      : [prefix + key]
  );
}
