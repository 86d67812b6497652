import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { studyRuns } from "../../lib/study/grid.ts";
import { type Failure, type PoolOptions, runPool } from "../../lib/study/pool.ts";
import { runState } from "../../lib/study/finished_run.ts";
import { readStudy } from "../../lib/study/read_study.ts";
import { missingRuns } from "../../lib/study/results.ts";
import type { Study } from "../../lib/study/study.ts";
import { writeStudy } from "../../lib/study/write_results.ts";
import { inTemporaryFolder, readFolder } from "../helpers/folders.ts";
import { tinyConfig } from "../helpers/tiny_run.ts";

const STUDY: Study = {
  question: "Does a graph help six labels?",
  baseline: "fixed",
  asks: ["code"],
  rows: [
    { name: "fixed", changes: { targets: { kind: "hadamard" } } },
    { name: "graph", changes: { targets: { kind: "gcn" } } },
    { name: "broken", changes: { train: { learningRate: 1e30, optimiser: { kind: "sgd" } } } },
  ],
};

/** The runs of the study, on a tiny data set in the folder. */
async function tinyRuns(folder: string, seeds: number) {
  const data = await tinyConfig(folder);
  return studyRuns(STUDY, { data, seeds, folder: join(folder, "study") });
}

Deno.test("a study goes on where it was interrupted, and past runs that fail", async () => {
  await inTemporaryFolder(async (folder) => {
    const runs = await tinyRuns(folder, 2);
    const done: string[] = [];
    const options = (signal: AbortSignal): PoolOptions => ({
      workers: 1,
      signal,
      onDone: ({ row, seed }) => done.push(`${row} ${seed}`),
    });
    const stop = new AbortController();
    // In the middle of the second run.
    const onEpoch = ({ row }: { readonly row: string }) => {
      if (row === "graph") stop.abort();
    };
    assertEquals(await runPool(runs, { ...options(stop.signal), onEpoch }), []);
    assertEquals(done, ["fixed 0"]);
    const states = await Promise.all(runs.map(runState));
    assertEquals(states.slice(0, 3), ["finished", "unfinished", "not started"]);
    const early = await readStudy("tiny", STUDY, { runs, resamples: 50 });
    assertEquals(early.blocks.length, 1);
    assertEquals(early.blocks[0]!.cells.map(({ scores }) => scores !== null), [true, false, false]);
    assertEquals(missingRuns(early).length, 5);

    const failures = await runPool(runs, options(new AbortController().signal));
    assertEquals(failures.map(({ run }) => `${run.row} ${run.seed}`), ["broken 0", "broken 1"]);
    assertStringIncludes(failures[0]!.message, "the loss is");
    assertEquals(done.slice(1).sort(), ["fixed 0", "fixed 1", "graph 0", "graph 1"]);

    const results = await readStudy("tiny", STUDY, { runs, resamples: 50 });
    const [fixed, graph, broken] = results.blocks[0]!.cells;
    assertEquals(broken!.scores, null);
    assertEquals(fixed!.scores!["map"]!.comparison, null);
    const { higher, lower, p } = graph!.scores!["map"]!.comparison!;
    assert(higher + lower === 2 && p > 0 && p <= 1);
    assertEquals([fixed, graph].filter((cell) => cell!.isChosen).length, 1);
    assertEquals(missingRuns(results), [
      "broken, seed 0 (unfinished)",
      "broken, seed 1 (unfinished)",
    ]);

    const study = join(folder, "study");
    await writeStudy(results, study);
    const files = await readFolder(study);
    const page = new TextDecoder().decode(files["results.html"]);
    assertStringIncludes(page, 'href="runs/graph"');
    assertStringIncludes(page, "2 runs are missing");
    assert(files["map.png"]!.length > 1000);
  });
});

Deno.test("an interrupted study leaves the bytes of one that was not", async () => {
  await inTemporaryFolder(async (folder) => {
    const [, run] = await tinyRuns(folder, 1);
    const whole = { ...run!, folder: join(folder, "whole") };
    const stop = new AbortController();
    await runPool([run!], { workers: 1, signal: stop.signal, onEpoch: () => stop.abort() });
    assertEquals(await runPool([run!, whole], { workers: 1 }), []);
    const textOf = async (path: string) =>
      Object.fromEntries(
        Object.entries(await readFolder(path)).map((
          [name, bytes],
        ) => [name, new TextDecoder("latin1").decode(bytes).replaceAll(path, "RUN")]),
      );
    assertEquals(await textOf(run!.folder), await textOf(whole.folder));
  });
});

Deno.test("runPool() reports a worker that crashes and goes on with another", async () => {
  await inTemporaryFolder(async (folder) => {
    const module = join(folder, "worker.ts");
    await Deno.writeTextFile(
      module,
      `const text = new TextDecoder();
       for await (const bytes of Deno.stdin.readable) {
         if (text.decode(bytes).includes("/runs/graph/")) throw new Error("out of luck");
         console.log('{"kind":"done"}');
       }`,
    );
    const failures: Failure[] = [];
    const done: string[] = [];
    await runPool(await tinyRuns(folder, 1), {
      workers: 1,
      module,
      onDone: ({ row }) => done.push(row),
      onFailed: (failure) => failures.push(failure),
    });
    assertEquals(done, ["fixed", "broken"]);
    assertEquals(failures.map(({ run }) => run.row), ["graph"]);
    assertStringIncludes(failures[0]!.message, "exit status 1");
    assertStringIncludes(failures[0]!.message, "out of luck");
  });
});
