import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { join } from "node:path";
import { InputError } from "../../lib/base/errors.ts";
import { ROOT } from "../../lib/config/config_tree.ts";
import {
  applySettings,
  type JsonObject,
  loadConfig,
  parseConfig,
} from "../../lib/config/config_file.ts";
import { scoreForms } from "../../lib/metrics/mod.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";

const MINIMAL = { data: { kind: "phantom" }, backbone: { kind: "small-resnet" } };

/** What is said about a configuration that is minimal but for these sections. */
function problemOf(sections: unknown): string {
  const input = sections instanceof Object ? { ...MINIMAL, ...sections } : sections;
  return assertThrows(() => parseConfig(input), InputError).message
    .replace("Cannot use the configuration: ", "");
}

Deno.test("parseConfig() fills in the defaults of the method", () => {
  const config = parseConfig(MINIMAL);
  assertEquals(config.codes, { bits: 32, binarise: { kind: "sign" } });
  assertEquals(config.graph, { kind: "conditional", tau: 0.1, p: 0.2, patientWeighting: false });
  assertEquals(config.gcn, { hidden: 256, nodes: { kind: "one-hot" } });
  assertEquals(config.targets?.kind, "gcn");
  assertEquals(config.labels, { unlabelled: "skip" });
  assertEquals(config.loss, {
    kind: "labels",
    epsilon: 0.05,
    scale: "adaptive",
    margin: 0.4,
    marginForm: "cos",
    prior: 0,
    smoothing: { kind: "uniform" },
  });
  assertEquals(parseConfig({ ...MINIMAL, loss: "sets" }).loss, {
    kind: "sets",
    epsilon: 0.4,
    scale: 5,
    margin: 0.3,
    prior: 1,
    sets: "mined",
  });
  assertEquals(parseConfig(JSON.parse(JSON.stringify(config))), config);
});

/** How names of scores are made. */
const SCORES = `there are ${scoreForms().join(", ")}`;

for (
  const [sections, problem] of [
    [null, "it is null, expected an object"],
    [
      { data: undefined, backbone: [] },
      "data is missing, expected an object; backbone is [], expected an object",
    ],
    [{ trian: {} }, 'there is no key "trian" (did you mean "train"?)'],
    [{ epochs: 3 }, 'there is no key "epochs" (did you mean "train.epochs"?)'],
    [{ loss: { epsilom: 0.1 } }, 'there is no key "loss.epsilom" (did you mean "epsilon"?)'],
    [{ loss: { unlabelled: "skip" } }, "loss.unlabelled is now labels.unlabelled"],
    [
      { evaluation: { k: 100 } },
      'evaluation.k is now a part of the names in evaluation.scores, such as "map@100"',
    ],
    [
      { data: { kind: "nih", trainList: "train.txt", testList: "test.txt" } },
      "data.trainList is now data.split.train of the kind lists; data.testList is now " +
      "data.split.query of the kind lists",
    ],
    [
      { data: { kind: "table", uncertain: "soft", softValue: 0.3 } },
      "data.softValue is now data.uncertain.value of the kind soft",
    ],
    [
      { data: { kind: "table", columns: { labelColumn: "found", separator: ";", ignore: [] } } },
      "data.columns.labelColumn is now data.columns.labels.column of the kind list; " +
      "data.columns.separator is now data.columns.labels.separator of the kind list; " +
      "data.columns.ignore is now data.columns.labels.ignore",
    ],
    [
      { data: { kind: "phantom", split: { kind: "lists" } } },
      'data.split.kind is "lists", expected "patients"',
    ],
    [{ train: { momentum: 0.5 } }, "train.momentum is now train.optimiser.momentum"],
    [
      { method: "orthohash", loss: { margin: 0.9 } },
      "loss.margin is read by method cohash; method is orthohash, which reads " +
      "peers.orthohash.margin",
    ],
    [
      { targets: { kind: "free" }, graph: { tau: 0.2, p: 0.1 }, gcn: {} },
      "graph.tau and graph.p are read by method cohash with targets.kind gcn or hadamard-gcn; " +
      "targets.kind is free; gcn is read by method cohash with targets.kind gcn or " +
      "hadamard-gcn; targets.kind is free",
    ],
    [
      {
        data: { kind: "features", features: "f.csv", metadata: "l.csv" },
        backbone: { kind: "features" },
        train: { augment: { shift: 0.1 } },
      },
      "train.augment.shift is read by backbone.kind small-resnet, or backbone.kind onnx with every backbone.train.kind but none; backbone.kind is features",
    ],
    [
      {
        data: { kind: "nih", images: "i", metadata: "m", imageSize: 64 },
        backbone: { kind: "onnx", path: "n" },
      },
      "data.imageSize is read by backbone.kind small-resnet, or data.kind phantom; " +
      "backbone.kind is onnx, which takes films of backbone.size",
    ],
    [
      { engine: { kind: "onnxruntime-web", threads: 2 } },
      'there is no key "engine.threads" for the kind "onnxruntime-web", only for auto, ' +
      "onnxruntime, tfjs-webgpu, tfjs-node-gpu, tfjs-node, tfjs-wasm, tfjs-cpu, reference",
    ],
    [
      { train: { optimiser: { momentum: 0.5 } } },
      'there is no key "train.optimiser.momentum" for the kind "adam", only for sgd',
    ],
    [{ loss: { zzz: 1 } }, 'there is no key "loss.zzz"'],
    [
      { train: { augment: { shfit: 0.1 } } },
      'there is no key "train.augment.shfit" (did you mean "shift"?)',
    ],
    [{ codes: { bits: 33 } }, "codes.bits is 33, expected a multiple of 8"],
    [{ codes: { bits: 256 } }, "codes.bits is 256, expected at most 128"],
    [{ engine: { threads: 1e9 } }, "engine.threads is 1000000000, expected at most 1024"],
    [{ codes: { bits: "32" } }, 'codes.bits is "32", expected a number'],
    [{ codes: 32 }, "codes is 32, expected an object"],
    [{ loss: { epsilon: 1 } }, "loss.epsilon is 1, expected less than 1"],
    [{ loss: { epsilon: NaN } }, "loss.epsilon is NaN, expected a number"],
    [{ loss: { scale: -1 } }, "loss.scale is -1, expected more than 0"],
    [
      { loss: { scale: "adaptve" } },
      'loss.scale is "adaptve", expected "adaptive" or "sqrt-bits" (did you mean "adaptive"?)',
    ],
    [
      { loss: { smoothing: "cooccurence" } },
      'loss.smoothing.kind is "cooccurence", expected "uniform" or "cooccurrence" ' +
      '(did you mean "cooccurrence"?)',
    ],
    [{ seed: 1.5 }, "seed is 1.5, expected an integer"],
    [
      { evaluation: { scores: ["map", "ndcg10"] } },
      `evaluation.scores.1 is "ndcg10": there is no such score (did you mean "ndcg@10"?); ${SCORES}`,
    ],
    [
      { evaluation: { scores: ["map", "wap", "map"] } },
      'evaluation.scores is [ "map", "wap", "map" ]: it has "map" twice',
    ],
    [{ evaluation: { scores: [] } }, "evaluation.scores is [], expected a length of at least 1"],
    [
      { train: { selectBy: "macroAp" } },
      `train.selectBy is "macroAp": there is no such score (it is now "macro-ap"); ${SCORES}`,
    ],
    [
      { train: { selectBy: "map:optimistic" } },
      'train.selectBy is "map:optimistic": it has no best value to choose by',
    ],
    [{ train: { batchSize: 1 } }, "train.batchSize is 1, expected at least 2"],
    [{ graph: { patientWeighting: 1 } }, "graph.patientWeighting is 1, expected true or false"],
    [{ name: ".." }, 'name is "..", expected letters, digits, _, - and ., such as phantom-64'],
    [
      { targets: { kind: "gnc" } },
      'targets.kind is "gnc", expected "gcn", "hadamard-gcn", "free", "hadamard", "bernoulli", ' +
      '"max-distance" or "csq" (did you mean "gcn"?)',
    ],
    [
      { targets: { kind: "hadamard", freezeAfter: 3 } },
      'there is no key "targets.freezeAfter" for the kind "hadamard", ' +
      "only for gcn, hadamard-gcn, free",
    ],
    [
      { targets: { freezAfter: 3 } },
      'there is no key "targets.freezAfter" (did you mean "freezeAfter"?)',
    ],
    [
      { gcn: { nodes: { kind: "one-hot", width: 5 } } },
      'there is no key "gcn.nodes.width" for the kind "one-hot", only for gaussian',
    ],
    [
      { backbone: {} },
      'backbone.kind is missing, expected "small-resnet", "features" or "onnx"',
    ],
    [
      { backbone: { kind: "small-resnet", stemStride: 3 } },
      "backbone.stemStride is 3, expected 1 or 2",
    ],
    [
      { backbone: { kind: "onnx", path: "net.onnx", mean: [0.5, "half"] } },
      'backbone.mean.1 is "half", expected a number',
    ],
    [
      { backbone: { kind: "onnx", path: "net.onnx", mean: [] } },
      "backbone.mean is [], expected a length of at least 1",
    ],
    [
      { data: { kind: "phantom", split: { train: 0.9, query: 0.9 } } },
      'data.split is { kind: "patients", train: 0.9, query: 0.9 }: the shares train, validation and query must sum ' +
      "to at most 1, with that of a database of its own",
    ],
    [
      { data: { kind: "nih", image: "films", metadata: "labels.csv" } },
      'data.images is missing, expected a text; there is no key "data.image" ' +
      '(did you mean "images"?)',
    ],
  ] as const
) {
  Deno.test(`parseConfig() says ${problem}`, () => assertEquals(problemOf(sections), problem));
}

Deno.test("parseConfig() of any JSON value gives a configuration or an InputError", () => {
  const keys = Object.keys(ROOT.properties!);
  const sections = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue(), { maxKeys: 4 });
  const nested = fc.dictionary(
    fc.constantFrom(...keys),
    fc.dictionary(fc.constantFrom("kind", "bits", "epsilon", "split", "nodes"), fc.jsonValue()),
  );
  const almost = fc.oneof(sections, nested).map((value) => ({ ...MINIMAL, ...value }));
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), almost), (input) => {
      try {
        assertEquals(parseConfig(parseConfig(input)), parseConfig(input));
      } catch (error) {
        assert(error instanceof InputError, `${JSON.stringify(input)} gives ${error}`);
        assert(error.message.startsWith("Cannot use the configuration: "));
        assert(!error.message.includes("Invalid input"), error.message);
      }
    }),
    { seed: 1, numRuns: 300 },
  );
});

Deno.test("applySettings() sets numbers, words, lists and keys of missing sections", () => {
  const config = applySettings({ ...MINIMAL, codes: { bits: 16 } }, [
    "codes.bits=64",
    "loss.smoothing=cooccurrence",
    'data.labels=["Mass","Nodule"]',
    "name=a=b",
    "seed=1",
    "seed=2",
  ]);
  assertEquals(config, {
    data: { kind: "phantom", labels: ["Mass", "Nodule"] },
    backbone: MINIMAL.backbone,
    codes: { bits: 64 },
    loss: { smoothing: { kind: "cooccurrence" } },
    name: "a=b",
    seed: 2,
  });
});

Deno.test("applySettings() leaves the configuration that it is given as it was", () => {
  const config = { ...MINIMAL, codes: { bits: 16 } };
  applySettings(config, ["codes.bits=64", "data.kind=nih"]);
  assertEquals(config, { ...MINIMAL, codes: { bits: 16 } });
});

Deno.test("applySettings() drops the keys of the old kind, whatever the order of settings", () => {
  const config = { ...MINIMAL, targets: { kind: "gcn", freezeAfter: 5 } };
  for (
    const settings of [
      ["targets.kind=hadamard-gcn", "targets.lambda=2"],
      ["targets.lambda=2", "targets.kind=hadamard-gcn"],
    ]
  ) {
    assertEquals(applySettings(config, settings).targets, { kind: "hadamard-gcn", lambda: 2 });
  }
  assertEquals(applySettings(config, ["targets.kind=gcn"]).targets, config.targets);
});

Deno.test("applySettings() takes the kind of a section for its value", () => {
  const settings = ["train.optimiser.momentum=0.5", "train.optimiser=sgd", "targets=free"];
  const { train, targets } = parseConfig(applySettings(MINIMAL, settings));
  assertEquals([train?.optimiser, targets?.kind], [{ kind: "sgd", momentum: 0.5 }, "free"]);
  const inFile = { ...MINIMAL, targets: "free", train: { schedule: "step" } };
  const steps = parseConfig(applySettings(inFile, ["train.schedule.every=3"])).train?.schedule;
  assertEquals(steps, { kind: "step", every: 3, factor: 0.1, warmup: 0 });
});

Deno.test("applySettings() drops what a new choice does not read of the layer below", () => {
  const file = {
    ...MINIMAL,
    graph: { tau: 0.3 },
    gcn: { hidden: 8 },
    loss: { epsilon: 0.1 },
    train: { epochs: 3, augment: { shift: 0.1 } },
  };
  const sections = (...settings: string[]) => {
    const changed = applySettings(file, settings);
    parseConfig(changed);
    return Object.keys(changed).slice(2);
  };
  assertEquals(sections("targets=gcn"), ["graph", "gcn", "loss", "train", "targets"]);
  assertEquals(sections("targets=free"), ["loss", "train", "targets"]);
  assertEquals(sections("method=csq"), ["train", "method"]);
  assertEquals(sections("method=csq", "peers.csq.lambda=1"), ["train", "method", "peers"]);
  const { train } = applySettings(file, ["backbone=onnx", "backbone.path=net.onnx"]);
  assertEquals(train, { epochs: 3 });
});

Deno.test("applySettings() keeps what it sets itself, and what a file says against itself", () => {
  const unread = (file: JsonObject, ...settings: string[]) =>
    assertThrows(() => parseConfig(applySettings(file, settings)), InputError).message;
  assertStringIncludes(
    unread(MINIMAL, "loss.margin=0.9", "method=csq"),
    "loss.margin is read by method cohash; method is csq, which reads peers.csq.lambda",
  );
  assertStringIncludes(
    unread({ ...MINIMAL, loss: { epsilon: 0 } }, "loss.margin=0.9", "method=csq"),
    "configuration: loss.margin is read by",
  );
  assertStringIncludes(
    unread({ ...MINIMAL, method: "csq", loss: { margin: 0.9 } }, "codes.bits=64"),
    "loss.kind and loss.margin are read by method cohash",
  );
});

Deno.test("targets.freezeAfter can be set without naming a kind", () => {
  const { targets } = parseConfig(applySettings(MINIMAL, ["targets.freezeAfter=5"]));
  assert(targets?.kind === "gcn");
  assertEquals(targets.freezeAfter, 5);
});

for (const setting of ["codes.bits", "=3", ""]) {
  Deno.test(`applySettings() refuses "${setting}"`, () => {
    assertThrows(
      () => applySettings(MINIMAL, [setting]),
      InputError,
      `Cannot use --set "${setting}": expected key.path=value`,
    );
  });
}

Deno.test("settings that aim at no key are errors, not changes of something else", () => {
  for (const setting of ["__proto__.bits=8", "constructor.bits=8", "loss..epsilon=0", "codes=16"]) {
    assertThrows(() => parseConfig(applySettings(MINIMAL, [setting])), InputError);
  }
});

Deno.test("loadConfig() takes flags before the file and the file before defaults", async () => {
  await inTemporaryFolder(async (folder) => {
    const file = join(folder, "own.json");
    await Deno.writeTextFile(
      file,
      JSON.stringify({ ...MINIMAL, codes: { bits: 16 }, loss: { epsilon: 0.3 } }),
    );
    const { codes, loss } = await loadConfig(file, ["codes.bits=64"]);
    assertEquals([codes.bits, loss?.epsilon, loss?.margin], [64, 0.3, 0.4]);
  });
});

Deno.test("loadConfig() finds a shipped file by its name, and suggests one for another", async () => {
  await inTemporaryFolder(async (shipped) => {
    const text = `export const config = ${JSON.stringify(MINIMAL)};`;
    await Deno.writeTextFile(join(shipped, "phantom.ts"), text);
    const config = await loadConfig("phantom", ["seed=3"], { shipped });
    assertEquals([config.data.kind, config.seed], ["phantom", 3]);
    const near = '"phantm": it is no file, and those with a name are phantom (did you mean';
    await assertRejects(() => loadConfig("phantm", [], { shipped }), InputError, near);
    await assertRejects(() => loadConfig("tests", [], { shipped }), InputError, "it is no file");
    await assertRejects(() => loadConfig("phantom"), InputError, 'the configuration "phantom"');
  });
});

for (
  const [name, text, reason] of [
    ["half.json", '{"data": ', "JSON"],
    ["list.json", "[1, 2]", "expected a JSON object"],
    ["half.ts", "export const config = {", "Unexpected token"],
    ["throws.ts", 'throw new Error("not today");', "not today"],
    ["other.ts", "export const settings = {};", 'does not export an object named "config"'],
    ["config.yaml", "seed: 1", "expected a .ts or a .json file"],
  ] as const
) {
  Deno.test(`loadConfig() explains what is wrong with ${name}`, async () => {
    await inTemporaryFolder(async (folder) => {
      const path = join(folder, name);
      await Deno.writeTextFile(path, text);
      const { message } = await assertRejects(() => loadConfig(path), InputError, reason);
      assert(message.startsWith(`Cannot read the configuration "${path}": `), message);
    });
  });
}
