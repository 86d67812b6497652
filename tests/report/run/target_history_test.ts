import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { InputError } from "../../../lib/base/errors.ts";
import type { EpochMetrics } from "../../../lib/run/run_folder.ts";
import { RunFolder } from "../../../lib/run/run_folder.ts";
import { targetHistoryOf } from "../../../lib/report/run/target_history.ts";
import { inTemporaryFolder } from "../../helpers/folders.ts";
import { runIn, tinyConfig } from "../../helpers/tiny_run.ts";

/** An epoch whose targets have these codes. */
function epochWith(epoch: number, codes: unknown): EpochMetrics {
  const targets = { leastDistance: 4, meanDistance: 4, imbalance: 0, flips: 0, codes };
  const rest = { learningRate: 0.1, loss: 1, validation: null, codeImbalance: null };
  return { epoch, ...rest, targets: targets as EpochMetrics["targets"] };
}

Deno.test("targetHistoryOf() gives the distances that the epochs state", async () => {
  await inTemporaryFolder(async (folder) => {
    const config = await tinyConfig(folder);
    const { folder: run } = await runIn(join(folder, "run"), config);
    const history = (await targetHistoryOf(config, run))!;
    const epochs = await run.epochs();
    assertEquals(history.labelNames.length, 6);
    assertEquals([history.bits, history.epochs.length], [16, 4]);
    for (const [n, { epoch, distances }] of history.epochs.entries()) {
      const pairs = distances.flatMap((row, a) => row.slice(a + 1));
      const { leastDistance, meanDistance } = epochs[n]!.targets!;
      assertEquals(epoch, n + 1);
      assertEquals(Math.min(...pairs), leastDistance);
      assertEquals(pairs.reduce((a, b) => a + b) / pairs.length, meanDistance);
    }
  });
});

Deno.test("targetHistoryOf() knows runs without targets and refuses damaged ones", async () => {
  await inTemporaryFolder(async (folder) => {
    const config = await tinyConfig(folder);
    const run = new RunFolder(folder);
    const good = { Mass: "00ff", Edema: "f0f0" };
    const historyOf = async (codes: readonly unknown[]) => {
      await run.writeEpochs(codes.map((codes, n) => epochWith(n + 1, codes)));
      return await targetHistoryOf(config, run);
    };
    assertEquals((await historyOf([good]))?.epochs, [{ epoch: 1, distances: [[0, 8], [8, 0]] }]);
    // Trained before targets were recorded, and perhaps gone on with after.
    assertEquals(await historyOf([undefined, undefined]), undefined);
    assertEquals(await historyOf([undefined, good]), undefined);
    await run.writeEpochs([{ ...epochWith(1, good), targets: null }]);
    assertEquals(await targetHistoryOf(config, run), undefined);
    await run.writeEpochs([]);
    assertEquals(await targetHistoryOf(config, run), undefined);
    for (
      const bad of [
        undefined,
        {},
        { Mass: "00ff" },
        { ...good, Mass: "00" },
        { ...good, Edema: 3 },
        { ...good, Mass: "00fg" },
      ]
    ) {
      const { message } = await assertRejects(() => historyOf([good, bad]), InputError);
      assertEquals(
        message,
        `Cannot read "${run.file("metrics.jsonl")}": epoch 2 does not hold 2 targets of 16 bits; ` +
          "the file is damaged, so start the run over with --fresh",
      );
    }
  });
});
