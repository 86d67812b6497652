/**
 * What a study's scores are worth at least: rankings that look at no code, read from the runs, which
 * all have the same.
 *
 * @module
 */
import type { ResultRow, RetrievalReport } from "../metrics/mod.ts";
import { RunFolder } from "../run/run_folder.ts";
import { DATABASES, type Searched } from "../run/view.ts";
import { readReport } from "./complete_run.ts";
import type { StudyRun } from "./grid.ts";
import { meanAndDeviation } from "./statistics.ts";

/** Random order and the hub ranking on one database. */
export interface Controls {
  /** What was searched. */
  readonly database: Searched;
  /** Those that the runs have. */
  readonly rows: readonly ControlRow[];
}

/** One control. */
export interface ControlRow {
  /** Random order, or the films with the most findings first. */
  readonly name: "random" | "hub";
  /** Mean and standard deviation over seeds, by the name of the score. */
  readonly scores: Readonly<
    Record<string, { readonly mean: number; readonly deviation: number | null }>
  >;
}

/**
 * The controls of finished runs. Where runs of one seed search other films, as where few train, they
 * have none in common and that database is left out.
 *
 * @param names The scores that are read
 * @throws {InputError} if a file of a run is damaged
 */
export async function readControls(
  runs: readonly StudyRun[],
  names: readonly string[],
): Promise<Controls[]> {
  const all: Controls[] = [];
  for (const database of DATABASES) {
    const reports = await Promise.all(runs.map(async ({ folder, seed }) => ({
      seed,
      report: await readReport(new RunFolder(folder), database),
    })));
    const bySeed = Map.groupBy(
      reports.flatMap(({ seed, report }) => report === undefined ? [] : [{ seed, report }]),
      ({ seed }) => seed,
    );
    const seeds = [...bySeed.values()].map((own) => own.map(({ report }) => report));
    const rows = (["random", "hub"] as const).flatMap((name) =>
      controlRow(name, seeds, names) ?? []
    );
    if (rows.length > 0) all.push({ database, rows });
  }
  return all;
}

/** Undefined where the runs of a seed disagree, or have no such row. */
function controlRow(
  name: ControlRow["name"],
  seeds: readonly (readonly RetrievalReport[])[],
  names: readonly string[],
): ControlRow | undefined {
  const found: ResultRow[] = [];
  for (const reports of seeds) {
    const rows = reports.map((report) => report.rows.find((row) => row.name === name));
    const [first] = rows;
    const areSame = rows.every((row) =>
      names.every((score) => row?.scores[score] === first?.scores[score])
    );
    if (first === undefined || !areSame) return undefined;
    found.push(first);
  }
  if (found.length === 0) return undefined;
  const scores = names.flatMap((score) => {
    const values = found.flatMap((row) => row.scores[score] ?? []);
    return values.length === 0 ? [] : [[score, meanAndDeviation(values)] as const];
  });
  return { name, scores: Object.fromEntries(scores) };
}
