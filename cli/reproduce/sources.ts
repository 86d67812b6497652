/**
 * What makes the figures of a claim: its runs, and how their scores are read once they are there.
 *
 * @module
 */
import { join } from "node:path";
import { didYouMean } from "../../lib/base/errors.ts";
import { leadingScores, type RetrievalReport } from "../../lib/metrics/mod.ts";
import { ASK_HELD_OUT, studyFolder, type StudyRun, studyRuns } from "../../lib/study/grid.ts";
import { viewSlug } from "../../lib/run/view.ts";
import { readStudy } from "../../lib/study/read_study.ts";
import { markOf, type StudyResults } from "../../lib/study/results.ts";
import {
  asksOf,
  columnsOf,
  folderName,
  ONLY_COLUMN,
  settingsOf,
  type Study,
} from "../../lib/study/study.ts";
import { rowName } from "../../lib/train/evaluate.ts";
import { readReport, readResults } from "../../lib/study/complete_run.ts";
import { RunFolder } from "../../lib/run/run_folder.ts";
import { configFileOf, configOf, studyOf } from "../shipped.ts";
import type { Address, Claim, DataName, Source } from "./claim.ts";
import type { Figure } from "./figure.ts";

/** The runs of a source and what can be read from them. */
export interface SourceRuns {
  readonly runs: readonly StudyRun[];
  /** Why there can be no such figure; undefined where there can. */
  readonly problemWith: (address: Address) => string | undefined;
  /** Reads the scores, once all runs are finished; undefined where a score does not exist. */
  readonly read: (
    onProgress?: (done: number, total: number) => void,
  ) => Promise<(address: Address) => Figure | undefined>;
}

/** Where the runs of a source are made. */
export interface SourceOptions {
  /** `key.path=value` texts, such as the paths of the films. */
  readonly settings: readonly string[];
  /** The folder of all studies on these films. */
  readonly folder: string;
}

/**
 * The runs that a claim needs.
 *
 * @throws {InputError} if there is no such study or configuration, or a setting does not fit
 */
export async function sourceOf(
  { name, data, source }: Pick<Claim, "name" | "data" | "source">,
  options: SourceOptions,
): Promise<SourceRuns> {
  return source.kind === "study"
    ? await studySource(data, source, options)
    : await runsSource(name, source, options);
}

async function studySource(
  data: DataName,
  { study: name, seeds, heldOut = false }: Extract<Source, { kind: "study" }>,
  { settings, folder }: SourceOptions,
): Promise<SourceRuns> {
  const { study } = await studyOf(name);
  const films = await configFileOf(data);
  const runs = studyRuns(study, {
    data: films,
    settings: heldOut ? [...settings, ASK_HELD_OUT] : settings,
    seeds,
    folder: join(folder, studyFolder(name, { heldOut })),
  });
  const { resamples, scores: tabled } = runs[0]!.config.evaluation;
  const scores = leadingScores(tabled);
  return {
    runs,
    problemWith: (address) => problemInStudy(study, scores, address),
    read: async (onProgress) => {
      const results = await readStudy(name, study, {
        runs,
        resamples,
        ...onProgress && { onProgress },
      });
      return (address) => studyFigure(results, address);
    },
  };
}

function problemInStudy(
  study: Study,
  scores: readonly string[],
  { row, column = "", view, score, lead }: Address,
) {
  const rows = study.rows.map(({ name }) => name);
  const columns = columnsOf(study).map(({ name }) => name);
  const ofControl = isControl(row, rows);
  return (ofControl ? undefined : unknown("row", row, rows)) ??
    unknown("way to ask", view?.ask ?? "code", asksOf(study)) ??
    (ofControl || lead === "largest" ? undefined : unknown("column", column, columns)) ??
    unknown("score", score, scores) ??
    (lead && row === study.baseline ? `${row} is the baseline itself` : undefined);
}

function unknown(what: string, name: string, known: readonly string[]): string | undefined {
  if (known.includes(name)) return undefined;
  return `there is no ${what} "${name}"${didYouMean(name, known)}: there are ${known.join(", ")}`;
}

/** Whether a row is one that no training reaches, and none of the study. */
function isControl(row: string, rows: readonly string[]): boolean {
  return !rows.includes(row) && ["random", "hub"].includes(row);
}

function studyFigure(
  { study, blocks, controls }: StudyResults,
  { row, column = "", view, score, lead }: Address,
): Figure | undefined {
  const block = view === undefined
    ? blocks[0]
    : blocks.find((block) => viewSlug(block.view) === viewSlug(view));
  if (block === undefined) return undefined;
  if (isControl(row, study.rows.map(({ name }) => name))) {
    const own = controls.find(({ database }) => database === block.view.database);
    const found = own?.rows.find(({ name }) => name === row)?.scores[score];
    return found && { value: found.mean, deviation: found.deviation, interval: null, mark: "" };
  }
  const scores = block.cells
    .filter((cell) => cell.row === row && (cell.column === column || lead === "largest"))
    .flatMap(({ scores }) => scores?.[score] ?? []);
  if (lead === undefined) {
    const [found] = scores;
    return found && { ...found, value: found.mean, mark: markOf(found.comparison) };
  }
  const [most] = scores.flatMap(({ comparison }) => comparison ?? [])
    .sort((a, b) => b.difference - a.difference);
  return most && { value: most.difference, deviation: null, interval: most.interval, mark: "" };
}

/** The rows that a run's results have beside its own. */
const CONTROLS = ["lsh", "random", "hub"];

async function runsSource(
  name: string,
  { config: file, rows, columns = [ONLY_COLUMN] }: Extract<Source, { kind: "runs" }>,
  { settings, folder }: SourceOptions,
): Promise<SourceRuns> {
  const runs = await Promise.all(
    rows.flatMap((row) =>
      columns.map(async (column) => {
        const changes = [row, column].flatMap((variant) => settingsOf(variant.changes));
        const config = await configOf(file, [...settings, ...changes]);
        const names = [row.name, column.name].map(folderName).filter((name) => name !== "");
        const path = join(folder, name, "runs", ...names);
        return { row: row.name, column: column.name, seed: config.seed, folder: path, config };
      })
    ),
  );
  const own = runs.flatMap(({ config }) =>
    config.evaluation.asks.map((ask) => rowName(config, ask))
  );
  const known = [...new Set(own), ...CONTROLS];
  const columnNames = columns.map(({ name }) => name);
  const tabled = runs.flatMap(({ config }) => config.evaluation.scores);
  const scores = [...new Set(tabled), "queries", "database"];
  return {
    runs,
    problemWith: ({ row, column = "", score, lead }) =>
      unknown("row", row, known) ?? unknown("column", column, columnNames) ??
        unknown("score", score, scores) ??
        (lead ? "single runs have no baseline" : undefined),
    read: async () => {
      const reports = await Promise.all(runs.map(async ({ folder: path, column }) => {
        const folder = new RunFolder(path);
        const [unseen, train] = [
          await readReport(folder, "unseen"),
          await readReport(folder, "train"),
        ];
        return { column, own: await readResults(folder), unseen, train };
      }));
      return (address) =>
        runFigure(
          reports.filter(({ column }) => column === (address.column ?? ""))
            .flatMap((report) => report[address.view?.database ?? "own"] ?? []),
          address,
        );
    },
  };
}

/** Runs on the same films have the same controls; the first that has the row will do. */
function runFigure(
  reports: readonly RetrievalReport[],
  { row: name, score }: Address,
): Figure | undefined {
  for (const { rows, queries, database } of reports) {
    const row = rows.find((row) => row.name === name);
    if (row === undefined) continue;
    const value = { ...row.scores, queries, database }[score] ?? null;
    if (value === null) return undefined;
    return { value, deviation: null, interval: row.intervals[score] ?? null, mark: "" };
  }
  return undefined;
}
