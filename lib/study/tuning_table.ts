/**
 * What a tuning tried and chose, as a file, as a table and as a sentence.
 *
 * @module
 */
import { relative } from "node:path";
import { csvText } from "../base/csv.ts";
import { scoreTitle } from "../charts/score_columns.ts";
import { formatScore } from "../charts/words.ts";
import { plainTable } from "../report/cell_table.ts";
import type { RowTrials, TunedRow, TuningOptions } from "./tuning.ts";

/** How much a tuning costs, before it begins: `13 methods × 6 settings × 1 seed = 78 runs`. */
export function tuningCost(rows: readonly RowTrials[]): string {
  const tuned = rows.filter(({ trials }) => trials.length > 0);
  const settings = tuned[0]?.trials.length ?? 0;
  const runs = tuned.length * settings;
  const methods = `${tuned.length} ${tuned.length === 1 ? "method" : "methods"}`;
  return `${methods} × ${settings} settings × 1 seed = ${runs} runs`;
}

/** Every setting that was tried, a line each; runs as seen from the study's folder. */
export function tuningCsv(tuned: readonly TunedRow[], folder: string): string {
  const names = scoreNames(tuned);
  const lines = tuned.flatMap(({ row, method, trials, chosen }) =>
    trials.map((trial) => [
      row.name,
      method,
      trial.setting,
      trial.run.config.codes.bits,
      trial.run.seed,
      ...names.map((name) => trial.scores[name]),
      trial.mean,
      trial === chosen,
      relative(folder, trial.run.folder),
    ])
  );
  const head = ["row", "method", "setting", "bits", "seed", ...names, "mean", "chosen", "run"];
  return csvText([head, ...lines]).replaceAll("\r\n", "\n");
}

/** The setting that was chosen for each row, and what it gains on validation films. */
export function tuningText(tuned: readonly TunedRow[]): string {
  return plainTable({
    titles: ["", "Setting", "Mean", "Defaults", ...scoreNames(tuned).map(scoreTitle)],
    cells: tuned.map(({ row, trials, chosen }) =>
      chosen === undefined
        ? [row.name, "nothing to tune", "", "", ...scoreNames(tuned).map(() => "")]
        : [
          row.name,
          chosen.setting,
          formatScore(chosen.mean),
          formatScore(trials[0]!.mean),
          ...Object.values(chosen.scores).map(formatScore),
        ]
    ),
    isNumeric: [false, false, true, true, ...scoreNames(tuned).map(() => true)],
  });
}

/** What the tables of the tuned study need to be understood. */
export function tuningNote(
  tuned: readonly TunedRow[],
  { bits, seed }: Pick<TuningOptions, "bits" | "seed">,
): string {
  const scores = scoreNames(tuned).map(scoreTitle).join(", ");
  const settings = Math.max(0, ...tuned.map(({ trials }) => trials.length));
  const choices = tuned.map(({ row, trials, chosen }) =>
    chosen === undefined
      ? `${row.name} nothing to tune`
      : `${row.name} ${chosen.setting} (${formatScore(chosen.mean)}` +
        (chosen === trials[0] ? ")" : `; defaults ${formatScore(trials[0]!.mean)})`)
  );
  return `Tuned: every method tried ${settings} settings at ${bits} bits with seed ${seed}, and all ` +
    `runs have the one with the best mean of ${scores} on validation films; queries played no part ` +
    `in it. Chosen, with that mean: ${choices.join(" · ")}. tuning.csv has every setting.`;
}

function scoreNames(tuned: readonly TunedRow[]): string[] {
  return Object.keys(tuned.find(({ chosen }) => chosen)?.chosen?.scores ?? {});
}
