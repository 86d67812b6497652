/**
 * From run folders to the content of `report.html`: the first run is the subject, the others stand
 * beside it for comparison.
 *
 * @module
 */
import { basename } from "node:path";
import type { Dataset } from "../../data/dataset.ts";
import { thresholdOf } from "../../graph/adjacency.ts";
import { countCooccurrence } from "../../graph/cooccurrence.ts";
import {
  type DistanceHistogram,
  distanceHistogram,
  type Ranking,
  type ResultRow,
  type RetrievalReport,
} from "../../metrics/mod.ts";
import type { TargetHistory } from "../../charts/target_history.ts";
import type { TrainingRun } from "../../charts/training_curves.ts";
import { summariseDataset } from "./from_dataset.ts";
import type { RunReport } from "./report.ts";
import type { Config } from "../../config/config.ts";
import { methodName, rowName } from "../../train/evaluate.ts";
import { runRanking } from "../../train/run_rankings.ts";
import { runGallery } from "./gallery.ts";
import { readCard } from "../../run/encoder_files.ts";
import { checkData } from "../../run/run_data.ts";
import type { RunFolder } from "../../run/run_folder.ts";
import { graphCooccurrence, lossLabels } from "../../train/setup.ts";
import { targetHistoryOf } from "./target_history.ts";
import { targetDistances } from "../../run/target_state.ts";
import { bestEpoch } from "../../train/best_epoch.ts";

/** A finished run. */
export interface FinishedRun {
  /** What the run was asked to do. */
  readonly config: Config;
  /** Where its epochs, checkpoints and codes are. */
  readonly folder: RunFolder;
  /** The content of its results.json. */
  readonly results: RetrievalReport;
}

/**
 * The report of a run. Rows of the others come first in the table but for the controls, which stay
 * at its end.
 *
 * @param films Those of the run; whole films to be shown will do where it learned from features of
 * them
 * @param others Runs on the same films, such as OrthoHash's
 * @throws {InputError} if the run has written no codes, or has learned from other films
 */
export async function reportOf(
  run: FinishedRun,
  films: Dataset,
  { title, others = [] }: { readonly title: string; readonly others?: readonly FinishedRun[] },
): Promise<RunReport> {
  const { config, folder, results } = run;
  const dataset = await checkData(folder, { config, dataset: films, otherForm: true });
  const best = await folder.readCheckpoint("best");
  const history = await targetHistoryOf(config, folder);
  const ranking = await runRanking(folder, dataset);
  const rows = tableRows(run, others);
  const distances = (await readCard(folder)).worth?.distances;
  const tau = config.graph && thresholdOf(config.graph);
  return {
    title,
    dataset: summariseDataset(dataset),
    bits: results.bits,
    featured: runNames([run, ...others])[0]!,
    rows,
    conventions: { ...results.conventions },
    config: { ...config },
    cooccurrence: countCooccurrence(dataset.labels, dataset.split.train),
    ...tau !== undefined && {
      labelGraph: { cooccurrence: await graphCooccurrence(config, dataset), tau },
    },
    curves: await trainingRuns([run, ...others]),
    precisionRecall: rows.flatMap(({ name, precisionRecall }) =>
      precisionRecall ? [{ name, curve: precisionRecall }] : []
    ),
    distances: pairDistances(config, ranking),
    ...distances && { distanceCurve: distances },
    ...results.calibration && { calibration: results.calibration.all.groups },
    ...results.suggestions && { suggestions: results.suggestions },
    ...results.classification && { classification: results.classification },
    ...best?.targets && { targetDistances: distancesOf(config, dataset, best.targets) },
    ...history && hasMoved(history) && { targetHistory: history },
    gallery: await runGallery(config, dataset, ranking),
  };
}

function distancesOf(config: Config, dataset: Dataset, values: Float32Array) {
  const labelNames = lossLabels(config, dataset).names;
  const bits = config.codes.bits;
  return { labelNames, bits, distances: targetDistances({ labelNames, bits, values }) };
}

function hasMoved({ epochs }: TargetHistory): boolean {
  return new Set(epochs.map(({ distances }) => distances.join())).size > 1;
}

/** Queries are enough to see how distances are spread, however many there are. */
const MOST_QUERIES = 2000;

/** How far apart the pairs of a query and a database film lie. */
export function pairDistances({ evaluation }: Config, ranking: Ranking): DistanceHistogram {
  const { excludeSamePatient } = evaluation;
  return distanceHistogram(ranking, { excludeSamePatient, mostQueries: MOST_QUERIES });
}

/** The runs' own rows, one for each way to ask, then the controls of the first; every name once. */
export function tableRows(run: FinishedRun, others: readonly FinishedRun[]): ResultRow[] {
  const runs = [run, ...others];
  const names = runNames(runs);
  const own = runs.flatMap(({ config, results }, n) =>
    results.rows.filter(isRowOf(config))
      .map((row) => ({ ...row, name: row.name.replace(methodName(config), names[n]!) }))
  );
  const isOwn = isRowOf(run.config);
  const controls = run.results.rows.filter((row) => !isOwn(row) && !names.includes(row.name));
  return [...own, ...controls];
}

/** Whether a row is of the run's own codes, however its queries asked. */
function isRowOf(config: Config): (row: ResultRow) => boolean {
  const names = config.evaluation.asks.map((ask) => rowName(config, ask));
  return ({ name }) => names.includes(name);
}

/** The training of runs, in their order. */
export async function trainingRuns(runs: readonly FinishedRun[]): Promise<TrainingRun[]> {
  const names = runNames(runs);
  return await Promise.all(runs.map(async ({ config, folder }, n) => {
    const epochs = await folder.epochs();
    const best = bestEpoch(epochs, config);
    return {
      name: names[n]!,
      epochs: epochs.map(({ epoch, loss, validation }) => ({
        epoch,
        loss,
        validation: { ...validation },
      })),
      ...best && { bestEpoch: best.epoch },
    };
  }));
}

/** The methods of the runs; those of one method are told apart by their folders. */
function runNames(runs: readonly FinishedRun[]): string[] {
  const methods = runs.map(({ config }) => methodName(config));
  return methods.map((method, n) =>
    methods.filter((other) => other === method).length === 1
      ? method
      : `${method} (${basename(runs[n]!.folder.path)})`
  );
}
