import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { tinyIndex } from "../helpers/tiny_index.ts";
import { mistakeOf } from "./commands.ts";
import { runHere } from "./in_process.ts";

Deno.test("index defines findings, lists and removes them; search finds by them", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index } = await tinyIndex(folder);
    const change = (...args: string[]) => runHere(["index", index, ...args]);
    const define = ["--define-finding", "Pneumonitis"];
    const defined = await change(...define, "--like", "Effusion:.6,Edema:.3");
    assertEquals(defined, {
      code: 0,
      stdout: "",
      stderr: "Defined Pneumonitis: Effusion .60, Edema .30.\n",
    });
    const table = join(folder, "reports.csv");
    await Deno.writeTextFile(table, "labels,count\nMass|Pneumonitis,1\nMass,1\nEdema,1\n");
    const replaced = await change(...define, "--from-table", table);
    assertStringIncludes(replaced.stderr, 'note: "Pneumonitis" was defined before; it is replaced');
    assertMatch((await change("--info")).stdout, /^defined {3}Pneumonitis: Mass \.50, /m);
    const info = JSON.parse((await change("--info", "--json")).stdout);
    assertEquals([info.defined[0].name, info.defined[0].probabilities.Mass], ["Pneumonitis", 0.5]);
    const search = async (finding: string) =>
      await runHere(["search", index, "--finding", finding, "--json", "--top", "3"]);
    const { films } = JSON.parse((await search("Pneumonitis, not Edema")).stdout);
    assertEquals([films.length, films[0].chance], [3, null]);
    assertStringIncludes((await search("Pneumonits")).stderr, 'did you mean "Pneumonitis"?');
    const removed = await change("--remove-finding", "pneumonitis");
    assertEquals(removed.stderr, 'Removed the finding "pneumonitis".\n');
    assertStringIncludes((await search("Pneumonitis")).stderr, "is no finding here");
  });
});

Deno.test("index says what is wrong with the options of a definition", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index, run } = await tinyIndex(folder);
    const both = ["--like", "Mass:1", "--from-table", "a.csv"];
    const cases: readonly (readonly [string, readonly string[], string])[] = [
      [index, ["--like", "Mass:1"], "name the finding that it defines with --define-finding"],
      [index, ["--define-finding", "Cyst"], "say by what, with --like or with --from-table"],
      [index, ["--define-finding", "Cyst", ...both], "say by what"],
      [index, ["--define-finding", "Mass", "--like", "Edema:1"], "was trained on"],
      [run.path, ["--define-finding", "Cyst", "--like", "Mass:1"], "there is no index.json in it"],
    ];
    for (const [place, args, message] of cases) {
      assertStringIncludes(mistakeOf(await runHere(["index", place, ...args])), message);
    }
  });
});
