import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { InputError } from "../../lib/base/errors.ts";
import { completeStudy, type CompleteStudyOptions } from "../../lib/study/complete_study.ts";
import { studyRuns } from "../../lib/study/grid.ts";
import { runPool } from "../../lib/study/pool.ts";
import { readStudy } from "../../lib/study/read_study.ts";
import type { StudyBlock } from "../../lib/study/results.ts";
import type { Study } from "../../lib/study/study.ts";
import { contentsOf } from "../../lib/run/data_fingerprint.ts";
import { viewSlug } from "../../lib/run/view.ts";
import { loadFilms } from "../../lib/run/films.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { filesOf, tinyConfig } from "../helpers/tiny_run.ts";

const STUDY: Study = {
  question: "Does a graph help six labels?",
  baseline: "fixed",
  rows: [
    { name: "fixed", changes: { targets: { kind: "hadamard" } } },
    { name: "graph", changes: { targets: { kind: "gcn" } } },
  ],
};

/** A study of two epochs a run, on a tiny data set in the folder. */
async function tinyStudy(folder: string, seeds: number): Promise<CompleteStudyOptions> {
  const config = await tinyConfig(folder, { train: { epochs: 2 } });
  return { config, dataset: await loadFilms(config), seeds, folder: join(folder, "here") };
}

Deno.test("completeStudy() leaves the same runs and results as worker processes", async () => {
  await inTemporaryFolder(async (folder) => {
    const options = await tinyStudy(folder, 1);
    const results = await completeStudy("tiny", STUDY, options);

    const there = { data: options.config, seeds: 1, folder: join(folder, "there") };
    const runs = studyRuns(STUDY, there);
    assertEquals(await runPool(runs, { workers: 1 }), []);
    for (const { folder: path, row } of runs) {
      assertEquals(await filesOf(join(options.folder, "runs", row, "seed-0")), await filesOf(path));
    }
    const { blocks } = await readStudy("tiny", STUDY, { runs, resamples: 50 });
    const scoresOf = ({ cells }: StudyBlock) => cells.map(({ scores }) => scores);
    assertEquals(results.blocks.map(scoresOf), blocks.map(scoresOf));
  });
});

Deno.test("completeStudy() has a block for each database and way to ask, and controls of both", async () => {
  await inTemporaryFolder(async (folder) => {
    const config = await tinyConfig(folder, {
      train: { epochs: 2 },
      data: { split: { kind: "patients", train: 0.5, database: 0.2 } },
      evaluation: { asks: ["code", "target", "expected"] },
    });
    const dataset = await loadFilms(config);
    const options = { config, dataset, seeds: 2, folder: join(folder, "here") };
    const { blocks, controls, overFolds } = await completeStudy("tiny", STUDY, options);
    assertEquals(blocks.map(({ view }) => viewSlug(view)), [
      "unseen-code",
      "unseen-expected",
      "train-code",
      "train-expected",
    ]);
    const maps = blocks.map(({ cells }) => cells[1]!.scores!["map"]!);
    assertEquals(new Set(maps.map(({ mean }) => mean)).size, 4);
    for (const { comparison } of maps) assertEquals(comparison!.overSeeds!.length, 2);
    assertEquals(controls.map(({ database }) => database), ["unseen", "train"]);
    const names = controls.flatMap(({ rows }) => rows.map(({ name }) => name));
    assertEquals(names, ["random", "hub", "random", "hub"]);
    assert(!overFolds);
    const all = { ...STUDY, asks: ["target"] } as const;
    const targets = await completeStudy("tiny", all, options);
    assertEquals(targets.blocks.map(({ view }) => view.ask), ["target", "target"]);
  });
});

Deno.test("completeStudy() asks the same queries for every seed, and counts runs", async () => {
  await inTemporaryFolder(async (folder) => {
    const options = await tinyStudy(folder, 2);
    const counts: string[] = [];
    const onProgress = (done: number, total: number) => counts.push(`${done} of ${total}`);
    await completeStudy("tiny", STUDY, { ...options, onProgress });
    assertEquals(counts, ["0 of 4", "1 of 4", "2 of 4", "3 of 4", "4 of 4"]);
    const files = await filesOf(options.folder);
    const queries = [0, 1].map((seed) => files[`runs/graph/seed-${seed}/query/ids.txt`]);
    assert(queries[0] !== undefined);
    assertEquals(queries[0], queries[1]);
  });
});

Deno.test("completeStudy() does not do finished runs again", async () => {
  await inTemporaryFolder(async (folder) => {
    const options = await tinyStudy(folder, 1);
    const results = await completeStudy("tiny", STUDY, options);
    const { dataset } = options;
    const read = () => Promise.reject(new Error("a film was read"));
    const contents = await contentsOf(dataset.inputs, dataset.ids.length);
    const inputs = { kind: "features", width: 6, contents, read } as const;
    const unreadable = { ...dataset, inputs };
    const again = { ...options, dataset: unreadable };
    assertEquals(await completeStudy("tiny", STUDY, again), results);
    await assertRejects(
      () => completeStudy("tiny", STUDY, { ...again, seeds: 2 }),
      Error,
      "a film was read",
    );
  });
});

Deno.test("completeStudy() does not take finished runs for those on other films", async () => {
  await inTemporaryFolder(async (folder) => {
    const options = await tinyStudy(folder, 1);
    await completeStudy("tiny", STUDY, options);
    const { dataset } = options;
    const { names, values } = dataset.labels;
    const labels = { names, values: values.toReversed() };
    await assertRejects(
      () => completeStudy("tiny", STUDY, { ...options, dataset: { ...dataset, labels } }),
      InputError,
      "of 240 films differ",
    );
  });
});

Deno.test("completeStudy() names the run that fails", async () => {
  await inTemporaryFolder(async (folder) => {
    const broken = {
      name: "broken",
      changes: { train: { learningRate: 1e30, optimiser: { kind: "sgd" } } },
    } as const;
    const study: Study = { ...STUDY, rows: [...STUDY.rows, broken] };
    await assertRejects(
      async () => await completeStudy("tiny", study, await tinyStudy(folder, 1)),
      InputError,
      '(in the run "broken, seed 0")',
    );
  });
});
