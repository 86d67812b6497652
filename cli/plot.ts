/**
 * `cohash plot`: draws the charts of a finished run or of a study.
 *
 * @module
 */
import { join } from "node:path";
import process from "node:process";
import { Command, Option } from "commander";
import { didYouMean, InputError } from "../lib/base/errors.ts";
import { exists, writeWhole } from "../lib/base/files.ts";
import { renderPng, renderSvg, svgToPng } from "../lib/charts/render.ts";
import { scoreTitle } from "../lib/charts/score_columns.ts";
import { DEFAULT_SCORES, leadingScores, scoreSlug } from "../lib/metrics/mod.ts";
import { chartsOf } from "../lib/study/page.ts";
import { readStudyResults } from "../lib/study/read_results.ts";
import type { Dataset } from "../lib/data/dataset.ts";
import { changesOf } from "../lib/run/fingerprint_changes.ts";
import { loadRunFilms, movedConfig, readFingerprint } from "../lib/run/run_data.ts";
import { readResults } from "../lib/study/complete_run.ts";
import { type Drawing, RUN_CHARTS } from "../lib/report/run/charts.ts";
import { RunFolder } from "../lib/run/run_folder.ts";
import type { FinishedRun } from "../lib/report/run/content.ts";
import { examples, movedData, print, repeatable } from "./command_line.ts";
import { Progress } from "./progress.ts";
import { runEvents } from "./run_events.ts";

interface PlotFlags {
  readonly set: readonly string[];
  readonly list?: boolean;
  readonly beside: readonly string[];
  readonly format: "png" | "svg" | "json";
  readonly out?: string;
  readonly scale: string;
  readonly quiet?: boolean;
}

/** A chart that can be asked for. */
interface Plot {
  readonly name: string;
  readonly draw: () => Drawing | Promise<Drawing>;
}

/** The command and its options. */
export function command(): Command {
  return new Command("plot")
    .description(
      "Draws charts of a finished run, or of a study; all of them unless some are named.",
    )
    .argument("[folder]", "the folder of a run or of a study, such as runs/phantom")
    .argument("[charts...]", "names of charts, see --list")
    .addOption(movedData())
    .option("--list", "names the charts and what they show")
    .addOption(repeatable("--beside <run>", "shows another run on the same films beside it"))
    .addOption(
      new Option("--format <format>", "pictures, or Vega-Lite specifications")
        .choices(["png", "svg", "json"]).default("png"),
    )
    .option(
      "--out <dir>",
      "where to write; - writes one chart to the output (default: FOLDER/charts)",
    )
    .option("--scale <n>", "pixels of a png per unit of the chart", "2")
    .option("--quiet", "shows no progress")
    .addHelpText(
      "after",
      examples(
        "cohash plot --list",
        "cohash plot runs/phantom --beside runs/csq --format svg",
        "cohash plot runs/ablations/bits macro-ap --out - > bits.png",
      ),
    )
    .action(async (folder: string | undefined, names: readonly string[], flags: PlotFlags) => {
      if (flags.list) return listCharts();
      if (folder === undefined) {
        throw new InputError("Cannot plot: give the folder of a run or of a study, or --list");
      }
      const progress = new Progress({ quiet: flags.quiet ?? false });
      await plot({ folder, names, flags, progress }).finally(() => progress.end());
    });
}

interface PlotRequest {
  readonly folder: string;
  /** Of the charts that are wanted; empty for all. */
  readonly names: readonly string[];
  readonly flags: PlotFlags;
  readonly progress: Progress;
}

function listCharts(): void {
  const line = (name: string, meaning: string) => `  ${name.padEnd(20)} ${meaning}`;
  print("Of a run:");
  for (const { name, meaning } of RUN_CHARTS) print(line(name, meaning));
  print("Of a study, one for each score that it compares, in each view (such as map-unseen-code):");
  for (const name of leadingScores(DEFAULT_SCORES)) {
    print(line(scoreSlug(name), `${scoreTitle(name)} of every setting`));
  }
}

async function plot({ folder, names, flags, progress }: PlotRequest): Promise<void> {
  const { out = join(folder, "charts"), format } = flags;
  const scale = parseScale(flags.scale);
  const plots = await plotsOf(folder, flags, progress);
  const wanted = names.length === 0 ? plots : names.map((name) => findPlot(name, plots));
  if (out === "-" && wanted.length !== 1) {
    throw new InputError(`Cannot write ${wanted.length} charts to the output: name one`);
  }
  const notes = new Map<string, string[]>();
  const failures = new Map<string, string[]>();
  for (const [done, { name, draw }] of wanted.entries()) {
    progress.update("drawing", { done, total: wanted.length });
    const drawing = await drawn(draw, format);
    if (drawing.kind === "none") {
      // A chart that nobody asked for by name need not be one that the run has.
      const isFailure = drawing.isFailure ?? names.length > 0;
      addTo(isFailure ? failures : notes, drawing.reason, name);
      continue;
    }
    const content = await encode(drawing, { format, scale });
    if (out === "-") {
      await writeOutput(content);
    } else {
      const path = join(out, `${name}.${format}`);
      await writeWhole(path, content);
      print(path);
    }
  }
  progress.end();
  for (const [reason, charts] of notes) progress.log(`Left out ${charts.join(", ")}: ${reason}.`);
  if (failures.size === 0) return;
  throw new InputError(
    "Cannot draw " + [...failures].map(([reason, charts]) => `${charts.join(", ")}: ${reason}`)
      .join("; "),
  );
}

/** The charts that a folder has. */
async function plotsOf(path: string, flags: PlotFlags, progress: Progress): Promise<Plot[]> {
  if (await exists(join(path, "config.json"))) return await plotsOfRun(path, flags, progress);
  if (!await exists(join(path, "results.json"))) {
    throw new InputError(
      `Cannot plot "${path}": it holds neither a run (config.json) nor the results of a study ` +
        "(results.json); give a folder such as runs/phantom or runs/ablations/components",
    );
  }
  if (flags.set.length > 0) {
    throw new InputError("Cannot use --set with a study: its charts need no films");
  }
  if (flags.beside.length > 0) {
    throw new InputError("Cannot use --beside with a study: it is for runs");
  }
  const study = await readStudyResults(path);
  return chartsOf(study).map(({ name, chart }) => ({
    name,
    draw: () => ({ kind: "chart", spec: chart }),
  }));
}

async function plotsOfRun(path: string, flags: PlotFlags, progress: Progress): Promise<Plot[]> {
  const made = await finishedRun(path);
  const run = { ...made, config: movedConfig(made.config, flags.set) };
  const others = await Promise.all(flags.beside.map(finishedRun));
  for (const other of others) await checkSameQueries(run, other);
  let loaded: Promise<Dataset> | undefined;
  const load = async () => {
    const events = runEvents(progress);
    return (await loadRunFilms(run.folder, { ...events, settings: flags.set })).dataset;
  };
  const films = () => loaded ??= load();
  return RUN_CHARTS.map(({ name, draw }) => ({ name, draw: () => draw({ run, others, films }) }));
}

async function finishedRun(path: string): Promise<FinishedRun> {
  const folder = new RunFolder(path);
  const config = await folder.config();
  const results = await readResults(folder);
  if (results !== undefined) return { config, folder, results };
  throw new InputError(
    `Cannot plot the run "${path}": it is not finished; finish it with the command that started it`,
  );
}

async function checkSameQueries(run: FinishedRun, other: FinishedRun): Promise<void> {
  const fail = (reason: string): never => {
    throw new InputError(
      `Cannot plot "${other.folder.path}" beside "${run.folder.path}": ${reason}; choose runs on ` +
        "the same data and, unless its lists are given, of the same seed",
    );
  };
  const [own, others] = await Promise.all(
    [run, other].map(({ folder }) => folder.readProduct("query/ids.txt")),
  );
  if (new TextDecoder().decode(own) !== new TextDecoder().decode(others)) {
    return fail("their queries are not the same films");
  }
  const [data, otherData] = await Promise.all(
    [run, other].map(({ folder }) => readFingerprint(folder)),
  );
  if (data === undefined || otherData === undefined) return;
  const changes = changesOf(data, otherData, ["labels", "patients"]);
  if (changes.length > 0) fail(changes.join("; "));
}

function findPlot(name: string, plots: readonly Plot[]): Plot {
  const names = plots.map((plot) => plot.name);
  const found = plots.find((plot) => plot.name === scoreSlug(name));
  if (found !== undefined) return found;
  throw new InputError(
    `Cannot find the chart "${name}"${didYouMean(name, names)}: there are ${names.join(", ")}`,
  );
}

/** A drawing in this format, or why there is none. */
async function drawn(
  draw: Plot["draw"],
  format: PlotFlags["format"],
): Promise<Drawing & { readonly isFailure?: true }> {
  try {
    const drawing = await draw();
    if (drawing.kind !== "picture" || format !== "json") return drawing;
    return { kind: "none", reason: "it is a picture without a specification, use --format svg" };
  } catch (error) {
    // What keeps one chart from being drawn, such as films that are gone, need not keep the others.
    if (!(error instanceof InputError)) throw error;
    return { kind: "none", reason: error.message, isFailure: true };
  }
}

/** The content of a drawing's file. */
async function encode(
  drawing: Exclude<Drawing, { kind: "none" }>,
  { format, scale }: { readonly format: PlotFlags["format"]; readonly scale: number },
): Promise<string | Uint8Array> {
  if (drawing.kind === "picture") {
    return format === "png" ? svgToPng(drawing.svg, { scale }) : drawing.svg;
  }
  const { spec } = drawing;
  if (format === "json") return JSON.stringify(spec, null, 2) + "\n";
  return format === "png" ? await renderPng(spec, { scale }) : await renderSvg(spec) + "\n";
}

async function writeOutput(content: string | Uint8Array): Promise<void> {
  await new Promise<void>((resolve) => process.stdout.write(content, () => resolve()));
}

function parseScale(text: string): number {
  const scale = Number(text);
  if (scale >= 0.1 && scale <= 10) return scale;
  throw new InputError(`Cannot use --scale ${text}: expected a number from 0.1 to 10`);
}

function addTo(groups: Map<string, string[]>, reason: string, name: string): void {
  groups.set(reason, [...groups.get(reason) ?? [], name]);
}
