import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import type { ConfigChanges } from "../../lib/study/study.ts";
import { evaluateRanking, hammingRanking, summarise } from "../../lib/metrics/mod.ts";
import { Encoder } from "../../lib/run/encoder.ts";
import { loadFilms } from "../../lib/run/films.ts";
import { evaluationOptions, labelledCodes } from "../../lib/run/labelled_codes.ts";
import { bestEpoch } from "../../lib/train/best_epoch.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { runIn, tinyConfig } from "../helpers/tiny_run.ts";

/** What validation films search after an epoch, whatever a run's queries do. */
const SEARCHED: readonly (readonly [string, "train" | "validation", ConfigChanges])[] = [
  ["training films where queries search these", "train", {}],
  ["each other where queries search films that no code has learned from", "validation", {
    data: { split: { kind: "patients", train: 0.4, validation: 0.2, database: 0.2, query: 0.2 } },
    // A film would find itself first.
    evaluation: { excludeSamePatient: false },
  }],
];

for (const [what, part, changes] of SEARCHED) {
  Deno.test(`epochs are judged by how validation films find ${what}`, async () => {
    await inTemporaryFolder(async (path) => {
      const config = await tinyConfig(path, changes);
      const { folder } = await runIn(join(path, "run"), config);
      const dataset = await loadFilms(config);
      await using encoder = await Encoder.open(folder);
      const codesOf = async (rows: Uint32Array) => {
        const { packed } = await encoder.encode({ inputs: dataset.inputs, rows });
        return labelledCodes(dataset, rows, packed);
      };
      const { validation, [part]: searched } = dataset.split;
      const ranking = hammingRanking(await codesOf(validation), await codesOf(searched));
      const options = { ...evaluationOptions(config), excludeSamePatient: true };
      const { scores } = summarise("validation", evaluateRanking(ranking, options));
      const judged = Object.entries(bestEpoch(await folder.epochs(), config)!.validation!);
      assert(judged.length >= 3);
      for (const [name, score] of judged) assertEquals(score, scores[name], name);
    });
  });
}
