/**
 * A small tuning of the methods of a study, the same for all: each tries as many settings, which
 * stand beside its loss, at one code length with one seed, and the study is then run with the one
 * that is best on validation films. Queries play no part in it.
 *
 * @module
 */
import { join } from "node:path";
import { InputError } from "../base/errors.ts";
import { methodChanges } from "../config/method_of.ts";
import { leadingScores } from "../metrics/mod.ts";
import type { MethodName } from "../methods/mod.ts";
import { methodNamed } from "../methods/registry.ts";
import { RunFolder } from "../run/run_folder.ts";
import { bestEpoch } from "../train/best_epoch.ts";
import { type GridOptions, type StudyRun, studyRuns } from "./grid.ts";
import { runState } from "./finished_run.ts";
import { runName } from "./results.ts";
import { meanAndDeviation } from "./statistics.ts";
import {
  checkStudy,
  type ConfigChanges,
  folderName,
  settingsOf,
  type Study,
  type Variant,
} from "./study.ts";

/** What a tuning is run on. */
export interface TuningOptions extends Omit<GridOptions, "seeds" | "firstSeed"> {
  /** The code length of all its runs. */
  readonly bits: number;
  /** The seed of all its runs. */
  readonly seed: number;
  /** The options that a method tries, its own ones; default: those that stand beside its loss. */
  readonly optionsOf?: (method: MethodName) => readonly object[];
}

/** A row of a study, and the settings that its method tries. */
export interface RowTrials {
  /** The row. */
  readonly row: Variant;
  /** What it trains with. */
  readonly method: MethodName;
  /** Empty where the method has nothing to tune. */
  readonly trials: readonly Trial[];
}

/** One setting of one method. */
export interface Trial {
  /** Such as "margin=0.4", or "defaults". */
  readonly setting: string;
  /** What it changes. */
  readonly changes: ConfigChanges;
  /** The run that tells how good it is. */
  readonly run: StudyRun;
}

/** A row of a study with what came of its trials. */
export interface TunedRow extends Pick<RowTrials, "row" | "method"> {
  /** In the order in which they were tried. */
  readonly trials: readonly ScoredTrial[];
  /** The one with the best mean, the first of equals; undefined where there was nothing to tune. */
  readonly chosen: ScoredTrial | undefined;
}

/** A trial and how its best epoch did on validation films. */
export interface ScoredTrial extends Trial {
  /** The leading scores of `evaluation.scores` by name. */
  readonly scores: Readonly<Record<string, number>>;
  /** Their mean, which settings are chosen by. */
  readonly mean: number;
}

/**
 * The trials of every row of a study.
 *
 * @throws {InputError} if methods have different numbers of settings to try, or a setting does not
 * fit the configuration
 */
export function rowTrials(
  study: Study,
  {
    bits,
    seed,
    optionsOf = (method) => methodNamed(method).tune,
    settings = [],
    ...options
  }: TuningOptions,
): RowTrials[] {
  const grid = { ...options, settings: [...settings, `codes.bits=${bits}`] };
  const rows = study.rows.map((row) => {
    const alone = { question: study.question, baseline: row.name, rows: [row] };
    const [run] = studyRuns(alone, { ...grid, seeds: 1, firstSeed: seed });
    const { method } = run!.config;
    const tried = optionsOf(method).map((options) => ({
      setting: settingsOf(options).join(", ") || "defaults",
      changes: methodChanges(method, options),
    }));
    return { row, method, trials: trialsOf(row, tried, { ...grid, seeds: 1, firstSeed: seed }) };
  });
  checkBudget(rows);
  return rows;
}

/** The trials of one row, whose own changes win over those that are tried. */
function trialsOf(
  row: Variant,
  tried: readonly Omit<Trial, "run">[],
  grid: GridOptions,
): Trial[] {
  if (tried.length === 0) return [];
  const study: Study = {
    question: `Which setting of ${row.name} is best on validation films?`,
    baseline: tried[0]!.setting,
    rows: tried.map(({ setting, changes }) => ({
      name: setting,
      changes: overlay(changes, row.changes),
    })),
  };
  checkStudy(row.name, study);
  const folder = join(grid.folder, "tuning", folderName(row.name));
  return studyRuns(study, { ...grid, folder }).map((run, i) => ({
    ...tried[i]!,
    run: { ...run, row: row.name, column: tried[i]!.setting },
  }));
}

/** @throws {InputError} if two methods would be tuned with different effort */
function checkBudget(rows: readonly RowTrials[]): void {
  const tuned = rows.filter(({ trials }) => trials.length > 0);
  const other = tuned.find(({ trials }) => trials.length !== tuned[0]!.trials.length);
  if (other === undefined) return;
  const [one, two] = [tuned[0]!, other].map(({ method, trials }) => `${method} ${trials.length}`);
  throw new InputError(
    `Cannot tune the methods with the same effort: ${one} settings to try and ${two}; give both as ` +
      'many in the list "tune" beside their losses',
  );
}

/**
 * What came of the trials.
 *
 * @throws {InputError} if a run is not finished, or has no validation films
 */
export async function readTuning(rows: readonly RowTrials[]): Promise<TunedRow[]> {
  return await Promise.all(rows.map(async ({ row, method, trials }) => {
    const scored = await Promise.all(trials.map(scoreTrial));
    const chosen = scored.reduce<ScoredTrial | undefined>(
      (best, trial) => best === undefined || trial.mean > best.mean ? trial : best,
      undefined,
    );
    return { row, method, trials: scored, chosen };
  }));
}

async function scoreTrial(trial: Trial): Promise<ScoredTrial> {
  const { run } = trial;
  const fail = (reason: string) => new InputError(`Cannot tune by "${runName(run)}": ${reason}`);
  const state = await runState(run);
  if (state !== "finished") {
    throw fail(`the run in "${run.folder}" is not finished (${state}); the same command does it`);
  }
  const epoch = bestEpoch(await new RunFolder(run.folder).epochs(), run.config);
  const names = leadingScores(run.config.evaluation.scores);
  const scores = names.map((name) => {
    const score = epoch?.validation?.[name];
    if (typeof score === "number") return [name, score] as const;
    throw fail(`its validation films have no score "${name}"; give the data validation films`);
  });
  return {
    ...trial,
    scores: Object.fromEntries(scores),
    mean: meanAndDeviation(scores.map(([, score]) => score)).mean,
  };
}

/** The study in which every row has the setting that was chosen for it. */
export function tunedStudy(study: Study, tuned: readonly TunedRow[], note: string): Study {
  return {
    ...study,
    rows: tuned.map(({ row, chosen }) => ({
      name: row.name,
      changes: overlay(chosen?.changes ?? {}, row.changes),
    })),
    notes: [...study.notes ?? [], note],
  };
}

/** Both changes; `above` wins where both change a key. */
function overlay(below: ConfigChanges, above: ConfigChanges): ConfigChanges {
  return merged(below, above) as ConfigChanges;
}

function merged(below: object, above: object): object {
  const inner = Object.entries(above).map(([key, value]) => {
    const under = Object.getOwnPropertyDescriptor(below, key)?.value;
    return [key, isSection(under) && isSection(value) ? merged(under, value) : value];
  });
  return { ...below, ...Object.fromEntries(inner) };
}

function isSection(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
