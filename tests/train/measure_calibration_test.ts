import { assertAlmostEquals } from "@std/assert";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { runIn, tinyConfig } from "../helpers/tiny_run.ts";

Deno.test("a run measures chances over all cases, and over the ten first of each query", async () => {
  await inTemporaryFolder(async (folder) => {
    const config = await tinyConfig(folder, { train: { epochs: 2 } });
    const { results } = await runIn(`${folder}/run`, config);
    const { all, first } = results.calibration!;
    const pairs = (groups: typeof all.groups) => groups.reduce((sum, { pairs }) => sum + pairs, 0);
    // Films of the tiny run are three a patient, and no patient is on two sides.
    assertAlmostEquals(pairs(all.groups), results.queries * results.database, 1e-6);
    assertAlmostEquals(pairs(first.groups), 10 * results.queries, 1e-6);
    for (const { error, groups } of [all, first]) {
      const off = groups.reduce(
        (sum, { predicted, seen, pairs }) => sum + pairs * Math.abs(predicted - seen),
        0,
      );
      assertAlmostEquals(error, off / pairs(groups), 1e-9);
    }
  });
});
