import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { compile } from "vega-lite";
import { RUN_CHARTS } from "../../lib/report/run/charts.ts";
import { RunFolder } from "../../lib/run/run_folder.ts";
import { inTemporaryFolder, readFolder } from "../helpers/folders.ts";
import { runIn, tinyConfig } from "../helpers/tiny_run.ts";
import { mistakeOf, runCommand } from "./commands.ts";

const NAMES = RUN_CHARTS.map(({ name }) => name);
const PNG_MARK = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

Deno.test("plot draws the charts of a run", async (t) => {
  await inTemporaryFolder(async (cwd) => {
    const table = join(cwd, "reports.csv");
    await Deno.writeTextFile(table, "labels\nEffusion|Mass\nEffusion\n");
    const config = await tinyConfig(cwd, { graph: { prior: { path: table, films: 9 } } });
    const run = join(cwd, "own");
    await runIn(run, config);
    const lsh = await tinyConfig(cwd, { method: "lsh" });
    await runIn(join(cwd, "lsh"), lsh);
    const plot = (...args: string[]) => runCommand("plot", args, { cwd });

    await t.step("all of them as pictures, whose paths it prints", async () => {
      const { code, stdout, stderr } = await plot("own");
      assertEquals([code, stderr], [0, ""]);
      assertEquals(stdout, NAMES.map((name) => `own/charts/${name}.png\n`).join(""));
      const files = await readFolder(join(run, "charts"));
      assertEquals(Object.keys(files).sort(), NAMES.map((name) => `${name}.png`).sort());
      for (const file of Object.values(files)) assertEquals([...file.subarray(0, 8)], PNG_MARK);
    });

    await t.step("as SVG or as specifications, elsewhere, and only those named", async () => {
      const svg = await plot("own", "label-graph", "gallery", "--format", "svg", "--out", "svg");
      assertEquals([svg.code, svg.stdout], [0, "svg/label-graph.svg\nsvg/gallery.svg\n"]);
      for (const file of Object.values(await readFolder(join(cwd, "svg")))) {
        assert(new TextDecoder().decode(file).trim().startsWith("<svg"));
      }
      const json = await plot("own", "--format", "json", "--out", "json");
      assertEquals(
        json.stderr,
        "Left out gallery: it is a picture without a specification, use --format svg.\n",
      );
      const specs = await readFolder(join(cwd, "json"));
      assertEquals(Object.keys(specs).length, NAMES.length - 1);
      for (const file of Object.values(specs)) compile(JSON.parse(new TextDecoder().decode(file)));
    });

    await t.step("at a scale, or one of them to the output", async () => {
      const widthOf = async (scale: string) => {
        await plot("own", "tie-band", "--scale", scale);
        const file = await Deno.readFile(join(run, "charts/tie-band.png"));
        return new DataView(file.buffer).getUint32(16);
      };
      const [one, three] = [await widthOf("1"), await widthOf("3")];
      assert(Math.abs(three - 3 * one) <= 3, `${one} and ${three}`);
      const { code, stdout, stderr } = await plot(
        "own",
        "training",
        "--format",
        "svg",
        "--out",
        "-",
      );
      assertEquals([code, stderr], [0, ""]);
      assert(stdout.startsWith("<svg") && stdout.endsWith("</svg>\n"));
    });

    await t.step("with other runs beside it", async () => {
      const { stdout } = await plot(
        "own",
        "per-class",
        "--beside",
        "lsh",
        "--format",
        "svg",
        "--out",
        "-",
      );
      for (const name of ["cohash", "lsh"]) assertStringIncludes(stdout, `>${name}</text>`);
    });

    await t.step("but not those that its method has not", async () => {
      const { code, stdout, stderr } = await plot("lsh", "--format", "svg");
      assertEquals([code, stdout.split("\n").length - 1], [0, NAMES.length - 4]);
      assertStringIncludes(stderr, 'Left out training: the method "lsh" is not trained by epochs.');
      const reason = 'the method "lsh" has no hash targets';
      assertStringIncludes(stderr, `Left out targets, target-history: ${reason}.`);
      const named = mistakeOf(await plot("lsh", "targets"));
      assertEquals(named, `error: Cannot draw targets: ${reason}`);
    });

    await t.step("and what it can where the films are gone", async () => {
      await Deno.rename(join(cwd, "features.csv"), join(cwd, "gone.csv"));
      const { code, stdout, stderr } = await plot("own", "gallery", "training");
      await Deno.rename(join(cwd, "gone.csv"), join(cwd, "features.csv"));
      assertEquals([code, stdout], [1, "own/charts/training.png\n"]);
      assertStringIncludes(stderr, "error: Cannot draw gallery: ");
      assertStringIncludes(stderr, "features.csv");
    });

    await t.step("with the table of its label graph where that is now", async () => {
      const draw = (...args: string[]) =>
        plot("own", "label-graph", "adjacency", "--format", "json", "--out", "moved", ...args);
      await draw();
      const before = await readFolder(join(cwd, "moved"));
      const moved = join(cwd, "moved.csv");
      await Deno.rename(table, moved);
      assertStringIncludes(mistakeOf(await draw()), table);
      assertEquals((await draw("--set", `graph.prior.path=${moved}`)).code, 0);
      assertEquals(await readFolder(join(cwd, "moved")), before);
      await Deno.writeTextFile(moved, "labels\nEffusion\n");
      const other = await draw("--set", `graph.prior.path=${moved}`);
      assertStringIncludes(mistakeOf(other), "the file of graph.prior.path differs");
    });

    await t.step("which --fresh removes with the run", async () => {
      await new RunFolder(run).remove();
      assertEquals(Array.from(Deno.readDirSync(cwd), ({ name }) => name).includes("own"), false);
    });
  });
});

Deno.test("plot explains mistakes on one line", async () => {
  await inTemporaryFolder(async (cwd) => {
    const config = await tinyConfig(cwd, { train: { epochs: 1 } });
    await runIn(join(cwd, "run"), config);
    await runIn(join(cwd, "other"), { ...config, seed: 1 });
    const started = new RunFolder(join(cwd, "started"));
    await started.open(config);
    const mistakes: readonly (readonly [readonly string[], string])[] = [
      [[], "give the folder of a run or of a study, or --list"],
      [["."], "it holds neither a run (config.json) nor the results of a study (results.json)"],
      [["run", "trainin"], 'Cannot find the chart "trainin" (did you mean "training"?): there are'],
      [["run", "training", "--format", "gif"], "Allowed choices are png, svg, json."],
      [["run", "--scale", "big"], "Cannot use --scale big: expected a number from 0.1 to 10"],
      [["run", "--out", "-"], `Cannot write ${NAMES.length} charts to the output: name one`],
      [["run", "--beside", "other"], "their queries are not the same films"],
      [["started"], 'Cannot plot the run "started": it is not finished'],
    ];
    for (const [args, message] of mistakes) {
      assertStringIncludes(mistakeOf(await runCommand("plot", args, { cwd })), message);
    }
  });
});

Deno.test("plot draws the scores of a study, and lists all charts", async () => {
  await inTemporaryFolder(async (cwd) => {
    const score = { mean: 0.4, interval: [0.38, 0.42] };
    const scores = { "macro-ap": score, "ndcg@100:jaccard": score, "map": score };
    const cells = ["a", "b"].map((row) => ({ row, column: "", isChosen: false, scores }));
    const blocks = [{ database: "train", ask: "code", cells }];
    const results = { baseline: "a", columnTitle: null, scores: Object.keys(scores), blocks };
    await Deno.writeTextFile(join(cwd, "results.json"), JSON.stringify(results));
    const { code, stdout } = await runCommand("plot", [".", "map"], { cwd });
    assertEquals([code, stdout], [0, "charts/map.png\n"]);
    const named = await runCommand("plot", [".", "ndcg@100:jaccard"], { cwd });
    assertEquals([named.code, named.stdout], [0, "charts/ndcg-100-jaccard.png\n"]);
    const asked = [...blocks, { database: "train", ask: "expected", cells }];
    await Deno.writeTextFile(
      join(cwd, "results.json"),
      JSON.stringify({ ...results, blocks: asked }),
    );
    const viewed = await runCommand("plot", [".", "map-train-expected"], { cwd });
    assertEquals([viewed.code, viewed.stdout], [0, "charts/map-train-expected.png\n"]);
    const beside = await runCommand("plot", [".", "--beside", "runs/a"], { cwd });
    assertStringIncludes(mistakeOf(beside), "Cannot use --beside with a study");
    const list = await runCommand("plot", ["--list"], { cwd });
    for (const name of [...NAMES, "macro-ap", "ndcg-100-jaccard", "map"]) {
      assert(new RegExp(`^  ${name} +\\S`, "m").test(list.stdout), name);
    }
  });
});
