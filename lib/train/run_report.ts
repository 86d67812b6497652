/**
 * From run folders to the content of `report.html`: the first run is the subject, the others stand
 * beside it for comparison.
 *
 * @module
 */
import type { Dataset } from "../data/dataset.ts";
import { countCooccurrence } from "../graph/cooccurrence.ts";
import type { Ranking, ResultRow, RetrievalReport } from "../metrics/mod.ts";
import { Random } from "../random.ts";
import { galleryOf, type RankedQuery, summariseDataset } from "../report/from_dataset.ts";
import type { RunReport } from "../report/run_report.ts";
import type { Config } from "./config.ts";
import { methodName, runRanking } from "./evaluate_run.ts";
import type { EpochMetrics, RunFolder } from "./run_folder.ts";
import { lossLabels } from "./setup.ts";
import { targetDistances } from "./target_state.ts";
import { bestEpoch } from "./train.ts";

/** A finished run. */
export interface FinishedRun {
  /** What the run was asked to do. */
  readonly config: Config;
  /** Where its epochs, checkpoints and codes are. */
  readonly folder: RunFolder;
  /** The content of its results.json. */
  readonly results: RetrievalReport;
}

/** Queries of the gallery, and the films shown for each. */
const GALLERY = { queries: 6, neighbours: 6 };

/**
 * The report of a run. Rows of the others come first in the table but for the controls, which stay
 * at its end.
 *
 * @param others Runs on the same films, such as OrthoHash's
 * @throws {InputError} if the run has written no codes, or those of other films
 */
export async function reportOf(
  run: FinishedRun,
  dataset: Dataset,
  { title, others = [] }: { readonly title: string; readonly others?: readonly FinishedRun[] },
): Promise<RunReport> {
  const { config, folder, results } = run;
  const best = await folder.readCheckpoint("best");
  const rows = tableRows(run, others);
  return {
    title,
    dataset: summariseDataset(dataset),
    bits: results.bits,
    featured: methodName(config),
    rows,
    conventions: { ...results.conventions },
    config: { ...config },
    cooccurrence: countCooccurrence(dataset.labels, dataset.split.train),
    curves: await Promise.all([run, ...others].map(trainingRun)),
    precisionRecall: rows.flatMap(({ name, precisionRecall }) =>
      precisionRecall ? [{ name, curve: precisionRecall }] : []
    ),
    ...best?.targets && { targetDistances: distancesOf(config, dataset, best.targets) },
    gallery: await galleryOf(
      dataset,
      galleryQueries(config, dataset, await runRanking(folder, dataset)),
    ),
  };
}

function distancesOf(config: Config, dataset: Dataset, values: Float32Array) {
  const labelNames = lossLabels(config, dataset.labels).names;
  const bits = config.codes.bits;
  return { labelNames, bits, distances: targetDistances({ labelNames, bits, values }) };
}

/** The runs' own rows, then the controls of the first. */
export function tableRows(run: FinishedRun, others: readonly FinishedRun[]): ResultRow[] {
  const own = ({ config, results }: FinishedRun) =>
    results.rows.filter(({ name }) => name === methodName(config));
  const name = methodName(run.config);
  const controls = run.results.rows.filter((row) => row.name !== name);
  return [...own(run), ...others.flatMap(own), ...controls];
}

async function trainingRun({ config, folder }: FinishedRun) {
  const epochs = await folder.epochs();
  const best = bestEpoch(epochs, config);
  return {
    name: methodName(config),
    epochs: epochs.map(({ epoch, loss, validation }: EpochMetrics) => ({
      epoch,
      loss,
      validation: { ...validation },
    })),
    ...best && { bestEpoch: best.epoch },
  };
}

/** Random queries with a finding, those with several first, and their nearest films. */
function galleryQueries(config: Config, dataset: Dataset, ranking: Ranking): RankedQuery[] {
  const { query, database } = dataset.split;
  const classes = dataset.labels.names.length;
  const findings = (row: number) =>
    dataset.labels.values.subarray(row * classes, (row + 1) * classes)
      .reduce((sum, value) => sum + Number(value >= 0.5), 0);
  const order = Array.from(new Random(config.seed).fork("gallery").permutation(query.length));
  const chosen = order.filter((q) => findings(query[q]!) > 0)
    .sort((a, b) => Math.min(findings(query[b]!), 2) - Math.min(findings(query[a]!), 2))
    .filter(differentPatients(dataset, query)).slice(0, GALLERY.queries);
  const distances = new Uint16Array(database.length);
  return chosen.map((q) => {
    ranking.distances(q, distances);
    const patient = dataset.patients[query[q]!];
    const nearest = Array.from(database.keys())
      .filter((d) => dataset.patients[database[d]!] !== patient)
      .sort((a, b) => distances[a]! - distances[b]! || a - b)
      .slice(0, GALLERY.neighbours);
    return {
      row: query[q]!,
      neighbours: nearest.map((d) => ({ row: database[d]!, distance: distances[d]! })),
    };
  });
}

/** A filter that lets each patient through once. */
function differentPatients(dataset: Dataset, query: Uint32Array): (q: number) => boolean {
  const seen = new Set<string>();
  return (q) => {
    const patient = dataset.patients[query[q]!]!;
    const isNew = !seen.has(patient);
    seen.add(patient);
    return isNew;
  };
}
