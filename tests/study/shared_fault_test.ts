import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { studyRuns } from "../../lib/study/grid.ts";
import { runPool } from "../../lib/study/pool.ts";
import { SharedFaultWatch } from "../../lib/study/shared_fault.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { tinyConfig } from "../helpers/tiny_run.ts";

const STUDY = {
  question: "?",
  baseline: "16",
  rows: [16, 32, 64].map((bits) => ({ name: String(bits), changes: { codes: { bits } } })),
};

async function inStudy(
  settings: readonly string[],
  body: (runs: ReturnType<typeof studyRuns>) => Promise<void> | void,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const data = await tinyConfig(folder, { train: { epochs: 1 } });
    await body(studyRuns(STUDY, { data, settings, seeds: 2, folder: join(folder, "study") }));
  });
}

Deno.test("runPool() stops at the first run whose films are missing, as all of them would", async () => {
  await inStudy(["data.features=none.csv"], async (runs) => {
    const begun: string[] = [];
    const failures = await runPool(runs, { workers: 1, onStart: ({ row }) => begun.push(row) });
    assertEquals([begun, failures.length, failures[0]!.isShared], [["16"], 1, true]);
    assertStringIncludes(failures[0]!.message, "none.csv");
  });
});

Deno.test("runPool() goes on past faults of single settings", async () => {
  const diverging = ["train.learningRate=1e30", "train.optimiser=sgd"];
  await inStudy(diverging, async (runs) => {
    const failures = await runPool(runs, { workers: 1 });
    assertEquals(failures.map(({ isShared }) => isShared), runs.map(() => false));
  });
});

Deno.test("a fault is shared when two settings fail alike before any run trains", async () => {
  await inStudy([], ([a, b, c]) => {
    const watch = new SharedFaultWatch([a!, b!, c!]);
    assert(!watch.isShared(a!, "no such engine", "setup"));
    assert(!watch.isShared(a!, "no such engine", "setup"), "one setting may have its own fault");
    assert(!watch.isShared(b!, "another fault", "setup"));
    assert(watch.isShared(c!, "no such engine", "setup"));
    watch.seeTraining();
    assert(!watch.isShared(c!, "no such engine", "films"));
  });
});

Deno.test("films that only some runs load are no fault of all", async () => {
  await inStudy([], ([a, b]) => {
    const { backbone, ...config } = b!.config;
    const other = {
      ...b!,
      config: { ...config, backbone: { ...backbone, learningRateFactor: 2 } },
    };
    assert(!new SharedFaultWatch([a!, other]).isShared(a!, "no film", "films"));
  });
});
