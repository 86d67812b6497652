import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { join } from "node:path";
import { InputError } from "../../lib/base/errors.ts";
import { parseConfig } from "../../lib/config/config_file.ts";
import { METHOD_NAMES, methodNamed } from "../../lib/methods/registry.ts";
import { loadFilms } from "../../lib/run/films.ts";
import { RunFolder } from "../../lib/run/run_folder.ts";
import { finishRun } from "../../lib/study/complete_study.ts";
import { studyNotes } from "../../lib/study/tables.ts";
import { readStudy } from "../../lib/study/read_study.ts";
import { studyRuns } from "../../lib/study/grid.ts";
import type { Study } from "../../lib/study/study.ts";
import {
  readTuning,
  type RowTrials,
  rowTrials,
  tunedStudy,
  type TuningOptions,
} from "../../lib/study/tuning.ts";
import { tuningCost, tuningCsv, tuningNote, tuningText } from "../../lib/study/tuning_table.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { tinyConfig } from "../helpers/tiny_run.ts";

const STUDY: Study = {
  question: "Which method is best?",
  baseline: "csq",
  rows: [
    { name: "csq", changes: { method: "csq" } },
    { name: "lsh", changes: { method: "lsh" } },
  ],
};

/** A quantisation loss so heavy that nothing else is learned, and the default. */
const HEAVY_OR_NOT = [{ lambda: 1e6 }, {}];

async function tinyTuning(folder: string, epochs: number): Promise<TuningOptions> {
  const data = await tinyConfig(folder, { train: { epochs } });
  return {
    data,
    folder: join(folder, "study"),
    bits: 16,
    seed: 100,
    optionsOf: (method) => method === "csq" ? HEAVY_OR_NOT : [],
  };
}

/** Does all trials. */
async function finish(rows: readonly RowTrials[]): Promise<void> {
  for (const { run } of rows.flatMap(({ trials }) => trials)) await finishRun(run, loadFilms);
}

Deno.test("a method is tuned to its better setting, and the study runs with it", async () => {
  await inTemporaryFolder(async (folder) => {
    const options = await tinyTuning(folder, 4);
    const rows = rowTrials(STUDY, options);
    assertEquals(tuningCost(rows), "1 method × 2 settings × 1 seed = 2 runs");
    await finish(rows);
    const tuned = await readTuning(rows);
    const [csq, lsh] = tuned;
    assertEquals([csq!.chosen?.setting, lsh!.chosen], ["defaults", undefined]);
    assert(csq!.trials[1]!.mean > csq!.trials[0]!.mean + 0.05);

    const study = tunedStudy(STUDY, tuned, tuningNote(tuned, options));
    assertEquals(
      study.rows,
      STUDY.rows.map(({ name, changes }) => ({
        name,
        changes: name === "csq" ? { peers: { csq: {} }, ...changes } : changes,
      })),
    );
    const runs = studyRuns(study, { ...options, seeds: 2 });
    assertEquals(runs.map(({ config }) => config.seed), [0, 0, 1, 1]);
    const results = await readStudy("tiny", study, { runs });
    assertStringIncludes(studyNotes(results).at(-1)!, "lsh nothing to tune");
    assertStringIncludes(studyNotes(results).at(-1)!, "tried 2 settings at 16 bits with seed 100");
  });
});

Deno.test("the better setting is found by validation films, whatever queries say", async () => {
  await inTemporaryFolder(async (folder) => {
    const rows = rowTrials(STUDY, await tinyTuning(folder, 1));
    await finish(rows);
    const folders = rows[0]!.trials.map(({ run }) => new RunFolder(run.folder));
    // The first is best on queries, and the second on validation films.
    const says = async (run: RunFolder, validation: number, query: number) => {
      const [epoch] = await run.epochs();
      const all = Object.keys(epoch!.validation!).map((name) => [name, validation]);
      await run.writeEpochs([{ ...epoch!, validation: Object.fromEntries(all) }]);
      const results = await run.readJson("results.json") as {
        readonly rows: readonly { readonly scores: object }[];
      };
      const scores = (row: { readonly scores: object }) =>
        Object.fromEntries(Object.keys(row.scores).map((name) => [name, query]));
      const changed = results.rows.map((row) => ({ ...row, scores: scores(row) }));
      await run.writeJson("results.json", { ...results, rows: changed });
    };
    await says(folders[0]!, 0.2, 0.9);
    await says(folders[1]!, 0.3, 0.1);
    const [better] = await readTuning(rows);
    assertEquals(better!.chosen!.setting, "defaults");
    assertEquals(better!.trials.map(({ mean }) => mean.toFixed(3)), ["0.200", "0.300"]);
    // Of equals the first.
    await says(folders[1]!, 0.2, 0.1);
    const [equal] = await readTuning(rows);
    assertEquals(equal!.chosen!.setting, "lambda=1000000");

    const study = join(folder, "study");
    const lines = tuningCsv([equal!], study).split("\n");
    assertEquals(
      lines[0],
      "row,method,setting,bits,seed,macro-ap,ndcg@100:jaccard,map,mean,chosen,run",
    );
    assertEquals(lines.slice(1, 3).map((line) => line.split(",").slice(-2)), [
      ["true", "tuning/csq/runs/lambda-1000000/seed-100"],
      ["false", "tuning/csq/runs/defaults/seed-100"],
    ]);
    assertStringIncludes(tuningText([equal!]), "lambda=1000000  .200");
  });
});

Deno.test("a tuning that is not finished is not read", async () => {
  await inTemporaryFolder(async (folder) => {
    const rows = rowTrials(STUDY, await tinyTuning(folder, 1));
    await assertRejects(() => readTuning(rows), InputError, "is not finished (not started)");
    await finishRun(rows[0]!.trials[0]!.run, loadFilms);
    await assertRejects(() => readTuning(rows), InputError, '"csq, defaults, seed 100"');
  });
});

const FEATURES = parseConfig({
  data: { kind: "features", features: "f.csv", metadata: "m.csv" },
  backbone: { kind: "features" },
});

Deno.test("all methods are tuned with the same effort, at one code length and seed", () => {
  const study = {
    question: "?",
    baseline: "cohash",
    rows: METHOD_NAMES.map((method) => ({ name: method, changes: { method } })),
  };
  const rows = rowTrials(study, { data: FEATURES, folder: "/out", bits: 48, seed: 7 });
  assertEquals(rows.map(({ method }) => method), METHOD_NAMES);
  for (const { method, trials } of rows) {
    assertEquals(trials.length, methodNamed(method).kind === "features" ? 0 : 6, method);
    for (const { run } of trials) assertEquals([run.config.codes.bits, run.seed], [48, 7]);
  }
  const folders = rows.flatMap(({ trials }) => trials.map(({ run }) => run.folder));
  assertEquals(new Set(folders).size, folders.length);
});

Deno.test("a method with more settings than others is not tuned", () => {
  assertThrows(
    () =>
      rowTrials({
        ...STUDY,
        rows: [...STUDY.rows, { name: "dpn", changes: { method: "dpn" } }],
      }, {
        data: FEATURES,
        folder: "/out",
        bits: 32,
        seed: 100,
        optionsOf: (method) => method === "csq" ? HEAVY_OR_NOT : method === "dpn" ? [{}] : [],
      }),
    InputError,
    "csq 2 settings to try and dpn 1",
  );
});

Deno.test("what a row changes itself stays as it is", () => {
  const study: Study = {
    question: "?",
    baseline: "narrow",
    rows: [{ name: "narrow", changes: { loss: { margin: 0.1 } } }],
  };
  const options = { data: FEATURES, folder: "/out", bits: 32, seed: 100 };
  const tried = [{ loss: { margin: 0.6, scale: 5 } }];
  const [row] = rowTrials(study, { ...options, optionsOf: () => tried });
  const { loss } = row!.trials[0]!.run.config;
  assertEquals([loss!.margin, loss!.scale], [0.1, 5]);
  const chosen = { ...row!.trials[0]!, scores: {}, mean: 1 };
  const tuned = tunedStudy(study, [{ ...row!, trials: [chosen], chosen }], "note");
  assertEquals(tuned.rows[0]!.changes, { loss: { margin: 0.1, scale: 5 } });
  assertEquals(tuned.notes, ["note"]);
});
