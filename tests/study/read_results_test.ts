import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { InputError } from "../../lib/base/errors.ts";
import { studyJson } from "../../lib/study/formats.ts";
import { chartOf } from "../../lib/study/page.ts";
import { readStudyResults } from "../../lib/study/read_results.ts";
import type { Cell, StudyResults } from "../../lib/study/results.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";

function cell(row: string, column: string, mean: number | null): Cell {
  const score = (mean: number) => ({
    mean,
    deviation: null,
    interval: [mean - 0.01, mean + 0.01] as const,
    comparison: null,
  });
  const scores = mean === null
    ? null
    : { "macro-ap": score(mean), "ndcg@100:jaccard": score(mean), "map": score(mean) };
  return { row, column, runs: [], validation: mean, isChosen: row === "b", scores };
}

/** A study with the columns of these names. */
function studyOf(columns: readonly string[], choose?: "over all"): StudyResults {
  const variant = (name: string) => ({ name, changes: {} });
  return {
    name: "mine",
    study: {
      question: "Does it help?",
      baseline: "a",
      rows: ["a", "b"].map(variant),
      ...columns.length > 0 ? { columnTitle: "bits", columns: columns.map(variant) } : {},
      ...choose ? { choose } : {},
    },
    blocks: [{
      view: { database: "unseen", ask: "expected" },
      cells: ["a", "b"].flatMap((row) =>
        (columns.length > 0 ? columns : [""]).map((column, c) =>
          cell(row, column, c === 1 ? null : 0.4)
        )
      ),
    }],
    controls: [],
    scores: ["macro-ap", "ndcg@100:jaccard", "map"],
    selectBy: "map",
    overFolds: false,
  };
}

Deno.test("readStudyResults() reads what charts need of what a study has written", async () => {
  await inTemporaryFolder(async (folder) => {
    for (const study of [studyOf([]), studyOf(["16", "32"]), studyOf(["√K", "8"], "over all")]) {
      await Deno.writeTextFile(join(folder, "results.json"), studyJson(study, folder));
      const read = await readStudyResults(folder);
      assertEquals(read.blocks[0]!.view, study.blocks[0]!.view);
      assertEquals(chartOf(read, "map"), chartOf(study, "map"));
    }
  });
});

Deno.test("readStudyResults() names the file that it cannot read", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "results.json");
    await assertRejects(() => readStudyResults(folder), InputError, "there is no such file");
    for (
      const text of ["", "{", "[]", '{"baseline":"a","columnTitle":null,"scores":[],"blocks":[{}]}']
    ) {
      await Deno.writeTextFile(path, text);
      await assertRejects(
        () => readStudyResults(folder),
        InputError,
        `Cannot read "${path}": it does not hold the results of a study`,
      );
    }
  });
});
