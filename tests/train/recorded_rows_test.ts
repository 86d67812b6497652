import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { Random } from "../../lib/base/random.ts";
import { resultTable } from "../../lib/report/text_table.ts";
import { loseLabels } from "../../lib/train/lost_labels.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { runIn, tinyConfig } from "../helpers/tiny_run.ts";

Deno.test("loseLabels() hides a share of what is present and leaves the rest", () => {
  const values = Float32Array.from({ length: 3000 }, (_, i) => [1, 0, NaN][i % 3]!);
  const kept = loseLabels({ names: ["Edema"], values }, 0.3, new Random(1)).values;
  const present = kept.filter((value) => value === 1).length;
  assert(present > 640 && present < 760, `${present} of 1000 are left`);
  for (const i of [1, 2]) assertEquals(kept[i], values[i]);
});

Deno.test("a run that asks by recorded labels finds what these say, less of it where they are lost", async () => {
  await inTemporaryFolder(async (folder) => {
    const asks = ["code", "expected", "expected-recorded", "expected-both"] as const;
    const rowsOf = async (lost: number) => {
      const evaluation = { asks, record: { lost } };
      const config = await tinyConfig(folder, { train: { epochs: 1 }, evaluation });
      return (await runIn(join(folder, `run ${lost}`), config)).results.rows;
    };
    const [kept, lost] = [await rowsOf(0), await rowsOf(0.9)];
    assertEquals(kept.slice(1, 4).map(({ name }) => name), [
      "cohash · expected",
      "cohash · expected (recorded)",
      "cohash · expected (both)",
    ]);
    const mapOf = (row: typeof kept[number]) => row.scores["map"]!;
    assertEquals(mapOf(lost[1]!), mapOf(kept[1]!));
    for (const row of [2, 3]) {
      assert(mapOf(kept[row]!) > mapOf(kept[1]!) + 0.02, `row ${row}`);
      assert(mapOf(kept[row]!) > mapOf(lost[row]!) + 0.02, `row ${row}, lost`);
    }
    assertStringIncludes(resultTable(kept), "partly trivial");
    assert(!resultTable(kept.slice(0, 1)).includes("partly trivial"));
  });
});
