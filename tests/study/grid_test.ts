import { assert, assertEquals, assertThrows } from "@std/assert";
import { join } from "node:path";
import fc from "fast-check";
import { InputError } from "../../lib/base/errors.ts";
import { parseShard, shardOf, studyRuns } from "../../lib/study/grid.ts";
import { applySettings, parseConfig } from "../../lib/config/config_file.ts";
import { checkStudy, folderName, type Study } from "../../lib/study/study.ts";

const PHANTOM = { data: { kind: "phantom" }, backbone: { kind: "small-resnet" } };

const STUDY: Study = {
  question: "?",
  baseline: "ε = 0",
  rows: [
    { name: "ε = 0", changes: { loss: { epsilon: 0 } } },
    { name: "free", changes: { targets: { kind: "free", binarise: { kind: "tanh" } } } },
  ],
  columns: [16, 64].map((bits) => ({ name: `${bits} bits`, changes: { codes: { bits } } })),
};

Deno.test("studyRuns() makes every row in every column with every seed", () => {
  const settings = ["codes.bits=8", "loss.margin=0.3"];
  const runs = studyRuns(STUDY, { data: PHANTOM, settings, seeds: 2, folder: "out" });
  assertEquals(runs.map(({ folder }) => folder), [
    join("out", "runs", "epsilon-0", "16-bits", "seed-0"),
    join("out", "runs", "epsilon-0", "64-bits", "seed-0"),
    join("out", "runs", "free", "16-bits", "seed-0"),
    join("out", "runs", "free", "64-bits", "seed-0"),
    join("out", "runs", "epsilon-0", "16-bits", "seed-1"),
    join("out", "runs", "epsilon-0", "64-bits", "seed-1"),
    join("out", "runs", "free", "16-bits", "seed-1"),
    join("out", "runs", "free", "64-bits", "seed-1"),
  ]);
  const { config, row, column, seed } = runs[7]!;
  assertEquals([row, column, seed, config.seed], ["free", "64 bits", 1, 1]);
  assertEquals([config.codes.bits, config.loss?.margin], [64, 0.3]);
  assertEquals(config.engine, { kind: "auto", providers: ["cpu"], threads: 1, workers: 2 });
  assert(config.targets?.kind === "free" && config.targets.binarise.kind === "tanh");
  assertEquals(config.data.kind, "phantom");
});

Deno.test("studyRuns() takes a validated configuration as well as one from a file", () => {
  const settings = ["codes.bits=8", "targets.binarise=tanh", "engine.threads=1"];
  const config = parseConfig(applySettings(PHANTOM, settings));
  const [first, ...rest] = studyRuns(STUDY, { data: config, seeds: 1, folder: "out" });
  assertEquals(first!.config, {
    ...config,
    codes: { ...config.codes, bits: 16 },
    seed: 0,
    loss: { ...config.loss!, epsilon: 0 },
  });
  assertEquals(rest.map(({ config }) => [config.targets?.kind, config.codes.bits]), [["gcn", 64], [
    "free",
    16,
  ], ["free", 64]]);
});

Deno.test("studyRuns() gives every seed the fold that its data name, and asks as the study does", () => {
  const data = {
    data: { kind: "features", features: "fold_{seed}.npy", metadata: "labels.csv" },
    backbone: { kind: "features" },
  };
  const settings = ["data.featureIds=fold_{seed}.txt"];
  const study: Study = { ...STUDY, asks: ["target"] };
  const runs = studyRuns(study, { data, settings, seeds: 2, folder: "out" });
  const films = runs.map(({ config }) =>
    config.data.kind === "features" ? [config.data.features, config.data.featureIds] : []
  );
  assertEquals([films[0], films.at(-1)], [
    ["fold_0.npy", "fold_0.txt"],
    ["fold_1.npy", "fold_1.txt"],
  ]);
  assertEquals(runs[0]!.config.evaluation.asks, ["target"]);
  const told = studyRuns(study, {
    data,
    settings: ['evaluation.asks=["code"]'],
    seeds: 1,
    folder: "out",
  });
  assertEquals(told[0]!.config.evaluation.asks, ["code"]);
});

Deno.test("studyRuns() names the row whose settings cannot be used", () => {
  const study: Study = {
    ...STUDY,
    rows: [{ name: "ε = 0", changes: { loss: { epsilon: 2 } } }],
  };
  assertThrows(
    () => studyRuns(study, { data: PHANTOM, seeds: 1, folder: "out" }),
    InputError,
    'in the row "ε = 0, 16 bits"',
  );
});

Deno.test("shardOf() deals out every run once, in parts of nearly one size", () => {
  const items = fc.array(fc.nat(), { maxLength: 60 });
  fc.assert(
    fc.property(items, fc.integer({ min: 1, max: 12 }), (list, count) => {
      const indexed = list.map((value, i) => ({ value, i }));
      const shards = Array.from(
        { length: count },
        (_, n) => shardOf(indexed, { index: n + 1, count }),
      );
      assertEquals(shards.flat().sort((a, b) => a.i - b.i), indexed);
      const sizes = shards.map((shard) => shard.length);
      assert(Math.max(...sizes) - Math.min(...sizes) <= 1);
    }),
    { seed: 1, numRuns: 100 },
  );
});

for (const text of ["0/4", "5/4", "1", "1/0", "a/b", "1/2/3", "-1/2", ""]) {
  Deno.test(`parseShard() refuses "${text}"`, () => {
    assertThrows(() => parseShard(text), InputError, "expected i/n");
  });
}

Deno.test("folderName() leaves nothing that a shell or a URL would trip over", () => {
  assertEquals(folderName("+ both (cohash)"), "both-cohash");
  assertEquals(folderName("√2·ln(C − 1)"), "2-ln-c-1");
  assertEquals(folderName("../up"), "up");
});

Deno.test("checkStudy() explains what is wrong with a study", () => {
  const check = (changes: Partial<Study>) => () => checkStudy("mine", { ...STUDY, ...changes });
  checkStudy("mine", STUDY);
  assertThrows(check({ rows: [] }), InputError, "no rows");
  assertThrows(check({ baseline: "free?" }), InputError, 'did you mean "free"?');
  const twins = ["a b", "a-b"].map((name) => ({ name, changes: {} }));
  assertThrows(check({ rows: twins }), InputError, 'would share the folder "a-b"');
});
