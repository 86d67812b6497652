import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { InputError } from "../../lib/base/errors.ts";
import { ROOT, valueAt } from "../../lib/config/config_tree.ts";
import { valuesOf } from "../../lib/config/reads.ts";
import type { Config } from "../../lib/config/config.ts";
import { applySettings, type JsonObject, parseConfig } from "../../lib/config/config_file.ts";
import { kindOf, type SchemaNode, variantsOf } from "../../lib/config/schema_node.ts";
import { METHOD_NAMES } from "../../lib/methods/mod.ts";
import { loadFilms } from "../../lib/run/films.ts";
import { RunFolder } from "../../lib/run/run_folder.ts";
import { completeRun } from "../../lib/study/complete_run.ts";
import { Batches } from "../../lib/train/batches.ts";
import { trainingProgram } from "../../lib/train/programs.ts";
import { prepareTraining } from "../../lib/train/setup.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { madeUpFilms } from "../helpers/made_up_films.ts";
import { tinyFilmConfig } from "../helpers/tiny_film_run.ts";
import { tinyConfig } from "../helpers/tiny_run.ts";

/** An option: where it stands, which kinds its sections have to be of, and what it may be. */
interface Option {
  readonly path: string;
  /** `section.kind=value` texts. */
  readonly kinds: readonly string[];
  /** `section.key=value` texts of what these kinds require. */
  readonly required: readonly string[];
  readonly node: SchemaNode;
}

/** Every option of the schema, once for each kind that has it. */
function optionsOf(
  node: SchemaNode,
  path = "",
  above: Pick<Option, "kinds" | "required"> = { kinds: [], required: [] },
): Option[] {
  return variantsOf(node).flatMap((variant) => {
    const kind = kindOf(variant);
    const required = (variant.required ?? []).filter((key) => key !== "kind")
      .map((key) => settingOf(`${path}.${key}`, variant.properties![key]!));
    const own = path === "" ? above : {
      kinds: kind === undefined ? above.kinds : [...above.kinds, `${path}.kind=${kind}`],
      required: [...above.required, ...required],
    };
    return Object.entries(variant.properties ?? {}).flatMap(([key, inner]) => {
      const at = path === "" ? key : `${path}.${key}`;
      const isSection = variantsOf(inner).some(({ properties }) => properties !== undefined);
      if (isSection) return optionsOf(inner, at, own);
      return key === "kind" ? [] : [{ ...own, path: at, node: inner }];
    });
  });
}

/** A value that an option may have. */
function sampleOf(node: SchemaNode): unknown {
  if (node.default !== undefined) return node.default;
  if (node.enum) return node.enum[0];
  if (node.items) return [sampleOf(node.items)];
  if (node.type === "string") return "text";
  if (node.type === "boolean") return true;
  return node.minimum ?? 1;
}

/** Co-occurrence of two of the made-up films' labels. */
const PRIOR = await Deno.makeTempFile({ suffix: ".csv" });
await Deno.writeTextFile(PRIOR, "labels,films\nMass|Nodule,9\nNodule,1\n");
addEventListener("unload", () => Deno.removeSync(PRIOR));

/** Values of options that not every text is one of. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  "graph.prior.path": PRIOR,
  "train.ema": 0.9,
  "data.encoding": "windows-1252",
  "data.separator": "semicolon",
};

function settingOf(path: string, node: SchemaNode): string {
  return `${path}=${JSON.stringify(SAMPLES[path] ?? sampleOf(node))}`;
}

const FILES = { metadata: "labels.csv", images: "films" };

/** The kinds of data with the backbones that they go with. */
const FILMS: readonly JsonObject[] = [
  { data: { kind: "phantom" }, backbone: { kind: "small-resnet" } },
  { data: { kind: "nih", ...FILES }, backbone: { kind: "small-resnet" } },
  { data: { kind: "chexpert", ...FILES }, backbone: { kind: "small-resnet" } },
  { data: { kind: "table", ...FILES }, backbone: { kind: "small-resnet" } },
  { data: { kind: "table", ...FILES }, backbone: { kind: "onnx", path: "net.onnx" } },
  { data: { kind: "npz", images: "films.npz" }, backbone: { kind: "small-resnet" } },
  {
    data: { kind: "features", features: "f.npy", metadata: "labels.csv" },
    backbone: { kind: "features" },
  },
];

function kindIn(films: JsonObject, section: string): unknown {
  return valueAt(films, [section, "kind"]);
}

const OPTIONS = optionsOf(ROOT).filter(({ kinds }) => !kinds.includes("data.kind=memory"));

/** What a configuration says with an option set, or the error that it is. */
function withOption(base: JsonObject, option: Option): Config | InputError {
  const { path, kinds, required, node } = option;
  // The data and the backbone are those of the base.
  const inner = [...kinds, ...required].filter((text) => !/^(data|backbone)\.\w+=/.test(text));
  try {
    return parseConfig(applySettings(base, [...inner, settingOf(path, node)]));
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

Deno.test("every option is read by some choice, and refused by name under every other", () => {
  assert(OPTIONS.length > 100);
  const bases = METHOD_NAMES.flatMap((method) =>
    ["gcn", "free", "hadamard"].flatMap((targets) =>
      method === "cohash" || targets === "gcn"
        ? FILMS.map((films) => ({
          ...films,
          method,
          ...method === "cohash" && { targets: { kind: targets } },
        }))
        : []
    )
  );
  for (const option of OPTIONS) {
    const isOf = (base: JsonObject) =>
      option.kinds.every((text) => {
        const [path = "", kind] = text.split("=");
        return !/^(data|backbone)\.kind$/.test(path) || valueAt(base, path.split(".")) === kind;
      });
    let readers = 0;
    for (const base of bases) {
      const said = withOption(base, option);
      if (said instanceof InputError) {
        assertStringIncludes(said.message, option.path.split(".").slice(0, 2).join("."));
        continue;
      }
      const held = valueAt(said, option.path.split("."));
      assert(held !== undefined, `${option.path} is taken and not held`);
      if (isOf(base)) readers++;
    }
    assert(readers > 0, `nothing reads ${option.path} with ${option.kinds}`);
  }
});

Deno.test("an option of a kind is refused by name under every other kind of its section", () => {
  let refused = 0;
  for (const option of OPTIONS) {
    const [choice = "", kind] = option.kinds.at(-1)?.split("=") ?? [];
    if (kind === undefined || /^(data|backbone)\.kind$/.test(choice)) continue;
    const base = FILMS.find((films) => option.kinds.includes(`data.kind=${kindIn(films, "data")}`));
    for (const other of new Set(valuesOf(choice).filter((value) => value !== undefined))) {
      const kinds = [...option.kinds.slice(0, -1), `${choice}=${other}`];
      const hasIt = OPTIONS.some((each) =>
        each.path === option.path && each.kinds.join() === kinds.join()
      );
      if (hasIt) continue;
      const said = withOption(base ?? FILMS[0]!, { ...option, kinds, required: [] });
      assert(said instanceof InputError, `${option.path} is taken with ${kinds}`);
      assertStringIncludes(said.message, option.path.split(".").slice(0, 2).join("."));
      refused++;
    }
  }
  assert(refused > 40, String(refused));
});

for (
  const [setting, kind, rest] of [
    ["data.uncertain=zeros", "data.uncertain.kind", []],
    ["data.uncertain=soft", "data.uncertain.kind", ["data.uncertain.value=0.3"]],
    ["data.columns.labels=list", "data.columns.labels.kind", ["data.columns.labels.column=found"]],
    ["data.split=lists", "data.split.kind", ["data.split.train=a.txt", "data.split.query=b.txt"]],
  ] as const
) {
  Deno.test(`--set ${setting} makes the choice, and drops the options of the one before`, () => {
    const base = {
      backbone: { kind: "small-resnet" },
      data: {
        kind: "table",
        ...FILES,
        uncertain: { kind: "soft", value: 0.9 },
        columns: { labels: { ignore: ["who"] } },
        split: { train: 0.5, validation: 0, query: 0.4, database: "train" },
      },
    };
    const config = parseConfig(applySettings(base, [...rest, setting]));
    assertEquals(valueAt(config, kind.split(".")), setting.split("=")[1]);
    for (const text of rest) {
      const [path = "", value] = text.split("=");
      assertEquals(String(valueAt(config, path.split("."))), value);
    }
    const isList = kind === "data.columns.labels.kind";
    assertEquals(
      valueAt(config, "data.columns.labels.ignore".split(".")),
      isList ? undefined : ["who"],
    );
    const database = kind === "data.split.kind" ? "train+validation" : "train";
    assertEquals(valueAt(config, ["data", "split", "database"]), database);
  });
}

Deno.test("what a choice does not read is not in the configuration that it makes", () => {
  for (const method of METHOD_NAMES) {
    const config = parseConfig({ ...FILMS[6], method });
    const sections = Object.keys(config);
    assertEquals(sections.includes("targets"), method === "cohash", method);
    assertEquals(sections.includes("train"), method !== "lsh" && method !== "itq", method);
    assertEquals(Object.keys(config.peers ?? {}), method === "cohash" ? [] : [method]);
    assertEquals(parseConfig(JSON.parse(JSON.stringify(config))), config);
  }
});

/** The object, and the paths of the values that are read of it from now on. */
function recorded<T extends object>(object: T, read: Set<string>, prefix = ""): T {
  return new Proxy(object, {
    get(target, key, receiver) {
      const value = Reflect.get(target, key, receiver);
      if (typeof key !== "string") return value;
      const path = prefix + key;
      const isSection = typeof value === "object" && value !== null && !Array.isArray(value);
      if (isSection) return recorded(value, read, `${path}.`);
      read.add(path);
      return value;
    },
  });
}

function leavesOf(object: object, prefix = ""): string[] {
  return Object.entries(object).flatMap(([key, value]) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? leavesOf(value, `${prefix}${key}.`)
      : [prefix + key]
  );
}

/** Sections that a method checks as a whole when it is made; the test below tells of these. */
const OF_METHODS = /^(graph|gcn|targets|loss|peers)\./;

/** Names the folder that the command makes. */
const OF_COMMANDS = ["name"];

for (const method of ["cohash", "csq", "itq"] as const) {
  for (const kind of method === "itq" ? ["features"] as const : ["features", "images"] as const) {
    Deno.test(`a run of ${method} on ${kind} reads all that its configuration holds`, async () => {
      await inTemporaryFolder(async (folder) => {
        const changes = [
          `method=${method}`,
          'evaluation.asks=["code","asymmetric","target","expected"]',
          'evaluation.scores=["map@50","map"]',
        ];
        if (method !== "itq") changes.push("train.epochs=2");
        const base = kind === "features"
          ? await tinyConfig(folder)
          : tinyFilmConfig({ kind: "small-resnet", width: 4, stemStride: 2 });
        const config = parseConfig(applySettings({ ...base }, changes));
        const read = new Set<string>();
        const run = new RunFolder(join(folder, "run"));
        await run.open(config);
        const watched = recorded(config, read);
        await completeRun(watched, await loadFilms(watched), { folder: run, withReport: false });
        const unread = leavesOf(config).filter((path) =>
          !read.has(path) && !OF_METHODS.test(path) && !OF_COMMANDS.includes(path)
        );
        assertEquals(unread, []);
      });
    });
  }
}

/** All that a method's options decide before the first step: graphs, feeds, schedules. */
async function effectOf(config: Config): Promise<string> {
  const films = madeUpFilms("features");
  // One patient has many films of one kind, and the second label comes with the first.
  const patients = films.ids.map((id, n) => n % 8 === 1 ? "one" : id);
  const values = films.labels.values.map((value, at, all) => at % 6 === 4 ? all[at - 1]! : value);
  const dataset = { ...films, patients, labels: { ...films.labels, values } };
  const setup = await prepareTraining(config, dataset);
  const { method, context, smoothing } = setup;
  if (method.kind === "features") {
    const features = Float32Array.from({ length: 60 }, (_, i) => Math.sin(i * i));
    return JSON.stringify([...method.directions({ values: features, width: 3 }, context)]);
  }
  const { train, backbone } = config;
  const { program } = trainingProgram(method, setup, {
    train: train!,
    backbone,
    microBatch: 4,
    runsPerStep: 1,
  });
  const first = await new Batches(setup, dataset.inputs, train!).epoch(1).next();
  const inputs = [1, 5, 30].map((epoch) => method.epochInputs?.(epoch, 40));
  const { freezeAfter } = method.kind === "targets" ? method : {};
  const wave = (values: Float32Array) => values.map((_, i) => Math.sin(i * i));
  const variables = program.variables.map(({ name, initial }) => [name, wave(initial)] as const);
  const after = method.afterEpoch?.(Object.fromEntries(variables), { ...context, epoch: 1 });
  const feeds = Object.values<Float32Array>(first.value!).map((feed) => [...feed]);
  const afterEpoch = Object.values(after ?? {}).map((values) => [...values]);
  return JSON.stringify([program, smoothing, inputs, freezeAfter, feeds, afterEpoch]);
}

/** Values that no rule finds. */
const OTHER: Readonly<Record<string, unknown>> = {
  "graph.tau": 0.9,
  "targets.freezeAfter": 2,
  "peers.itq.films": 8,
  "peers.itq.iterations": 1,
};

/** A value that an option may have beside its default. */
function otherThan({ path, node }: Option): unknown {
  if (OTHER[path] !== undefined) return OTHER[path];
  if (typeof node.default === "boolean") return !node.default;
  if (node.enum) return node.enum.find((value) => value !== node.default);
  if (typeof node.default === "number") return node.type === "integer" ? 7 : node.default / 3 + 0.1;
  return 7;
}

const MADE_UP = {
  data: { kind: "features", features: "features.csv", metadata: "labels.csv" },
  backbone: { kind: "features", hidden: 4 },
  codes: { bits: 16 },
};

Deno.test("every option of a method changes what the method does", async () => {
  const options = OPTIONS.filter(({ path, node }) =>
    OF_METHODS.test(path) && node.type !== "string"
  );
  assert(options.length > 40);
  for (const option of options) {
    const { path, kinds, required } = option;
    const method = /^peers\.(\w+)/.exec(path)?.[1] ?? "cohash";
    const choices = [`method=${method}`, ...kinds, ...required];
    // Without smoothing there is nothing to weigh.
    if (path.startsWith("loss.smoothing.")) choices.push("loss.epsilon=0.5");
    // Only a label that is rare, as this one is, counts for more.
    if (path.startsWith("peers.classify.")) choices.push("labels.unlabelled=no-finding");
    // Thresholds swallow small changes of the counts, which are the same for all graphs.
    const isWeighted = kinds.includes("graph.kind=unthresholded");
    if (/^graph\.(patientWeighting|prior\.films)$/.test(path) && !isWeighted) continue;
    const settings = [...choices, `${path}=${JSON.stringify(otherThan(option))}`];
    const [before, after] = [choices, settings].map((texts) =>
      effectOf(parseConfig(applySettings(MADE_UP, texts)))
    );
    assert(await before !== await after, `nothing reads ${settings}`);
  }
});
