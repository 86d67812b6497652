/**
 * A small made-up report, with label names that try to break out of the page.
 *
 * @module
 */
import type { ResultRow } from "../../../lib/metrics/mod.ts";
import { Random } from "../../../lib/base/random.ts";
import type { RunReport } from "../../../lib/report/run/report.ts";

/** Three findings; the second is hostile as HTML, as an expression and as a replacement text. */
export const LABELS = [
  "Pleural_Thickening",
  `<img src="http://x" onerror='1'>$&`,
  "Hernia",
] as const;

/** A row whose scores all derive from one. */
export function resultRow(name: string, score: number): ResultRow {
  return {
    name,
    scores: {
      "macro-ap": score - 0.1,
      "ndcg@100:jaccard": score - 0.2,
      "map": score,
      "map:pessimistic": score - 0.05,
      "map:optimistic": score + 0.05,
      "ndcg@100": score,
      "acg@100": score + 0.5,
      "wap": score + 0.6,
      "precision@100": score,
      "precision@radius2": score,
    },
    intervals: {
      "macro-ap": null,
      "ndcg@100:jaccard": null,
      "map": [score - 0.01, score + 0.01],
    },
    perClass: byLabel((i) => score - 0.1 * i),
    perClassInterval: byLabel((i) =>
      i === 2 ? null : [score - 0.1 * i - 0.05, score - 0.1 * i + 0.04]
    ),
    perClassQueries: byLabel((i) => 40 - 19 * i),
    precisionRecall: null,
    strata: [],
  };
}

function byLabel<T>(of: (label: number) => T): Record<string, T> {
  return Object.fromEntries(LABELS.map((label, i) => [label, of(i)]));
}

/** Every section filled. */
export function sampleReport(): RunReport {
  const epochs = [1, 2, 3].map((epoch) => ({
    epoch,
    loss: 3 / epoch,
    validation: { map: 0.5 + 0.1 * epoch, "macro-ap": 0.2 * epoch },
  }));
  const cooccurrence = {
    labelNames: LABELS,
    counts: [[40, 10, 0], [10, 20, 1], [0, 1, 400]],
    positiveFilms: 450,
  };
  const distances = [[0, 3, 4], [3, 0, 6], [4, 6, 0]];
  const curve = { precision: [0.9, 0.7, 0.4], recall: [0.1, 0.5, 1] };
  const pixels = Uint8Array.from({ length: 16 }, (_, i) => new Random(i).below(256));
  const image = { width: 4, height: 4, pixels };
  return {
    title: "A run & its <films>",
    bits: 8,
    dataset: {
      name: "phantom",
      films: 100,
      patients: 40,
      parts: [
        { name: "database", films: 70, patients: 30 },
        { name: "query", films: 30, patients: 10 },
      ],
      labels: LABELS.map((name, i) => ({ name, films: 10 * i, unknown: 0 })),
    },
    rows: [resultRow("cohash", 0.7), resultRow("random", 0.3), resultRow("hub", 0.65)],
    conventions: { normaliser: "min", excludeSamePatient: true },
    config: { loss: { epsilon: 0.1, smoothing: "uniform" }, seed: 7 },
    cooccurrence,
    labelGraph: { cooccurrence, tau: 0.05 },
    curves: [{ name: "cohash", epochs, bestEpoch: 2 }, { name: "orthohash", epochs }],
    precisionRecall: [{ name: "random", curve }, { name: "cohash", curve }],
    distances: {
      relevant: Float64Array.of(0, 6, 3, 1, 0, 0, 0, 0, 0),
      irrelevant: Float64Array.of(0, 0, 20, 50, 30, 0, 0, 0, 0),
    },
    targetDistances: { labelNames: LABELS, distances, bits: 8 },
    targetHistory: {
      labelNames: LABELS,
      bits: 8,
      epochs: [
        { epoch: 1, distances: [[0, 4, 4], [4, 0, 4], [4, 4, 0]] },
        { epoch: 2, distances },
        { epoch: 3, distances },
      ],
      bestEpoch: 2,
    },
    gallery: [{
      query: { id: "q.png", findings: [LABELS[0], LABELS[1]], image },
      neighbours: [
        { id: "near.png", findings: [LABELS[1], LABELS[2]], distance: 1, image },
        { id: "far.png", findings: [], distance: 5 },
        {
          id: "partly.png",
          findings: [LABELS[0]],
          unknown: { names: [LABELS[1]], of: LABELS.length },
          distance: 6,
        },
        {
          id: "nothing.png",
          findings: [],
          unknown: { names: LABELS, of: LABELS.length },
          distance: 7,
        },
      ],
    }],
  };
}
