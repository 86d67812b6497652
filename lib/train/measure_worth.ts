/**
 * What the answers of a run's encoder are worth, measured on its validation films: they neither
 * trained it nor are searched.
 *
 * @module
 */
import { spreadEvenly } from "../base/spread.ts";
import { selectVectors } from "../data/labels/annotations.ts";
import type { Dataset, ImageInputs, Inputs } from "../data/dataset.ts";
import type { Encoder } from "../run/encoder.ts";
import { measureDistances } from "../worth/distance_curve.ts";
import { type Familiarity, fitFamiliarity, type SeenFilm } from "../worth/familiarity.ts";
import { familiarityCard } from "../worth/familiarity_file.ts";
import { pictureOf } from "../worth/picture.ts";
import type { WorthCard } from "../worth/worth_card.ts";
import type { EncodedFilms } from "./encode_split.ts";

/** The most training films that say what is familiar. */
const MOST_FILMS = 5000;

/** Films whose pixels are in memory at once. */
const CHUNK = 256;

/** What is measured. */
export interface WorthSource {
  readonly encoder: Encoder;
  /** The codes of its training and validation films. */
  readonly films: EncodedFilms;
  readonly dataset: Dataset;
  /** The rows that it learned from. */
  readonly rows: Uint32Array;
}

/** The section of the encoder card, and what is written beside it. */
export async function measureWorth(
  source: WorthSource,
): Promise<{ readonly worth: WorthCard; readonly familiarity: Familiarity | undefined }> {
  const { rows, dataset } = source;
  const learned = spreadEvenly(rows.length, MOST_FILMS).map((at) => rows[at]!);
  const familiarity = fitFamiliarity({
    train: await seenFilms(learned, source),
    unseen: await seenFilms(dataset.split.validation, source),
    films: rows.length,
  });
  return {
    familiarity,
    worth: {
      distances: distancesOf(source),
      familiarity: familiarity === undefined ? null : familiarityCard(familiarity),
    },
  };
}

function distancesOf({ encoder, films, dataset }: WorthSource): WorthCard["distances"] {
  const { split: { validation }, labels: { names, values }, patients } = dataset;
  const codes = films.of(validation);
  const known = {
    labels: { names, values: selectVectors(values, names.length, validation) },
    patients: Array.from(validation, (row) => patients[row]!),
  };
  return measureDistances({
    queries: { ...known, packed: codes.packed },
    cases: { ...known, packed: encoder.searchable(codes) },
    bits: encoder.card.bits,
  });
}

async function seenFilms(
  rows: Uint32Array,
  { encoder: { card: { bits } }, films, dataset }: WorthSource,
): Promise<SeenFilm[]> {
  const { continuous } = films.of(rows);
  const images = imagesOf(dataset.inputs);
  const size = images === undefined ? 0 : images.size ** 2;
  const seen: SeenFilm[] = [];
  for (let start = 0; start < rows.length; start += CHUNK) {
    const chunk = rows.subarray(start, start + CHUNK);
    const pixels = await images?.read(chunk);
    for (const n of chunk.keys()) {
      seen.push({
        picture: pixels === undefined
          ? "none"
          : pictureOf(pixels.subarray(n * size, (n + 1) * size)),
        continuous: continuous.subarray((start + n) * bits, (start + n + 1) * bits),
      });
    }
  }
  return seen;
}

/** The films that the encoder takes, or that its frozen network does. */
function imagesOf(inputs: Inputs): ImageInputs | undefined {
  return inputs.kind === "images" ? inputs : inputs.films;
}
