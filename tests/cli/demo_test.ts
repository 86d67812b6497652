import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { mistakeOf, runCommand } from "./commands.ts";

const SMALL = [
  "data.films=60",
  "backbone.width=4",
  "train.epochs=1",
  "train.batchSize=8",
  "evaluation.resamples=10",
].flatMap((setting) => ["--set", setting]);

Deno.test("the demo writes its report once", async () => {
  await inTemporaryFolder(async (cwd) => {
    const demo = () => runCommand("demo", ["--out", "demo", ...SMALL], { cwd });
    const first = await demo();
    assertEquals(first.code, 0);
    const rows = first.stdout.split("\n").map((line) => line.split(/ {2,}/)[0]!.trim());
    const asked = (name: string) => [name, `${name} · target`, `${name} · expected`];
    const names = [...asked("cohash"), ...asked("orthohash"), "random", "hub"];
    assertEquals(rows.filter((row) => names.includes(row)), names);
    const page = join(cwd, "demo", "report.html");
    assertStringIncludes(first.stdout, `The report: ${page}`);
    const html = await Deno.readTextFile(page);
    assert(html.includes("<h1>cohash on synthetic chest films</h1>") && html.includes("orthohash"));

    const again = await demo();
    assertEquals([again.code, again.stdout], [0, first.stdout]);
    assertEquals(again.stderr, "The demo is finished; start it over with --fresh.\n");

    await Deno.remove(page);
    assertEquals((await demo()).stdout, first.stdout);
    assert(await Deno.readTextFile(page) === html, "another page than at first");

    const mistake = mistakeOf(await runCommand("demo", ["--out", "demo"], { cwd }));
    assertStringIncludes(mistake, "it holds another run");
    assertStringIncludes(mistake, "data.films: 60 there");
  });
});
