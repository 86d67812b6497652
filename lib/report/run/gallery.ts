/**
 * Queries of a run and what they find, for looking at.
 *
 * @module
 */
import type { Dataset } from "../../data/dataset.ts";
import type { Ranking } from "../../metrics/mod.ts";
import { Random } from "../../base/random.ts";
import { galleryOf, type RankedQuery } from "./from_dataset.ts";
import type { GalleryQuery } from "./report.ts";
import type { Config } from "../../config/config.ts";

/** Queries of the gallery, and the films shown for each. */
const GALLERY = { queries: 6, neighbours: 6 };

/** A few queries with their nearest films of other patients. */
export async function runGallery(
  config: Config,
  dataset: Dataset,
  ranking: Ranking,
): Promise<GalleryQuery[]> {
  return await galleryOf(dataset, galleryQueries(config, dataset, ranking));
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
