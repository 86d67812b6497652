import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { decodeNpy } from "../../lib/base/npy.ts";
import { inTemporaryFolder, readFolder } from "../helpers/folders.ts";
import { filesOf, tinyConfig } from "../helpers/tiny_run.ts";
import { type CommandName, mistakeOf, runCommand } from "./commands.ts";

const OPTIONS: Readonly<Record<CommandName, readonly string[]>> = {
  train: ["--set", "--seed", "--out", "--fresh", "--strict", "--quiet"],
  evaluate: ["--json", "--quiet"],
  encode: ["--images", "--features", "--feature-ids", "--out", "--strict", "--quiet"],
  demo: ["--out", "--set", "--fresh", "--quiet"],
  reproduce: ["--data", "--set", "--only", "--jobs", "--out", "--list", "--quiet"],
  plot: ["--list", "--beside", "--format", "--out", "--scale", "--quiet"],
  index: [
    "--out",
    "--images",
    "--add",
    "--metadata",
    "--encoding",
    "--separator",
    "--remove",
    "--info",
    "--faiss",
    "--define-finding",
    "--like",
    "--from-table",
    "--remove-finding",
  ],
  few: ["--data", "--set", "--seeds", "--groups", "--prior", "--validation", "--out", "--quiet"],
  search: [
    "--query",
    "--id",
    "--code",
    "--finding",
    "--top",
    "--radius",
    "--where",
    "--own-patient",
    "--why",
  ],
  push: ["--to", "--prune", "--quiet"],
  audit: ["--secret-file"],
  serve: [
    "--index",
    "--port",
    "--host",
    "--token-file",
    "--secret-file",
    "--users",
    "--hide-identifiers",
    "--audit",
    "--audit-days",
    "--name",
    "--open",
  ],
};

/** The keys of a row that a reader of `evaluate --json` may rely on. */
const ROW_KEYS = [
  "name",
  "scores",
  "intervals",
  "perClass",
];

Deno.test("every command explains its options with --help", async () => {
  await inTemporaryFolder(async (cwd) => {
    await Promise.all(
      Object.entries(OPTIONS).map(async ([name, options]) => {
        const { code, stdout, stderr } = await runCommand(name as CommandName, ["--help"], { cwd });
        assertEquals([code, stderr], [0, ""]);
        for (const option of [...options, "--help"]) assertStringIncludes(stdout, option);
      }),
    );
    assertEquals(await readFolder(cwd), {});
  });
});

Deno.test("the commands train, tell what is finished, score and encode", async (t) => {
  await inTemporaryFolder(async (cwd) => {
    const config = await tinyConfig(cwd);
    await Deno.writeTextFile(join(cwd, "tiny.json"), JSON.stringify(config));
    const run = join(cwd, "runs", "tiny");
    const train = (...flags: string[]) => runCommand("train", ["tiny.json", ...flags], { cwd });
    const first = await train();

    await t.step("train prints the table and leaves a run", async () => {
      assertEquals(first.code, 0);
      for (const name of ["cohash", "lsh", "random", "hub"]) {
        assertMatch(first.stdout, new RegExp(`^ ${name} .*\\.\\d{3}`, "m"));
      }
      assertStringIncludes(first.stderr, "epoch   4");
      assertStringIncludes(first.stderr, "runs/tiny/report.html");
      assertEquals("results.json" in await readFolder(run), true);
    });

    await t.step("train says that a run is finished and trains nothing", async () => {
      const before = await filesOf(run);
      const second = await train("--set", "train.epochs=4");
      assertEquals([second.code, second.stdout], [0, first.stdout]);
      const line = "This run is finished: runs/tiny. Start it over with --fresh.\n";
      assertEquals(second.stderr, line);
      assertEquals(await filesOf(run), before);
    });

    await t.step("train refuses to change a run, and starts over with --fresh", async () => {
      assertStringIncludes(
        mistakeOf(await train("--seed", "3")),
        "it holds another run (seed: 0 there, 3 asked for)",
      );
      const fresh = await train("--seed", "3", "--fresh", "--quiet");
      assertEquals([fresh.code, fresh.stderr], [0, "The report: runs/tiny/report.html\n"]);
      assert(fresh.stdout !== first.stdout);
      assertEquals((await train("--fresh")).stdout, first.stdout);
    });

    await t.step("train names a wrong key on one line", async () => {
      const mistake = 'there is no key "codes.bitz" (did you mean "bits"?)';
      assertEquals(
        mistakeOf(await train("--set", "codes.bitz=32", "--out", "other")),
        `error: Cannot use the configuration: ${mistake}`,
      );
    });

    await t.step("train names an unknown configuration, option or file on one line", async () => {
      const results = await Promise.all([
        runCommand("train", ["phantm"], { cwd }),
        train("--zzz"),
        train("--set", "data.features=none.csv", "--out", "other"),
      ]);
      const [configuration, option, file] = results.map(mistakeOf);
      assertStringIncludes(configuration!, '(did you mean "phantom"?)');
      assertEquals(option, "error: unknown option '--zzz'");
      assertStringIncludes(file!, '"none.csv": there is no such file');
    });

    await t.step("evaluate prints the table that train printed, or one JSON object", async () => {
      const [table, json] = await Promise.all([
        runCommand("evaluate", ["runs/tiny"], { cwd }),
        runCommand("evaluate", ["runs/tiny", "--json"], { cwd }),
      ]);
      assertEquals([table.code, table.stdout], [0, first.stdout]);
      assertEquals([json.code, json.stderr], [0, ""]);
      const report = JSON.parse(json.stdout);
      assertEquals(json.stdout, JSON.stringify(report) + "\n");
      assertEquals(report, JSON.parse(await Deno.readTextFile(join(run, "results.json"))));
      const keys = [
        "run",
        "bits",
        "queries",
        "database",
        "conventions",
        "rows",
        "calibration",
        "suggestions",
      ];
      assertEquals(Object.keys(report), keys);
      assertEquals([report.bits, report.queries, report.database], [16, 48, 192]);
      for (const row of report.rows) {
        for (const key of ROW_KEYS) assert(key in row, `${row.name} has no ${key}`);
        assertEquals(Object.keys(row.perClass).length, 6);
      }
    });

    await t.step("evaluate and encode explain a folder that is no run", async () => {
      const encode = ["runs", "--features", "features.csv", "--out", "codes.npy"];
      const results = await Promise.all([
        runCommand("evaluate", ["runs"], { cwd }),
        runCommand("encode", encode, { cwd }),
      ]);
      for (const mistake of results.map(mistakeOf)) {
        assertStringIncludes(mistake, 'Cannot read the run "runs": it has no config.json');
      }
    });

    await t.step("encode writes the run's own codes and their ids", async () => {
      const args = ["runs/tiny", "--features", "features.csv", "--out", "new/codes.npy"];
      const { code, stdout, stderr } = await runCommand("encode", args, { cwd });
      assertEquals([code, stdout], [0, ""]);
      const told = "Wrote 240 codes to new/codes.npy and their ids to new/codes.ids.txt.";
      assertStringIncludes(stderr, told);
      const encoded = await codesById(join(cwd, "new/codes.npy"), join(cwd, "new/codes.ids.txt"));
      assertEquals(encoded.size, 240);
      for (const part of ["database", "query"]) {
        const own = await codesById(join(run, part, "codes.npy"), join(run, part, "ids.txt"));
        own.forEach((code, id) => assertEquals(encoded.get(id), code));
      }
    });

    await t.step("encode asks for one kind of films and a place for the codes", async () => {
      const films = ["--features", "features.csv"];
      const either = "give either --images DIR or --features FILE";
      const mistakes: readonly (readonly [readonly string[], string])[] = [
        [["--out", "codes.npy"], either],
        [["--out", "codes.npy", "--images", ".", ...films], either],
        [films, "--out <file>"],
        [[...films, "--out", "tiny.json/codes.npy"], 'Cannot write "tiny.json/codes.npy"'],
      ];
      await Promise.all(mistakes.map(async ([args, mistake]) => {
        const result = await runCommand("encode", ["runs/tiny", ...args, "--quiet"], { cwd });
        assertStringIncludes(mistakeOf(result), mistake);
      }));
    });
  });
});

/** Codes of two bytes, by the film's id. */
async function codesById(codes: string, ids: string): Promise<Map<string, number[]>> {
  const { shape, data } = decodeNpy(await Deno.readFile(codes), codes);
  const names = (await Deno.readTextFile(ids)).split("\n").slice(0, -1);
  assertEquals(shape, [names.length, 2]);
  return new Map(names.map((id, n) => [id, Array.from(data.subarray(2 * n, 2 * n + 2), Number)]));
}
