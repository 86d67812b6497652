import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { InputError } from "../../lib/base/errors.ts";
import { parseConfig } from "../../lib/config/config_file.ts";
import { claimData } from "../../lib/run/run_data.ts";
import { RunFolder } from "../../lib/run/run_folder.ts";
import { checkFinished, checkSameData, type FinishedRun } from "../../lib/study/finished_data.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { madeUpFilms } from "../helpers/made_up_films.ts";

/** Two runs on the same films with label graphs from two tables, of which they are given the names. */
async function withTwoTables(
  run: (runs: readonly FinishedRun[], tables: readonly string[]) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const tables = ["here.csv", "there.csv"].map((name) => join(folder, name));
    const runs: FinishedRun[] = [];
    for (const [n, path] of tables.entries()) {
      await Deno.writeTextFile(path, `labels\nMass|${["Edema", "Nodule"][n]}\n`);
      const config = parseConfig({
        data: { kind: "features", features: "features.csv", metadata: "labels.csv" },
        backbone: { kind: "features" },
        graph: { prior: { path } },
      });
      const of = new RunFolder(join(folder, `run-${n}`));
      await of.open(config);
      await claimData(of, { config, dataset: madeUpFilms("features") });
      runs.push({ folder: of.path, config });
    }
    await run(runs, tables);
  });
}

Deno.test("checkSameData() lets rows of a study compare co-occurrence from two places", async () => {
  await withTwoTables(async ([one, other]) => {
    await checkSameData([one!, other!]);
    const same = { folder: other!.folder, config: one!.config };
    const error = "the content of the file of graph.prior.path differs";
    await assertRejects(() => checkSameData([one!, same]), InputError, error);
  });
});

Deno.test("checkFinished() looks at the table of each run", async () => {
  await withTwoTables(async (runs, [here, there]) => {
    const looked: string[] = [];
    const check = () =>
      checkFinished(runs, {
        filmsOf: ({ graph }) => {
          looked.push(JSON.stringify(graph));
          return Promise.resolve(madeUpFilms("features"));
        },
      });
    await check();
    assertEquals([here, there].map((path, n) => looked[n]!.includes(path!)), [true, true]);
    await Deno.writeTextFile(there!, "labels\nEdema|Nodule\n");
    await assertRejects(check, InputError, "the file of graph.prior.path differs");
  });
});
