import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { CLAIMS } from "../../../cli/reproduce/claims.ts";
import { inTemporaryFolder, readFolder } from "../../helpers/folders.ts";
import { mistakeOf, runCommand } from "../commands.ts";

Deno.test("reproduce --list shows every claim and runs nothing", async () => {
  await inTemporaryFolder(async (cwd) => {
    const { code, stdout, stderr } = await runCommand("reproduce", ["--list"], { cwd });
    assertEquals([code, stderr], [0, ""]);
    const lines = stdout.trim().split("\n");
    assertEquals(lines.map((line) => line.split(" ")[0]), CLAIMS.map(({ name }) => name));
    assertMatch(lines[0]!, /^demo +\d+ figures +phantom: 2 runs of demo; README\.md$/);
    assertEquals(await readFolder(cwd), {});
  });
});

Deno.test("reproduce names its user's mistakes on one line", async () => {
  await inTemporaryFolder(async (cwd) => {
    const real = CLAIMS.find(({ data }) => data !== "phantom")!;
    const mistakes: readonly (readonly [string, string])[] = [
      ["--data nhi", 'Cannot use --data nhi (did you mean "nih"?)'],
      ["--set data.films=9 --data phantom", "it belongs behind the --data that it is for"],
      ["--only demo demmo", 'Cannot find the claim "demmo" (did you mean "demo"?)'],
      [`--only ${real.name}`, `its films are missing; add --data ${real.data}`],
      ["--only demo --jobs none", 'Cannot use --jobs "none": expected a whole number from 1'],
      ["--only demo --data phantom --set data.filmz=9", 'did you mean "films"?'],
    ];
    for (const [args, mistake] of mistakes) {
      const result = await runCommand("reproduce", args.split(" "), { cwd });
      assertStringIncludes(mistakeOf(result), mistake);
    }
    assertEquals(await readFolder(cwd), {});
  });
});
