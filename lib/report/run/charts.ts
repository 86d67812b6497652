/**
 * The charts of a finished run by name, from what its folder holds and, where need be, its films.
 *
 * @module
 */
import { averagedValues } from "../../autodiff/mod.ts";
import { bitStatistics } from "../../codes/bit_statistics.ts";
import type { Dataset } from "../../data/dataset.ts";
import { type AdjacencyOptions, thresholdOf } from "../../graph/adjacency.ts";
import { cooccurrenceOrder } from "../../graph/seriation.ts";
import { methodNamed } from "../../methods/registry.ts";
import { adjacencyHeatmap } from "../../charts/adjacency_heatmap.ts";
import { bitBalance, bitCorrelation } from "../../charts/code_bits.ts";
import {
  cooccurrenceHeatmap,
  type CooccurrenceMeasure,
} from "../../charts/cooccurrence_heatmap.ts";
import { distanceHistograms } from "../../charts/distance_histograms.ts";
import { labelGraph } from "../../charts/label_graph.ts";
import { perClassBars } from "../../charts/per_class_bars.ts";
import { precisionRecallCurves } from "../../charts/precision_recall_curves.ts";
import { targetDistances } from "../../charts/target_distances.ts";
import { type TargetHistory, targetHistory } from "../../charts/target_history.ts";
import type { ChartSpec } from "../../charts/theme.ts";
import { hasTieBand, tieBand } from "../../charts/tie_band.ts";
import { trainingCurves } from "../../charts/training_curves.ts";
import { galleryPicture } from "../film_pictures.ts";
import { methodName } from "../../train/evaluate.ts";
import { runRanking } from "../../train/run_rankings.ts";
import { readPackedCodes } from "../../run/run_codes.ts";
import { runGallery } from "./gallery.ts";
import { rowsByCode } from "./rows_by_code.ts";
import { type FinishedRun, pairDistances, tableRows, trainingRuns } from "./content.ts";
import { graphCooccurrence, trainingAdjacency, trainingCooccurrence } from "../../train/setup.ts";
import { targetHistoryOf } from "./target_history.ts";

/** τ of the label graph that is drawn of a run that makes nothing of one. */
const TAU = 0.1;

/** What charts are drawn from. */
export interface ChartSource {
  readonly run: FinishedRun;
  /** Runs on the same films that are shown beside it. */
  readonly others: readonly FinishedRun[];
  /** Loads the films of the run. */
  readonly films: () => Promise<Dataset>;
}

/** A chart; a picture that no specification could hold; or why a run has none of the kind. */
export type Drawing =
  | { readonly kind: "chart"; readonly spec: ChartSpec }
  | { readonly kind: "picture"; readonly svg: string }
  | { readonly kind: "none"; readonly reason: string };

/** One chart of the list. */
export interface RunChart {
  /** Also the name of its file. */
  readonly name: string;
  /** What it shows, in one line. */
  readonly meaning: string;
  readonly draw: (source: ChartSource) => Drawing | Promise<Drawing>;
}

/** All charts of a run: results first, then codes, targets and labels. */
export const RUN_CHARTS: readonly RunChart[] = [
  {
    name: "training",
    meaning: "loss and validation scores by epoch",
    draw: async ({ run, others }) => {
      const runs = (await trainingRuns([run, ...others])).filter(({ epochs }) => epochs.length > 0);
      return runs.length > 0 ? chart(trainingCurves(runs)) : none(run, "is not trained by epochs");
    },
  },
  {
    name: "per-class",
    meaning: "average precision of each finding",
    draw: ({ run, others }) => {
      const rows = rowsByCode(tableRows(run, others));
      const hasClasses = rows.some(({ perClass }) => Object.keys(perClass).length > 0);
      return hasClasses ? chart(perClassBars(rows)) : unscored("macro-ap");
    },
  },
  {
    name: "precision-recall",
    meaning: "precision against recall by Hamming radius",
    draw: ({ run, others }) =>
      chart(precisionRecallCurves(
        tableRows(run, others).flatMap(({ name, precisionRecall }) =>
          precisionRecall ? [{ name, curve: precisionRecall }] : []
        ),
      )),
  },
  {
    name: "tie-band",
    meaning: "mAP from every tie lost to every tie won",
    draw: ({ run, others }) => {
      const rows = tableRows(run, others);
      return rows.some(hasTieBand)
        ? chart(tieBand(rows))
        : unscored("map, map:pessimistic and map:optimistic");
    },
  },
  {
    name: "distances",
    meaning: "Hamming distances of relevant and irrelevant pairs (reads the films)",
    draw: async ({ run, films }) => {
      const ranking = await runRanking(run.folder, await films());
      return chart(distanceHistograms(pairDistances(run.config, ranking)));
    },
  },
  {
    name: "gallery",
    meaning: "queries with their nearest films, a picture (reads the films)",
    draw: async ({ run, films }) => {
      const dataset = await films();
      const ranking = await runRanking(run.folder, dataset);
      const queries = await runGallery(run.config, dataset, ranking);
      return { kind: "picture", svg: await galleryPicture(queries) };
    },
  },
  {
    name: "bit-balance",
    meaning: "how often each bit of the codes is 1",
    draw: async ({ run }) => {
      const onesOf = async (part: "database" | "query") =>
        bitStatistics(await readPackedCodes(run.folder, part), run.results.bits).ones;
      return chart(
        bitBalance({ database: await onesOf("database"), query: await onesOf("query") }),
      );
    },
  },
  {
    name: "bit-correlation",
    meaning: "how much the bits of the codes repeat each other",
    draw: async ({ run }) => {
      const codes = await readPackedCodes(run.folder, "database");
      return chart(bitCorrelation(bitStatistics(codes, run.results.bits).correlation));
    },
  },
  {
    name: "targets",
    meaning: "distances between the hash targets that were kept",
    draw: ({ run }) =>
      withHistory(run, ({ epochs, bestEpoch, ...table }) => {
        const kept = epochs.find(({ epoch }) => epoch === bestEpoch) ?? epochs.at(-1)!;
        return targetDistances({ ...table, distances: kept.distances });
      }),
  },
  {
    name: "target-history",
    meaning: "distances between the hash targets by epoch",
    draw: ({ run }) => withHistory(run, targetHistory),
  },
  {
    name: "cooccurrence",
    meaning: "how often a finding comes with another, P(j | i) (reads the films)",
    draw: (source) => cooccurrence(source, "conditional"),
  },
  {
    name: "cooccurrence-counts",
    meaning: "how many films show two findings (reads the films)",
    draw: (source) => cooccurrence(source, "counts"),
  },
  {
    name: "cooccurrence-ppmi",
    meaning: "how much oftener than by chance two findings meet (reads the films)",
    draw: (source) => cooccurrence(source, "ppmi"),
  },
  {
    name: "label-graph",
    meaning: `the label graph at graph.tau, or ${TAU}, as circles and arrows (reads the films)`,
    draw: async ({ run: { config }, films }) =>
      chart(labelGraph({
        cooccurrence: await graphCooccurrence(config, await films()),
        tau: (config.graph && thresholdOf(config.graph)) ?? TAU,
      })),
  },
  {
    name: "adjacency",
    meaning: "the matrix that the graph network multiplies with (reads the films)",
    draw: async ({ run, films }) =>
      run.config.graph
        ? await adjacency(run, run.config.graph, await films())
        : none(run, "makes no targets from a graph"),
  },
];

function chart(spec: ChartSpec): Drawing {
  return { kind: "chart", spec };
}

/** @param scores What a chart is drawn from, and the run was not asked for. */
function unscored(scores: string): Drawing {
  return { kind: "none", reason: `evaluation.scores does not list ${scores}` };
}

/** @param reason As the predicate of "the method …" */
function none({ config }: FinishedRun, reason: string): Drawing {
  return { kind: "none", reason: `the method "${methodName(config)}" ${reason}` };
}

async function withHistory(
  run: FinishedRun,
  draw: (history: TargetHistory) => ChartSpec,
): Promise<Drawing> {
  const history = await targetHistoryOf(run.config, run.folder);
  if (history !== undefined) return chart(draw(history));
  if (methodNamed(run.config.method).kind !== "targets") return none(run, "has no hash targets");
  const reason = "the run was trained before targets were recorded; start it over with --fresh";
  return { kind: "none", reason };
}

async function cooccurrence(
  { run, films }: ChartSource,
  measure: CooccurrenceMeasure,
): Promise<Drawing> {
  return chart(cooccurrenceHeatmap(trainingCooccurrence(run.config, await films()), { measure }));
}

/** The adjacency as trained where it is, else as the graph gives it. */
async function adjacency(
  { config, folder }: FinishedRun,
  graph: AdjacencyOptions,
  films: Dataset,
): Promise<Drawing> {
  const cooccurrence = await graphCooccurrence(config, films);
  const { labelNames } = cooccurrence;
  const { variables = {} } = await folder.readCheckpoint("best") ?? {};
  const learned = averagedValues(variables)["graph.adjacency"];
  const matrix = learned === undefined
    ? trainingAdjacency(graph, cooccurrence, config.seed)
    : labelNames.map((_, i) => [
      ...learned.subarray(i * labelNames.length, (i + 1) * labelNames.length),
    ]);
  return chart(adjacencyHeatmap({
    labelNames,
    adjacency: matrix,
    graph: graphName(graph),
    order: cooccurrenceOrder(cooccurrence),
  }));
}

function graphName(graph: AdjacencyOptions): string {
  const { kind, p } = graph;
  if (kind === "identity") return kind;
  const tau = thresholdOf(graph);
  return tau === undefined ? `${kind}, p = ${p}` : `${kind}, τ = ${tau}, p = ${p}`;
}
