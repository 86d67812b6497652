/**
 * The parts of a report that follow from the data set alone.
 *
 * @module
 */
import { type Dataset, type LabelMatrix, PARTS } from "../../data/dataset.ts";
import { PRESENT_FROM } from "../../data/labels/label_sets.ts";
import { greyImage } from "../film_image.ts";
import type { DatasetSummary, GalleryFilm, GalleryQuery, LabelCount } from "./report.ts";

/** Counts films and patients in all, by part of the split, and films by label. */
export function summariseDataset(dataset: Dataset): DatasetSummary {
  const { ids, patients, labels, split } = dataset;
  return {
    name: dataset.name,
    films: ids.length,
    patients: new Set(patients).size,
    parts: PARTS.map((name) => ({
      name,
      films: split[name].length,
      patients: new Set(Array.from(split[name], (row) => patients[row])).size,
    })),
    labels: labels.names.map((_, c) => countLabel(labels, c)),
  };
}

function countLabel({ names, values }: LabelMatrix, c: number): LabelCount {
  let [films, unknown] = [0, 0];
  for (let i = c; i < values.length; i += names.length) {
    if (values[i]! >= PRESENT_FROM) films++;
    else if (Number.isNaN(values[i])) unknown++;
  }
  return { name: names[c]!, films, unknown };
}

/** A query and its nearest films as row numbers of a data set, nearest first. */
export interface RankedQuery {
  /** The query film. */
  readonly row: number;
  /** What stands above it; default: "Query". */
  readonly title?: string;
  /** See {@linkcode GalleryNeighbour}. */
  readonly neighbours: readonly {
    readonly row: number;
    readonly distance: number;
    readonly chance?: number;
  }[];
}

/**
 * The films of some ranked queries with their findings, and their images where the data set has
 * any, for the gallery of a report.
 */
export function galleryOf(
  dataset: Dataset,
  queries: readonly RankedQuery[],
): Promise<GalleryQuery[]> {
  return Promise.all(queries.map(async ({ row, title, neighbours }) => {
    const [query, ...found] = await readFilms(dataset, [row, ...neighbours.map((n) => n.row)]);
    return {
      query: query!,
      ...title !== undefined && { title },
      neighbours: found.map((film, i) => {
        const { distance, chance } = neighbours[i]!;
        return { ...film, distance, ...chance !== undefined && { chance } };
      }),
    };
  }));
}

async function readFilms(
  { ids, labels, inputs }: Dataset,
  rows: readonly number[],
): Promise<GalleryFilm[]> {
  const classes = labels.names.length;
  const films = rows.map((row) => {
    const values = labels.values.subarray(row * classes, (row + 1) * classes);
    const unknown = labels.names.filter((_, c) => Number.isNaN(values[c]));
    return {
      id: ids[row]!,
      findings: labels.names.filter((_, c) => values[c]! >= PRESENT_FROM),
      ...unknown.length > 0 && { unknown: { names: unknown, of: classes } },
    };
  });
  if (inputs.kind !== "images") return films;
  const { size } = inputs;
  const pixels = await inputs.read(rows);
  return films.map((film, i) => ({
    ...film,
    image: greyImage(pixels.subarray(i * size * size, (i + 1) * size * size), size),
  }));
}
