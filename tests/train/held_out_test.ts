import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { join } from "node:path";
import { InputError } from "../../lib/base/errors.ts";
import { isHeldOut } from "../../lib/data/held_out.ts";
import { loadFilms } from "../../lib/run/films.ts";
import { askingHeldOut, evaluateHeldOut } from "../../lib/train/held_out.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { filesOf, runIn, tinyConfig } from "../helpers/tiny_run.ts";

const SPLIT = { kind: "patients", train: 0.5, database: 0.2, heldOut: { share: 0.2 } } as const;

Deno.test("evaluateHeldOut() gives the table of a run that held-out patients had asked", async () => {
  await inTemporaryFolder(async (path) => {
    const config = await tinyConfig(path, { data: { split: SPLIT } });
    const { folder, results } = await runIn(join(path, "run"), config);
    const before = await filesOf(folder.path);
    const asking = askingHeldOut(config, folder.path);
    const dataset = await loadFilms(asking);
    const heldOut = { share: 0.2, asked: true };
    assert(dataset.split.query.every((row) => isHeldOut(dataset.patients[row]!, heldOut)));

    const asked = await evaluateHeldOut(asking, { folder, dataset });
    const trained = await runIn(join(path, "trained"), asking);
    assertEquals(asked.rows, trained.results.rows);
    assertEquals(asked.queries, dataset.split.query.length);
    assert(asked.rows[0]!.scores["map"] !== results.rows[0]!.scores["map"]);
    assertEquals(await filesOf(folder.path), before);

    const { names, values } = dataset.labels;
    const labels = { names, values: values.toReversed() };
    await assertRejects(
      () => evaluateHeldOut(asking, { folder, dataset: { ...dataset, labels } }),
      InputError,
      "which are not what it learned from",
    );
  });
});

Deno.test("askingHeldOut() refuses a run that has held nobody out", async () => {
  await inTemporaryFolder(async (path) => {
    const config = await tinyConfig(path);
    assertThrows(() => askingHeldOut(config, "runs/mine"), InputError, "it has held nobody out");
  });
});
